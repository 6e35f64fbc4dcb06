import { encode, Reader, u16At, WireError, type Writer } from "../wire/mod.ts";
import { IPv6Address } from "./address.ts";
import { findOption, nextOption, strayAt } from "./next_option.ts";
import { inside, type OptionDef, type OptionEntry, rawOption } from "./option.ts";

/** One option as it stands on the wire: its code and its body, not decoded. */
export interface RawOption {
  /** Option code. */
  readonly code: number;
  /** The body, as a view. */
  readonly data: Uint8Array;
}

/** @internal A part of a buffer. */
export interface Place {
  /** All of it. */
  readonly buffer: Uint8Array;
  /** Where the part starts. */
  readonly start: number;
  /** The first byte behind it. */
  readonly end: number;
}

const NO_BYTES: Uint8Array = /* @__PURE__ */ new Uint8Array();

/**
 * The options of a message, or of an option that holds options (RFC 9915 section 21.1), in wire order.
 *
 * Reading only notes where they are; an option is looked for, and its body decoded, when somebody asks for it. Bytes at the
 * end that are not a whole option are kept and reported by {@linkcode Options.problem}. Options are immutable:
 * {@linkcode Options.with} and {@linkcode Options.without} make new ones.
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

  private buffer: Uint8Array;
  private start: number;
  private end: number;
  /** What {@linkcode Options.deferred} was given, until somebody wants the bytes. */
  private entries: readonly OptionEntry[] | undefined;

  private constructor(bytes: Uint8Array, start: number, end: number, entries?: readonly OptionEntry[]) {
    this.buffer = bytes;
    this.start = start;
    this.end = end;
    this.entries = entries;
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

  /**
   * Options with these values, in this order: `Options.of(ClientId.of({ duid }), ElapsedTime.of({ elapsed: 0 }))`.
   *
   * Throws `WireError` where a value does not fit.
   */
  static of(...entries: readonly OptionEntry[]): Options {
    const options = Options.deferred(...entries);
    options.settle();
    return options;
  }

  /**
   * The same, encoded when somebody wants the bytes: nested options and relayed messages are then written in one go, which
   * takes about half the time. Until then the values are only referred to, so they have to stay as they are, and one that
   * does not fit is told by `save` or whatever else wants the bytes.
   */
  static deferred(...entries: readonly OptionEntry[]): Options {
    return new Options(NO_BYTES, 0, 0, entries);
  }

  /** How many options there are, nested ones not counted. */
  get size(): number {
    return this.codes.length;
  }

  /** The codes, in wire order. */
  get codes(): number[] {
    this.settle();
    const { buffer, end } = this, codes: number[] = [];
    for (let at = this.start, next; (next = nextOption(buffer, at, end)) > 0; at = next) codes.push(u16At(buffer, at));
    return codes;
  }

  /** The bytes of all options, as a view. */
  get bytes(): Uint8Array {
    return this.bytesFrom(this.start);
  }

  /** The bytes after the last whole option, as a view; mostly none. */
  get stray(): Uint8Array {
    return this.bytesFrom(this.strayAt());
  }

  /** What is wrong with the bytes after the last whole option, if there are any. */
  get problem(): WireError | undefined {
    const at = this.strayAt();
    return at === this.end ? undefined : strayBytes(this.buffer, at, this.end);
  }

  /** Whether there is an option of this definition or code. */
  has(option: number | OptionDef<unknown>): boolean {
    return this.find(codeOf(option)) >= 0;
  }

  /** The value of the first such option, or `undefined`. Throws `WireError` when its body is malformed. */
  get<T>(option: OptionDef<T>): T | undefined {
    const at = this.find(option.code), { buffer } = this;
    return at < 0 ? undefined : option.readAt(buffer, at + 4, at + 4 + u16At(buffer, at + 2));
  }

  /** The values of all such options, in wire order. Throws `WireError` when one is malformed. */
  getAll<T>(option: OptionDef<T>): T[] {
    this.settle();
    const { buffer, end } = this, { code } = option, values: T[] = [];
    for (let at = this.start, next; (next = nextOption(buffer, at, end)) > 0; at = next) {
      if (u16At(buffer, at) === code) values.push(option.readAt(buffer, at + 4, next));
    }
    return values;
  }

  /** The body of the first option of this code, as a view, or `undefined`. */
  data(code: number): Uint8Array | undefined {
    return this.reader(code)?.rest();
  }

  /** A reader over the body of the first option of this code; its offsets count from the message's buffer. */
  reader(code: number): Reader | undefined {
    const at = this.find(code);
    return at < 0 ? undefined : bodyReader(this.buffer, at);
  }

  /** Readers over all bodies, in wire order. */
  *readers(): Generator<{ code: number; reader: Reader }> {
    this.settle();
    const { buffer, end } = this;
    for (let at = this.start, next; (next = nextOption(buffer, at, end)) > 0; at = next) {
      yield { code: u16At(buffer, at), reader: bodyReader(buffer, at) };
    }
  }

  /** The options as they stand on the wire. */
  *[Symbol.iterator](): Generator<RawOption> {
    for (const { code, reader } of this.readers()) yield { code, data: reader.rest() };
  }

  /** A copy in which `entries` stand at the end, in place of any option of the same codes; stray bytes stay last. */
  with(...entries: readonly OptionEntry[]): Options {
    return this.changed(entries.map((entry) => entry.code), entries);
  }

  /** A copy without the options of these definitions or codes; stray bytes stay. */
  without(...options: readonly (number | OptionDef<unknown>)[]): Options {
    return this.changed(options.map(codeOf), []);
  }

  /** Writes all bytes, those that are not a whole option included. */
  write(writer: Writer): void {
    const { entries } = this;
    if (entries === undefined) writer.bytes(this.buffer, this.start, this.end);
    else for (let i = 0; i < entries.length; i++) writeEntry(writer, entries[i]);
  }

  /** @internal The buffer that holds these options, and where in it they are. */
  get place(): Place {
    if (this.entries !== undefined) this.settle();
    return this as unknown as Place;
  }

  /** @internal What stands between a place of the buffer and the options' end: from a header on, a whole message. */
  bytesFrom(start: number): Uint8Array {
    this.settle();
    const { buffer, end } = this;
    return start === 0 && end === buffer.length ? buffer : buffer.subarray(start, end);
  }

  /** @internal Sixteen bytes of the buffer, such as one of a header in front of the options. */
  addressAt(at: number): IPv6Address {
    return IPv6Address.at(this.buffer, at);
  }

  /** @internal Writes what {@linkcode Options.bytesFrom} gives. */
  writeFrom(writer: Writer, start: number): void {
    writer.bytes(this.buffer, start, this.end);
  }

  /** Encodes what is not encoded yet. */
  private settle(): void {
    const { entries } = this;
    if (entries === undefined) return;
    const bytes = encode((writer) => this.write(writer));
    this.buffer = bytes;
    this.start = 0;
    this.end = bytes.length;
    this.entries = undefined;
  }

  /** Where the first option of this code starts, or -1. */
  private find(code: number): number {
    this.settle();
    return findOption(this.buffer, this.start, this.end, code);
  }

  /** Where the bytes behind the last whole option start. */
  private strayAt(): number {
    this.settle();
    return strayAt(this.buffer, this.start, this.end);
  }

  /** A copy without options of these codes and with these entries behind the others. */
  private changed(codes: readonly number[], entries: readonly OptionEntry[]): Options {
    const kept = [...this].filter(({ code }) => !codes.includes(code)).map(({ code, data }) => rawOption(code, data));
    const { stray } = this, changed = Options.deferred(...kept, ...entries);
    const bytes = encode((writer) => {
      changed.write(writer);
      writer.bytes(stray);
    });
    return Options.at(bytes, 0, bytes.length);
  }
}

function bodyReader(bytes: Uint8Array, at: number): Reader {
  return new Reader(bytes, at + 4, at + 4 + u16At(bytes, at + 2));
}

function codeOf(option: number | OptionDef<unknown>): number {
  return typeof option === "number" ? option : option.code;
}

function writeEntry(writer: Writer, entry: OptionEntry): void {
  writer.u16(entry.code);
  const mark = writer.openLength();
  entry.write(writer);
  if (writer.offset - mark > 0xffff) inside(`option ${entry.code}`, () => writer.closeLength(mark));
  else writer.closeLength(mark);
}

/** What is wrong with the bytes from `at` on, where no whole option stands. */
export function strayBytes(bytes: Uint8Array, at: number, end: number): WireError {
  if (end - at < 4) {
    return new WireError(`needed 4 bytes for an option header at offset ${at}, ${end - at} available`, at);
  }
  const code = bytes[at] << 8 | bytes[at + 1], length = bytes[at + 2] << 8 | bytes[at + 3];
  return new WireError(
    `needed ${length} bytes for option ${code} at offset ${at + 4}, ${end - at - 4} available`,
    at + 4,
  );
}
