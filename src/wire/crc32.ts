/** The CRC-32 of Ethernet, gzip and `node:zlib`, whose version would put a part of Node into the graph of `mod.ts`. */
const POLYNOMIAL = 0xedb88320;

/** Table k has the CRC of a byte that k zero bytes follow, so that eight bytes are taken at once. */
let tables: readonly Int32Array[] | undefined;

/** What of the bytes is summed up: all of them, unless told. */
export interface Crc32Part {
  readonly start?: number;
  readonly end?: number;
  /** The checksum of what stands before. */
  readonly seed?: number;
}

/** The checksum of the bytes from `start` to `end`. */
export function crc32(bytes: Uint8Array, { start = 0, end = bytes.length, seed = 0 }: Crc32Part = {}): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables ??= makeTables();
  let crc = ~seed, at = start;
  for (; at + 8 <= end; at += 8) {
    crc ^= bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16 | bytes[at + 3] << 24;
    crc = t7[crc & 255] ^ t6[crc >>> 8 & 255] ^ t5[crc >>> 16 & 255] ^ t4[crc >>> 24] ^
      t3[bytes[at + 4]] ^ t2[bytes[at + 5]] ^ t1[bytes[at + 6]] ^ t0[bytes[at + 7]];
  }
  for (; at < end; at++) crc = t0[(crc ^ bytes[at]) & 255] ^ crc >>> 8;
  return ~crc >>> 0;
}

function makeTables(): Int32Array[] {
  const made = Array.from({ length: 8 }, () => new Int32Array(256));
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? POLYNOMIAL ^ crc >>> 1 : crc >>> 1;
    made[0][byte] = crc;
  }
  for (let k = 1; k < 8; k++) {
    for (let byte = 0; byte < 256; byte++) {
      const before = made[k - 1][byte];
      made[k][byte] = made[0][before & 255] ^ before >>> 8;
    }
  }
  return made;
}
