import { durationMs } from "../config/mod.ts";

/** How to read and write moments. */
export interface MomentOptions {
  /** Whether a time without a zone is UTC, and times are written so, instead of in the zone of this machine. Default: false. */
  readonly utc?: boolean;
  /** Milliseconds since 1970-01-01 UTC. Default: now. */
  readonly now?: number;
}

const FORMS = "write 2026-11-30 14:05, 2026-11-30T14:05:30+01:00, 14:05, 90m ago, now, or seconds since 1970";

/** A moment as people write it, in milliseconds since 1970-01-01 UTC. Throws `RangeError` that tells the forms there are. */
export function parseMoment(text: string, { utc = false, now = Date.now() }: MomentOptions = {}): number {
  const trimmed = text.trim();
  if (/^now$/i.test(trimmed)) return now;
  if (/^\d{9,11}(\.\d+)?$/.test(trimmed)) return Number(trimmed) * 1000;
  const ago = /^(.+?)\s*ago$/i.exec(trimmed);
  if (ago) return now - milliseconds(ago[1], text);
  const parts = /^(?:(\d{4}-\d\d-\d\d))?[T ]?(\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(
    trimmed,
  );
  const [, date, time, zone] = parts ?? [];
  if (date === undefined && time === undefined) throw new RangeError(`${JSON.stringify(text)} is no time; ${FORMS}`);
  const day = date ?? dayOf(now, utc), offset = zone?.toUpperCase() ?? (utc ? "Z" : "");
  const moment = Date.parse(`${day}T${time ?? "00:00"}${offset}`);
  if (Number.isNaN(moment) || !isThatDay(day)) throw new RangeError(`${JSON.stringify(text)} is no time; ${FORMS}`);
  return moment;
}

/** A moment for people: `2026-11-30 14:05:30.123 CET`. */
export function momentText(milliseconds: number, { utc = false }: MomentOptions = {}): string {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return "(no time)";
  const parts = new Intl.DateTimeFormat("en-GB", {
    ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" },
    ...{ fractionalSecondDigits: 3, timeZoneName: "short", hourCycle: "h23", ...(utc ? { timeZone: "UTC" } : {}) },
  }).formatToParts(date);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? "";
  const day = `${part("year")}-${part("month")}-${part("day")}`;
  const time = `${part("hour")}:${part("minute")}:${part("second")}.${part("fractionalSecond")}`;
  return `${day} ${time} ${part("timeZoneName")}`;
}

function milliseconds(text: string, whole: string): number {
  try {
    return durationMs({ max: "5200w" }).parse(text);
  } catch (error) {
    throw new RangeError(`${JSON.stringify(whole)} is no time; ${FORMS}`, { cause: error });
  }
}

function dayOf(now: number, utc: boolean): string {
  const date = new Date(now);
  if (utc) return date.toISOString().slice(0, 10);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((one) => String(one).padStart(2, "0")).join("-");
}

/** Whether there is such a day: `Date.parse` takes the 31st of February for a day in March. */
function isThatDay(day: string): boolean {
  return !Number.isNaN(Date.parse(day)) && new Date(`${day}T00:00Z`).toISOString().startsWith(day);
}
