import { assertEquals } from "@std/assert";
import {
  ConfigError,
  parseSendToKafka,
  parseServerConfig,
  parseZConfig,
  serverSections,
} from "../../src/config/mod.ts";

/** Numbers from 0 up to 1 that are the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SNIPPETS: readonly string[] = [
  ...[
    "<",
    ">",
    "</",
    "/>",
    "%define ",
    "%include ",
    "%import ",
    "$",
    "${",
    "}",
    "$$",
    "#",
    "\n",
    "\r",
    "\t",
    " ",
    "\0",
  ],
  ...["\uFEFF", "\u202E", "\uD800", "😀", "[", "]", ":", "::", "/", "-", "9999999999", "infinity", "__proto__ 1\n"],
  ...["</subnet>\n", "<subnet ::/0>\n", "<constructor/>\n", "topic", "broker [", "%include self\n", "%define a $a\n"],
];

const LINES: readonly string[] = serverSections.flatMap((section) => section.example.split("\n"));

function mutate(text: string, random: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  let result = text;
  for (let left = Math.floor(random() ** 2 * 6); left > 0; left--) {
    const start = Math.floor(random() * (result.length + 1));
    const end = Math.min(result.length, start + Math.floor(random() * random() * 40));
    const sort = random();
    const added = sort < 0.4
      ? pick(SNIPPETS)
      : sort < 0.6
      ? `\n${pick(LINES)}\n`
      : sort < 0.8
      ? ""
      : result.slice(end, end + 30);
    result = result.slice(0, sort < 0.5 ? start : end) + added + result.slice(end);
  }
  return result;
}

/** What came of a text: `read`, or `refused` with a good error; anything else is thrown on. */
function outcome(act: () => unknown): "read" | "refused" {
  try {
    act();
    return "read";
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    assertEquals(Number.isInteger(error.line) && error.line >= 1, true, error.message);
    assertEquals(/\p{C}/u.test(error.message.replaceAll("\n", "")), false, "a message holds an invisible character");
    return "refused";
  }
}

Deno.test("fuzz: any text gives a tree, settings or a ConfigError, with and without included files", () => {
  const random = randomFrom(20260801);
  const seen = { read: 0, refused: 0 };
  for (let round = 0; round < 4000; round++) {
    const examples = [0, 1, 2].map(() => serverSections[Math.floor(random() * serverSections.length)].example);
    const text = mutate(examples.join("\n"), random);
    const readFile = (): string => mutate(text, random).slice(0, 500);
    seen[outcome(() => parseZConfig(text))]++;
    seen[outcome(() => parseServerConfig(text, { fileName: "self", readFile }))]++;
    seen[outcome(() => parseSendToKafka(text))]++;
  }
  assertEquals(seen.read > 1000 && seen.refused > 1000, true, JSON.stringify(seen));
});

Deno.test("fuzz: text without any sense gives a tree or a ConfigError", () => {
  const random = randomFrom(1);
  const seen = { read: 0, refused: 0 };
  for (let round = 0; round < 2000; round++) {
    const codes = Array.from({ length: Math.floor(random() * 80) }, () => Math.floor(random() ** 4 * 0xffff));
    seen[outcome(() => parseZConfig(String.fromCharCode(...codes)))]++;
  }
  assertEquals(seen.read + seen.refused, 2000);
  assertEquals(seen.refused > 100, true);
});

Deno.test("fuzz: large and lopsided texts are refused or read without a crash", () => {
  const many = 100_000;
  const texts = [
    "<a>\n".repeat(many),
    "</a>\n".repeat(many),
    "<a>".repeat(many),
    `broker ${"[".repeat(many)}`,
    `<send-to-kafka>\ntopic ${"x".repeat(many)}\n</send-to-kafka>`,
    `<send-to-kafka>\n${"x".repeat(many)} 1\n</send-to-kafka>`,
    `<send-to-kafka>\nlinger ${"1m".repeat(many)}x\n</send-to-kafka>`,
    `<send-to-kafka>\n${"topic x\n".repeat(many)}</send-to-kafka>`,
    `a ${"${".repeat(many)}`,
  ];
  for (const text of texts) assertEquals(outcome(() => parseSendToKafka(text)), "refused", text.slice(0, 30));
  assertEquals(
    outcome(() => parseSendToKafka(`<send-to-kafka>\n${"broker x\n".repeat(many)}</send-to-kafka>`)),
    "read",
  );
});
