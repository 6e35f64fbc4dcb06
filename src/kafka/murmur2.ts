const M = 0x5bd1e995;

/**
 * The hash MurmurHash2 of a key as Kafka's Java client computes it, a number of 32 bits with sign; `& 0x7fffffff` and the number of
 * partitions make the partition of it, which is the same for all clients then.
 */
export function murmur2(key: Uint8Array): number {
  const { length } = key, end = length & ~3;
  let hash = 0x9747b28c ^ length;
  for (let at = 0; at < end; at += 4) {
    const word = Math.imul(key[at] | key[at + 1] << 8 | key[at + 2] << 16 | key[at + 3] << 24, M);
    hash = Math.imul(hash, M) ^ Math.imul(word ^ word >>> 24, M);
  }
  if (end < length) {
    for (let at = length - 1; at >= end; at--) hash ^= key[at] << 8 * (at - end);
    hash = Math.imul(hash, M);
  }
  hash = Math.imul(hash ^ hash >>> 13, M);
  return hash ^ hash >>> 15;
}
