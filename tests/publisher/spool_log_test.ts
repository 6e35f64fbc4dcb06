import { assertEquals, assertGreater, assertLess, assertRejects } from "@std/assert";
import { SegmentLog } from "../../src/publisher/_segment_log.ts";
import type { OutgoingRecord } from "../../src/publisher/transport.ts";
import { TempFolder } from "../support/temp_folder.ts";

const SEGMENT = 1000;

function kept(number: number, size = 50): { record: OutgoingRecord; offeredAt: number } {
  const value = new Uint8Array(size).fill(number);
  return { record: { key: Uint8Array.of(number % 5), value, timestamp: 1000 + number }, offeredAt: 2000 + number };
}

/** Writes records numbered from 0 on, one group each, and lets go of the log as the end of the process would. */
async function written(directory: string, count: number, size?: number): Promise<void> {
  const log = await SegmentLog.open(directory, SEGMENT);
  for (let number = 0; number < count; number++) await log.append(number, [kept(number, size)]);
  log.abandon();
}

/** What a log gives from `from` on: numbers in order, each with the right content, and how many are lost. */
async function readAll(log: SegmentLog, from = log.position): Promise<{ numbers: number[]; lost: number }> {
  const numbers: number[] = [];
  let next = from;
  while (next < log.end) {
    const { records, to } = await log.read(next);
    for (const { sequence, record, offeredAt } of records) {
      const { record: expected } = kept(sequence, record.value.length);
      assertEquals({ ...record, value: [...record.value] }, { ...expected, value: [...expected.value] });
      assertEquals(offeredAt, 2000 + sequence);
      numbers.push(sequence);
    }
    assertGreater(to, next);
    next = to;
  }
  return { numbers, lost: log.end - from - numbers.length };
}

async function segmentFiles(directory: string): Promise<string[]> {
  const names = await Array.fromAsync(Deno.readDir(directory), ({ name }) => name);
  return names.filter((name) => name.endsWith(".spool1")).sort().map((name) => `${directory}/${name}`);
}

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

Deno.test("what is written comes back, whatever is in it", async () => {
  await using folder = await TempFolder.create("spool");
  const encoder = new TextEncoder();
  const records: OutgoingRecord[] = [
    { key: null, value: new Uint8Array() },
    { key: new Uint8Array(), value: Uint8Array.of(1), timestamp: 0 },
    { key: encoder.encode("key"), value: new Uint8Array(1_000_000).fill(7), timestamp: 1.5 },
    {
      key: null,
      value: Uint8Array.of(2),
      headers: [{ name: "ce_späť", value: "✓ text" }, { name: "", value: Uint8Array.of(0, 255) }],
    },
  ];
  const log = await SegmentLog.open(folder.path, SEGMENT);
  await log.append(0, records.map((record) => ({ record, offeredAt: 5 })));
  const back: OutgoingRecord[] = [];
  for (let next = 0; next < log.end;) {
    const { records, to } = await log.read(next);
    back.push(...records.map(({ record }) => record));
    next = to;
  }
  const plain = (record: OutgoingRecord) => ({
    ...record,
    key: record.key && [...record.key],
    value: record.value.length + record.value[0],
    ...(record.headers && {
      headers: record.headers.map(({ name, value }) => [
        name,
        ...typeof value === "string" ? encoder.encode(value) : value,
      ]),
    }),
  });
  assertEquals(back.map(plain), records.map(plain));
  await log.close();
});

Deno.test("a log that is opened again goes on where it was, over as many files as it takes", async () => {
  await using folder = await TempFolder.create("spool");
  await written(folder.path, 40);
  assertGreater((await segmentFiles(folder.path)).length, 3);
  const log = await SegmentLog.open(folder.path, SEGMENT);
  assertEquals([log.position, log.end, log.tornBytes], [0, 40, 0]);
  await log.append(40, [kept(40)]);
  assertEquals(await readAll(log), { numbers: upTo(41), lost: 0 });
  await log.close();
});

