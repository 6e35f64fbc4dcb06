/** Parameters of RFC 3492 section 5. */
const BASE = 36, T_MIN = 1, T_MAX = 26, SKEW = 38, DAMP = 700, INITIAL_BIAS = 72, INITIAL_N = 128;

/** Digits and letters of Punycode, by their value. */
const DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** The text that Punycode in lower case stands for (RFC 3492 section 6.2); `undefined` for what is none. */
export function decodePunycode(encoded: string): string | undefined {
  const split = encoded.lastIndexOf("-"), found = [...encoded.slice(0, Math.max(split, 0))];
  let n = INITIAL_N, bias = INITIAL_BIAS, i = 0;
  for (let at = split + 1; at < encoded.length;) {
    const before = i;
    for (let weight = 1, k = BASE;; k += BASE) {
      const digit = at < encoded.length ? DIGITS.indexOf(encoded[at++]) : -1;
      if (digit < 0) return undefined;
      i += digit * weight;
      const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
      if (digit < threshold) break;
      weight *= BASE - threshold;
    }
    const length = found.length + 1;
    bias = adapt(i - before, length, before === 0);
    n += Math.floor(i / length);
    i %= length;
    if (n > 0x10ffff) return undefined;
    found.splice(i++, 0, String.fromCodePoint(n));
  }
  return found.join("");
}

/** RFC 3492 section 6.1. */
function adapt(delta: number, length: number, isFirst: boolean): number {
  let left = Math.floor(delta / (isFirst ? DAMP : 2)), k = 0;
  left += Math.floor(left / length);
  for (; left > (BASE - T_MIN) * T_MAX / 2; k += BASE) left = Math.floor(left / (BASE - T_MIN));
  return k + Math.floor((BASE - T_MIN + 1) * left / (left + SKEW));
}
