import { frameBytes, type KeptRecord, writeFrame } from "./_frame.ts";
import { type Segment, segmentName } from "./_segment.ts";

/** Bytes of the buffer that is kept for encoding. */
const SCRATCH = 256 * 1024;

const OPEN = { create: true, write: true, truncate: true, mode: 0o600 } as const;

/** Writes groups of records into files that it begins. */
export class SegmentWriter {
  readonly #directory: string;
  readonly #segmentBytes: number;
  readonly #begun: (segment: Segment) => void;
  #segment: Segment | undefined;
  #file: Deno.FsFile | undefined;
  #scratch: Uint8Array<ArrayBuffer> = new Uint8Array(SCRATCH);

  /** A file that has got to `segmentBytes` is followed by another one, of which `begun` is told. */
  constructor(directory: string, segmentBytes: number, begun: (segment: Segment) => void) {
    this.#directory = directory;
    this.#segmentBytes = segmentBytes;
    this.#begun = begun;
  }

  /** What is written to now. */
  get segment(): Segment | undefined {
    return this.#segment;
  }

  /** Writes records that are numbered from `base` on. When it fails, none of them is counted as written. */
  async write(base: number, records: readonly KeptRecord[]): Promise<number> {
    const next = this.#next(base);
    const segment = next === undefined ? this.#segment! : this.#begin(next, await Deno.open(next.path, OPEN));
    const bytes = this.#encode(records, segment), file = this.#file!;
    try {
      for (let done = 0; done < bytes.length;) done += await file.write(bytes.subarray(done));
    } catch (error) {
      this.close();
      throw error;
    }
    return written(segment, records, bytes);
  }

  /** The same, before it returns. */
  writeSync(base: number, records: readonly KeptRecord[]): number {
    const next = this.#next(base);
    const segment = next === undefined ? this.#segment! : this.#begin(next, Deno.openSync(next.path, OPEN));
    const bytes = this.#encode(records, segment), file = this.#file!;
    try {
      for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
    } catch (error) {
      this.close();
      throw error;
    }
    return written(segment, records, bytes);
  }

  /** Ends the file. The next record begins another one. */
  close(): void {
    this.#file?.close();
    this.#file = this.#segment = undefined;
  }

  /** A new segment, where one is needed. */
  #next(base: number): Segment | undefined {
    const current = this.#segment;
    if (current && current.bytes < this.#segmentBytes && current.end === base) return undefined;
    const salt = crypto.getRandomValues(new Uint32Array(1))[0];
    return { path: `${this.#directory}/${segmentName(base, salt)}`, salt, base, end: base, bytes: 0 };
  }

  #begin(segment: Segment, file: Deno.FsFile): Segment {
    this.close();
    this.#file = file;
    this.#begun(segment);
    return this.#segment = segment;
  }

  #encode(records: readonly KeptRecord[], { base, end, salt }: Segment): Uint8Array<ArrayBuffer> {
    const most = records.reduce((sum, { record }) => sum + frameBytes(record), 0);
    const scratch = most <= this.#scratch.length ? this.#scratch : new Uint8Array(most);
    let at = 0, index = end - base;
    for (const kept of records) at = writeFrame(scratch, at, kept, index++, salt);
    return scratch.subarray(0, at);
  }
}

function written(segment: Segment, records: readonly unknown[], bytes: Uint8Array): number {
  segment.end += records.length;
  segment.bytes += bytes.length;
  return bytes.length;
}