Deno.test("what is delivered does not come back, and its files are removed", async () => {
  await using folder = await TempFolder.create("spool");
  await written(folder.path, 40);
  const log = await SegmentLog.open(folder.path, SEGMENT), before = log.bytes;
  await log.deliveredTo(25);
  assertLess(log.bytes, before / 2);
  log.abandon();
  const next = await SegmentLog.open(folder.path, SEGMENT);
  assertEquals(await readAll(next), { numbers: upTo(40).slice(25), lost: 0 });
  await next.deliveredTo(40);
  await next.close();
  assertEquals(await segmentFiles(folder.path), []);
  const empty = await SegmentLog.open(folder.path, SEGMENT);
  assertEquals([empty.position, empty.end, empty.bytes], [40, 40, 0]);
  await empty.close();
});

Deno.test("a tail that is torn at any byte is cut off and counted, and nothing else is lost", async () => {
  await using folder = await TempFolder.create("spool");
  await written(folder.path, 5);
  const [path] = await segmentFiles(folder.path), whole = await Deno.readFile(path), frame = whole.length / 5;
  for (let length = whole.length - frame; length < whole.length; length++) {
    await Deno.writeFile(path, whole.subarray(0, length));
    const log = await SegmentLog.open(folder.path, SEGMENT);
    assertEquals([log.end, log.tornBytes], [4, length - 4 * frame]);
    assertEquals(await readAll(log), { numbers: upTo(4), lost: 0 });
    log.abandon();
    assertEquals((await Deno.stat(path)).size, 4 * frame);
  }
});

Deno.test("a tail of zeros, as a power failure leaves it, is cut off", async () => {
  await using folder = await TempFolder.create("spool");
  await written(folder.path, 5);
  const [path] = await segmentFiles(folder.path);
  await Deno.writeFile(path, new Uint8Array(4096), { append: true });
  const log = await SegmentLog.open(folder.path, SEGMENT);
  assertEquals([log.end, log.tornBytes], [5, 4096]);
  assertEquals(await readAll(log), { numbers: upTo(5), lost: 0 });
  log.abandon();
});

Deno.test("a changed bit costs the record that it is in, wherever it is", async () => {
  await using folder = await TempFolder.create("spool");
  await written(folder.path, 40);
  const files = await segmentFiles(folder.path);
  for (const path of files.slice(0, 2)) {
    const sound = await Deno.readFile(path);
    for (let at = 0; at < sound.length; at++) {
      const damaged = sound.slice();
      damaged[at] ^= 1 << at % 8;
      await Deno.writeFile(path, damaged);
      const log = await SegmentLog.open(folder.path, SEGMENT);
      const { numbers, lost } = await readAll(log);
      assertEquals([numbers.length, lost], [39, 1], `byte ${at} of ${path}`);
      log.abandon();
    }
    await Deno.writeFile(path, sound);
  }
});

Deno.test("a changed bit in the newest file costs one record as well, or the tail", async () => {
  await using folder = await TempFolder.create("spool");
  await written(folder.path, 5);
  const [path] = await segmentFiles(folder.path), sound = await Deno.readFile(path), frame = sound.length / 5;
  for (let at = 0; at < sound.length; at++) {
    const damaged = sound.slice();
    damaged[at] ^= 1 << at % 8;
    await Deno.writeFile(path, damaged);
    const log = await SegmentLog.open(folder.path, SEGMENT), { numbers, lost } = await readAll(log);
    const isLast = at >= 4 * frame;
    assertEquals([numbers.length, lost, log.tornBytes], [4, isLast ? 0 : 1, isLast ? frame : 0], `byte ${at}`);
    log.abandon();
  }
});

