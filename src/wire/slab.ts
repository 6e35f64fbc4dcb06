/** Bytes that are handed out come from buffers of this size. */
const SLAB_BYTES = 65_536;
/** What is longer gets a buffer of its own, so that it does not keep a slab alive. */
const LONGEST = 8_192;

let slab = new Uint8Array(0);
let used = 0;

/**
 * A copy of the first `length` bytes of `source`: never written to again, but its `buffer` may hold others' bytes as well.
 *
 * Making a small `Uint8Array` costs ten times as much as filling it, so that one large one serves many.
 */
export function keep(source: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  if (length > LONGEST) {
    const own = new Uint8Array(length);
    own.set(source.subarray(0, length));
    return own;
  }
  if (used + length > slab.length) {
    slab = new Uint8Array(SLAB_BYTES);
    used = 0;
  }
  const kept = slab.subarray(used, used + length);
  if (length > 64) kept.set(source.subarray(0, length));
  else for (let i = 0; i < length; i++) kept[i] = source[i];
  used += length;
  return kept;
}
