import { assert, assertEquals } from "@std/assert";
import { DHCPKafkaMessage, KafkaMessage } from "../../mod.ts";
import {
  decode,
  type DecodedMessage,
  type DecodedOption,
  fromHex,
  Message,
  standardSpace,
  toDhcpkitJson,
  toHex,
} from "../../src/dhcpv6/mod.ts";
import { optionClasses } from "../../src/dhcpv6/dhcpkit/names.ts";
import { pythonOriginal } from "../support/python_original.ts";
import { testWith } from "../support/requirements.ts";
import { corpus } from "../vectors/corpus.ts";
import { fixture } from "../vectors/fixtures.ts";
import { mutate } from "../vectors/mutate.ts";
import { randomMessage } from "../vectors/random_message.ts";
import { vectors } from "../vectors/mod.ts";
import { SeededRandom } from "../vectors/random.ts";

/** A Reply that holds one option with this body. */
function reply(code: number, body: Uint8Array): Uint8Array {
  return new Uint8Array([7, 0xc0, 0xff, 0xee, code >> 8, code & 0xff, body.length >> 8, body.length & 0xff, ...body]);
}

/**
 * Checks that DHCPKit, where it reads a packet, makes the same JSON of it. Returns how many it reads, those left out that
 * hold an option of which it reads the bytes behind as well.
 */
async function compare(packets: readonly Uint8Array[]): Promise<number> {
  const messages = packets.flatMap((packet) => {
    try {
      return [Message.parse(packet)];
    } catch {
      return [];
    }
  });
  const theirs = await pythonOriginal.dhcpv6Json(messages.map((message) => message.save()));
  let compared = 0;
  for (const [i, message] of messages.entries()) {
    if (theirs[i] instanceof Error || readsTooFar(decode(message))) continue;
    assertEquals(JSON.parse(JSON.stringify(toDhcpkitJson(message))), theirs[i], toHex(message.save()));
    compared++;
  }
  return compared;
}

function readsTooFar({ message, options }: DecodedMessage): boolean {
  return message.type > 0 && message.type < 18 && options.some(optionReadsTooFar);
}

/** A Remote-ID without its enterprise number, or a DUID that is shorter than its type has it. */
function optionReadsTooFar({ code, start, end, value, inside }: DecodedOption): boolean {
  if (code === 37 && end - start < 4) return true;
  const { duid } = (value ?? {}) as { duid?: { bytes: Uint8Array } };
  if (duid && duid.bytes.length < ([2, 8, 6, 4][duid.bytes[0] === 0 ? duid.bytes[1] : 0] ?? 2)) return true;
  return inside !== undefined && ("message" in inside ? readsTooFar(inside) : inside.some(optionReadsTooFar));
}

const needs = ["python-original"] as const;

testWith({
  name: "DHCPKit's JSON: the documented packets have the JSON that DHCPKit makes of them",
  needs: [...needs, "shared-fixtures"],
  fn: async () => assertEquals(await compare([fixture("relayed-solicit"), fixture("relayed-advertise")]), 2),
});

testWith({
  name: "DHCPKit's JSON: every packet of the corpus that DHCPKit reads has its JSON",
  needs: [...needs, "shared-corpus"],
  fn: async () => assertEquals(await compare(corpus().map(({ bytes }) => bytes)), 578),
});

testWith({
  name: "DHCPKit's JSON: every vector that DHCPKit reads has its JSON",
  needs,
  async fn() {
    const packets = vectors.filter(({ space }) => space === standardSpace).map(({ option, body }) =>
      reply(option.code, body)
    );
    assert(await compare(packets) > packets.length - 5);
  },
});

testWith({
  name: "DHCPKit's JSON: 10,000 changed packets of the corpus have it where DHCPKit reads them",
  needs: [...needs, "shared-corpus"],
  async fn() {
    const packets = corpus().map(({ bytes }) => bytes).filter(({ length }) => length < 1500);
    const random = new SeededRandom(41);
    const changed = Array.from({ length: 10_000 }, () => mutate(random.pick(packets), random.pick(packets), random));
    assert(await compare(changed) > 2000);
  },
});

testWith({
  name: "DHCPKit's JSON: 5,000 random messages have it where DHCPKit reads them",
  needs,
  async fn() {
    const random = new SeededRandom(42);
    assert(await compare(Array.from({ length: 5000 }, () => randomMessage(random, 4))) > 3000);
  },
});

