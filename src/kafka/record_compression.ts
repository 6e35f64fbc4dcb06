import { Buffer } from "node:buffer";
import zlib from "node:zlib";
import { promisify } from "node:util";
import { lz4Compress, lz4Decompress, snappyCompress, snappyDecompress } from "@platformatic/wasm-utils/bundled";
import { asBuffer } from "./as_buffer.ts";
import type { RecordCompression } from "./record_batch.ts";

/** Ways to make the records of a batch smaller. */
export type CompressionName = "gzip" | "snappy" | "lz4" | "zstd";

interface Algorithm {
  /** What batches say of it. */
  readonly code: number;
  compress(records: Buffer): Buffer | Promise<Buffer>;
  decompress(records: Buffer): Buffer;
}

/** gzip is slow, so that it works in another thread. */
const ALGORITHMS: Readonly<Record<CompressionName, Algorithm>> = {
  gzip: { code: 1, compress: promisify(zlib.gzip), decompress: (records) => zlib.gunzipSync(records) },
  snappy: { code: 2, compress: snappyCompress, decompress: decompressSnappy },
  lz4: { code: 3, compress: lz4Compress, decompress: lz4Decompress },
  zstd: { code: 4, compress: zlib.zstdCompressSync, decompress: (records) => zlib.zstdDecompressSync(records) },
};

/** A way to compress batches. */
export function recordCompression(name: CompressionName): RecordCompression {
  const { code, compress } = ALGORITHMS[name];
  return { code, compress: (records) => compress(asBuffer(records)) };
}

/** Undoes the way to compress that has this number in batches. Throws where none has, and for what is not compressed so. */
export function decompressRecords(code: number, records: Uint8Array): Uint8Array {
  const algorithm = Object.values(ALGORITHMS).find((one) => one.code === code);
  if (algorithm === undefined) throw new RangeError(`records are compressed in the way ${code}, which is none`);
  return algorithm.decompress(asBuffer(records));
}

/** What Java's snappy begins with; versions and then blocks, each behind its length, follow. */
const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER = 16;

/** Java clients put snappy into frames, librdkafka and others do not. */
function decompressSnappy(data: Buffer): Buffer {
  if (!data.subarray(0, XERIAL.length).equals(XERIAL)) return snappyDecompress(data);
  const blocks: Buffer[] = [];
  for (let at = XERIAL_HEADER; at < data.length;) {
    const length = data.readInt32BE(at), end = at + 4 + length;
    if (length < 0 || end > data.length) {
      throw new RangeError(`a block of snappy ends at ${end} of ${data.length} bytes`);
    }
    blocks.push(snappyDecompress(data.subarray(at + 4, end)));
    at = end;
  }
  return Buffer.concat(blocks);
}
