import { Reader, WireError, type Writer } from "../wire/mod.ts";
import type { Field, Fields } from "./field.ts";
import type { Message } from "./message.ts";
import type { NestedField } from "./nested_field.ts";
import type { Options } from "./options.ts";

/**
 * What one option is: its code, its name, where it is defined, and how its value is read and written.
 *
 * Made by {@linkcode defineOption}; everything that knows options (decoding, encoding, JSON, text, documentation)
 * derives from it.
 */
export interface OptionDef<T> {
  /** Option code. */
  readonly code: number;
  /** Name in kebab case, the IANA name without `OPTION_`. */
  readonly name: string;
  /** Where the layout is defined, such as `RFC 4649 section 3`. */
  readonly reference: string;
  /** The fields in the order in which they stand on the wire. */
  readonly fields: readonly NamedField[];
  /** The field that holds options or a message, where there is one. */
  readonly nested: NestedPart | undefined;
  /** How often and where it may stand. */
  readonly traits: OptionTraits;
  /** Bytes from which on no body is malformed, see {@linkcode FastCodec.wellFormedFrom}; `Infinity` where any may be. */
  readonly wellFormedFrom: number;
  /** Whether it holds a message and nothing else. */
  readonly isEnvelope: boolean;
  /** Reads a whole body: every byte up to the reader's end. Throws `WireError`. */
  read(reader: Reader): T;
  /** The same for the body between two places of a buffer. */
  readAt(bytes: Uint8Array, start: number, end: number): T;
  /** Writes a body. Throws `WireError` when a value does not fit its field. */
  write(writer: Writer, value: T): void;
  /** Joins the definition and a value, for {@linkcode Options.of}. */
  of(value: T): OptionEntry;
}

/**
 * What the fields of an option say, written out for one that is in nearly every packet: an object literal is made three
 * times as fast as one whose names are data, and a property that is named in the code is read as much faster. Tests hold
 * both against each other.
 */
export interface FastCodec<T> {
  /** Reads a body that is as it should be; `undefined` for any other, which the fields then read and report. */
  read(bytes: Uint8Array, start: number, end: number): T | undefined;
  /** Writes a body. Throws `WireError` when a value does not fit its field. */
  write(writer: Writer, value: T): void;
  /**
   * Bodies of at least so many bytes are as they should be, whatever is in them, such as an enterprise number and a name:
   * `decode` leaves them where they are until somebody asks for the value. Default: no body is.
   */
  readonly wellFormedFrom?: number;
}

/** A field and the name that it has in the value (camel case) and in JSON and text (kebab case). */
export interface NamedField {
  /** Property of the value. */
  readonly key: string;
  /** Name in JSON and text. */
  readonly label: string;
  /** Reads and writes it. */
  readonly field: Field<unknown>;
}

/** A field that holds options or a message. */
export interface NestedPart {
  /** Property of the value; a message is always in `message`, options are in `options`. */
  readonly key: "options" | "message";
  /** Reads and writes it. */
  readonly field: NestedField<Options | Message>;
}

/** How often and where an option may stand; what is not said is as for a {@linkcode CONFIGURATION} option. */
export interface OptionTraits {
  /** Whether it may stand more than once in the same message or option. Default: false. */
  readonly repeats?: boolean;
  /** Names of the message types and of the options that it may stand in. Default: {@linkcode CONFIGURATION}. */
  readonly within?: readonly string[];
  /** Whether clients ask for it in an Option Request option. Default: true. */
  readonly requestable?: Requestable;
  /** What about the layout could not be checked against its RFC; decoding is a best effort then. */
  readonly unverified?: string;
}

/**
 * Whether an Option Request option may list a code (the column "Client ORO" of IANA's list of option codes): yes, no, as
 * the client likes although the option comes without being asked for too, or it has to in messages of one type.
 */
export type Requestable = boolean | "optional" | { readonly requiredIn: string };

/**
 * Where options stand that clients ask for by the Option Request option, and give as hints (RFC 9915 section 18.2): the
 * messages that may carry an ORO, and the answers to them.
 */
