import type { Microseconds } from "../../store/mod.ts";
import { visible } from "../present/visible.ts";

/** How {@linkcode readMoment} reads. */
export interface MomentSettings {
  /** What `now`, `90m ago` and `14:05` count from. */
  readonly now: Microseconds;
  /** IANA name of the zone that times without one are in. */
  readonly timeZone: string;
}

/** A moment, or why the text is none. */
export type MomentReading = { readonly at: Microseconds } | { readonly problem: string };

/** What people can write. */
const FORMS =
  "write 2026-11-30 14:05, 2026-11-30T14:05:30+01:00, 14:05, yesterday 14:05, 90m ago, now, or seconds since 1970";

/** Milliseconds of what stands before `ago`, by the first letters of the unit; months are not looked back upon by number. */
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^s(ec|ecs|econds?)?$/, 1000],
  [/^m(in|ins|inutes?)?$/, 60_000],
  [/^h(ours?|rs?)?$/, 3_600_000],
  [/^d(ays?)?$/, 86_400_000],
  [/^w(eeks?)?$/, 604_800_000],
];

/**
 * A moment as people write it. A time of day alone is the last such time that has passed: who asks at ten past midnight for 23:50
 * means yesterday.
 *
 * @example
 * ```ts
 * import { readMoment } from "./moment.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const now = Date.UTC(2026, 10, 30, 13, 5) * 1000;
 * assertEquals(readMoment("12:00", { now, timeZone: "Europe/Berlin" }), { at: Date.UTC(2026, 10, 30, 11) * 1000 });
 * ```
 */
export function readMoment(text: string, { now, timeZone }: MomentSettings): MomentReading {
  const trimmed = text.trim().toLowerCase();
  const milliseconds = relative(trimmed, now / 1000) ?? absolute(trimmed, now / 1000, timeZone);
  if (milliseconds !== undefined && Math.abs(milliseconds) < 8.64e15) return { at: Math.round(milliseconds * 1000) };
  return { problem: `“${visible(text.trim())}” is no time; ${FORMS}` };
}

function relative(text: string, now: number): number | undefined {
  if (text === "now") return now;
  if (/^\d{9,11}(\.\d{1,9})?$/.test(text)) return Number(text) * 1000;
  const ago = /^(.{1,40}?)\s*ago$/.exec(text);
  if (ago === null) return undefined;
  const parts = [...ago[1].matchAll(/(\d{1,9}(?:\.\d{1,3})?)\s*([a-z]+)\s*/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== ago[1]) return undefined;
  const lengths = parts.map(([, count, name]) => Number(count) * (UNITS.find(([form]) => form.test(name))?.[1] ?? NaN));
  const length = lengths.reduce((sum, one) => sum + one);
  return Number.isNaN(length) ? undefined : now - length;
}

function absolute(text: string, now: number, timeZone: string): number | undefined {
  const [whole, date, day, time, zone] =
    /^(?:(\d{4}-\d\d-\d\d)|(today|yesterday))?[t ]?\s*(\d{1,2}:\d\d(?::\d\d(?:\.\d{1,6})?)?)?\s*(z|utc|[+-]\d\d:?\d\d)?$/
      .exec(text) ?? [];
  if (whole === undefined || (date === undefined && day === undefined && time === undefined)) return undefined;
  const offset = zone === undefined ? undefined : offsetOf(zone);
  const clock = (at: number) => at + (offset ?? offsetAt(at, timeZone));
  const today = new Date(clock(now)).toISOString().slice(0, 10);
  const wall = wallTime(date ?? today, time ?? "00:00");
  if (wall === undefined) return undefined;
  const at = (clockTime: number) => clockTime - (offset ?? offsetBefore(clockTime, timeZone));
  if (day === "yesterday") return at(wall - 86_400_000);
  return date === undefined && day === undefined && at(wall) > now ? at(wall - 86_400_000) : at(wall);
}

/** What a clock without a zone shows, as if it stood in UTC; `undefined` for a day or time that there is none of. */
function wallTime(date: string, time: string): number | undefined {
  const day = Date.parse(`${date}T00:00Z`), [hours, minutes, seconds = 0] = time.split(":").map(Number);
  if (Number.isNaN(day) || !new Date(day).toISOString().startsWith(date)) return undefined;
  if (hours > 23 || minutes > 59 || seconds >= 60) return undefined;
  return day + (hours * 3600 + minutes * 60 + seconds) * 1000;
}

/** Milliseconds that a zone written as `+01:00` is ahead of UTC. */
function offsetOf(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  return sign === undefined ? 0 : (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** Milliseconds that a zone is ahead of UTC at a moment. */
function offsetAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    ...{ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" },
    ...{ hourCycle: "h23", timeZone },
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)?.value);
  const second = Math.floor(at / 1000) * 1000;
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second")) - second;
}

/** The same for a moment of which only is known what the clock shows; the offset of the day before it is a good first guess. */
function offsetBefore(clockTime: number, timeZone: string): number {
  const guess = clockTime - offsetAt(clockTime - 86_400_000, timeZone);
  return offsetAt(guess, timeZone);
}
