import { Buffer } from "node:buffer";
import { gunzipSync, gzipSync } from "node:zlib";
import { createRecordsBatch, Reader, readRecordsBatch } from "@platformatic/kafka";
import { assertEquals, assertRejects } from "@std/assert";
import { type BatchRecord, recordBatch } from "../../src/kafka/record_batch.ts";
import { UnfitRecordError } from "../../src/kafka/record_time.ts";
import { SeededRandom } from "../vectors/random.ts";

const NOW = 1_790_000_000_000;
const bytes = (random: SeededRandom, length: number) => Uint8Array.from({ length }, () => random.below(256));

/** What a client library makes of the same records: an oracle that shares no code with ours. */
function expectedBatch(records: readonly BatchRecord[]): Uint8Array {
  const messages = records.map(({ key, value, timestamp, headers = [] }) => ({
    topic: "any",
    key: (key === null ? undefined : Buffer.from(key)) as Buffer,
    value: (value === null ? undefined : Buffer.from(value)) as Buffer,
    timestamp: BigInt(timestamp ?? NOW),
    headers: new Map(headers.map(({ name, value }) => [Buffer.from(name), Buffer.from(value as string)])),
  }));
  // It takes a producer without a number for the first of its time; brokers do not look at these then.
  const sequences = { getWithDefault: () => -1 } as never;
  return createRecordsBatch(messages, { producerEpoch: -1, sequences }).buffer;
}

Deno.test("batches are byte for byte those of a client library", async () => {
  const random = new SeededRandom(20261201);
  for (let round = 0; round < 300; round++) {
    const records = Array.from({ length: 1 + random.below(round % 10 === 0 ? 300 : 8) }, (): BatchRecord => ({
      key: random.below(4) === 0 ? null : bytes(random, random.below(100)),
      value: random.below(8) === 0 ? null : bytes(random, random.below(random.below(5) === 0 ? 20_000 : 300)),
      ...random.below(3) === 0 ? {} : { timestamp: NOW + random.below(2 ** (round % 31)) },
      ...random.below(3) === 0
        ? {
          headers: Array.from({ length: random.below(4) }, (_, i) => ({ name: `ce_${i}`, value: "ü".repeat(i * 40) })),
        }
        : {},
    }));
    // The library counts from the first record, ours from the earliest.
    records[0] = { ...records[0], timestamp: NOW };
    assertEquals(Buffer.from(await recordBatch(records, { now: NOW })), expectedBatch(records));
  }
});

Deno.test("records of any time that JavaScript knows are in a batch, in any order", async () => {
  const times = [NOW, 8.64e15, 1, 0, 2 ** 31, NOW - 2 ** 33, 8.64e15 - 1];
  const records = times.map((timestamp) => ({ key: null, value: new Uint8Array([1]), timestamp }));
  const batch = await recordBatch(records, { now: NOW });
  const { firstTimestamp, maxTimestamp, records: found } = readRecordsBatch(Reader.from(Buffer.from(batch)));
  assertEquals(found.map(({ timestampDelta }) => Number(firstTimestamp + timestampDelta)), times);
  assertEquals([firstTimestamp, maxTimestamp], [0n, 8_640_000_000_000_000n]);
});

Deno.test("a time that is none is refused before anything is sent", async () => {
  for (const timestamp of [-1, NaN, 8.64e15 + 2, Infinity]) {
    const records = [{ key: null, value: new Uint8Array() }, { key: null, value: new Uint8Array(), timestamp }];
    await assertRejects(() => recordBatch(records, { now: NOW }), UnfitRecordError, `${timestamp}`);
  }
});

Deno.test("records in a batch can be compressed; what stands in front of them is not", async () => {
  const records = [1, 2, 3].map((n) => ({ key: null, value: new Uint8Array(1000).fill(n) }));
  const plain = await recordBatch(records, { now: NOW });
  const compress = (records: Uint8Array) => Promise.resolve(new Uint8Array(gzipSync(records)));
  const batch = await recordBatch(records, { now: NOW, compression: { code: 1, compress } });
  assertEquals(batch.length < plain.length / 10, true);
  assertEquals(new Uint8Array(gunzipSync(batch.subarray(61))), plain.slice(61));
  const { attributes, records: found } = readRecordsBatch(Reader.from(Buffer.from(batch)));
  assertEquals([attributes, found.map(({ value }) => value?.[999])], [1, [1, 2, 3]]);
});
