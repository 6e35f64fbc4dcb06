import { assertEquals, assertThrows } from "@std/assert";
import {
  type ClientServerMessage,
  decode,
  type DecodedMessage,
  type DecodedOption,
  fromHex,
  IPv6Address,
  Message,
  type MessageSummary,
  problems,
  RelayMessage,
  summarizeMessage,
  toHex,
  unwrap,
  WireError,
} from "../../src/dhcpv6/mod.ts";
import { type IaAddressValue, type IaPrefixValue, InterfaceId } from "../../src/dhcpv6/options/mod.ts";
import { testWith } from "../support/requirements.ts";
import { corpus } from "../vectors/corpus.ts";
import { SeededRandom } from "../vectors/random.ts";

/** A summary in values that can be compared. */
function shown(summary: MessageSummary) {
  const hex = (bytes: Uint8Array | undefined) => bytes && toHex(bytes);
  return {
    type: summary.type,
    transactionId: summary.transactionId,
    relays: summary.relays,
    peer: summary.peerAddress && String(summary.peerAddress),
    link: summary.linkAddress && String(summary.linkAddress),
    clientId: hex(summary.clientId),
    serverId: hex(summary.serverId),
    interfaceId: hex(summary.interfaceId),
    remoteId: hex(summary.remoteId),
    leases: summary.leases.map((lease) => ({ ...lease, address: String(lease.address) })),
    statuses: [...summary.statuses],
  };
}

/** The same, found by decoding everything. */
function expected(whole: DecodedMessage): ReturnType<typeof shown> {
  const relays: DecodedMessage[] = [];
  let current = whole;
  while (current.message instanceof RelayMessage) {
    relays.unshift(current);
    const inner = current.options.find(({ code }) => code === 9)?.inside as DecodedMessage | undefined;
    if (!inner) break;
    current = inner;
  }
  const body = (message: DecodedMessage | undefined, code: number, least = 0) => {
    const options = message?.options.filter((option) => option.code === code && option.end - option.start >= least);
    const option = options?.[0];
    return option && toHex(message!.message.options.place.buffer.subarray(option.start, option.end));
  };
  const closest = (code: number, least = 0) => relays.map((relay) => body(relay, code, least)).find((one) => one);
  const inRelay = current.message instanceof RelayMessage;
  const headers = relays.map(({ message }) => message as RelayMessage);
  const link = headers.map(({ linkAddress }) => linkAddress).find((address) => !address.isUnspecified);
  const leases: ReturnType<typeof shown>["leases"] = [], statuses: ReturnType<typeof shown>["statuses"] = [];
  const collect = (options: readonly DecodedOption[], iaid: number | undefined) => {
    for (const { code, value, inside } of options) {
      if (value === undefined) continue;
      if (code === 13) statuses.push(value as { code: number; message: string });
      if (iaid === undefined && code !== undefined && [3, 4, 25].includes(code)) {
        collect(inside as DecodedOption[], (value as { iaid: number }).iaid);
      } else if (iaid !== undefined && (code === 5 || code === 26)) {
        const { address, prefix, ...rest } = value as IaAddressValue & IaPrefixValue;
        const { preferredLifetime, validLifetime } = rest, leased = prefix?.address ?? address;
        leases.push({ address: `${leased}`, prefixLength: prefix?.length, iaid, preferredLifetime, validLifetime });
        collect((inside as DecodedOption[]).filter((option) => option.code === 13), iaid);
      }
    }
  };
  const isRegistration = current.message.type === 36 || current.message.type === 37;
  if (!inRelay) {
    for (const option of current.options) {
      if (isRegistration && option.code === 5) collect([option], 0);
      else collect([option], undefined);
    }
  }
  const { type } = current.message, transactionId = (current.message as ClientServerMessage).transactionId;
  return {
    type,
    transactionId: transactionId ?? (current.message as { flags?: number }).flags ?? 0,
    relays: headers.length,
    peer: headers[0] && String(headers[0].peerAddress),
    link: link && String(link),
    clientId: inRelay ? undefined : body(current, 1),
    serverId: inRelay ? undefined : body(current, 2),
    interfaceId: closest(18),
    remoteId: closest(37, 4),
    leases,
    statuses,
  };
}

function agree(bytes: Uint8Array): void {
  let message: Message;
  try {
    message = Message.parse(bytes);
  } catch (error) {
    assertEquals(error instanceof WireError, true);
    assertThrows(() => summarizeMessage(bytes), WireError);
    return;
  }
  assertEquals(
    shown(summarizeMessage(bytes)),
    expected(decode(message, { limits: { relays: Infinity } })),
    toHex(bytes),
  );
}

testWith({
  name: "summary: every packet of the corpus is summed up as decoding all of it says",
  needs: ["shared-corpus"],
  fn() {
    for (const { bytes } of corpus()) agree(bytes);
  },
});

