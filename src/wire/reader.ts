import { WireError } from "./wire_error.ts";

/** One double and its bytes, for what typed arrays can only do in the machine's byte order. */
const double = /* @__PURE__ */ new DataView(new ArrayBuffer(8));

/**
 * Reads network byte order from `bytes` between `offset` and `end`, never outside.
 *
 * Byte strings come back as views, not copies: they live as long as the buffer does.
 */
export class Reader {
  /** The whole buffer; offsets in errors count from its start. */
  readonly bytes: Uint8Array;
  /** Where the next read starts. */
  offset: number;
  /** The first byte that may not be read. */
  end: number;

  /** Reads `bytes`, or the part of it from `offset` up to `end`. */
  constructor(bytes: Uint8Array, offset = 0, end: number = bytes.length) {
    const within = 0 <= offset && offset <= end && end <= bytes.length;
    if (!within || !Number.isInteger(offset) || !Number.isInteger(end)) {
      throw new WireError(`bytes ${offset} to ${end} are not within the ${bytes.length} given`, offset);
    }
    this.bytes = bytes;
    this.offset = offset;
    this.end = end;
  }

  /** Bytes left to read. */
  get remaining(): number {
    return this.end - this.offset;
  }

  /** Unsigned 8-bit integer. */
  u8(): number {
    return this.bytes[this.take(1)];
  }

  /** Unsigned 16-bit integer. */
  u16(): number {
    const at = this.take(2), b = this.bytes;
    return b[at] << 8 | b[at + 1];
  }

  /** Unsigned 24-bit integer. */
  u24(): number {
    const at = this.take(3), b = this.bytes;
    return b[at] << 16 | b[at + 1] << 8 | b[at + 2];
  }

  /** Unsigned 32-bit integer. */
  u32(): number {
    return u32At(this.bytes, this.take(4));
  }

  /** Unsigned 64-bit integer. */
  u64(): bigint {
    const at = this.take(8);
    return BigInt(u32At(this.bytes, at)) << 32n | BigInt(u32At(this.bytes, at + 4));
  }

  /** IEEE 754 double. */
  f64(): number {
    return f64At(this.bytes, this.take(8));
  }

  /** The next `length` bytes, as a view. */
  view(length: number): Uint8Array {
    const at = this.take(length);
    return this.bytes.subarray(at, at + length);
  }

  /** Everything that is left, as a view. */
  rest(): Uint8Array {
    return this.view(this.remaining);
  }

  /** Throws when something is left. */
  expectEnd(): void {
    if (this.offset !== this.end) {
      const left = this.remaining;
      throw new WireError(`${left} ${left === 1 ? "byte" : "bytes"} left over at offset ${this.offset}`, this.offset);
    }
  }

  /** Steps over `length` bytes and returns where they start. */
  take(length: number): number {
    const at = this.offset;
    if (length > this.end - at) throw tooShort(length, at, this.end);
    this.offset = at + length;
    return at;
  }
}

/** The error of a place that holds fewer bytes than `length`. */
export function tooShort(length: number, at: number, end: number): WireError {
  return new WireError(
    `needed ${length} ${length === 1 ? "byte" : "bytes"} at offset ${at}, ${end - at} available`,
    at,
  );
}

/** The unsigned 16-bit integer at `at`, which has to be within `bytes`. */
export function u16At(bytes: Uint8Array, at: number): number {
  return bytes[at] << 8 | bytes[at + 1];
}

/** The unsigned 32-bit integer at `at`, which has to be within `bytes`. */
export function u32At(bytes: Uint8Array, at: number): number {
  return (bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3]) >>> 0;
}

/** The IEEE 754 double at `at`, which has to be within `bytes`. */
export function f64At(bytes: Uint8Array, at: number): number {
  double.setUint32(0, u32At(bytes, at));
  double.setUint32(4, u32At(bytes, at + 4));
  return double.getFloat64(0);
}
