/** Bytes that are handed out come from buffers of this size. */
const SLAB_BYTES = 65_536;
/** What is longer gets a buffer of its own, so that it does not keep a slab alive. */
const LONGEST = 8_192;

let slab = new Uint8Array(0);
let used = 0;

/**
 * So many bytes to be written once: their `buffer` may hold others' bytes as well, and those that were not written to are 0.
 *
 * Making a small `Uint8Array` costs ten times as much as filling it, so that one large one serves many.
 */
export function room(length: number): Uint8Array<ArrayBuffer> {
  if (length > LONGEST) return new Uint8Array(length);
  if (used + length > slab.length) {
    slab = new Uint8Array(SLAB_BYTES);
    used = 0;
  }
  return slab.subarray(used, used += length);
}

/** A copy of `source`, or of its first `length` bytes: never written to again, but its `buffer` may hold others' bytes as well. */
export function keep(source: Uint8Array, length: number = source.length): Uint8Array<ArrayBuffer> {
  const kept = room(length);
  if (length > 64) kept.set(length === source.length ? source : source.subarray(0, length));
  else for (let i = 0; i < length; i++) kept[i] = source[i];
  return kept;
}
