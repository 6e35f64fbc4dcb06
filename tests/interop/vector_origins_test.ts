import { assert, assertEquals } from "@std/assert";
import { ClientServerMessage, MessageType, Options, rawOption, toHex } from "../../src/dhcpv6/mod.ts";
import { dhcpcdReads, dhcpcdVersion } from "../support/dhcpcd_reader.ts";
import { keaSends, keaVersion } from "../support/kea.ts";
import { testWith } from "../support/requirements.ts";
import { tsharkReads, tsharkVersion } from "../support/tshark_reader.ts";
import { checkable, type Claim, claims } from "../vectors/origins.ts";

const made = claims(/^Kea ([\d.]+) made it out of ([\w-]+) = (.*)$/);
const readByDhcpcd = claims(/^dhcpcd ([\d.]+) reads it as (.*)$/);
const readByTshark = claims(/^TShark ([\d.]+) reads it as ([A-Z].*)$/);
const readAsDhcpv4 = claims(/^TShark ([\d.]+) reads it in option ([\d.]+) of DHCPv4 as (.*)$/);

testWith({
  name: "Kea makes the bytes that vectors say it made, out of its own text",
  needs: ["kea"],
  async fn() {
    const now = checkable(made, await keaVersion());
    for (const round of withoutRepeats(now)) {
      const sent = await keaSends(round.map(({ words: [name, data] }) => ({ name, data })));
      const bodies = new Map([...sent.readers()].map(({ code, reader }) => [code, toHex(reader.rest())]));
      for (const { vector: { option, body } } of round) {
        assertEquals(bodies.get(option.code), toHex(body), option.name);
      }
    }
  },
});

testWith({
  name: "dhcpcd reads in vectors what they say",
  needs: ["dhcpcd"],
  async fn() {
    const now = checkable(readByDhcpcd, await dhcpcdVersion());
    for (const claim of now) {
      assertEquals((await dhcpcdReads(messageWith(claim))).join(", "), claim.words[0], claim.vector.option.name);
    }
  },
});

testWith({
  name: "TShark reads in vectors what they say",
  needs: ["tshark"],
  async fn() {
    const now = checkable(readByTshark, await tsharkVersion());
    const readings = await tsharkReads(now.map(messageWith));
    for (const [i, { vector, words }] of now.entries()) assertSays(readings[i], words[0], vector.option.name);
  },
});

testWith({
  name: "TShark reads in options of DHCPv4 that have the same body what vectors say",
  needs: ["tshark"],
  async fn() {
    const now = checkable(readAsDhcpv4, await tsharkVersion());
    const readings = await tsharkReads(now.map(dhcpv4MessageWith), "dhcp");
    for (const [i, { vector, words }] of now.entries()) assertSays(readings[i], words[1], vector.option.name);
  },
});

/** Kea sends one option of a code, where its configuration does not tell by client. */
function withoutRepeats(claims: readonly Claim[]): Claim[][] {
  const rounds: Claim[][] = [];
  for (const claim of claims) {
    const round = rounds.find((round) => !round.some(({ vector }) => vector.option === claim.vector.option));
    if (round) round.push(claim);
    else rounds.push([claim]);
  }
  return rounds;
}

function messageWith({ vector: { option, body } }: Claim): Uint8Array {
  const options = Options.of(rawOption(option.code, body));
  return new ClientServerMessage({ type: MessageType.Reply, transactionId: 0x112233, options }).save();
}

/** A DHCPACK (RFC 2131) with an option, or with an option that holds a suboption: `82.13`. */
function dhcpv4MessageWith({ vector: { body }, words: [codes] }: Claim): Uint8Array {
  const header = new Uint8Array(236);
  header.set([2, 1, 6, 0]);
  const magic = [99, 130, 83, 99], type = [53, 1, 5];
  const option = codes.split(".").reduceRight((inner, code) => [Number(code), inner.length, ...inner], [...body]);
  return new Uint8Array([...header, ...magic, ...type, ...option, 255]);
}

/** Each part of what is said has to stand in a line of its own, in this order. */
function assertSays(lines: readonly string[], said: string, name: string): void {
  let from = 0;
  for (const part of said.split(", ")) {
    const at = lines.findIndex((line, i) => i >= from && line.includes(part));
    assert(at >= 0, `${name}: no line ${JSON.stringify(part)} in\n${lines.join("\n")}`);
    from = at + 1;
  }
}
