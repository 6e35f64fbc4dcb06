/**
 * Whole numbers of up to 53 bits, seven bits to a byte, the lowest first, as Protocol Buffers writes them: most counts are small. What is
 * read comes from a database, which may be damaged: behind the end there are zeros.
 */
export class VarintReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Whether nothing is left. */
  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** The next number. */
  next(): number {
    let value = 0;
    for (let scale = 1; this.#at < this.#bytes.length && scale < 2 ** 53; scale *= 128) {
      const byte = this.#bytes[this.#at++];
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
    }
    return value;
  }
}

/** Writes numbers for {@linkcode VarintReader}. */
export class VarintWriter {
  #bytes = new Uint8Array(512);
  #length = 0;

  /** The next number. */
  put(value: number): void {
    if (this.#length + 8 > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    while (value >= 0x80) {
      this.#bytes[this.#length++] = value % 128 | 0x80;
      value = Math.floor(value / 128);
    }
    this.#bytes[this.#length++] = value;
  }

  /** All that was written. */
  end(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}
