import { assert, assertEquals } from "@std/assert";
import {
  ClientServerMessage,
  type DecodeInit,
  Dhcpv4Message,
  FailoverMessage,
  fromHex,
  fromJson,
  IPv6Address,
  Message,
  Options,
  OptionSpace,
  Reader,
  RelayMessage,
  standardSpace,
  toHex,
  toJson,
  Writer,
} from "../../src/dhcpv6/mod.ts";
import { standardOptions } from "../../src/dhcpv6/options/mod.ts";
import { testWith } from "../support/requirements.ts";
import { corpus } from "../vectors/corpus.ts";
import { fixture } from "../vectors/fixtures.ts";
import { mutate, mutateOption } from "../vectors/mutate.ts";
import { randomMessage } from "../vectors/random_message.ts";
import { measuredPackets } from "../vectors/measured_packets.ts";
import { vectors } from "../vectors/mod.ts";
import { plain } from "../vectors/plain.ts";
import { SeededRandom } from "../vectors/random.ts";

/** What comes back of a message that went through JSON as text. */
function throughJson(message: Message, init?: DecodeInit): Message {
  return fromJson(JSON.parse(JSON.stringify(toJson(message, init))), init);
}

/** Checks one packet, when it is a message; says whether it is one. */
function comesBack(packet: Uint8Array, init?: DecodeInit): boolean {
  let message: Message;
  try {
    message = Message.parse(packet);
  } catch {
    return false;
  }
  const back = throughJson(message, init);
  if (toHex(back.save()) !== toHex(packet)) assertEquals(toHex(back.save()), toHex(packet));
  return true;
}

for (const { option, space, value, body } of vectors) {
  Deno.test(`JSON round trip: ${option.name} ${toHex(body)} comes back byte for byte`, () => {
    const header = [7, 0xc0, 0xff, 0xee, option.code >> 8, option.code & 0xff, body.length >> 8, body.length & 0xff];
    const packet = new Uint8Array([...header, ...body]);
    assert(comesBack(packet, { space }));
    const { options: [json] } = toJson(Message.parse(packet), { space });
    assertEquals(json.data, undefined, "the value is what is read");
    assertEquals(
      toHex(fromJson({ type: 7, "transaction-id": "c0ffee", options: [json] }, { space }).save()),
      toHex(packet),
    );
    for (const { key, field } of option.fields) {
      const part = (value as { [key: string]: unknown })[key];
      assertEquals(plain(field.fromJson(JSON.parse(JSON.stringify(field.json(part))))), plain(part), key);
    }
  });
}

Deno.test("JSON round trip: values of random bodies are told in full by every field", () => {
  const random = new SeededRandom(9);
  let told = 0;
  for (const { option, body } of vectors) {
    for (let round = 0; round < 300; round++) {
      const changed = body.slice();
      for (let i = random.below(4); i > 0 && changed.length > 0; i--) {
        changed[random.below(changed.length)] = random.below(256);
      }
      let value: { readonly [key: string]: unknown };
      try {
        value = option.read(new Reader(changed)) as typeof value;
      } catch {
        continue;
      }
      const writer = new Writer();
      for (const { key, field } of option.fields) {
        field.write(writer, field.fromJson(JSON.parse(JSON.stringify(field.json(value[key])))));
      }
      assertEquals(toHex(writer.toBytes()), toHex(changed), option.name);
      told++;
    }
  }
  assert(told > 30_000, `${told} bodies`);
});

testWith({
  name: "JSON round trip: every packet of the corpus comes back byte for byte",
  needs: ["shared-corpus"],
  fn() {
    assertEquals(corpus().filter(({ bytes }) => comesBack(bytes)).length, 664);
  },
});

testWith({
  name: "JSON round trip: every measured packet comes back byte for byte",
  needs: ["shared-spec"],
  fn() {
    assertEquals(measuredPackets().filter(({ bytes }) => bytes && comesBack(bytes)).length, 145);
  },
});

