import { quote } from "./_quote.ts";
import type { Datatype } from "./datatype.ts";
import { ValueError } from "./value_error.ts";

/** The lowest and the highest number that is accepted, both included. */
export interface NumberRange {
  /** The lowest number. */
  readonly min: number;
  /** The highest number. */
  readonly max: number;
}

/**
 * A whole number in decimal digits, within a range.
 *
 * @example
 * ```ts
 * import { integer } from "@dhcpkit/kafka/config";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const level = integer({ min: 0, max: 255 });
 * assertEquals(level.parse("255"), 255);
 * assertThrows(() => level.parse("256"), RangeError, '"256" is out of range; write a whole number from 0 to 255');
 * ```
 */
export function integer(range: NumberRange): Datatype<number> {
  const prose = `a whole number from ${range.min} to ${range.max}`;
  return {
    name: "whole number",
    prose,
    parse(text: string): number {
      if (!/^-?\d+$/.test(text)) throw new ValueError(`${quote(text)} is not a whole number`, `write ${prose}`);
      return within(Number(text), text, range, prose);
    },
  };
}

/**
 * A number with or without decimals, within a range.
 *
 * @example
 * ```ts
 * import { float } from "@dhcpkit/kafka/config";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const factor = float({ min: 0, max: 1 });
 * assertEquals(factor.parse("0.8"), 0.8);
 * assertThrows(() => factor.parse("80%"), RangeError, '"80%" is not a number');
 * ```
 */
export function float(range: NumberRange): Datatype<number> {
  const prose = `a number from ${range.min} to ${range.max}`;
  return {
    name: "number",
    prose,
    parse(text: string): number {
      if (!/^-?\d+(?:\.\d+)?$/.test(text)) throw new ValueError(`${quote(text)} is not a number`, `write ${prose}`);
      return within(Number(text), text, range, prose);
    },
  };
}

/**
 * Yes or no, in any of the words for it: `yes`, `on`, `true`, `no`, `off`, `false`.
 *
 * @example
 * ```ts
 * import { boolean } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(["yes", "Off", "true"].map((text) => boolean.parse(text)), [true, false, true]);
 * ```
 */
export const boolean: Datatype<boolean> = {
  name: "yes or no",
  prose: "yes, on or true; no, off or false",
  parse(text: string): boolean {
    const word = text.toLowerCase();
    if (word === "yes" || word === "on" || word === "true") return true;
    if (word === "no" || word === "off" || word === "false") return false;
    throw new ValueError(`${quote(text)} is neither yes nor no`, "write yes or no");
  },
};

function within(value: number, text: string, range: NumberRange, prose: string): number {
  if (value >= range.min && value <= range.max) return value;
  throw new ValueError(`${quote(text)} is out of range`, `write ${prose}`);
}
