import { assertEquals, assertRejects } from "@std/assert";
import { UserError } from "../../src/cli/_terminal.ts";
import { Transcoding } from "../../src/cli/transcode.ts";
import type { Sink } from "../../src/cli/_sink.ts";
import { leasing, range, SECOND, T0 } from "../store/_transactions.ts";
import { batchOf, FakeSource, type Stay } from "./_fake_source.ts";
import { LeaseLab, recordsOf } from "./_lease_lab.ts";

const ADDRESS = "2001:db8::1", OTHER = "2001:db8::9";
const until = (seconds: number) => ({ event: { validUntil: T0 + seconds * SECOND } });
const REFUSED = () => ({ status: "rejected" as const, error: new Error("too large") });

/** Runs a sink over these stays until it has caught up, and tells what came of it. */
async function run<T>(sink: Sink<T>, stays: readonly Stay[], strict = false) {
  const source = new FakeSource(stays), said: string[] = [], { signal } = new AbortController();
  const say = (line: string) => void said.push(line);
  const transcoding = new Transcoding({ source, sink, signal, say, untilCaughtUp: true, strict });
  const error: unknown = await transcoding.run().then(() => undefined, (error) => error);
  return { source, said, error, transcoding };
}

Deno.test("a lease is over once all partitions are read up to ten seconds behind its end", async () => {
  const lab = new LeaseLab();
  lab.now = 10_000;
  await lab.sink.assigned([0, 1]);
  await lab.write([leasing(10, ADDRESS, until(500))], { at: 20 });
  assertEquals(lab.held, { [ADDRESS]: "9:a 00:08:20" });
  await lab.write([], { at: 600, end: 11 });
  assertEquals(lab.held, { [ADDRESS]: "9:a 00:08:20" });
  await lab.write([], { at: 509, partition: 1, end: 0 });
  assertEquals(lab.held, { [ADDRESS]: "9:a 00:08:20" });
  await lab.write([], { at: 510, partition: 1, end: 0 });
  assertEquals(lab.held, { [ADDRESS]: null });
});

Deno.test("a reader that is behind goes by the times of records, and no clock that is ahead ends the leases of others", async () => {
  const lab = new LeaseLab();
  lab.now = 86_400;
  await lab.sink.assigned([0, 1]);
  await lab.write([], { at: 86_400, partition: 1, end: 0 });
  const ahead = leasing(20, OTHER, { server: "ahead", receivedAt: T0 + 7220 * SECOND, ...until(10_820) });
  await lab.write([leasing(10, ADDRESS, until(3600)), ahead], { at: 86_400, end: 10_000 });
  assertEquals(lab.held, { [ADDRESS]: "9:a 01:00:00", [OTHER]: "9:a 03:00:20" });
  // A thousand others later, what is behind the end of the lease is believed.
  for (const from of [2600, 2800, 3000, 3200, 3400, 3600, 3800, 4000, 4200, 4400]) {
    const others = range(from, from + 200).map((at) => leasing(at, OTHER, { client: "b", ...until(at + 3600) }));
    await lab.write(others, { at: 86_400, end: 10_000 });
    assertEquals(lab.held[ADDRESS], "9:a 01:00:00", `${from}`);
  }
  const more = range(4600, 4700).map((at) => leasing(at, OTHER, { client: "b", ...until(at + 3600) }));
  await lab.write(more, { at: 86_400, end: 10_000 });
  assertEquals(lab.held[ADDRESS], null);
});

Deno.test("a topic of leases is read whenever all partitions come, and what others wrote meanwhile counts", async () => {
  const lab = new LeaseLab();
  lab.now = 10_000;
  await lab.sink.assigned([0, 1]);
  await lab.write([leasing(10, ADDRESS, until(500))], { at: 20 });
  await lab.sink.assigned([]);
  assertEquals(await lab.write([], { at: 30, end: 11 }), "given-up");
  await lab.other(
    50,
    leasing(30, ADDRESS, { event: { kind: "released" } }),
    leasing(40, ADDRESS, { client: "b", ...until(2000) }),
  );
  assertEquals(lab.held, { [ADDRESS]: "9:b 00:33:20" });
  await lab.sink.assigned([0, 1]);
  for (const partition of [0, 1]) await lab.write([], { at: 600, partition, end: 41 });
  assertEquals(lab.held, { [ADDRESS]: "9:b 00:33:20" });
  for (const partition of [0, 1]) await lab.write([], { at: 2010, partition, end: 41 });
  assertEquals(lab.held, { [ADDRESS]: null });
});

Deno.test("what a predecessor writes until it loses its partitions is known: the notes are asked for first, then the topic", async () => {
  const lab = new LeaseLab(), asked: string[] = [];
  lab.writer.records.push(...recordsOf(leasing(10, ADDRESS)));
  const source = new FakeSource([{ partitions: [0, 1], batches: [] }]);
  const { whole } = lab, { committed } = source;
  lab.whole = () => (asked.push("the topic"), whole.call(lab));
  source.committed = () => (asked.push("the notes"), committed.call(source));
  const stop = new AbortController(), say = () => stop.abort();
  await new Transcoding({ source, sink: lab.sink, signal: stop.signal, say }).run();
  assertEquals(asked, ["the notes", "the topic"]);
  assertEquals(lab.said, ["read 1 records of leases to know which leases there are"]);
});

