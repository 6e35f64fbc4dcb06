import { assertEquals, assertMatch } from "@std/assert";
import { transactionToJson } from "@dhcpkit/kafka/formats";
import { transcodedText, Transcoding } from "../../src/cli/transcode.ts";
import { Delivery } from "../../src/cli/_delivery.ts";
import { topicSink } from "../../src/cli/_record_sinks.ts";
import { UserError } from "../../src/cli/_terminal.ts";
import { groupFor } from "../../src/cli/_transcode_target.ts";
import { answered } from "../formats/_values.ts";
import { batchOf, FakeSource, type Stay } from "./_fake_source.ts";
import { FakeWriter } from "./_fake_writer.ts";

const VALUE = answered().save(), POISON = new Uint8Array([1]);

/** Runs over these stays until it has caught up, and tells what came of it. */
async function run(
  stays: readonly Stay[],
  options: { strict?: boolean; writer?: FakeWriter } = {},
) {
  const source = new FakeSource(stays), writer = options.writer ?? new FakeWriter(), said: string[] = [];
  const say = (line: string) => said.push(line), delivery = new Delivery(writer, say);
  await delivery.open();
  const sink = topicSink("binary", delivery), { signal } = new AbortController();
  const transcoding = new Transcoding({
    source,
    sink,
    signal,
    say,
    untilCaughtUp: true,
    strict: options.strict ?? false,
  });
  const error = await transcoding.run().then(() => undefined, (error) => error);
  return { source, writer, said, transcoding, error };
}

Deno.test("each record is written, and noted once it is", async () => {
  const { writer, source, transcoding, said } = await run([{ batches: [batchOf([VALUE, VALUE, null])] }]);
  assertEquals([writer.records.length, source.commits.get(0)], [3, 3n]);
  assertEquals(transcodedText(transcoding.stats), "3 written");
  assertEquals([said, source.startedAt], [["reading partitions 0"], [{ 0: "beginning" }]]);
});

Deno.test("a reading that is interrupted goes on where it was noted, and nothing is missing", async () => {
  const { writer, source, said } = await run([
    { batches: [batchOf([VALUE, VALUE], { end: 5 })], failure: new Error("the broker is gone") },
    { batches: [batchOf([VALUE, VALUE, VALUE], { from: 2 })] },
  ]);
  assertEquals([writer.records.length, source.commits.get(0)], [5, 5n]);
  assertEquals(source.startedAt, [{ 0: "beginning" }, { 0: 2n }]);
  assertEquals(said[1], "reading was interrupted (the broker is gone); trying again in 0.5 s");
});

Deno.test("what cannot be read is counted and named; --strict ends before it, once all before it is written", async () => {
  const stays = [{ batches: [batchOf([VALUE, POISON, VALUE])] }];
  const lenient = await run(stays);
  assertEquals([lenient.writer.records.length, lenient.source.commits.get(0)], [3, 3n]);
  assertEquals(transcodedText(lenient.transcoding.stats), "3 written, 1 not readable or refused");
  assertEquals(lenient.said[1].slice(0, 21), "t[0] at 1: not readab");
  const strict = await run(stays, { strict: true });
  assertEquals([strict.writer.records.length, strict.source.commits.get(0)], [1, 1n]);
  assertEquals(String(strict.error), "UserError: ended at t[0] at 1, as --strict asks");
});

Deno.test("what a record says cannot steer a terminal", async () => {
  const value = { "\u001b[2J\nt[0] at 1": 1 }, options = [{ option: "elapsed-time", value }];
  const request = { type: "solicit", "transaction-id": "f350d6", options };
  const named = { ...transactionToJson(answered()), request }, said: string[] = [];
  const values = ["\u001b[2Jx", JSON.stringify(named)].map((text) => new TextEncoder().encode(text));
  const source = new FakeSource([{ batches: [batchOf(values)] }]);
  const say = (line: string) => void said.push(line), delivery = new Delivery(new FakeWriter(), say);
  const sink = topicSink("json", delivery), { signal } = new AbortController();
  await new Transcoding({ source, sink, signal, say, untilCaughtUp: true }).run();
  assertEquals([said.length, said.join("").match(/\p{C}/u)], [3, null]);
});

Deno.test("what the brokers refuse is counted and named too, and ends it with --strict", async () => {
  const refusing = () => new FakeWriter([() => ({ status: "rejected", error: new Error("too large") })]);
  const { said, transcoding } = await run([{ batches: [batchOf([VALUE])] }], { writer: refusing() });
  assertEquals([said[1], transcodedText(transcoding.stats)], [
    "t[0] at 0: refused: too large",
    "0 written, 1 not readable or refused",
  ]);
  const strict = await run([{ batches: [batchOf([VALUE, VALUE])] }], { writer: refusing(), strict: true });
  assertEquals([String(strict.error), strict.source.commits.get(0)], [
    "UserError: ended at t[0] at 0, as --strict asks",
    0n,
  ]);
});

Deno.test("a partition of several that has not been heard of is not caught up", async () => {
  const { writer, transcoding } = await run([{
    partitions: [0, 1],
    batches: [batchOf([VALUE]), batchOf([VALUE], { from: 1 }), batchOf([VALUE], { partition: 1 })],
  }]);
  assertEquals(writer.records.length, 3);
  assertEquals(transcoding.stats.partitions, [{ partition: 0, next: 2n, lag: 0 }, { partition: 1, next: 1n, lag: 0 }]);
});

Deno.test("a run that shall end ends when others have all partitions, since it would never know that it has caught up", async () => {
  const { error, said } = await run([{ partitions: [], batches: [] }]);
  assertEquals(error instanceof UserError, true);
  assertEquals(
    error.message,
    "no partitions: others have them all; end the other processes of the consumer group, or use another --consumer-group",
  );
  assertEquals(said, []);
});

Deno.test("the consumer group is by topic and target, and what goes to standard output is begun anew", () => {
  const toAll = { to: "topic", topic: "all" } as const;
  assertEquals(groupFor("site1", toAll), "dhcpkit-transcode-site1-all");
  assertEquals(groupFor("site2", toAll), "dhcpkit-transcode-site2-all");
  assertEquals(groupFor("site1", { to: "ndjson", path: "a.ndjson" }), "dhcpkit-transcode-site1-a.ndjson");
  const groups = [undefined, "-", "-"].map((path) => groupFor("site1", { to: "csv", path }));
  assertEquals(new Set(groups).size, 3);
  for (const group of groups) assertMatch(group, /^dhcpkit-transcode-site1-stdout-/);
});
