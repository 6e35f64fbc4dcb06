import { assertEquals, assertMatch } from "@std/assert";
import { recordToJson } from "@dhcpkit/kafka/formats";
import { Delivery } from "../../src/cli/_delivery.ts";
import { writeNdjson } from "../../src/cli/_ndjson_input.ts";
import { UserError } from "../../src/cli/_terminal.ts";
import { answered } from "../formats/_values.ts";
import { FakeWriter } from "./_fake_writer.ts";

const VALUE = answered().save(), LINE = JSON.stringify(recordToJson(VALUE).json);
const encoder = new TextEncoder();

/** A stream of these texts, which goes on when `more` says so. */
function streamOf(texts: readonly string[], more: (i: number) => Promise<void> = () => Promise.resolve()) {
  let i = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      await more(i);
      if (i === texts.length) return controller.close();
      controller.enqueue(encoder.encode(texts[i++]));
    },
  }, { highWaterMark: 0 });
}

interface Told {
  readonly strict?: boolean;
  readonly writer?: FakeWriter;
  readonly stop?: AbortController;
  readonly onWritten?: (counts: { readonly stored: number }) => void;
  readonly onSaid?: () => void;
}

/** Writes a stream, and tells what came of it. */
async function write(input: ReadableStream<Uint8Array>, told: Told = {}) {
  const { strict = false, writer = new FakeWriter(), stop = new AbortController(), onWritten = () => {}, onSaid } =
    told;
  const said: string[] = [];
  const say = (line: string) => {
    said.push(line);
    onSaid?.();
  };
  const delivery = new Delivery(writer, say);
  await delivery.open();
  const result = await writeNdjson({ input, delivery, strict, signal: stop.signal, say, onWritten })
    .catch((error: unknown) => error);
  return { result, said, writer };
}

Deno.test("each line becomes a record, wherever the stream is cut, and blank lines are none", async () => {
  for (const size of [1, 7, 1000, 1e6]) {
    const text = `${LINE}\n\n \t\r\n${LINE}\r\n\t\n  `, texts = text.match(new RegExp(`[^]{1,${size}}`, "g"))!;
    const { result, said, writer } = await write(streamOf(texts));
    assertEquals([result, said], [{ stored: 2, quarantined: 0 }, []], `${size}`);
    assertEquals(writer.records.map(({ value }) => value), [VALUE, VALUE]);
  }
  assertEquals((await write(streamOf([LINE]))).result, { stored: 1, quarantined: 0 });
});

Deno.test("a line that is no record is named by its number, without what could steer a terminal", async () => {
  const json = JSON.parse(LINE);
  json.request = { type: "solicit", "transaction-id": "f350d6", options: [{ code: 8, value: { "\u001b[2J\nx": 1 } }] };
  const texts = ["\u001b[31m", JSON.stringify(json), LINE, '"\xff"'].map((line) => line + "\n");
  const { result, said } = await write(streamOf(texts));
  assertEquals(result, { stored: 1, quarantined: 3 });
  assertMatch(said[0], /^line 1: not JSON: .*\\u\{1b\}/);
  assertEquals(said[1], "line 2: /request/options/0/value/\\u{1b}[2J\\u{a}x: unknown; the members here are elapsed");
  assertEquals(said.join("").match(/\p{C}/u), null);
});

Deno.test("Ctrl-C in the middle of a line ends it, with the line to go on from and nothing counted as bad", async () => {
  for (const strict of [false, true]) {
    const stop = new AbortController();
    const more = (i: number) => new Promise<void>((resolve) => i === 2 ? stop.abort() : resolve());
    const { result, said, writer } = await write(streamOf([`${LINE}\n`, `${LINE}\n${LINE.slice(0, 50)}`], more), {
      strict,
      stop,
    });
    assertEquals([result, said], [{ stored: 2, quarantined: 0 }, ["interrupted: go on from line 3"]]);
    assertEquals(writer.records.length, 2);
  }
});

Deno.test("Ctrl-C while lines wait for the brokers says from which line to go on", async () => {
  const stop = new AbortController(), writer = new FakeWriter([() => ({ status: "delivered" }), "lost"]);
  const { result } = await write(streamOf([`${LINE}\n`.repeat(1200)]), { writer, onSaid: () => stop.abort(), stop });
  const { length } = writer.records, next = length + 1;
  assertEquals(String(result), `UserError: interrupted while lines waited for the brokers: go on from line ${next}`);
  assertEquals(length > 0 && length < 1200, true);
});

Deno.test("lines are written when nothing more comes for a moment, and without many bytes waiting", async () => {
  let arrived = () => {};
  const isThere = new Promise<void>((resolve) => arrived = resolve);
  // The second line comes once the first one is written.
  const more = (i: number) => i === 1 ? isThere : Promise.resolve();
  const { result } = await write(streamOf([`${LINE}\n`, `${LINE}\n`], more), { onWritten: () => arrived() });
  assertEquals(result, { stored: 2, quarantined: 0 });
  const writer = new FakeWriter(), counts: number[] = [];
  const large = JSON.stringify({ padding: "x".repeat(1_500_000), ...JSON.parse(LINE) }) + "\n";
  await write(streamOf([large.repeat(7)]), { writer, onWritten: ({ stored }) => counts.push(stored) });
  assertEquals([counts.at(-1), counts.every((count, i) => count - (counts[i - 1] ?? 0) <= 3)], [7, true]);
});

Deno.test("--strict ends at the first line that cannot be read or written, once all before it is written", async () => {
  const read = await write(streamOf([`${LINE}\n{}\n${LINE}\n`]), { strict: true });
  assertEquals([String(read.result), read.writer.records.length], [
    "UserError: ended at line 2, as --strict asks",
    1,
  ]);
  const refused = { status: "rejected" as const, error: new Error("too large") };
  const writer = new FakeWriter([() => refused]);
  const written = await write(streamOf([`${LINE}\n`]), { strict: true, writer });
  assertEquals([String(written.result), written.said], [
    "UserError: ended at line 1, as --strict asks",
    ["line 1: refused: too large"],
  ]);
});

Deno.test("a line without an end is given up before it fills the memory", async () => {
  const block = "x".repeat(8 * 1024 * 1024);
  const { result } = await write(streamOf(Array(20).fill(block)));
  assertEquals([result instanceof UserError, String(result)], [
    true,
    "UserError: line 1 is longer than 67108864 bytes",
  ]);
});
