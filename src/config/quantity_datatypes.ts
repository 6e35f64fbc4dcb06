import { parseBytes, parseMilliseconds } from "./_quantity.ts";
import { quote } from "./_quote.ts";
import type { Datatype } from "./datatype.ts";
import { ValueError } from "./value_error.ts";

/** The least and the most that is accepted, both included, written like the values themselves: `1ms`, `7d`, `16mb`. */
export interface QuantityRange {
  /** The least; nothing at all when not given. */
  readonly min?: string;
  /** The most. */
  readonly max?: string;
}

/** The value that stands for ever in the lifetimes of DHCPv6 (RFC 8415 section 7.7), in seconds. */
export const INFINITE_LIFETIME = 0xffffffff;

/**
 * How long, as whole milliseconds. Text: `500ms`, `10s`, `30m`, `12h`, `7d`, `1w`, several of them (`1m30s`), or seconds
 * without a unit. At most `24d`, as timers cannot wait longer, when no range is given.
 *
 * @example
 * ```ts
 * import { durationMs } from "@dhcpkit/kafka/config";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const linger = durationMs({ max: "1m" });
 * assertEquals(["500ms", "5s", "5"].map((text) => linger.parse(text)), [500, 5000, 5000]);
 * assertThrows(() => linger.parse("500"), RangeError, '"500" is 500 seconds, more than 1m; for milliseconds write 500ms');
 * ```
 */
export function durationMs(range: QuantityRange = {}): Datatype<number> {
  const limits = { min: range.min ?? "0s", max: range.max ?? "24d" };
  return {
    name: "duration",
    prose: `a duration from ${limits.min} to ${limits.max}: ${DURATION_PROSE}`,
    parse: (text: string): number => Math.round(duration(text, limits)),
  };
}

/**
 * How long, in seconds, with decimals when the text has them. Text as for {@linkcode durationMs}; at most 4294967295
 * seconds when no range is given.
 *
 * @example
 * ```ts
 * import { durationSeconds } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * const elapsed = durationSeconds();
 * assertEquals(["7d", "12h", "30m", "10s", "90", "500ms"].map((text) => elapsed.parse(text)), [
 *   604800,
 *   43200,
 *   1800,
 *   10,
 *   90,
 *   0.5,
 * ]);
 * ```
 */
export function durationSeconds(range: QuantityRange = {}): Datatype<number> {
  const limits = { min: range.min ?? "0s", max: range.max ?? `${INFINITE_LIFETIME}s` };
  return {
    name: "duration",
    prose: `a duration from ${limits.min} to ${limits.max}: ${DURATION_PROSE}`,
    parse: (text: string): number => duration(text, limits) / 1000,
  };
}

/**
 * How long, in whole seconds, as DHCPv6 options carry it. Text as for {@linkcode durationMs}.
 *
 * @example
 * ```ts
 * import { wholeSeconds } from "@dhcpkit/kafka/config";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const limit = wholeSeconds({ min: "60s", max: "86400s" });
 * assertEquals(limit.parse("1h"), 3600);
 * assertThrows(() => limit.parse("1500ms"), RangeError, "less than 60s");
 * ```
 */
export function wholeSeconds(range: QuantityRange = {}): Datatype<number> {
  const seconds = durationSeconds(range);
  return {
    name: "duration",
    prose: `${seconds.prose}; whole seconds`,
    parse(text: string): number {
      const value = seconds.parse(text);
      if (Number.isInteger(value)) return value;
      throw new ValueError(`${quote(text)} is not a number of whole seconds`, `write ${Math.ceil(value)}s`);
    },
  };
}

/**
 * A lifetime of DHCPv6 (RFC 8415 section 7.7): whole seconds, or `infinity`, which is 4294967295.
 *
 * @example
 * ```ts
 * import { INFINITE_LIFETIME, lifetime } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(lifetime.parse("7d"), 604800);
 * assertEquals(lifetime.parse("infinity"), INFINITE_LIFETIME);
 * ```
 */
export const lifetime: Datatype<number> = {
  name: "lifetime",
  prose: "infinity, or a duration in whole seconds such as 7d, 12h, 30m, 10s or 604800",
  parse: (text: string): number => text.toLowerCase() === "infinity" ? INFINITE_LIFETIME : wholeSeconds().parse(text),
};

/**
 * An amount of memory in bytes. Text: `4096`, `64kb`, `16mb`, `1gb`, where a kb is 1024 bytes.
 *
 * @example
 * ```ts
 * import { byteSize } from "@dhcpkit/kafka/config";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const size = byteSize({ min: "64kb", max: "1gb" });
 * assertEquals(["64kb", "16MB", "1gb", "65536"].map((text) => size.parse(text)), [65536, 16777216, 1073741824, 65536]);
 * assertThrows(() => size.parse("1"), RangeError, '"1" is less than 64kb');
 * ```
 */
export function byteSize(range: Required<QuantityRange>): Datatype<number> {
  const [min, max] = [parseBytes(range.min) ?? 0, parseBytes(range.max) ?? Infinity];
  return {
    name: "size",
    prose: `a size from ${range.min} to ${range.max}: bytes, or a number with kb, mb or gb (a kb is 1024 bytes)`,
    parse(text: string): number {
      const value = parseBytes(text);
      if (value === undefined) {
        throw new ValueError(`${quote(text)} is not a size`, "write a number of bytes, or a number with kb, mb or gb");
      }
      if (value < min) throw new ValueError(`${quote(text)} is less than ${range.min}`);
      if (value > max) throw new ValueError(`${quote(text)} is more than ${range.max}`);
      return Math.round(value);
    },
  };
}

const DURATION_PROSE = "a number with ms, s, m, h, d or w, several of them as in 1m30s, or seconds without a unit";

function duration(text: string, limits: Required<QuantityRange>): number {
  const value = parseMilliseconds(text);
  if (value === undefined) throw new ValueError(`${quote(text)} is not a duration`, `write ${DURATION_PROSE}`);
  const isUnitless = /^[\d.]+$/.test(text);
  const read = `${quote(text)} is ${isUnitless ? `${text} seconds, ` : ""}`;
  if (value < (parseMilliseconds(limits.min) ?? 0)) throw new ValueError(`${read}less than ${limits.min}`);
  if (value > (parseMilliseconds(limits.max) ?? Infinity)) {
    throw new ValueError(`${read}more than ${limits.max}`, isUnitless ? `for milliseconds write ${text}ms` : undefined);
  }
  return value;
}
