import { frameAt, type KeptRecord, LEAST_FRAME, readPayload } from "./_frame.ts";

/** A file of frames. Its name tells the number of its first record, and the salt of its checksums. */
export interface Segment {
  readonly path: string;
  readonly salt: number;
  /** Number of its first record. */
  readonly base: number;
  /** Number after its last record. */
  end: number;
  /** Bytes that are known to be written. */
  bytes: number;
}

/** A record and its number. */
export interface NumberedRecord extends KeptRecord {
  readonly sequence: number;
}

/** Bytes that are read at once, unless a frame is larger. */
const CHUNK = 1024 * 1024;

/** The name of a segment's file. */
export function segmentName(base: number, salt: number): string {
  return `${String(base).padStart(16, "0")}-${salt.toString(16).padStart(8, "0")}.spool1`;
}

/** What a file's name tells, `undefined` when it is not that of a segment. */
export function parseSegmentName(name: string): { base: number; salt: number } | undefined {
  const match = /^(\d{16})-([0-9a-f]{8})\.spool1$/.exec(name);
  return match ? { base: Number(match[1]), salt: parseInt(match[2], 16) } : undefined;
}

/** Reads a segment from its beginning to its end, a part at a time. What is damaged is left out. */
export class SegmentReader implements Disposable {
  readonly segment: Segment;
  /** Where the last sound frame that was read ends. */
  soundBytes = 0;
  readonly #file: Deno.FsFile;
  #offset = 0;
  /** The least index that comes next. */
  #index = 0;

  private constructor(segment: Segment, file: Deno.FsFile) {
    this.segment = segment;
    this.#file = file;
  }

  static async open(segment: Segment): Promise<SegmentReader> {
    return new SegmentReader(segment, await Deno.open(segment.path, { read: true }));
  }

  /** The number after the last record that was read. */
  get sequence(): number {
    return this.segment.base + this.#index;
  }

  /** The next records, in order; those below `from` are passed over. Without any at the end. */
  async read(from: number): Promise<NumberedRecord[]> {
    const records: NumberedRecord[] = [];
    while (records.length === 0 && this.#offset < this.segment.bytes) {
      await this.#readChunk((sequence, kept) => {
        if (sequence >= from && sequence < this.segment.end) records.push({ sequence, ...kept() });
      });
    }
    return records;
  }

  /** Reads what is left without looking at what it says. */
  async skim(): Promise<void> {
    while (this.#offset < this.segment.bytes) await this.#readChunk(() => {});
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }

  async #readChunk(found: (sequence: number, kept: () => KeptRecord) => void): Promise<void> {
    const { salt, base } = this.segment, bytes = await this.#chunk();
    let at = 0;
    while (at < bytes.length) {
      const most = this.segment.bytes - this.#offset - at, index = this.#index;
      const frame = frameAt(bytes, at, { salt, most, least: index, greatest: index });
      if (typeof frame !== "object") break;
      found(base + index, () => readPayload(bytes, frame));
      this.#index++;
      at = frame.end;
    }
    this.#offset += at;
    if (at === 0) await this.#skipDamage();
    else this.soundBytes = this.#offset;
  }

  /** What comes next: whole chunks, or a whole frame that is larger. */
  async #chunk(): Promise<Uint8Array> {
    const bytes = await this.#bytes(CHUNK), index = this.#index, most = this.segment.bytes - this.#offset;
    const frame = frameAt(bytes, 0, { salt: this.segment.salt, most, least: index, greatest: index });
    return typeof frame === "number" && frame > CHUNK ? await this.#bytes(frame) : bytes;
  }

  /** Goes on at the next sound frame, or at the end. */
  async #skipDamage(): Promise<void> {
    const bytes = await this.#bytes(this.segment.bytes - this.#offset),
      { salt } = this.segment,
      least = this.#index + 1;
    for (let at = 1; at + LEAST_FRAME <= bytes.length; at++) {
      const greatest = least + Math.floor(at / LEAST_FRAME);
      const frame = frameAt(bytes, at, { salt, most: bytes.length - at, least, greatest });
      if (typeof frame !== "object") continue;
      this.#offset += at;
      this.#index = frame.index;
      return;
    }
    this.#offset = this.segment.bytes;
  }

  /** At most `count` bytes from where reading has got to; fewer only where the file ends. */
  async #bytes(count: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.min(count, this.segment.bytes - this.#offset));
    await this.#file.seek(this.#offset, Deno.SeekMode.Start);
    let length = 0;
    while (length < bytes.length) {
      const read = await this.#file.read(bytes.subarray(length));
      if (read === null) break;
      length += read;
    }
    return bytes.subarray(0, length);
  }
}
