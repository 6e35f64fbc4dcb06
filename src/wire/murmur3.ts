/** What of the bytes is hashed: all of them, unless told. */
export interface Murmur3Part {
  readonly start?: number;
  readonly end?: number;
  /** Another one gives other hashes; that of what stands before makes one of both. */
  readonly seed?: number;
}

const C1 = 0xcc9e2d51, C2 = 0x1b873593;

/**
 * The hash MurmurHash3 x86_32 of the bytes from `start` to `end`, as a number of 32 bits without sign: three times as fast as a CRC,
 * and as good at telling values apart that nobody has made to be equal.
 */
export function murmur3(bytes: Uint8Array, { start = 0, end = bytes.length, seed = 0 }: Murmur3Part = {}): number {
  let hash = seed, at = start;
  for (; at + 4 <= end; at += 4) {
    hash ^= scrambled(bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16 | bytes[at + 3] << 24);
    hash = Math.imul(hash << 13 | hash >>> 19, 5) + 0xe6546b64 | 0;
  }
  if (at < end) {
    let rest = 0;
    for (let i = end - 1; i >= at; i--) rest = rest << 8 | bytes[i];
    hash ^= scrambled(rest);
  }
  hash ^= end - start;
  hash = Math.imul(hash ^ hash >>> 16, 0x85ebca6b);
  hash = Math.imul(hash ^ hash >>> 13, 0xc2b2ae35);
  return (hash ^ hash >>> 16) >>> 0;
}

function scrambled(word: number): number {
  const mixed = Math.imul(word, C1);
  return Math.imul(mixed << 15 | mixed >>> 17, C2);
}