testWith({
  name: "JSON round trip: the documented packets come back byte for byte",
  needs: ["shared-fixtures"],
  fn() {
    assert(comesBack(fixture("relayed-solicit")) && comesBack(fixture("relayed-advertise")));
  },
});

testWith({
  name: "JSON round trip: 20,000 changed packets of the corpus come back byte for byte",
  needs: ["shared-corpus"],
  fn() {
    const packets = corpus().map(({ bytes }) => bytes).filter(({ length }) => length < 2000);
    const random = new SeededRandom(20);
    for (let messages = 0; messages < 20_000;) {
      const change = random.oneIn(2) ? mutate : mutateOption;
      if (comesBack(change(random.pick(packets), random.pick(packets), random))) messages++;
    }
  },
});

Deno.test("JSON round trip: 20,000 random messages of known options come back byte for byte", () => {
  const random = new SeededRandom(21);
  for (let round = 0; round < 20_000; round++) assert(comesBack(randomMessage(random, 4)));
});

Deno.test("JSON round trip: the header of every type is written as it was", () => {
  for (let type = 0; type < 256; type++) {
    for (const length of [4, 8, 12, 34, 38, 39]) {
      const packet = new SeededRandom(type * 100 + length).bytes(length);
      packet[0] = type;
      comesBack(packet);
      const json = { ...toJson(Message.parse(new Uint8Array([type, ...new Uint8Array(33)]))), type };
      assertEquals(fromJson(json).type, type);
    }
  }
});

Deno.test("JSON round trip: messages that were built come back as they are written", () => {
  const options = Options.of({ code: 999, write: (writer) => writer.bytes(fromHex("0102")) });
  const here = IPv6Address.parse("2001:db8::1");
  const built: readonly Message[] = [
    new ClientServerMessage({ type: 200, transactionId: 0x000a0b, options }),
    new RelayMessage({ type: 13, hopCount: 7, linkAddress: here, peerAddress: IPv6Address.unspecified, options }),
    new Dhcpv4Message({ type: 21, flags: 0x800001 }),
    new FailoverMessage({ type: 24, transactionId: 3, options }),
    new FailoverMessage({ type: 35, transactionId: 3, sentTime: 0xffffffff, options }),
  ];
  for (const message of built) assertEquals(throughJson(message).save(), message.save(), message.typeName);
});

Deno.test("JSON round trip: whatever a limit kept from being read comes back", () => {
  const inner = "0005" + "0018" + "00".repeat(24), relayed = "0b112233" + "00080001" + "00" + "0007000105";
  const relay = "0c00" + "00".repeat(32) + "0009000c" + relayed.slice(0, 24) + "0003" + "0028" + "00".repeat(12) +
    inner;
  const packet = fromHex(relay + relay.slice(68) + "ffff");
  assert(comesBack(packet));
  for (const limit of ["bytes", "options", "nesting", "relays", "problems"] as const) {
    for (let most = 0; most < 12; most++) assert(comesBack(packet, { limits: { [limit]: most } }));
  }
});

Deno.test("JSON round trip: the deepest messages that are read come back, and deeper ones with the same limits", () => {
  const deep = (levels: number) => {
    let packet: number[] = [];
    for (let level = 0; level < levels; level++) {
      packet = [0, 94, (packet.length >> 8) & 0xff, packet.length & 0xff, ...packet];
    }
    return new Uint8Array([1, 0, 0, 0, ...packet]);
  };
  for (const levels of [63, 64, 65, 66, 67, 400]) assert(comesBack(deep(levels)));
  assert(comesBack(deep(400), { limits: { nesting: 300 } }));
  const space = new OptionSpace("standard", standardOptions);
  assert(comesBack(deep(70), { space }));
  assert(comesBack(deep(70), { space: standardSpace, limits: { nesting: 3 } }));
});
