import { assert, assertEquals } from "@std/assert";
import {
  type DecodeLimits,
  Message,
  type OptionDef,
  OptionSpace,
  problems,
  toJson,
  toText,
  unwrap,
} from "../../src/dhcpv6/mod.ts";
import { S46MapE, standardOptions } from "../../src/dhcpv6/options/mod.ts";
import { nested, relays } from "../vectors/bombs.ts";

const LARGEST = 65535;

/** The same definitions, with a count of how many bodies were read. */
function counting(definitions: readonly OptionDef<unknown>[]): { space: OptionSpace; reads: () => number } {
  let reads = 0;
  const counted = definitions.map((definition): OptionDef<unknown> => ({
    ...definition,
    readAt(bytes, start, end) {
      reads++;
      return definition.readAt(bytes, start, end);
    },
  }));
  return { space: new OptionSpace("counted", counted), reads: () => reads };
}

/** Packets made to cost much, of the largest size that UDP carries. */
const BOMBS: readonly [name: string, packet: Uint8Array][] = [
  ["16,000 containers within each other", nested(16_000, 94, 0, [], 64_004)],
  ["8,000 identity associations within each other", nested(8000, 4, 4, [], 64_004)],
  ["1,700 relay messages within each other", relays(1700)],
  ["16,000 options without a body", nested(0, 0, 0, [0, 14, 0, 0], LARGEST)],
  ["16,000 malformed options", nested(0, 0, 0, [0, 79, 0, 0], LARGEST)],
  ["15,000 malformed options within 62 levels", nested(62, 4, 4, [0, 79, 0, 0], LARGEST)],
  ["15,000 unknown options within 62 levels", nested(62, 4, 4, [255, 255, 0, 0], LARGEST)],
  ["13,000 options with a stray byte inside", nested(0, 0, 0, [0, 45, 0, 1, 0], LARGEST)],
  ["7,000 relayed messages with a stray byte", nested(0, 0, 0, [0, 9, 0, 5, 7, 0, 0, 1, 0], LARGEST)],
  ["13,000 containers within 64 others", nested(64, 94, 0, [0, 94, 0, 1, 0], LARGEST)],
  ["32,000 option codes in an option request", nested(1, 6, 0, [0, 79], LARGEST - 1)],
  ["21,000 domain names of one byte", nested(1, 24, 0, [1, 255, 0], LARGEST - 1)],
  ["32,000 empty user classes", nested(1, 15, 0, [0, 0], LARGEST - 1)],
  ["zeros", new Uint8Array(LARGEST)],
  ["one unknown option", nested(1, 65535, 0, [], LARGEST)],
];

for (const [name, packet] of BOMBS) {
  Deno.test(`bomb: ${name}: each body is read at most once, by all three views`, () => {
    const message = Message.parse(packet), most = Math.floor(packet.length / 4);
    for (const view of [toJson, toText, problems]) {
      const { space, reads } = counting(standardOptions);
      view(message, { space });
      assert(reads() <= most, `${view.name} read ${reads()} bodies`);
    }
    assertEquals(message.save(), packet);
  });

  Deno.test(`bomb: ${name}: what is made of it is bounded`, () => {
    const message = Message.parse(packet), space = new OptionSpace("standard", standardOptions);
    const json = JSON.stringify(toJson(message, { space })).length, text = toText(message, { space }).length;
    const found = problems(message, { space }), words = found.reduce((sum, problem) => sum + problem.message.length, 0);
    assert(json < 32 * packet.length, `${json} characters of JSON`);
    assert(text < 64 * packet.length, `${text} characters of text`);
    assert(found.length <= 100 + 64, `${found.length} problems`);
    assert(words < 200_000, `${words} characters of problems`);
  });
}