Deno.test("what is being written when the partitions are shared out anew is known afterwards", async () => {
  const lab = new LeaseLab();
  lab.now = 10_000;
  await lab.sink.assigned([0, 1]);
  const writing = lab.write([leasing(10, ADDRESS, until(500))], { at: 20 });
  await lab.sink.assigned([0, 1]);
  assertEquals([await writing, lab.held], ["written", { [ADDRESS]: "9:a 00:08:20" }]);
  for (const partition of [0, 1]) await lab.write([], { at: 600, partition, end: 11 });
  assertEquals(lab.held, { [ADDRESS]: null });
});

Deno.test("records that are none of leases are named, and the others count", async () => {
  const lab = new LeaseLab(), key = new TextEncoder().encode(ADDRESS), value = new TextEncoder().encode("{");
  lab.writer.records.push({ key: null, value }, { key, value }, ...recordsOf(leasing(10, OTHER)));
  await lab.sink.assigned([0, 1]);
  assertEquals(lab.said.map((line) => line.slice(0, 51)), [
    "leases[0] at 0: no record of a lease: it has no key",
    "leases[0] at 1: no record of a lease: not JSON: Exp",
    "read 3 records of leases to know which leases there",
  ]);
});

Deno.test("while another process has some of the partitions nothing is written, and afterwards it goes on", async () => {
  const lab = new LeaseLab(), value = batchOf([new Uint8Array([255])]), none = batchOf([], { partition: 1 });
  const failure = new Error("shared anew");
  const { source, error } = await run(lab.sink, [
    { partitions: [0, 1], batches: [none], failure },
    { partitions: [0], batches: [value], failure },
    { partitions: [0, 1], batches: [none, value] },
  ]);
  assertEquals([error, source.commits], [undefined, new Map([[0, 1n], [1, 0n]])]);
  assertEquals(lab.said, [
    "waiting: another process of the group g has some of the partitions, and leases need all of them in one process",
  ]);
});

Deno.test("a second process ends at once, and of two that both had all one ends after a while", async () => {
  const message =
    "another process of the group g has some of the partitions; leases need all of them in one process: " +
    "end the other, or use another --consumer-group";
  const { error } = await run(new LeaseLab().sink, [{ partitions: [0], batches: [] }]);
  assertEquals([error instanceof UserError, (error as Error).message], [true, message]);
  for (const [partition, seconds] of [[0, 180], [1, 90]]) {
    const lab = new LeaseLab();
    await lab.sink.assigned([0, 1]);
    await lab.sink.assigned([partition]);
    lab.now = seconds - 1;
    assertEquals(await lab.write([], { at: 0, partition, end: 0 }), "given-up");
    lab.now = seconds;
    await assertRejects(() => lab.write([], { at: 0, partition, end: 0 }), UserError, message);
  }
});

Deno.test("a change that the brokers refuse is named by its lease, whatever it comes of", async () => {
  const lab = new LeaseLab([REFUSED, () => ({ status: "delivered" }), REFUSED]);
  lab.now = 10_000;
  await lab.sink.assigned([0, 1]);
  await lab.write([leasing(10, ADDRESS, until(500))], { at: 20 });
  await lab.write([leasing(11, ADDRESS, until(500))], { at: 20 });
  for (const partition of [0, 1]) await lab.write([], { at: 600, partition, end: 12 });
  const refused = `the record of ${ADDRESS} was refused: too large`;
  assertEquals(lab.refused, [refused, refused]);
});

Deno.test("--strict ends at it, and has it tried again by the next run", async () => {
  const refusing: Sink<never> = {
    make: () => ({ made: undefined, problem: undefined }),
    write(_, { refused }) {
      refused(undefined, "the record of ::1 was refused: too large");
      return Promise.resolve("written");
    },
  };
  const values = [1, 2, 3].map((byte) => new Uint8Array([byte]));
  const some = await run(refusing, [{ batches: [batchOf(values, { from: 5 })] }], true);
  assertEquals(String(some.error), "UserError: ended at t[0] at 5, as --strict asks");
  assertEquals(some.source.commits, new Map([[0, 5n]]));
  assertEquals(some.said.at(-1), "the record of ::1 was refused: too large");
  const none = await run(refusing, [{ batches: [batchOf([], { end: 5 })] }], true);
  assertEquals(String(none.error), "UserError: ended, as --strict asks");
  const lenient = await run(refusing, [{ batches: [batchOf([], { end: 5 })] }]);
  const { stored, quarantined } = lenient.transcoding.stats;
  assertEquals([lenient.error, stored, quarantined], [undefined, 0, 1]);
});
