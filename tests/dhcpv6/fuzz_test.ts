import { assertEquals, assertInstanceOf } from "@std/assert";
import { Message, problems, toHex, toJson, toText, unwrap, WireError } from "../../src/dhcpv6/mod.ts";
import { standardOptions } from "../../src/dhcpv6/options/mod.ts";
import { testWith } from "../support/requirements.ts";
import { corpus } from "../vectors/corpus.ts";
import { mutate } from "../vectors/mutate.ts";
import { randomMessage } from "../vectors/random_message.ts";
import { SeededRandom } from "../vectors/random.ts";

/** Runs `action`; the only error that it may end with is a WireError. Says whether it ended well. */
function survives(packet: Uint8Array, what: string, action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    assertInstanceOf(error, WireError, `${what} of ${toHex(packet)}: ${error}`);
    return false;
  }
}

/** Does to a packet whatever can be done to it. Says whether it had a whole header. */
function exercise(packet: Uint8Array): boolean {
  let message: Message | undefined;
  survives(packet, "parse", () => message = Message.parse(packet));
  if (!message) return false;
  const { options } = message;
  assertEquals(toHex(message.save()), toHex(packet));
  assertEquals(toHex(message.withOptions(options.with()).save()), toHex(packet));
  const readable = standardOptions.map((option) => survives(packet, option.name, () => options.getAll(option)));
  survives(packet, "unwrap", () => unwrap(message!));
  const found = problems(message), text = toText(message);
  JSON.parse(JSON.stringify(toJson(message)));
  if (readable.includes(false) || options.problem) {
    assertEquals(found.length > 0, true, `no problem in ${toHex(packet)}`);
  }
  assertEquals(found.length > 0, /\(needed |\(\d+ bytes? left|malformed|too deeply|stray bytes/.test(text), text);
  return true;
}

Deno.test("fuzz: random bytes are a message or a WireError", () => {
  const random = new SeededRandom(1);
  let messages = 0;
  for (let round = 0; round < 5000; round++) if (exercise(random.bytes(random.below(120)))) messages++;
  assertEquals(messages > 4000, true, `${messages} messages`);
});

Deno.test("fuzz: random options of known codes are a message with or without problems", () => {
  const random = new SeededRandom(2);
  for (let round = 0; round < 3000; round++) exercise(randomMessage(random, 3));
});

testWith({
  name: "fuzz: packets of the corpus with a few bytes changed are a message or a WireError",
  needs: ["shared-corpus"],
  fn() {
    const packets = corpus().map(({ bytes }) => bytes).filter(({ length }) => length < 2000);
    const random = new SeededRandom(3);
    for (const packet of packets) {
      for (let round = 0; round < 30; round++) exercise(mutate(packet, random.pick(packets), random));
    }
  },
});

testWith({
  name: "fuzz: packets of the corpus cut at any byte are a message or a WireError",
  needs: ["shared-corpus"],
  fn() {
    const seen = new Set<string>();
    for (const { bytes } of corpus()) {
      if (bytes.length > 200 || seen.has(toHex(bytes).slice(8))) continue;
      seen.add(toHex(bytes).slice(8));
      for (let length = 0; length < bytes.length; length++) exercise(bytes.subarray(0, length));
    }
  },
});