Deno.test("bytes of a client that look like a frame are not taken for one when the record around them is damaged", async () => {
  await using folder = await TempFolder.create("spool");
  await written(folder.path, 5);
  const [path] = await segmentFiles(folder.path), frame = (await Deno.readFile(path)).subarray(-100);
  await using other = await TempFolder.create("spool");
  const log = await SegmentLog.open(other.path, SEGMENT);
  await log.append(0, [{ record: { key: null, value: frame }, offeredAt: 0 }, kept(1)]);
  log.abandon();
  const [target] = await segmentFiles(other.path), bytes = await Deno.readFile(target);
  bytes[0] ^= 1;
  await Deno.writeFile(target, bytes);
  const damaged = await SegmentLog.open(other.path, SEGMENT);
  assertEquals(await readAll(damaged), { numbers: [1], lost: 1 });
  damaged.abandon();
});

Deno.test("a file that is missing costs what was in it", async () => {
  await using folder = await TempFolder.create("spool");
  await written(folder.path, 40);
  const files = await segmentFiles(folder.path),
    numberIn = (path: string) => Number(/(\d+)-\w+\.spool1$/.exec(path)![1]);
  await Deno.remove(files[1]);
  const log = await SegmentLog.open(folder.path, SEGMENT), first = numberIn(files[1]), after = numberIn(files[2]);
  const { numbers, lost } = await readAll(log);
  assertEquals(numbers, upTo(40).filter((number) => number < first || number >= after));
  assertEquals(lost, after - first);
  log.abandon();
});

Deno.test("without its position, a log gives everything that it has", async () => {
  await using folder = await TempFolder.create("spool");
  await written(folder.path, 10);
  const log = await SegmentLog.open(folder.path, SEGMENT);
  await log.deliveredTo(3);
  await log.deliveredTo(4);
  log.abandon();
  const path = folder.file("position"), sound = await Deno.readFile(path);
  for (const [slots, position] of [[[0], 4], [[4096], 3], [[0, 4096], 0]] as const) {
    const damaged = sound.slice();
    for (const at of slots) damaged[at] ^= 1;
    await Deno.writeFile(path, damaged);
    const again = await SegmentLog.open(folder.path, SEGMENT);
    assertEquals(again.position, position);
    assertEquals((await readAll(again)).numbers, upTo(10).slice(position));
    again.abandon();
  }
});

Deno.test("two logs cannot have the same directory", async () => {
  await using folder = await TempFolder.create("spool");
  const log = await SegmentLog.open(folder.path, SEGMENT);
  await assertRejects(() => SegmentLog.open(folder.path, SEGMENT), Error, "in use by another publisher");
  await log.close();
  await (await SegmentLog.open(folder.path, SEGMENT)).close();
});

Deno.test("files that are none of a spool's are left alone", async () => {
  await using folder = await TempFolder.create("spool");
  await folder.write("notes.txt", "mine");
  const log = await SegmentLog.open(folder.path, SEGMENT);
  await log.append(0, [kept(0)]);
  await log.deliveredTo(1);
  await log.close();
  assertEquals(await Deno.readTextFile(folder.file("notes.txt")), "mine");
});

Deno.test("what others may read of a spool is nothing", async () => {
  await using folder = await TempFolder.create("spool");
  const directory = folder.file("deep/spool");
  await written(directory, 1);
  const modes = [directory, `${directory}/position`, ...await segmentFiles(directory)].map((path) =>
    Deno.statSync(path).mode! & 0o077
  );
  assertEquals(modes, [0, 0, 0]);
});

Deno.test("how many records there are is known without reading older files", async () => {
  await using folder = await TempFolder.create("spool");
  await written(folder.path, 400);
  const files = await segmentFiles(folder.path);
  assertGreater(files.length, 20);
  for (const path of files.slice(0, -1)) await Deno.writeFile(path, new Uint8Array());
  const log = await SegmentLog.open(folder.path, SEGMENT), last = Number(/(\d+)-\w+\.spool1$/.exec(files.at(-1)!)![1]);
  assertEquals(log.end, 400);
  assertEquals(await readAll(log), { numbers: upTo(400).slice(last), lost: last });
  log.abandon();
});
