import { nearest } from "./near.ts";
import { quote, strayCharacter } from "./_quote.ts";
import type { Datatype } from "./datatype.ts";
import { ValueError } from "./value_error.ts";

/** How few and how many bytes are accepted, both included. */
export interface LengthRange {
  /** The fewest bytes; 1 when not given. */
  readonly minBytes?: number;
  /** The most bytes. */
  readonly maxBytes: number;
}

/**
 * Any text that is not empty and whose UTF-8 form is not too long.
 *
 * @example
 * ```ts
 * import { text } from "@dhcpkit/kafka/config";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(text({ maxBytes: 255 }).parse("dhcp 01, Zürich"), "dhcp 01, Zürich");
 * assertThrows(() => text({ maxBytes: 3 }).parse("üü"), RangeError, '"üü" has 4 bytes');
 * ```
 */
export function text(range: LengthRange): Datatype<string> {
  return {
    name: "text",
    prose: `a text of at most ${range.maxBytes} bytes of UTF-8`,
    parse(value: string): string {
      const length = new TextEncoder().encode(value).length;
      if (length > range.maxBytes) {
        throw new ValueError(`${quote(value)} has ${length} bytes`, `at most ${range.maxBytes} bytes fit`);
      }
      if (length < (range.minBytes ?? 1)) throw new ValueError("the value is empty", "write a text");
      return value;
    },
  };
}

/**
 * A short name without spaces: `A-Z a-z 0-9 . _ -`, at most 255 of them.
 *
 * @example
 * ```ts
 * import { identifier } from "@dhcpkit/kafka/config";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => identifier.parse("my server"), RangeError, "holds a space at position 3");
 * ```
 */
export const identifier: Datatype<string> = {
  name: "identifier",
  prose: "1 to 255 of the characters A-Z a-z 0-9 . _ -",
  parse(value: string): string {
    const stray = strayCharacter(value, /^[A-Za-z0-9._-]$/);
    if (stray !== undefined) throw new ValueError(stray, "an identifier has only A-Z a-z 0-9 . _ -");
    if (value.length >= 1 && value.length <= 255) return value;
    throw new ValueError(`${quote(value)} has ${value.length} characters`, "an identifier has 1 to 255");
  },
};

/**
 * One of several words, written here in lower case, each with the value that it stands for. In a file their case does
 * not matter, and `_` is as good as `-`: Kafka's own `SASL_SSL` is `sasl-ssl`.
 *
 * @example
 * ```ts
 * import { choice } from "@dhcpkit/kafka/config";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const acks = choice({ "0": 0, "1": 1, all: "all" });
 * assertEquals(acks.parse("ALL"), "all");
 * assertThrows(() => acks.parse("two"), RangeError, '"two" is not one of the choices; write 0, 1 or all');
 * ```
 */
export function choice<const Words extends Readonly<Record<string, unknown>>>(
  words: Words,
): Datatype<Words[keyof Words]> {
  const values = new Map(Object.entries(words)) as Map<string, Words[keyof Words]>;
  const names = [...values.keys()];
  const list = names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} or ${names[names.length - 1]}`;
  return {
    name: "choice",
    prose: `one of ${list}`,
    parse(written: string): Words[keyof Words] {
      const word = written.toLowerCase().replaceAll("_", "-"), value = values.get(word);
      if (value !== undefined) return value;
      const near = nearest(word, names);
      const remedy = near === undefined ? `write ${list}` : `did you mean ${near}? Write ${list}`;
      throw new ValueError(`${quote(written)} is not one of the choices`, remedy);
    },
  };
}

/**
 * Bytes as hexadecimal digits, with `:` or `-` between them or with nothing, `0x` before them or not.
 *
 * @example
 * ```ts
 * import { hexBytes } from "@dhcpkit/kafka/config";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const address = hexBytes({ maxBytes: 8 });
 * assertEquals(address.parse("00:53:00:ef:1d:89"), address.parse("0x005300EF1D89"));
 * assertThrows(() => address.parse("00:2g"), RangeError, 'holds "g" at position 5');
 * ```
 */
export function hexBytes(range: LengthRange): Datatype<Uint8Array> {
  const min = range.minBytes ?? 1;
  return {
    name: "hexadecimal bytes",
    prose: `${min} to ${range.maxBytes} bytes as hexadecimal digits, such as 00:53:00:ef:1d:89 or 005300ef1d89`,
    parse(written: string): Uint8Array {
      const digits = written.replace(/^0x/i, "");
      const stray = strayCharacter(written.replace(/^0x/i, "00"), /^[0-9A-Fa-f:-]$/, written);
      if (stray !== undefined) throw new ValueError(stray, "write pairs of hexadecimal digits, such as 00:53:00");
      const groups = digits.split(/[:-]/);
      const isPaired = groups.length === 1 ? digits.length % 2 === 0 : groups.every((group) => group.length === 2);
      if (!isPaired) throw new ValueError(`${quote(written)} is not made of pairs of digits`, "write 0a rather than a");
      const pairs = digits.match(/[0-9a-f]{2}/gi) ?? [];
      if (pairs.length >= min && pairs.length <= range.maxBytes) {
        return Uint8Array.from(pairs, (pair) => parseInt(pair, 16));
      }
      throw new ValueError(`${quote(written)} has ${pairs.length} bytes`, `write ${min} to ${range.maxBytes} bytes`);
    },
  };
}