testWith({
  name: "DHCPKit's JSON: 20,000 changed bodies of the options that DHCPKit knows have it where DHCPKit reads them",
  needs,
  async fn() {
    const random = new SeededRandom(43), known = optionClasses().map(({ definition }) => definition);
    const bodies = vectors.filter(({ option }) => known.includes(option));
    const packets = Array.from({ length: 20_000 }, () => {
      const { option, body } = random.pick(bodies), changed = [...body];
      const how = random.below(4);
      if (how === 0) changed.length = random.below(changed.length + 1);
      else if (how === 1) changed.push(...random.bytes(random.below(6)));
      else if (changed.length > 0) {
        for (let i = 1 + random.below(3); i > 0; i--) changed[random.below(changed.length)] = random.below(256);
      }
      return new Uint8Array([...reply(option.code, new Uint8Array(changed)), ...fromHex("0012" + "0003" + "414243")]);
    });
    assert(await compare(packets) > 10_000);
  },
});

testWith({
  name: "DHCPKit's JSON: 2,000 messages that DHCPKit makes at random have it",
  needs,
  async fn() {
    const packets = (await pythonOriginal.randomMessages(44, 1200)).flatMap((bytes) => {
      const { message } = KafkaMessage.parse(bytes);
      if (!(message instanceof DHCPKafkaMessage)) return [];
      return [message.messageIn, message.messageOut].flatMap((side) => side === undefined ? [] : [side.save()]);
    });
    assert(packets.length > 1500);
    assertEquals(await compare(packets), packets.length);
  },
});

testWith({
  name: "DHCPKit's JSON: names in any script, mapped addresses and short unknown messages have it",
  needs,
  async fn() {
    const labels = ["xn--bcher-kva", "XN--MNCHEN-3YA", "xn--fsqu00a", "xn--p1ai", "xn--nxasmq6b", "xn--4gbwdl"];
    const names = [...labels, "xn--strae-oqa", "xn--zckzah", "xn--d1acufc", "Example", "a--b", "a.b", "a".repeat(63)];
    const packets = [
      ...names.map((name) => reply(24, new Uint8Array([name.length, ...new TextEncoder().encode(name), 0]))),
      ...["c8", "00", "1241", "144142", "c8000000ff"].map((hex) => reply(9, fromHex(hex))),
      reply(12, fromHex("00".repeat(10) + "ffff01020304")),
      reply(12, fromHex("00".repeat(10) + "ffff00000001")),
      reply(26, fromHex("00".repeat(8) + "60" + "00".repeat(10) + "ffff00000000")),
      ...[0, 18, 20, 24, 36, 255].map((type) => new Uint8Array([type, 0x41, 0x42, 0x43])),
    ];
    assertEquals(await compare(packets), packets.length);
  },
});

/** Where DHCPKit's own JSON differs, and how: it reads on behind the end of an option that is too short. */
const DIFFERENT: readonly [hex: string, theirs: unknown, ours: unknown][] = [
  [
    "002500010000080002010200120003414243",
    { RemoteIdOption: { enterprise_number: 0x800, remote_id: "" } },
    { UnknownOption: { option_type: 37, option_data: "hex:00" } },
  ],
  [
    "00020002000200080002010200120003414243",
    { ServerIdOption: { duid: { EnterpriseDUID: { enterprise_number: 0x80002, identifier: "" } } } },
    { ServerIdOption: { duid: { UnknownDUID: { duid_type: 2, duid_data: "" } } } },
  ],
];

testWith({
  name: "DHCPKit's JSON: an option that is too short is as it was, where DHCPKit reads the bytes behind it",
  needs,
  async fn() {
    const packets = DIFFERENT.map(([hex]) => fromHex("07c0ffee" + hex));
    const theirs = await pythonOriginal.dhcpv6Json(packets) as { ReplyMessage: { options: unknown[] } }[];
    assertEquals(theirs.map((json) => json.ReplyMessage.options[0]), DIFFERENT.map(([, theirs]) => theirs));
    const ours = packets.map((packet) => toDhcpkitJson(Message.parse(packet)).ReplyMessage as { options: unknown[] });
    assertEquals(ours.map(({ options }) => options[0]), DIFFERENT.map(([, , ours]) => ours));
  },
});