export const CONFIGURATION: readonly string[] = [
  "solicit",
  "request",
  "renew",
  "rebind",
  "information-request",
  "advertise",
  "reply",
];

/** An option that is to be written: code and body. */
export interface OptionEntry {
  /** Option code. */
  readonly code: number;
  /** Writes the body. */
  write(writer: Writer): void;
}

/**
 * Declares an option.
 *
 * `fields` names each property of the value once, in wire order; a wrong, missing or extra one does not compile.
 * `traits` say how often and where it may stand; for `fast` see {@linkcode FastCodec}.
 *
 * @example
 * ```ts
 * import { bytes, defineOption, type OptionDef, u32 } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * interface RemoteIdValue {
 *   enterprise: number;
 *   id: Uint8Array;
 * }
 * const RemoteId: OptionDef<RemoteIdValue> = defineOption(37, "remote-id", "RFC 4649 section 3", {
 *   enterprise: u32,
 *   id: bytes,
 * });
 * assertEquals(RemoteId.fields.map((field) => field.label), ["enterprise", "id"]);
 * ```
 */
export function defineOption<T extends object>(
  code: number,
  name: string,
  reference: string,
  fields: Fields<NoInfer<T>>,
  traits: OptionTraits = {},
  fast?: FastCodec<NoInfer<T>>,
): OptionDef<T> {
  const named = (Object.entries(fields) as [keyof T & string, Field<T[keyof T & string]>][])
    .map(([key, field]) => ({ key, label: kebab(key), field }));

  function read(reader: Reader): T {
    try {
      const value = {} as T;
      for (let i = 0; i < named.length; i++) value[named[i].key] = named[i].field.read(reader);
      if (reader.offset !== reader.end) reader.expectEnd();
      return value;
    } catch (error) {
      throw placed(error, name);
    }
  }

  function write(writer: Writer, value: T): void {
    try {
      if (fast !== undefined) fast.write(writer, value);
      else for (let i = 0; i < named.length; i++) named[i].field.write(writer, value[named[i].key]);
    } catch (error) {
      throw placed(error, name);
    }
  }

  const readFast = fast?.read, nested = nestedPart(named as unknown as readonly NamedField[]);
  const definition: OptionDef<T> = {
    code,
    name,
    reference,
    traits,
    wellFormedFrom: fast?.wellFormedFrom ?? Infinity,
    isEnvelope: named.length === 1 && named[0].key === "message" && nested !== undefined,
    fields: named as unknown as readonly NamedField[],
    nested,
    read,
    readAt: readFast === undefined
      ? (bytes, start, end) => read(new Reader(bytes, start, end))
      : (bytes, start, end) => readFast(bytes, start, end) ?? read(new Reader(bytes, start, end)),
    write,
    of: (value) => new ValueEntry(definition, value),
  };
  return definition;
}

/** An option that is to be written, as its value. */
class ValueEntry<T> implements OptionEntry {
  readonly definition: OptionDef<T>;
  readonly value: T;

  constructor(definition: OptionDef<T>, value: T) {
    this.definition = definition;
    this.value = value;
  }

  get code(): number {
    return this.definition.code;
  }

  write(writer: Writer): void {
    this.definition.write(writer, this.value);
  }
}

function nestedPart(fields: readonly NamedField[]): NestedPart | undefined {
  return fields.find(({ field }) => "holds" in field) as NestedPart | undefined;
}

/** An option of any code with a body as it is. */
export function rawOption(code: number, data: Uint8Array): OptionEntry {
  return { code, write: (writer) => writer.bytes(data) };
}

/** Runs `action`; a `WireError` that it throws gets `name` in front of its path. */
export function inside<R>(name: string, action: () => R): R {
  try {
    return action();
  } catch (error) {
    throw placed(error, name);
  }
}

/** The error with `name` in front of its path, where it is a `WireError`. */
export function placed(error: unknown, name: string): unknown {
  return error instanceof WireError ? error.within(name) : error;
}

function kebab(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => "-" + letter.toLowerCase());
}
