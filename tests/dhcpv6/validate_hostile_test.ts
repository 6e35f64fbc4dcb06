import { assert, assertEquals } from "@std/assert";
import {
  Message,
  type ReceiverRole,
  validate,
  type ValidationProfile,
  validationRules,
  WireError,
} from "../../src/dhcpv6/mod.ts";
import { testWith } from "../support/requirements.ts";
import { nested, relays } from "../vectors/bombs.ts";
import { corpus } from "../vectors/corpus.ts";
import { SeededRandom } from "../vectors/random.ts";
import { vectors } from "../vectors/mod.ts";

const ROLES: readonly ReceiverRole[] = ["observer", "server", "client", "relay"];
const PROFILES: readonly ValidationProfile[] = ["rfc9915", "rfc8415", "rfc3315", "dhcpkit"];
const RULES = new Set(validationRules.map(({ id }) => id));

/** Validates whatever can be parsed, as an answer to `request` too; says how much was found. */
function exercise(packet: Uint8Array, request: Message | undefined, random: SeededRandom): number {
  let message: Message;
  try {
    message = Message.parse(packet);
  } catch (error) {
    if (error instanceof WireError) return 0;
    throw error;
  }
  const found = validate(message, random.pick(ROLES), { profile: random.pick(PROFILES), request });
  for (const { rule, path, offset } of found) {
    assert(RULES.has(rule), rule);
    assert(path.length > 0);
    assert(offset === undefined || offset <= packet.length);
  }
  assert(found.length <= 100);
  return found.length;
}

function mutated(packet: Uint8Array, random: SeededRandom): Uint8Array {
  const bytes = packet.slice(0, packet.length - (random.oneIn(5) ? random.below(packet.length) : 0));
  for (let changes = random.below(5); changes >= 0 && bytes.length > 0; changes--) {
    bytes[random.below(bytes.length)] = random.oneIn(2) ? random.below(256) : random.below(40);
  }
  return bytes;
}

Deno.test("validate: whatever parses can be validated: random options of every definition, in every message type", () => {
  const random = new SeededRandom(11);
  let found = 0, request: Message | undefined;
  for (let round = 0; round < 4000; round++) {
    const type = random.below(40), header = random.bytes(type === 12 || type === 13 ? 34 : 4);
    header[0] = type;
    const options = Array.from({ length: random.below(6) }, () => {
      const { option: { code }, body } = random.pick(vectors), inner = random.oneIn(4) ? mutated(body, random) : body;
      return [code >> 8, code & 0xff, inner.length >> 8, inner.length & 0xff, ...inner];
    });
    const packet = new Uint8Array([...header, ...options.flat()]);
    found += exercise(packet, request, random);
    if (random.oneIn(3)) request = Message.parse(packet);
  }
  assert(found > 4000, `${found} findings`);
});

testWith({
  name: "validate: packets of the corpus with a few bytes changed can be validated",
  needs: ["shared-corpus"],
  fn() {
    const random = new SeededRandom(12), packets = corpus().filter(({ bytes }) => bytes.length < 2000);
    let request: Message | undefined, found = 0;
    for (const { bytes } of packets) {
      for (let round = 0; round < 20; round++) found += exercise(mutated(bytes, random), request, random);
      if (bytes.length > 40) request = Message.parse(bytes);
    }
    assert(found > 10_000, `${found} findings`);
  },
});

const LARGEST = 65535;

/** Packets made to cost much, by their size in bytes. */
const BOMBS: readonly [name: string, packet: (size: number) => Uint8Array][] = [
  ["containers within each other", (size) => nested((size >> 2) - 1, 94, 0, [], size & ~3)],
  ["identity associations within each other", (size) => nested((size >> 3) - 1, 4, 4, [], (size & ~7) - 4)],
  ["relay messages within each other", (size) => relays(Math.floor(size / 38) - 1)],
  ["misplaced options", (size) => nested(0, 0, 0, [0, 14, 0, 0], size)],
  ["malformed options", (size) => nested(0, 0, 0, [0, 79, 0, 0], size)],
  ["empty lists within 62 levels", (size) => nested(62, 4, 4, [0, 23, 0, 0], size)],
  ["client identifiers", (size) => nested(0, 0, 0, [0, 1, 0, 0], size)],
  ["identity associations", (size) => nested(0, 0, 0, [0, 4, 0, 4, 0, 0, 0, 1], size)],
  ["vendor options", (size) => nested(0, 0, 0, [0, 17, 0, 4, 0, 0, 0, 1], size)],
  ["relay messages without a message", (size) => nested(0, 0, 0, [0, 9, 0, 4, 1, 0, 0, 0], size)],
  ["codes in an option request", (size) => nested(1, 6, 0, [0, 79], size - 1)],
  ["option requests", (size) => nested(0, 0, 0, [0, 6, 0, 2, 0, 1], size)],
  ["zeros", (size) => new Uint8Array(size)],
];

for (const [name, packet] of BOMBS) {
  Deno.test(`validate: ${name} in 64 kB are bounded in what is found and in what it says`, () => {
    const message = Message.parse(packet(LARGEST));
    for (const role of ROLES) {
      const found = validate(message, role, { request: message });
      assert(found.length > 0 && found.length <= 100, `${found.length} findings`);
      assert(JSON.stringify(found).length < 400_000, `${JSON.stringify(found).length} characters`);
    }
  });
}

/** Milliseconds of the fastest of a few runs. */
function fastest(run: () => void): number {
  return Math.min(...Array.from({ length: 5 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }));
}

Deno.test("validate: four times the bytes take no more than about four times as long", () => {
  for (const [name, packet] of BOMBS) {
    const [small, large] = [16_000, 64_000].map((size) => {
      const message = Message.parse(packet(size));
      return fastest(() => validate(message, "observer", { request: message }));
    });
    assert(large < 4 * 5 * Math.max(small, 1), `${name}: ${large} ms for 64 kB, ${small} ms for 16 kB`);
  }
});

Deno.test("validate: what lies within more than 100 messages is told of and not followed", () => {
  const found = validate(Message.parse(relays(1700)), "observer", { most: Infinity });
  assertEquals(found.filter(({ rule }) => rule === "malformed").map(({ message }) => message), [
    "within more than 100 messages, not read any further",
  ]);
  assert(Math.max(...found.map(({ path }) => path.length)) <= 2 * 101 + 1);
});