Deno.test("bomb: nested options are followed 64 levels down, and what lies deeper is shown as bytes", () => {
  const message = Message.parse(nested(16_000, 94, 0, [], 64_004));
  for (const view of [toJson, toText, problems]) {
    const { space, reads } = counting([S46MapE]);
    view(message, { space });
    assertEquals(reads(), 65, view.name);
  }
  const space = new OptionSpace("containers", [S46MapE]), text = toText(message, { space });
  assertEquals(text.split("\n").length, 1 + 66);
  assert(text.endsWith("(nested more than 64 deep, not read any further)"));
  assertEquals(problems(message, { space }).map(({ problem }) => problem), [
    "nested more than 64 deep, not read any further",
  ]);
});

Deno.test("bomb: relay messages are unwrapped to the last one", () => {
  const { relays: found, message } = unwrap(Message.parse(relays(1700)));
  assertEquals([found.length, message.typeName], [1700, "solicit"]);
});

Deno.test("bomb: malformed options are read until there are enough", () => {
  const message = Message.parse(nested(62, 4, 4, [0, 79, 0, 0], LARGEST));
  for (const most of [1, 7, 100]) {
    const { space, reads } = counting(standardOptions);
    const found = problems(message, { space, limits: { problems: most } }).map(({ problem }) => problem);
    assertEquals(found.filter((problem) => problem.startsWith("needed ")).length, most);
    assertEquals(found.at(-1), `behind ${most} malformed options, not read any further`);
    assert(reads() <= 62 + most, `${reads()} bodies read for ${most} problems`);
  }
});

Deno.test("bomb: stray bytes and what is nested too deep count as malformed", () => {
  const cases: readonly [packet: Uint8Array, limits: DecodeLimits][] = [
    [nested(0, 0, 0, [0, 45, 0, 1, 0], LARGEST), {}],
    [nested(0, 0, 0, [0, 9, 0, 5, 7, 0, 0, 1, 0], LARGEST), {}],
    [nested(0, 0, 0, [0, 94, 0, 1, 0], LARGEST), { nesting: 0 }],
    [nested(0, 0, 0, [0, 9, 0, 4, 7, 0, 0, 1], LARGEST), { relays: 0 }],
  ];
  for (const [packet, limits] of cases) {
    const found = problems(Message.parse(packet), { limits }).map(({ problem }) => problem);
    assertEquals(found.length, 101);
    assertEquals(found.at(-1), "behind 100 malformed options, not read any further");
  }
});

Deno.test("bomb: each limit is kept, and says so where it is reached", () => {
  const six = Message.parse(nested(0, 0, 0, [0, 14, 0, 0], 4 + 24)), deep = Message.parse(nested(3, 94, 0, [], 4 + 12));
  const found = (message: Message, limits: DecodeLimits) => problems(message, { limits }).map(({ message }) => message);
  assertEquals(found(six, { options: 6, bytes: 24 }), []);
  assertEquals(found(six, { options: 4 }), ["solicit: behind 4 options, not read any further"]);
  assertEquals(found(six, { bytes: 23 }), ["solicit: over 23 bytes, not read any further"]);
  assertEquals(found(deep, { nesting: 2 }), []);
  assertEquals(found(deep, { nesting: 1 }), [
    "solicit > s46-cont-mape > s46-cont-mape: nested more than 1 deep, not read any further",
  ]);
  assertEquals(found(Message.parse(relays(2)), { relays: 2 }), []);
  assertEquals(found(Message.parse(relays(2)), { relays: 1 }), [
    "relay-forward > relay-msg > relay-forward > relay-msg > solicit: within more than 1 messages, not read any further",
  ]);
});

/** Milliseconds of the fastest of a few runs. */
function fastest(run: () => void): number {
  return Math.min(...Array.from({ length: 4 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }));
}

Deno.test("bomb: four times the bytes take no more than about four times as long", () => {
  for (const filling of [[0, 79, 0, 0], [0, 14, 0, 0], [255, 255, 0, 0]]) {
    const [small, large] = [16_000, 64_000].map((size) => {
      const packet = nested(40, 4, 4, filling, size);
      return fastest(() => {
        const message = Message.parse(packet);
        for (const view of [toJson, toText, problems]) view(message);
      });
    });
    assert(large < 4 * 5 * Math.max(small, 1), `${large} ms for 64 kB, ${small} ms for 16 kB`);
  }
});
