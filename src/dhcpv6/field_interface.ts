import type { Reader, Writer } from "../wire/mod.ts";
import type { OptionSpace } from "./option_space.ts";

/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON Schema (draft 2020-12), or a part of one. */
export type JsonSchema = { readonly [keyword: string]: Json };

/**
 * How one value stands on the wire, in JSON and in text for people.
 *
 * A field without an own length takes everything that is left, so it comes last.
 */
export interface Field<T> {
  /** What it is, for documentation: `u32`, `address list`. */
  readonly kind: string;
  /** Reads the value. Throws `WireError`. */
  read(reader: Reader): T;
  /** Writes the value. Throws `WireError` when it does not fit. */
  write(writer: Writer, value: T): void;
  /** The value for JSON: names, numbers, text; bytes as hexadecimal digits. Tells all of the value. */
  json(value: T): Json;
  /**
   * The value that JSON tells: whatever `json` gives, and what people write in place of it. Throws `JsonError`, or
   * `WireError` where the value would not fit.
   *
   * Where `space` is given, the names of its options may stand for their codes.
   */
  fromJson(json: Json, space?: OptionSpace): T;
  /** JSON Schema of what `fromJson` takes. */
  schema(): JsonSchema;
  /** The value for people; `space` names option codes in it, `whole` is the value of the option that holds it. */
  text(value: T, space: OptionSpace, whole?: unknown): string;
}

/** A field for each property of `T`. */
export type Fields<T> = { readonly [Key in keyof T]-?: Field<T[Key]> };
