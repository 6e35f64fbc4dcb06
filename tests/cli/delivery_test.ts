import { assertEquals, assertRejects } from "@std/assert";
import { Delivery } from "../../src/cli/_delivery.ts";
import { UserError } from "../../src/cli/_terminal.ts";
import type { SendResult, TopicRecord } from "@dhcpkit/kafka/publisher";
import { FakeWriter } from "./_fake_writer.ts";

const numbered = (count: number): TopicRecord[] =>
  Array.from({ length: count }, (_, i) => ({ key: null, value: new Uint8Array([i >> 8, i & 0xff]) }));
const never = new AbortController().signal;

Deno.test("records are written in parts, in order, and what failed is written again", async () => {
  const failing = (at: number) => (record: TopicRecord): SendResult =>
    record.value![1] === at ? { status: "failed", error: new Error("no leader") } : { status: "delivered" };
  const writer = new FakeWriter([failing(3)]), said: string[] = [], records = numbered(2500);
  await using delivery = new Delivery(writer, (line) => said.push(line));
  await delivery.open();
  assertEquals(await delivery.deliver(records, () => {}, never), true);
  assertEquals(writer.records, records);
  assertEquals([writer.sizes, writer.connects], [[1000, 1000, 1000, 497], 2]);
  assertEquals(said, ["writing was interrupted (no leader); trying again in 0.5 s"]);
});

Deno.test("what is refused is told by its place, and does not hold up the others", async () => {
  const refusing = ({ value }: TopicRecord): SendResult =>
    value![1] === 1 ? { status: "rejected", error: new Error("too large") } : { status: "delivered" };
  const writer = new FakeWriter([refusing]), refused: string[] = [];
  await using delivery = new Delivery(writer, () => {});
  assertEquals(await delivery.deliver(numbered(3), (i, { message }) => refused.push(`${i} ${message}`), never), true);
  assertEquals([refused, writer.records.length], [["1 too large"], 2]);
});

Deno.test("what cannot be reached at first is told, and what is lost later is given up when there is no more time", async () => {
  await using delivery = new Delivery(new FakeWriter([], 1), () => {});
  await assertRejects(() => delivery.open(), Error, "nobody is there");
  const stop = new AbortController(), writer = new FakeWriter(Array(9).fill("lost"));
  await using other = new Delivery(writer, () => stop.abort());
  await other.open();
  assertEquals(await other.deliver(numbered(3), () => {}, stop.signal), false);
  assertEquals([writer.records.length, writer.sizes], [0, [3]]);
});

Deno.test("what the client itself fails on again and again ends it, since that is no outage", async () => {
  const wrapped = new Error("cannot encode it", { cause: new TypeError("byName[name].push is not a function") });
  const failing = (): SendResult => ({ status: "failed", error: wrapped });
  const said: string[] = [], writer = new FakeWriter([failing, failing, failing]);
  await using delivery = new Delivery(writer, (line) => said.push(line));
  const error = await assertRejects(() => delivery.deliver(numbered(3), () => {}, never), UserError);
  assertEquals(error.message, "the client of Kafka cannot write this, nor what follows: cannot encode it");
  assertEquals([said.length, writer.records.length], [2, 0]);
  // Once may be the moment in which a connection broke off.
  const other = new FakeWriter([failing, failing]);
  await using again = new Delivery(other, () => {});
  assertEquals(await again.deliver(numbered(3), () => {}, never), true);
  assertEquals(other.records.length, 3);
});

Deno.test("large records are written in parts by their bytes, each of them at least alone", async () => {
  const writer = new FakeWriter(), large = { key: null, value: new Uint8Array(600_000) };
  await using delivery = new Delivery(writer, () => {});
  await delivery.deliver([large, large, ...numbered(2)], () => {}, never);
  assertEquals(writer.sizes, [1, 1, 2]);
});