testWith({
  name: "summary: packets of the corpus with bytes changed are summed up as decoding all of them says",
  needs: ["shared-corpus"],
  fn() {
    const packets = corpus().map(({ bytes }) => bytes).filter(({ length }) => length > 4 && length < 1500);
    const random = new SeededRandom(11);
    for (let round = 0; round < 20_000; round++) {
      const packet = random.pick(packets).slice();
      for (let changes = 1 + random.below(3); changes > 0; changes--) {
        packet[random.below(packet.length)] = random.below(256);
      }
      agree(random.oneIn(4) ? packet.subarray(0, random.below(packet.length)) : packet);
    }
  },
});

Deno.test("summary: what is malformed is told, and what is not is read all the same", () => {
  const good = "0001000a000300013431c43cb2f1",
    cases: readonly [hex: string, malformed: boolean][] = [
      [`07f350d6${good}`, false],
      [`07f350d6${good}ff`, true],
      [`07f350d6${good}0003000400000001`, true],
      [`07f350d6${good}000d000100`, true],
      [`07f350d6${good}0003001000000001000000000000000000050000`, true],
      [`07f350d6${good}000300110000000100000000000000000005000100`, true],
      [`0c00${"00".repeat(32)}00250002ffff00090012${`07f350d6${good}`}`, true],
      [`0c00${"00".repeat(32)}00090012${`07f350d6${good}`}ff`, true],
    ];
  for (const [hex, malformed] of cases) {
    const summary = summarizeMessage(fromHex(hex));
    assertEquals([summary.malformed, summary.clientId && toHex(summary.clientId)], [malformed, good.slice(8)], hex);
  }
  const hollow = summarizeMessage(fromHex(`0c00${"00".repeat(32)}000900020700`));
  assertEquals([hollow.type, hollow.relays, hollow.malformed], [12, 1, true]);
  assertEquals(summarizeMessage(fromHex(`0c00${"00".repeat(32)}`)).malformed, false);
});

Deno.test("summary: of Interface-Id and Remote-ID the first in a relay message counts, as for options.get", () => {
  const twice = "0012000161" + "0012000162" + "0025000500000009aa" + "0025000500000009bb", inner = "01f350d6";
  const innermost = `0c01${"00".repeat(32)}${twice}00090004${inner}`;
  const message = Message.parse(fromHex(`0c00${"00".repeat(32)}001200016300090046${innermost}`));
  assertEquals(problems(message), []);
  const { interfaceId, remoteId } = summarizeMessage(message.save()), { relays } = unwrap(message);
  assertEquals(interfaceId, relays[0].options.get(InterfaceId)!.id);
  assertEquals([toHex(interfaceId!), toHex(remoteId!)], ["61", "00000009aa"]);
});

Deno.test("summary: of two Remote-IDs the first counts that has an enterprise number", () => {
  const summary = summarizeMessage(fromHex(`0c00${"00".repeat(32)}00250002aabb0025000500000009aa0025000500000009bb`));
  assertEquals([toHex(summary.remoteId!), summary.malformed], ["00000009aa", true]);
});

Deno.test("summary: a registered address (RFC 9686) stands in no identity association, and is read all the same", () => {
  const iaAddress = "00050018" + "20010db8000000000000000000000007" + "00000e10" + "00001c20";
  const leases = (type: string) =>
    summarizeMessage(fromHex(`${type}f350d60001000a000300013431c43cb2f1${iaAddress}`)).leases.map((lease) => ({
      ...lease,
      address: String(lease.address),
    }));
  const registered = {
    address: "2001:db8::7",
    prefixLength: undefined,
    iaid: 0,
    preferredLifetime: 3600,
    validLifetime: 7200,
  };
  assertEquals([leases("24"), leases("25")], [[registered], [registered]]);
  assertEquals(leases("07"), []);
  assertEquals(summarizeMessage(fromHex("25f350d60005000120")).malformed, true);
});

Deno.test("summary: a message within a larger buffer is read from where it starts to where it ends", () => {
  const message = "0bf350d60001000a000300013431c43cb2f1", buffer = fromHex(`ffff${message}0001000a`);
  const summary = summarizeMessage(buffer, 2, 2 + message.length / 2);
  assertEquals([summary.type, toHex(summary.clientId!), summary.malformed], [11, "000300013431c43cb2f1", false]);
  assertEquals(summary.peerAddress, undefined);
  assertEquals(String(IPv6Address.unspecified), "::");
});

Deno.test("summary: any other option of the innermost message is found by its code", () => {
  const solicit = "01f350d6000800020064000f00050003494e54000f00050003455854", relay = `0c00${"00".repeat(32)}`;
  const relayed = fromHex(`${relay}001200026530000900${(solicit.length / 2).toString(16)}${solicit}`);
  for (const bytes of [fromHex(solicit), relayed]) {
    const summary = summarizeMessage(bytes), hex = (code: number) => summary.body(code) && toHex(summary.body(code)!);
    assertEquals([hex(8), hex(15), hex(18), hex(1)], ["0064", "0003494e54", undefined, undefined]);
  }
});
