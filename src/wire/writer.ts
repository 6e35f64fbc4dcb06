import { keep } from "./slab.ts";
import { encodeUtf8 } from "./utf8.ts";
import { WireError } from "./wire_error.ts";

/** One double and its bytes, for what typed arrays can only do in the machine's byte order. */
const double = /* @__PURE__ */ new DataView(new ArrayBuffer(8));

/** Writers that wait for the next {@linkcode encode}; as many as calls were nested at most. */
const idle: Writer[] = [];

/**
 * Writes network byte order into a buffer that grows.
 *
 * Lengths that stand before what they measure are patched afterwards: `const mark = writer.openLength()`, write, then
 * `writer.closeLength(mark)`. A value that does not fit its field throws a {@linkcode WireError}.
 */
export class Writer {
  #bytes: Uint8Array<ArrayBuffer>;
  #offset = 0;

  /** Starts with room for so many bytes, or with these to write into. */
  constructor(room: number | Uint8Array<ArrayBuffer> = 512) {
    this.#bytes = typeof room === "number" ? new Uint8Array(room) : room;
  }

  /** Bytes written so far. */
  get offset(): number {
    return this.#offset;
  }

  /** Unsigned 8-bit integer. */
  u8(value: number): void {
    if ((value & 0xff) !== value) throw unfit(value, this.#offset, 8);
    const at = this.reserve(1);
    this.#bytes[at] = value;
  }

  /** Unsigned 16-bit integer. */
  u16(value: number): void {
    if ((value & 0xffff) !== value) throw unfit(value, this.#offset, 16);
    const at = this.reserve(2), b = this.#bytes;
    b[at] = value >>> 8;
    b[at + 1] = value;
  }

  /** Unsigned 24-bit integer. */
  u24(value: number): void {
    if ((value & 0xffffff) !== value) throw unfit(value, this.#offset, 24);
    const at = this.reserve(3), b = this.#bytes;
    b[at] = value >>> 16;
    b[at + 1] = value >>> 8;
    b[at + 2] = value;
  }

  /** Unsigned 32-bit integer. */
  u32(value: number): void {
    if ((value >>> 0) !== value) throw unfit(value, this.#offset, 32);
    const at = this.reserve(4);
    putWord(this.#bytes, at, value);
  }

  /** Unsigned 64-bit integer. */
  u64(value: bigint): void {
    if (value < 0n || value > 0xffffffffffffffffn) {
      throw new WireError(`${value} is not an unsigned 64-bit integer`, this.#offset);
    }
    this.u32(Number(value >> 32n));
    this.u32(Number(value & 0xffffffffn));
  }

  /** 128 bits as four words of 32, most significant first; of each number, its lowest 32 bits are taken. */
  u128(word0: number, word1: number, word2: number, word3: number): void {
    const at = this.reserve(16);
    putWord(this.#bytes, at, word0);
    putWord(this.#bytes, at + 4, word1);
    putWord(this.#bytes, at + 8, word2);
    putWord(this.#bytes, at + 12, word3);
  }

  /** IEEE 754 double. */
  f64(value: number): void {
    double.setFloat64(0, value);
    const at = this.reserve(8);
    putWord(this.#bytes, at, double.getInt32(0));
    putWord(this.#bytes, at + 4, double.getInt32(4));
  }

  /** Text as UTF-8 (see `encodeUtf8`). */
  text(value: string): void {
    const at = this.reserve(value.length), b = this.#bytes;
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0x7f) {
        this.#offset = at;
        return this.bytes(encodeUtf8(value));
      }
      b[at + i] = code;
    }
  }

  /** All of `source`, or its part from `start` up to `end`. */
  bytes(source: Uint8Array, start = 0, end: number = source.length): void {
    const length = end - start, at = this.reserve(length), b = this.#bytes;
    if (length > 64) b.set(length === source.length ? source : source.subarray(start, end), at);
    else for (let i = 0; i < length; i++) b[at + i] = source[start + i];
  }

  /** Makes room for a 16-bit length; hand the result to {@linkcode Writer.closeLength}. */
  openLength(): number {
    return this.reserve(2) + 2;
  }

  /** Fills in the length of everything written since {@linkcode Writer.openLength}. */
  closeLength(mark: number): void {
    const length = this.#offset - mark;
    if (length > 0xffff) {
      throw new WireError(`${length} bytes do not fit behind a 16-bit length, which ends at 65535`, mark - 2);
    }
    this.#bytes[mark - 2] = length >>> 8;
    this.#bytes[mark - 1] = length;
  }

  /** Makes room for an 8-bit length; hand the result to {@linkcode Writer.closeLength8}. */
  openLength8(): number {
    return this.reserve(1) + 1;
  }

  /** Fills in the length of everything written since {@linkcode Writer.openLength8}. */
  closeLength8(mark: number): void {
    const length = this.#offset - mark;
    if (length > 0xff) {
      throw new WireError(`${length} bytes do not fit behind an 8-bit length, which ends at 255`, mark - 1);
    }
    this.#bytes[mark - 1] = length;
  }

  /** Steps over `length` bytes, growing the buffer as needed, and returns where they start. */
  reserve(length: number): number {
    const at = this.#offset, needed = at + length;
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, at));
      this.#bytes = grown;
    }
    this.#offset = needed;
    return at;
  }

  /** Forgets what was written and keeps the buffer, so that one writer serves many messages. */
  reset(): void {
    this.#offset = 0;
  }

  /** What was written, as bytes that are never written to again; their `buffer` may hold others' bytes as well. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return keep(this.#bytes, this.#offset);
  }
}

/** What `write` writes, as bytes that are never written to again (see {@linkcode Writer.toBytes}). */
export function encode(write: (writer: Writer) => void): Uint8Array<ArrayBuffer> {
  const writer = idle.pop() ?? new Writer(4096);
  try {
    write(writer);
    return writer.toBytes();
  } finally {
    writer.reset();
    idle.push(writer);
  }
}

function putWord(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

function unfit(value: number, at: number, bits: number): WireError {
  return new WireError(`${value} is not an unsigned ${bits}-bit integer`, at);
}
