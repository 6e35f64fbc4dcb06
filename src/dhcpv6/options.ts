import { encode, Reader, WireError, type Writer } from "../wire/mod.ts";
import { inside, type OptionDef, type OptionEntry } from "./option.ts";
import type { OptionSpace } from "./option_space.ts";

/** One option as it stands on the wire: its code and its body, not decoded. */
export interface RawOption {
  /** Option code. */
  readonly code: number;
  /** The body, as a view. */
  readonly data: Uint8Array;
}

/** An option and its value. */
export interface DecodedOption {
  /** What it is. */
  readonly option: OptionDef<unknown>;
  /** The value, of the type that the definition says. */
  readonly value: unknown;
}

/** Numbers kept for one option in the index: code, start of the body, end of the body. */
const STRIDE = 3;

/**
 * The options of a message, or of an option that holds options (RFC 9915 section 21.1), in wire order.
 *
 * Reading only notes codes and lengths; a body is decoded when somebody asks for it. Bytes at the end that are not a
 * whole option are kept and reported by {@linkcode Options.problem}. Options are immutable: {@linkcode Options.with}
 * and {@linkcode Options.without} make new ones.
 *
 * @example
 * ```ts
 * import { Options } from "@dhcpkit/kafka/dhcpv6";
 * import { ElapsedTime, Preference } from "@dhcpkit/kafka/dhcpv6/options";
 * import { assertEquals } from "@std/assert";
 *
 * const options = Options.of(ElapsedTime.of({ elapsed: 100 }));
 * assertEquals(options.get(ElapsedTime)?.elapsed, 100);
 * assertEquals(options.get(Preference), undefined);
 * ```
 */
export class Options implements Iterable<RawOption> {
  /** No options at all. */
  static readonly none: Options = /* @__PURE__ */ Options.of();

  /** What is wrong with the bytes after the last whole option, if there are any. */
  readonly problem: WireError | undefined;

  private readonly buffer: Uint8Array;
  private readonly start: number;
  private readonly end: number;
  private readonly index: readonly number[];

  private constructor(bytes: Uint8Array, start: number, end: number) {
    this.buffer = bytes;
    this.start = start;
    this.end = end;
    const index: number[] = [];
    let at = start;
    while (end - at >= 4) {
      const body = at + 4, next = body + (bytes[at + 2] << 8 | bytes[at + 3]);
      if (next > end) break;
      index.push(bytes[at] << 8 | bytes[at + 1], body, next);
      at = next;
    }
    this.index = index;
    this.problem = at === end ? undefined : strayBytes(bytes, at, end);
  }

  /** Everything up to the reader's end. Never throws: see {@linkcode Options.problem}. */
  static read(reader: Reader): Options {
    const start = reader.offset;
    reader.take(reader.remaining);
    return new Options(reader.bytes, start, reader.end);
  }

  /** The part of a buffer from `start` up to `end`, which has to be within it, as options. */
  static at(bytes: Uint8Array, start: number, end: number): Options {
    return new Options(bytes, start, end);
  }

  /** Options with these values, in this order: `Options.of(ClientId.of({ duid }), ElapsedTime.of({ elapsed: 0 }))`. */
  static of(...entries: readonly OptionEntry[]): Options {
    return Options.#written(entries, new Uint8Array());
  }

