/**
 * Columns of many rows as parameters of one query: `unnest($1::bigint[], $2::text[])` makes rows of them again. The server reads them
 * as text, which for bytes is twice the length and slow in arrays, so all bytes of a query are one parameter, and rows have places in it.
 */

/** Numbers as an array; `undefined` is NULL. Anything but whole numbers is refused by the server. */
export function numberArray(values: readonly (number | bigint | undefined)[]): string {
  return `{${values.map((value) => value ?? "NULL").join()}}`;
}

/** Texts as an array; `undefined` is NULL. */
export function textArray(values: readonly (string | undefined)[]): string {
  return `{${values.map((value) => value === undefined ? "NULL" : quoted(value)).join()}}`;
}

function quoted(text: string): string {
  return /["\\]/.test(text) ? `"${text.replace(/["\\]/g, "\\$&")}"` : `"${text}"`;
}

/** Bytes of many rows behind each other. */
export class ByteColumn {
  #bytes = new Uint8Array(1 << 16);
  #length = 0;

  /** How many there are. */
  get length(): number {
    return this.#length;
  }

  /** Adds bytes, and returns where they begin, counted from 1 as `substring` does. */
  add(bytes: Uint8Array): number {
    const start = this.#length, end = start + bytes.length;
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(end, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, start));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, start);
    this.#length = end;
    return start + 1;
  }

  /** All of them. */
  all(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

/** Places of bytes in a {@linkcode ByteColumn}: where they begin and how many they are, both NULL where there are none. */
export class PlaceColumn {
  readonly #bytes: ByteColumn;
  readonly #starts: (number | undefined)[] = [];
  readonly #lengths: (number | undefined)[] = [];

  constructor(bytes: ByteColumn) {
    this.#bytes = bytes;
  }

  /** The next row's bytes. */
  push(bytes: Uint8Array | undefined): void {
    this.#starts.push(bytes && this.#bytes.add(bytes));
    this.#lengths.push(bytes?.length);
  }

  /** Two arrays for `substring(… from … for …)`. */
  parameters(): [string, string] {
    return [numberArray(this.#starts), numberArray(this.#lengths)];
  }
}
