import { type Microseconds, NEVER } from "../../store/mod.ts";
import { ABSENT, countText } from "./quantity.ts";

/** Units from long to short, in seconds: what they are called in tables, and in sentences. */
const UNITS = [
  { seconds: 86_400, symbol: "d", word: "day" },
  { seconds: 3600, symbol: "h", word: "hour" },
  { seconds: 60, symbol: "min", word: "minute" },
  { seconds: 1, symbol: "s", word: "second" },
] as const;

/** A lifetime, T1 or T2 without an end (RFC 9915 section 7.7). */
const INFINITY = 0xffffffff;

/**
 * Microseconds for people: `840 µs`, `3.1 ms`, `840 ms`, `2.4 s`, `3 h 12 min`, `12 d 4 h`. The two largest units, rounded to the
 * nearest; from ten on without decimals. Negative ones with `−`, `–` for what is absent or no number, `for ever` for what never ends.
 *
 * @example
 * ```ts
 * import { durationText } from "./duration.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(durationText(840), "840 µs");
 * assertEquals(durationText(11_520e6), "3 h 12 min");
 * ```
 */
export function durationText(duration: Microseconds | undefined): string {
  if (duration === undefined || Number.isNaN(duration)) return ABSENT;
  if (Math.abs(duration) >= NEVER) return "for ever";
  if (duration < 0) return `−${durationText(-duration)}`;
  if (duration < 999.5) return `${Math.round(duration)} µs`;
  if (duration < 999_500) return `${oneDecimal(duration / 1000)} ms`;
  if (duration < 59.5e6) return `${oneDecimal(duration / 1e6)} s`;
  return twoUnits(duration / 1e6).map(({ count, symbol }) => `${countText(count)} ${symbol}`).join(" ");
}

/**
 * Microseconds as a sentence has them, rounded to what one would say: `40 minutes`, `2 hours 10 minutes`, `31 seconds`, `less than a
 * second`. The sign is left out, for `early` and `late` say it.
 */
export function durationWords(duration: Microseconds): string {
  const length = Math.abs(duration);
  if (length >= NEVER) return "for ever";
  if (!(length >= 999_500)) return "less than a second";
  return twoUnits(roughly(length / 1e6)).map(({ count, word }) =>
    `${countText(count)} ${word}${count === 1 ? "" : "s"}`
  )
    .join(" ");
}

/** Seconds, whole units where there are ten or more of them: nobody says 40 minutes 3 seconds. */
function roughly(seconds: number): number {
  const [{ count, seconds: unit }] = twoUnits(seconds);
  return count < 10 ? seconds : Math.round(seconds / unit) * unit;
}

/** Seconds of a lifetime, T1 or T2, exactly: `2 h`, `1 h 30 min`, `45 s`, `0 s`, `for ever` for 0xffffffff. */
export function lifetimeText(seconds: number): string {
  if (seconds === INFINITY) return "for ever";
  let left = seconds;
  const parts = UNITS.flatMap((unit) => {
    const count = Math.floor(left / unit.seconds);
    left -= count * unit.seconds;
    return count === 0 ? [] : [`${countText(count)} ${unit.symbol}`];
  });
  return parts.join(" ") || "0 s";
}

/** Seconds in the two largest units that they fill, the smaller one rounded and left out where it is nothing. */
function twoUnits(seconds: number): { count: number; seconds: number; symbol: string; word: string }[] {
  const first = UNITS.findIndex((unit, i) => rounded(seconds, UNITS[i + 1] ?? unit) >= unit.seconds);
  const at = first < 0 ? UNITS.length - 1 : first, unit = UNITS[at], smaller = UNITS[at + 1];
  const whole = rounded(seconds, smaller ?? unit), count = Math.floor(whole / unit.seconds);
  const rest = smaller === undefined ? 0 : Math.round((whole - count * unit.seconds) / smaller.seconds);
  return [{ ...unit, count }, ...smaller === undefined || rest === 0 ? [] : [{ ...smaller, count: rest }]];
}

function rounded(seconds: number, unit: { readonly seconds: number }): number {
  return Math.round(seconds / unit.seconds) * unit.seconds;
}

/** One decimal below ten; none from there on, nor where it would be 0. */
function oneDecimal(value: number): string {
  return value < 9.95 ? String(Number(value.toFixed(1))) : String(Math.round(value));
}
