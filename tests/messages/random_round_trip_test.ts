import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import {
  ClientServerMessage,
  IPv6Address,
  type Message,
  Options,
  problems,
  rawOption,
  RelayMessage,
  toHex,
  unwrap,
  WireError,
} from "../../src/dhcpv6/mod.ts";
import { RelayMsg } from "../../src/dhcpv6/options/mod.ts";
import { decodeUtf8 } from "../../src/wire/mod.ts";
import { DHCPKafkaMessage, KafkaMessage, UnknownKafkaMessage } from "../../src/messages/mod.ts";
import { pythonOriginal } from "../support/python_original.ts";
import { testWith } from "../support/requirements.ts";
import { vectors } from "../vectors/mod.ts";
import { SeededRandom } from "../vectors/random.ts";

const TIMES = [0, 1.5, -1, NaN, Infinity, 1480000000.25, 2 ** 52 + 0.5];
const plainVectors = vectors.filter(({ space }) => space.name === "DHCPv6");

/** What the Python original does not write as it read it: upper case in names, names without the root label, no name at all. */
const CHANGED_BY_THE_ORIGINAL = [
  "076578616d706c6503636f6d0003466f6f076578616d706c65034f524700",
  "0004686f7374",
  "04",
];

function randomMessage(random: SeededRandom, vectors = plainVectors): Message {
  const entries = Array.from({ length: random.below(8) }, () => {
    const { option, value } = random.pick(vectors);
    return random.oneIn(5) ? rawOption(1000 + random.below(64536), random.bytes(random.below(40))) : option.of(value);
  });
  let message: Message = new ClientServerMessage({
    type: random.pick([1, 2, 3, 5, 7, 11, 200]),
    transactionId: random.below(2 ** 24),
    options: Options.of(...entries),
  });
  for (let hopCount = 0; hopCount < random.below(4); hopCount++) {
    const [linkAddress, peerAddress] = [IPv6Address.from(random.bytes(16)), IPv6Address.from(random.bytes(16))];
    message = new RelayMessage({
      type: 12,
      hopCount,
      linkAddress,
      peerAddress,
      options: Options.of(RelayMsg.of({ message })),
    });
  }
  return message;
}

function randomKafkaMessage(random: SeededRandom, vectors = plainVectors): KafkaMessage {
  if (random.oneIn(10)) {
    return new UnknownKafkaMessage({
      messageType: random.pick([0, 2, 255]),
      messageData: random.bytes(random.below(50)),
    });
  }
  return new DHCPKafkaMessage({
    serverName: decodeUtf8(random.bytes(random.below(random.oneIn(9) ? 256 : 20))),
    timestampIn: random.pick(TIMES),
    messageIn: random.oneIn(6) ? undefined : randomMessage(random, vectors),
    timestampOut: random.pick(TIMES),
    messageOut: random.oneIn(6) ? undefined : randomMessage(random, vectors),
  });
}

Deno.test("round trip: 5000 random messages built, saved, parsed and saved again are the same", () => {
  const random = new SeededRandom(2024);
  for (let round = 0; round < 5000; round++) {
    const built = randomKafkaMessage(random), saved = built.save(), { message, length } = KafkaMessage.parse(saved);
    assertEquals([length, message.constructor], [saved.length, built.constructor]);
    assertEquals(toHex(message.save()), toHex(saved));
    assertEquals(message.toJSON(), built.toJSON());
    if (!(message instanceof DHCPKafkaMessage) || !message.messageIn) continue;
    assertEquals(problems(message.messageIn), []);
    assert(!(unwrap(message.messageIn).message instanceof RelayMessage));
  }
});

Deno.test("round trip: a random message with a few bytes changed is a message or a WireError, and is saved as it was", () => {
  const random = new SeededRandom(2025);
  let refused = 0;
  for (let round = 0; round < 5000; round++) {
    const bytes = randomKafkaMessage(random).save();
    for (let changes = random.below(4); changes > 0; changes--) bytes[random.below(bytes.length)] = random.below(256);
    const value = random.oneIn(4) ? bytes.slice(0, random.below(bytes.length + 1)) : bytes;
    try {
      const { message, length } = KafkaMessage.parse(value);
      message.validate();
      assertEquals(withoutNaN(toHex(message.save()), message), withoutNaN(toHex(value.slice(0, length)), message));
    } catch (error) {
      assertInstanceOf(error, WireError);
      refused++;
    }
  }
  assert(refused > 500 && refused < 4500, `${refused} refused`);
});

/** NaN has many bit patterns, and the language keeps none of them apart: where a time is NaN, bytes are not compared. */
function withoutNaN(hex: string, message: KafkaMessage): string {
  const times = message instanceof DHCPKafkaMessage ? [message.timestampIn, message.timestampOut] : [];
  return times.some(Number.isNaN) ? String(hex.length) : hex;
}

testWith({
  name: "second opinion: 1000 random messages of the Python original are understood alike and saved byte for byte",
  needs: ["python-original"],
  async fn() {
    const values = await pythonOriginal.randomMessages(20, 1000), described = await pythonOriginal.describe(values);
    for (const [i, value] of values.entries()) {
      const { message, length } = KafkaMessage.parse(value), other = described[i];
      if (other instanceof Error) throw other;
      assertEquals(toHex(message.save()), toHex(value));
      assertEquals([length, message.constructor.name, message.messageType], [
        other.length,
        other.class,
        other.message_type,
      ]);
      if (!(message instanceof DHCPKafkaMessage)) continue;
      assertEquals([message.serverName, message.timestampIn, message.timestampOut], [
        ...[other.server_name, other.timestamp_in, other.timestamp_out],
      ]);
      assertEquals([chain(message.messageIn), chain(message.messageOut)], [other.message_in, other.message_out]);
      for (const inner of [message.messageIn, message.messageOut]) {
        if (inner) assertEquals(problems(inner).map(String), [], toHex(value));
      }
    }
  },
});

testWith({
  name: "second opinion: the Python original writes 1000 random messages of ours again byte for byte",
  needs: ["python-original"],
  async fn() {
    const random = new SeededRandom(7), values: Uint8Array[] = [];
    const understood = plainVectors.filter(({ body }) => !CHANGED_BY_THE_ORIGINAL.includes(toHex(body)));
    while (values.length < 1000) {
      const message = randomKafkaMessage(random, understood);
      if (!(message instanceof DHCPKafkaMessage) || message.serverName.isWellFormed()) values.push(message.save());
    }
    const rewritten = await pythonOriginal.rewrite(values);
    const different = values.filter((value, i) =>
      rewritten[i] instanceof Error || toHex(rewritten[i]) !== toHex(value)
    );
    assertEquals(different.map((value) => toHex(value)), []);
  },
});

/** Class names of the original, from the outermost relay message inwards. */
function chain(message: Message | undefined): string[] | null {
  if (!message) return null;
  const { message: inner, relays } = unwrap(message);
  return [...relays.toReversed(), inner].map(({ typeName }) =>
    typeName.split("-").map((word) => word[0].toUpperCase() + word.slice(1)).join("") + "Message"
  );
}
