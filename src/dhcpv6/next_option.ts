import { u16At } from "../wire/mod.ts";

/**
 * Where the option behind the one at `at` starts, or 0 when no whole option stands there.
 *
 * | offset | field | type |
 * | --- | --- | --- |
 * | 0 | option code | u16 |
 * | 2 | option length `n` | u16 |
 * | 4 | body | `n` bytes |
 *
 * (RFC 9915 section 21.1)
 */
export function nextOption(bytes: Uint8Array, at: number, end: number): number {
  if (end - at < 4) return 0;
  const next = at + 4 + u16At(bytes, at + 2);
  return next > end ? 0 : next;
}

/** Where the first option of a code starts, or -1. */
export function findOption(bytes: Uint8Array, start: number, end: number, code: number): number {
  for (let at = start, next; (next = nextOption(bytes, at, end)) > 0; at = next) {
    if (u16At(bytes, at) === code) return at;
  }
  return -1;
}

/** Where the bytes behind the last whole option start; `end` where there are none. */
export function strayAt(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  for (let next; (next = nextOption(bytes, at, end)) > 0;) at = next;
  return at;
}

/**
 * Bytes of the header of a failover message (RFC 8156 section 6): eight with the time of sending, where the options then fill
 * the rest exactly, otherwise four.
 */
export function failoverHeaderLength(bytes: Uint8Array, start: number, end: number): 4 | 8 {
  return end - start >= 8 && strayAt(bytes, start + 8, end) === end ? 8 : 4;
}
