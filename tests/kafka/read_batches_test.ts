import { Buffer } from "node:buffer";
import { createRecordsBatch } from "@platformatic/kafka";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { type BatchRecord, recordBatch } from "../../src/kafka/record_batch.ts";
import { readBatches, type ReadBatchesInit } from "../../src/kafka/read_batches.ts";
import { type CompressionName, decompressRecords, recordCompression } from "../../src/kafka/record_compression.ts";
import { SeededRandom } from "../vectors/random.ts";

const NOW = 1_790_000_000_000;
const ASKED: ReadBatchesInit = { topic: "any", partition: 3, from: 0n, decompress: decompressRecords };

/** A batch as a broker keeps it, which has given it an offset. */
async function stored(
  first: bigint,
  records: readonly BatchRecord[],
  compression?: CompressionName,
): Promise<Uint8Array> {
  const init = { now: NOW, ...compression && { compression: recordCompression(compression) } };
  const batch = await recordBatch(records, init);
  new DataView(batch.buffer, batch.byteOffset).setBigInt64(0, first);
  return batch;
}

const values = (...bytes: number[]): BatchRecord[] =>
  bytes.map((byte) => ({ key: null, value: new Uint8Array([byte]) }));

function randomRecords(random: SeededRandom): BatchRecord[] {
  return Array.from({ length: 1 + random.below(20) }, (): BatchRecord => ({
    key: random.oneIn(4) ? null : random.bytes(random.below(80)),
    value: random.oneIn(8) ? null : random.bytes(random.below(random.oneIn(5) ? 20_000 : 300)),
    timestamp: NOW - random.below(2 ** 31 - 1),
    ...random.oneIn(3)
      ? {
        headers: Array.from(
          { length: 1 + random.below(3) },
          (_, i) => ({ name: `ü${i}`, value: random.bytes(i * 40) }),
        ),
      }
      : {},
  }));
}

Deno.test("what was written is read, compressed in any way or not, with its place and time", async () => {
  const random = new SeededRandom(7);
  for (let round = 0; round < 100; round++) {
    const batches: Uint8Array[] = [], expected: unknown[] = [];
    let offset = BigInt(random.below(1000));
    const from = offset;
    for (let i = 0; i < 3; i++) {
      const records = randomRecords(random), name = [undefined, "gzip", "snappy", "lz4", "zstd"] as const;
      batches.push(await stored(offset, records, random.pick(name)));
      for (const record of records) expected.push({ topic: "any", partition: 3, offset: offset++, ...record });
    }
    const found = readBatches(Buffer.concat(batches), { ...ASKED, from });
    const plain = found.records.map((record) => ({
      ...record,
      key: record.key && new Uint8Array(record.key),
      value: record.value && new Uint8Array(record.value),
      ...record.headers &&
        { headers: record.headers.map(({ name, value }) => ({ name, value: new Uint8Array(value) })) },
    }));
    assertEquals(plain, expected as typeof plain);
    assertEquals([found.next, found.marks], [offset, []]);
  }
});

Deno.test("batches of another library are read as well", () => {
  const random = new SeededRandom(8);
  for (let round = 0; round < 100; round++) {
    const records = randomRecords(random).map(({ key, value, timestamp }) => ({ key, value, timestamp: timestamp! }));
    const batch = createRecordsBatch(records.map(({ key, value, timestamp }) => ({
      topic: "any",
      key: (key === null ? undefined : Buffer.from(key)) as Buffer,
      value: (value === null ? undefined : Buffer.from(value)) as Buffer,
      timestamp: BigInt(timestamp),
    }))).buffer;
    assertEquals(
      readBatches(batch, ASKED).records.map(({ key, value, timestamp }) => ({
        key: key && new Uint8Array(key),
        value: value && new Uint8Array(value),
        timestamp,
      })),
      records,
    );
  }
});

Deno.test("what stands before the offset that was asked for is left out, and so is a batch that is cut off", async () => {
  const first = await stored(10n, values(0, 1, 2)), second = await stored(13n, values(3, 4, 5));
  const both = Buffer.concat([first, second]);
  const read = (bytes: Uint8Array, from: bigint) => {
    const { records, next, bytes: count } = readBatches(bytes, { ...ASKED, from });
    return [records.map(({ value }) => value![0]), next, count];
  };
  assertEquals(read(both, 10n), [[0, 1, 2, 3, 4, 5], 16n, 6]);
  assertEquals(read(both, 12n), [[2, 3, 4, 5], 16n, 4]);
  assertEquals(read(both, 14n), [[4, 5], 16n, 2]);
  for (let end = first.length; end < both.length; end++) {
    assertEquals(read(both.subarray(0, end), 10n), [[0, 1, 2], 13n, 3]);
  }
  for (const end of [0, 1, 11, 12, 60]) assertEquals(read(first.subarray(0, end), 10n), [[], 10n, 0]);
});

Deno.test("compaction leaves holes, and a batch says where it ends", async () => {
  const batch = await stored(100n, values(0, 1));
  new DataView(batch.buffer, batch.byteOffset).setInt32(23, 9);
  const { records, next } = readBatches(batch, { ...ASKED, from: 100n });
  assertEquals([records.map(({ offset }) => offset), next], [[100n, 101n], 110n]);
});

Deno.test("marks of transactions are no records, and the broker's time counts where the topic says so", async () => {
  const mark = await stored(20n, values(0)), stamped = await stored(21n, values(1, 2));
  new DataView(mark.buffer, mark.byteOffset).setInt16(21, 0b110000);
  const view = new DataView(stamped.buffer, stamped.byteOffset);
  view.setInt16(21, 0b1000);
  view.setBigInt64(35, 5n);
  const { records, marks, next } = readBatches(Buffer.concat([mark, stamped]), { ...ASKED, from: 20n });
  assertEquals([marks, next], [[20n], 23n]);
  assertEquals(records.map(({ offset, timestamp }) => [offset, timestamp]), [[21n, 5], [22n, 5]]);
});

Deno.test("damaged bytes are told by their offset; nothing else comes of them", async () => {
  const random = new SeededRandom(9);
  let refused = 0;
  for (let round = 0; round < 1000; round++) {
    const batch = await stored(50n, randomRecords(random).slice(0, 4));
    for (let i = 0; i < 1 + random.below(3); i++) batch[random.below(Math.min(batch.length, 120))] = random.below(256);
    try {
      readBatches(batch, {
        ...ASKED,
        from: BigInt(random.below(60)),
        decompress: () => random.bytes(random.below(100)),
      });
    } catch (error) {
      assert(error instanceof RangeError, `${error}`);
      refused++;
    }
  }
  assert(refused > 100, `${refused} refused`);
  const zipped = await stored(52n, values(1), "gzip");
  zipped[61] ^= 255; // what every gzip begins with
  assertThrows(() => readBatches(zipped, ASKED), RangeError, "the batch at offset 52 of any/3 cannot be decompressed");
  const old = await stored(51n, values(1));
  old[16] = 1;
  assertThrows(() => readBatches(old, ASKED), RangeError, "at offset 51 of any/3 is no batch of magic 2, but 1");
  assertThrows(() => decompressRecords(7, old), RangeError, "in the way 7");
});
