/** What stands between groups of three digits: a narrow space at which no line is broken. */
const THIN_SPACE = "\u202f";
/** What stands where there is no number. */
export const ABSENT = "–";

/** A whole number with its digits in groups: `1 204`. `–` where there is none. */
export function countText(count: number | bigint | undefined): string {
  if (count === undefined || (typeof count === "number" && !Number.isFinite(count))) return ABSENT;
  const whole = typeof count === "number" ? BigInt(Math.round(count)) : count;
  const digits = String(whole < 0n ? -whole : whole).replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
  return whole < 0n ? `−${digits}` : digits;
}

/** So many of a thing: `1 server`, `1 204 servers`. `plural` is for words that do not end with an s then. */
export function countOf(count: number, thing: string, plural: string = `${thing}s`): string {
  return `${countText(count)} ${count === 1 ? thing : plural}`;
}

/** Bytes with three digits or so, in powers of 1000: `822 bytes`, `1.4 MB`. `–` where there is no number. */
export function bytesText(bytes: number | undefined): string {
  if (bytes === undefined || !Number.isFinite(bytes)) return ABSENT;
  if (bytes < 0) return `−${bytesText(-bytes)}`;
  if (bytes < 999.5) return countOf(Math.round(bytes), "byte");
  const units = ["kB", "MB", "GB", "TB", "PB"];
  let value = bytes / 1000, unit = 0;
  while (value >= 999.5 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${threeDigits(value)} ${units[unit]}`;
}

/**
 * A part of a whole in per cent: `7 %`, `0.4 %`; what is not nothing and not all is never shown as such (`< 0.01 %`, `> 99.9 %`). `–`
 * where the whole is nothing.
 */
export function shareText(part: number, whole: number): string {
  if (!(whole > 0) || !Number.isFinite(part / whole)) return ABSENT;
  const percent = part / whole * 100;
  if (percent > 0 && percent < 0.01) return "< 0.01 %";
  if (percent < 100 && percent > 99.9) return "> 99.9 %";
  if (percent < 0.1) return `${trimmed(percent, 2)} %`;
  return `${trimmed(percent, percent < 9.95 || percent > 99 ? 1 : 0)} %`;
}

/** How many in a second: `812/s`, `3.4/s`, `0.02/s`. `–` where there is no number. */
export function rateText(perSecond: number | undefined): string {
  if (perSecond === undefined || !Number.isFinite(perSecond)) return ABSENT;
  if (perSecond === 0) return "0/s";
  if (perSecond < 0.01) return "< 0.01/s";
  return `${perSecond < 9.95 ? trimmed(perSecond, perSecond < 1 ? 2 : 1) : countText(perSecond)}/s`;
}

/** A number below 1000 with a decimal where it has one digit only. */
function threeDigits(value: number): string {
  return value < 9.95 ? trimmed(value, 1) : String(Math.round(value));
}

/** Without zeros at the end. */
function trimmed(value: number, decimals: number): string {
  return String(Number(value.toFixed(decimals)));
}