  static #written(entries: readonly OptionEntry[], stray: Uint8Array): Options {
    const bytes = encode((writer) => {
      for (const entry of entries) writeEntry(writer, entry);
      writer.bytes(stray);
    });
    return new Options(bytes, 0, bytes.length);
  }

  /** How many options there are, nested ones not counted. */
  get size(): number {
    return this.index.length / STRIDE;
  }

  /** The codes, in wire order. */
  get codes(): number[] {
    return this.index.filter((_, i) => i % STRIDE === 0);
  }

  /** The bytes of all options, as a view. */
  get bytes(): Uint8Array {
    return this.buffer.subarray(this.start, this.end);
  }

  /** The bytes after the last whole option, as a view; mostly none. */
  get stray(): Uint8Array {
    const last = this.index.length === 0 ? this.start : this.index[this.index.length - 1];
    return this.buffer.subarray(last, this.end);
  }

  /** Whether there is an option of this definition or code. */
  has(option: number | OptionDef<unknown>): boolean {
    return this.#find(codeOf(option), 0) >= 0;
  }

  /** The value of the first such option, or `undefined`. Throws `WireError` when its body is malformed. */
  get<T>(option: OptionDef<T>): T | undefined {
    const at = this.#find(option.code, 0);
    return at < 0 ? undefined : option.readAt(this.buffer, this.index[at + 1], this.index[at + 2]);
  }

  /** The values of all such options, in wire order. Throws `WireError` when one is malformed. */
  getAll<T>(option: OptionDef<T>): T[] {
    const values: T[] = [];
    for (let at = this.#find(option.code, 0); at >= 0; at = this.#find(option.code, at + STRIDE)) {
      values.push(option.readAt(this.buffer, this.index[at + 1], this.index[at + 2]));
    }
    return values;
  }

  /** The body of the first option of this code, as a view, or `undefined`. */
  data(code: number): Uint8Array | undefined {
    const at = this.#find(code, 0);
    return at < 0 ? undefined : this.buffer.subarray(this.index[at + 1], this.index[at + 2]);
  }

  /** A reader over the body of the first option of this code; its offsets count from the message's buffer. */
  reader(code: number): Reader | undefined {
    const at = this.#find(code, 0);
    return at < 0 ? undefined : this.#reader(at);
  }

  /**
   * All options with a definition in `space`, decoded, in wire order. Throws `WireError` at the first that is malformed.
   */
  decodeAll(space: OptionSpace): DecodedOption[] {
    const { buffer, index } = this, decoded: DecodedOption[] = [];
    for (let at = 0; at < index.length; at += STRIDE) {
      const option = space.get(index[at]);
      if (option !== undefined) decoded.push({ option, value: option.readAt(buffer, index[at + 1], index[at + 2]) });
    }
    return decoded;
  }

  /** Readers over all bodies, in wire order. */
  *readers(): Generator<{ code: number; reader: Reader }> {
    for (let at = 0; at < this.index.length; at += STRIDE) {
      yield { code: this.index[at], reader: this.#reader(at) };
    }
  }

  /** The options as they stand on the wire. */
  *[Symbol.iterator](): Generator<RawOption> {
    for (const { code, reader } of this.readers()) yield { code, data: reader.rest() };
  }

  /** A copy in which `entries` stand at the end, in place of any option of the same codes; stray bytes stay last. */
  with(...entries: readonly OptionEntry[]): Options {
    return Options.#written([...this.#entriesWithout(entries.map((entry) => entry.code)), ...entries], this.stray);
  }

  /** A copy without the options of these definitions or codes; stray bytes stay. */
  without(...options: readonly (number | OptionDef<unknown>)[]): Options {
    return Options.#written(this.#entriesWithout(options.map(codeOf)), this.stray);
  }

  /** Writes all bytes, those that are not a whole option included. */
  write(writer: Writer): void {
    writer.bytes(this.buffer, this.start, this.end);
  }

  #entriesWithout(codes: readonly number[]): OptionEntry[] {
    return [...this].filter((option) => !codes.includes(option.code))
      .map(({ code, data }) => ({ code, write: (writer) => writer.bytes(data) }));
  }

  #find(code: number, from: number): number {
    const index = this.index;
    for (let at = from; at < index.length; at += STRIDE) if (index[at] === code) return at;
    return -1;
  }

  #reader(at: number): Reader {
    return new Reader(this.buffer, this.index[at + 1], this.index[at + 2]);
  }
}

function codeOf(option: number | OptionDef<unknown>): number {
  return typeof option === "number" ? option : option.code;
}

function writeEntry(writer: Writer, entry: OptionEntry): void {
  writer.u16(entry.code);
  const mark = writer.openLength();
  entry.write(writer);
  inside(`option ${entry.code}`, () => writer.closeLength(mark));
}

function strayBytes(bytes: Uint8Array, at: number, end: number): WireError {
  if (end - at < 4) {
    return new WireError(`needed 4 bytes for an option header at offset ${at}, ${end - at} available`, at);
  }
  const code = bytes[at] << 8 | bytes[at + 1], length = bytes[at + 2] << 8 | bytes[at + 3];
  return new WireError(
    `needed ${length} bytes for option ${code} at offset ${at + 4}, ${end - at - 4} available`,
    at + 4,
  );
}
