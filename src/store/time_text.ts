import { type Microseconds, NEVER } from "./record_place.ts";

/** Microseconds as RFC 3339 in UTC with six decimals; `null` for what never comes, and for years that are not 0 to 9999. */
export function timeText(time: Microseconds): string | null {
  return time === NEVER ? null : dateText(Math.floor(time / 1e6), ((time % 1e6) + 1e6) % 1e6);
}

/** The same of seconds with fractions, which are rounded to microseconds. */
export function secondsText(seconds: number): string | null {
  const whole = Math.floor(seconds), microseconds = Math.round((seconds - whole) * 1e6);
  return microseconds === 1e6 ? dateText(whole + 1, 0) : dateText(whole, microseconds);
}

function dateText(seconds: number, microseconds: number): string | null {
  const date = new Date(seconds * 1000), year = date.getUTCFullYear();
  if (!(year >= 0 && year <= 9999)) return null;
  return `${date.toISOString().slice(0, 19)}.${String(microseconds).padStart(6, "0")}Z`;
}

const TIME = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)$/;

/** Microseconds of a text as RFC 3339 has it, what is finer than that cut off; `undefined` for anything else. */
export function parseTime(text: string): Microseconds | undefined {
  const [, day, time, fraction = "", zone] = TIME.exec(text) ?? [];
  const seconds = Date.parse(`${day}T${time}${zone?.toUpperCase()}`) / 1000;
  if (Number.isNaN(seconds) || !isDay(day)) return undefined;
  return seconds * 1e6 + Number(fraction.slice(0, 6).padEnd(6, "0"));
}

/** `Date.parse` takes the 30th of February for a day in March. */
function isDay(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}
