import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { DHCPKafkaMessage } from "@dhcpkit/kafka";
import type { RecordSource, SourceRecord } from "@dhcpkit/kafka/collector";
import { fromHex, Message } from "@dhcpkit/kafka/dhcpv6";
import { recordLines, tail, type TailOptions } from "../../src/cli/tail.ts";

const REQUEST = Message.parse(fromHex("0bf350d6 0001000a 00030001 3431c43cb2f1"));

function record(value: Uint8Array | null, offset = 0n): SourceRecord {
  return { topic: "t", partition: 3, offset, timestamp: 0, key: null, value };
}

const TRANSACTION = new DHCPKafkaMessage({ serverName: "dhcp01", timestampIn: 1, messageIn: REQUEST }).save();

/** A source of these records, which fails after them when told so. */
function sourceOf(values: (Uint8Array | null)[], failures: Error[] = []): RecordSource {
  return {
    name: "test",
    async *read({ onReady }) {
      onReady?.();
      for (const [i, value] of values.entries()) yield await Promise.resolve(record(value, BigInt(i)));
      const failure = failures.shift();
      if (failure) throw failure;
    },
  };
}

function collecting(options: Partial<TailOptions> = {}): { lines: string[]; warnings: string[]; options: TailOptions } {
  const lines: string[] = [], warnings: string[] = [];
  return {
    lines,
    warnings,
    options: {
      signal: new AbortController().signal,
      write: (line) => Promise.resolve(lines.push(line) > 0),
      warn: (line) => warnings.push(line),
      timeZone: "UTC",
      ...options,
    },
  };
}

Deno.test("each transaction is a line for people", async () => {
  const { lines, options } = collecting();
  assertEquals(await tail(sourceOf([TRANSACTION, TRANSACTION]), options), 2);
  assertEquals(lines[0], "00:00:01.000  dhcp01  34:31:c4:3c:b2:f1  information-request → no answer  0 µs");
});

Deno.test("each transaction is a line of JSON with its place, when that is asked for", async () => {
  const { lines, options } = collecting({ json: true });
  await tail(sourceOf([TRANSACTION]), options);
  const line = JSON.parse(lines[0]);
  assertEquals([line.topic, line.partition, line.offset, line.request], ["t", 0 + 3, "0", "information-request"]);
});

Deno.test("both packets are shown below the line, when that is asked for", () => {
  const lines = recordLines(record(TRANSACTION), { packets: true, timeZone: "UTC" });
  assertEquals(lines.slice(1), [
    "  → information-request, transaction f350d6",
    "      client-id: 000300013431c43cb2f1 (LL · ethernet · 34:31:c4:3c:b2:f1)",
  ]);
});

Deno.test("what is no transaction is told with its place, and nothing stops", async () => {
  const { lines, options } = collecting();
  const broken = TRANSACTION.subarray(0, 20), unknown = new Uint8Array([255, 1, 2]);
  assertEquals(await tail(sourceOf([null, unknown, broken, new Uint8Array(), TRANSACTION]), options), 5);
  assertEquals(lines.slice(0, 2), [
    "t[3] at 0: a record without a value",
    "t[3] at 1: a message of the unknown type 255, 3 bytes",
  ]);
  assertMatch(
    lines[2],
    /^t\[3\] at 2: not readable: dhcp-kafka-message > message-in: needed \d+ bytes at offset \d+, \d+/,
  );
  assertStringIncludes(lines[3], "not readable: kafka-message > message-type: needed 1 byte at offset 0, 0 available");
  assertStringIncludes(lines[4], "information-request");
});

Deno.test("in JSON, what is no transaction is told with its bytes", () => {
  const [line] = recordLines(record(new Uint8Array([255, 1])), { json: true });
  assertEquals(JSON.parse(line).data, "ff01");
});

Deno.test("the tail ends after as many records as were asked for, or when nobody reads any more", async () => {
  const counted = collecting({ count: 2 });
  assertEquals(await tail(sourceOf([TRANSACTION, TRANSACTION, TRANSACTION]), counted.options), 2);
  const deaf = collecting({ write: () => Promise.resolve(false) });
  assertEquals(await tail(sourceOf([TRANSACTION, TRANSACTION]), deaf.options), 0);
});

Deno.test("a source that fails before it was ready ends the tail with its error", async () => {
  const source: RecordSource = {
    name: "test",
    // deno-lint-ignore require-yield
    async *read() {
      await Promise.resolve();
      throw new Error("nobody listens");
    },
  };
  await assertRejects(() => tail(source, collecting().options), Error, "nobody listens");
});

Deno.test("a source that fails later is told and read again", async () => {
  const aborter = new AbortController(), { lines, warnings, options } = collecting({ signal: aborter.signal });
  const source = sourceOf([TRANSACTION], [new Error("broker gone")]);
  const warn = (line: string) => {
    warnings.push(line);
    // Ends the pause before the next attempt.
    aborter.abort();
  };
  assertEquals(await tail(source, { ...options, warn }), 1);
  assertEquals(lines.length, 1);
  assertEquals(warnings, ["reading was interrupted (broker gone); trying again in 1 s"]);
});
