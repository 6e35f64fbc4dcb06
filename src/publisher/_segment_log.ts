import type { KeptRecord } from "./_frame.ts";
import { type NumberedRecord, parseSegmentName, type Segment, SegmentReader } from "./_segment.ts";
import { SegmentWriter } from "./_segment_writer.ts";
import { SpoolPosition } from "./_spool_position.ts";

/** A part of the log. */
export interface LogPart {
  readonly records: readonly NumberedRecord[];
  /** What is below this number and not in `records` cannot be read any more. */
  readonly to: number;
}

/**
 * Records on disk, in order, each with a number: files in one directory that are written at the end, read from the beginning and
 * removed when everything in them is delivered.
 */
export class SegmentLog {
  /** Bytes at the end of the newest file that were no whole record, and were cut off when the log was opened. */
  readonly tornBytes: number;
  readonly #directory: string;
  readonly #position: SpoolPosition;
  readonly #segments: Segment[];
  readonly #writer: SegmentWriter;
  /** What the disk may not have yet. */
  readonly #dirty: Set<Segment> = new Set();
  #hasNewFile = false;
  #reader: SegmentReader | undefined;
  #bytes: number;
  #end: number;

  private constructor(directory: string, segmentBytes: number, position: SpoolPosition, found: FoundSegments) {
    this.#directory = directory;
    this.#position = position;
    this.#segments = found.segments;
    this.tornBytes = found.tornBytes;
    this.#bytes = found.segments.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#end = Math.max(found.end, this.position);
    this.#writer = new SegmentWriter(directory, segmentBytes, (segment) => {
      this.#segments.push(segment);
      this.#hasNewFile = true;
    });
  }

  /**
   * Opens the log in a directory, or begins one there; of what is in it, only the newest file is read. Rejects when the
   * directory cannot be used.
   */
  static async open(directory: string, segmentBytes: number): Promise<SegmentLog> {
    const position = await SpoolPosition.open(directory);
    try {
      const log = new SegmentLog(directory, segmentBytes, position, await findSegments(directory));
      await log.#trim();
      return log;
    } catch (error) {
      position.close();
      throw error;
    }
  }

  /** Number of the first record that is not delivered. */
  get position(): number {
    return this.#position.sequence ?? this.#segments[0]?.base ?? 0;
  }

  /** Number after the last record. */
  get end(): number {
    return this.#end;
  }

  /** Bytes of all files. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Writes records at the end, numbered from `base` on. When it fails, none of them is counted as written. */
  async append(base: number, records: readonly KeptRecord[]): Promise<void> {
    this.#appended(await this.#writer.write(base, records));
  }

  /** The same, before it returns. */
  appendSync(base: number, records: readonly KeptRecord[]): void {
    this.#appended(this.#writer.writeSync(base, records));
  }

  /** The next records from number `from` on. `from` goes up from call to call, and is below the end. */
  async read(from: number): Promise<LogPart> {
    const segment = this.#segments.find(({ end }) => end > from);
    if (!segment) return { records: [], to: this.#end };
    const { end } = segment;
    try {
      if (this.#reader?.segment !== segment) {
        this.#reader?.[Symbol.dispose]();
        this.#reader = undefined;
        this.#reader = await SegmentReader.open(segment);
      }
      const records = await this.#reader.read(from);
      return { records, to: records.length === 0 ? end : records[records.length - 1].sequence + 1 };
    } catch (error) {
      this.#reader?.[Symbol.dispose]();
      this.#reader = undefined;
      if (!isLost(error)) throw error;
      this.#forget(segment);
      return { records: [], to: end };
    }
  }

  /** Notes that everything below `position` is delivered, and removes the files that nobody needs any more. */
  async deliveredTo(position: number): Promise<void> {
    await this.#position.store(position);
    this.#end = Math.max(this.#end, position);
    await this.#trim();
  }

  /** Waits until the disk has what was written before. Rejects with `NotFound` when the files are gone. */
  async sync(): Promise<void> {
    const dirty = [...this.#dirty];
    this.#dirty.clear();
    for (const segment of dirty) {
      await syncFile(segment.path).catch((error) => {
        if (this.#segments.includes(segment)) throw error;
      });
    }
    if (!this.#hasNewFile) return;
    this.#hasNewFile = false;
    if (Deno.build.os !== "windows") await syncFile(this.#directory, { read: true });
  }

  /** Ends the log, in the order that leaves a file less. */
  async close(): Promise<void> {
    this.#writer.close();
    try {
      await this.#trim();
      await this.sync();
      await this.#position.sync();
    } finally {
      this.abandon();
    }
  }

  /** Lets go of everything at once. */
  abandon(): void {
    this.#writer.close();
    this.#reader?.[Symbol.dispose]();
    this.#reader = undefined;
    this.#position.close();
  }

  #appended(bytes: number): void {
    const segment = this.#writer.segment!;
    this.#bytes += bytes;
    this.#end = segment.end;
    this.#dirty.add(segment);
  }

  async #trim(): Promise<void> {
    const done = this.#segments.filter(({ end }) => end <= this.position).filter((one) => one !== this.#writer.segment);
    if (done.length === 0) return;
    await this.#position.sync();
    for (const segment of done) {
      this.#forget(segment);
      await Deno.remove(segment.path).catch(unlessGone);
    }
  }

  #forget(segment: Segment): void {
    if (this.#writer.segment === segment) this.#writer.close();
    const at = this.#segments.indexOf(segment);
    if (at < 0) return;
    this.#segments.splice(at, 1);
    this.#bytes -= segment.bytes;
  }
}

interface FoundSegments {
  readonly segments: Segment[];
  readonly end: number;
  readonly tornBytes: number;
}

/** What is in a directory, oldest first. What is no whole record at the end of the newest file is cut off. */
async function findSegments(directory: string): Promise<FoundSegments> {
  const segments: Segment[] = [];
  for await (const { name, isFile } of Deno.readDir(directory)) {
    const parsed = isFile ? parseSegmentName(name) : undefined, path = `${directory}/${name}`;
    if (parsed) segments.push({ path, ...parsed, end: Infinity, bytes: (await Deno.stat(path)).size });
  }
  segments.sort((a, b) => a.base - b.base || a.bytes - b.bytes);
  segments.forEach((segment, i) => segment.end = segments[i + 1]?.base ?? segment.base + segment.bytes);
  const last = segments.at(-1);
  if (!last) return { segments, end: 0, tornBytes: 0 };
  const reader = await SegmentReader.open(last);
  // Node.js 20 has no `using`, and bundles for it hold this file.
  try {
    await reader.skim();
  } finally {
    reader[Symbol.dispose]();
  }
  const tornBytes = last.bytes - reader.soundBytes;
  if (tornBytes > 0) await Deno.truncate(last.path, reader.soundBytes);
  last.bytes = reader.soundBytes;
  last.end = reader.sequence;
  return { segments, end: last.end, tornBytes };
}

/** Whether what was to be read will never come back. */
function isLost(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || (error as { code?: string }).code === "EIO";
}

function unlessGone(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}

async function syncFile(path: string, options: Deno.OpenOptions = { write: true }): Promise<void> {
  const file = await Deno.open(path, options);
  try {
    await file.syncData();
  } finally {
    file.close();
  }
}
