import { type Microseconds, NEVER } from "../../store/mod.ts";
import { durationText } from "./duration.ts";
import { ABSENT } from "./quantity.ts";

/** The last moment that dates of JavaScript know. */
const LAST_DATE: Microseconds = 8.64e18;

/** How moments are written for somebody. Made once for a zone: {@linkcode timesIn}. */
export interface Times {
  /** The IANA name of the zone. */
  readonly timeZone: string;
  /** Day, time to the millisecond and zone: `2026-11-30 14:05:30.123 CET`. */
  exact(at: Microseconds | undefined): string;
  /** Day, time to the minute and zone: `2026-11-30 14:05 CET`. */
  minute(at: Microseconds | undefined): string;
  /** The day alone: `2026-11-30`. */
  day(at: Microseconds | undefined): string;
  /** The time alone, to the millisecond: `14:05:30.123`. */
  time(at: Microseconds | undefined): string;
  /** As short as a sentence that is said `now` allows: `14:05` today, `Nov 29 14:05`, `2025-11-29 14:05` in another year. */
  short(at: Microseconds | undefined, now: Microseconds): string;
  /** The zone at that time, such as `CET`. */
  zone(at: Microseconds): string;
}

/**
 * Moments in a time zone, by its IANA name; default: that of the machine. Nothing that is written is a surprise: what never comes is
 * `never`, what is absent or no time is `–`.
 *
 * Throws `RangeError` for a zone that there is none of: {@linkcode isTimeZone}.
 *
 * @example
 * ```ts
 * import { timesIn } from "./times.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const times = timesIn("Europe/Berlin");
 * assertEquals(times.exact(Date.UTC(2026, 10, 30, 13, 5) * 1000), "2026-11-30 14:05:00.000 CET");
 * ```
 */
export function timesIn(timeZone?: string): Times {
  const format = new Intl.DateTimeFormat("en-GB", {
    ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" },
    ...{
      fractionalSecondDigits: 3,
      timeZoneName: "short",
      hourCycle: "h23",
      ...(timeZone === undefined ? {} : { timeZone }),
    },
  });
  const written = (at: Microseconds | undefined, write: (parts: Parts) => string) => {
    if (at === undefined || Number.isNaN(at)) return ABSENT;
    if (at >= NEVER) return "never";
    return Math.abs(at) > LAST_DATE ? ABSENT : write(partsOf(format, at));
  };
  return {
    timeZone: format.resolvedOptions().timeZone,
    exact: (at) => written(at, ({ day, minute, second, zone }) => `${day} ${minute}:${second} ${zone}`),
    minute: (at) => written(at, ({ day, minute, zone }) => `${day} ${minute} ${zone}`),
    day: (at) => written(at, ({ day }) => day),
    time: (at) => written(at, ({ minute, second }) => `${minute}:${second}`),
    short: (at, now) => written(at, (parts) => shortText(parts, partsOf(format, now))),
    zone: (at) => written(at, ({ zone }) => zone),
  };
}

/** Whether there is a time zone of that name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** How long ago or ahead: `3 min ago`, `in 2 h`, `now` within a second. `never`, and `–` for what is absent. */
export function relativeTime(at: Microseconds | undefined, now: Microseconds): string {
  if (at === undefined || Number.isNaN(at)) return ABSENT;
  if (at >= NEVER) return "never";
  const ahead = at - now, distance = roughly(Math.abs(ahead));
  if (Math.abs(ahead) < 1e6) return "now";
  return ahead < 0 ? `${distance} ago` : `in ${distance}`;
}

/** ISO 8601 in UTC to the microsecond, for JSON and the title of a time; `undefined` for what never comes, is absent or no time. */
export function isoTime(at: Microseconds | undefined): string | undefined {
  if (at === undefined || Number.isNaN(at) || at >= NEVER || Math.abs(at) > LAST_DATE) return undefined;
  const milliseconds = Math.floor(at / 1000), rest = Math.floor(at) - milliseconds * 1000;
  return new Date(milliseconds).toISOString().replace("Z", `${String(rest).padStart(3, "0")}Z`);
}

interface Parts {
  /** Year, month and day. */
  readonly day: string;
  /** Day and name of the month, without the year. */
  readonly dayOfYear: string;
  readonly year: string;
  /** Hour and minute. */
  readonly minute: string;
  /** Second and millisecond. */
  readonly second: string;
  readonly zone: string;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function partsOf(format: Intl.DateTimeFormat, at: Microseconds): Parts {
  const parts = format.formatToParts(Math.floor(at / 1000));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? "";
  const year = part("year"), month = part("month"), day = part("day");
  return {
    year,
    day: `${year}-${month}-${day}`,
    dayOfYear: `${MONTHS[Number(month) - 1]} ${Number(day)}`,
    minute: `${part("hour")}:${part("minute")}`,
    second: `${part("second")}.${part("fractionalSecond")}`,
    zone: part("timeZoneName"),
  };
}

function shortText({ day, dayOfYear, year, minute }: Parts, today: Parts): string {
  if (day === today.day) return minute;
  return year === today.year ? `${dayOfYear} ${minute}` : `${day} ${minute}`;
}

/** From a minute on, the largest unit alone says how long ago something was. */
function roughly(distance: Microseconds): string {
  for (const unit of [86_400e6, 3600e6, 60e6, 1e6]) {
    if (Math.round(distance / unit) >= 1 && distance >= unit * 0.995) {
      return durationText(Math.floor(distance / unit + 0.005) * unit);
    }
  }
  return durationText(distance);
}
