import { Buffer } from "node:buffer";
import zlib from "node:zlib";
import { CompressionCodecs, CompressionTypes } from "kafkajs";
import type { RecordCompression } from "./record_batch.ts";

/** Ways to compress a batch; kafkajs itself knows gzip. */
export type CompressionName = "none" | "gzip" | "snappy" | "lz4" | "zstd";

const TYPES: Readonly<Record<CompressionName, CompressionTypes>> = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  snappy: CompressionTypes.Snappy,
  lz4: CompressionTypes.LZ4,
  zstd: CompressionTypes.ZSTD,
};

/**
 * kafkajs' number of a way to compress, which it can use from then on, for reading too. zstd comes from `node:zlib`; snappy
 * and lz4 are WebAssembly, loaded when they are asked for.
 */
export async function kafkaJsCompression(name: CompressionName): Promise<CompressionTypes> {
  if (name === "zstd") {
    CompressionCodecs[CompressionTypes.ZSTD] = codec(zlib.zstdCompressSync, zlib.zstdDecompressSync);
  } else if (name === "snappy" || name === "lz4") {
    const { lz4Compress, lz4Decompress, snappyCompress, snappyDecompress } = await import(
      "@platformatic/wasm-utils/bundled"
    );
    CompressionCodecs[CompressionTypes.LZ4] = codec(lz4Compress, lz4Decompress);
    CompressionCodecs[CompressionTypes.Snappy] = codec(snappyCompress, (data) => unframed(data, snappyDecompress));
  }
  return TYPES[name];
}

/** A way to compress batches that are not made by kafkajs. */
export async function createCompression(name: Exclude<CompressionName, "none">): Promise<RecordCompression> {
  const code = await kafkaJsCompression(name), codecs: Readonly<Record<number, () => KafkaJsCodec>> = CompressionCodecs;
  const codec = codecs[code]();
  return {
    code,
    compress: (records) => codec.compress({ buffer: Buffer.from(records.buffer, records.byteOffset, records.length) }),
  };
}

interface KafkaJsCodec {
  compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
  decompress(data: Buffer): Promise<Buffer>;
}

function codec(compress: (data: Buffer) => Buffer, decompress: (data: Buffer) => Buffer): () => KafkaJsCodec {
  const instance: KafkaJsCodec = {
    compress: ({ buffer }) => Promise.resolve(compress(buffer)),
    decompress: (data) => Promise.resolve(decompress(data)),
  };
  return () => instance;
}

/** What Java's snappy begins with; versions and then blocks, each behind its length, follow. */
const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER = 16;

/** Java clients put snappy into frames, librdkafka and others do not. */
function unframed(data: Buffer, decompress: (data: Buffer) => Buffer): Buffer {
  if (!data.subarray(0, XERIAL.length).equals(XERIAL)) return decompress(data);
  const blocks: Buffer[] = [];
  for (let at = XERIAL_HEADER; at < data.length;) {
    const length = data.readInt32BE(at), end = at + 4 + length;
    if (length < 0 || end > data.length) {
      throw new RangeError(`a block of snappy ends at ${end} of ${data.length} bytes`);
    }
    blocks.push(decompress(data.subarray(at + 4, end)));
    at = end;
  }
  return Buffer.concat(blocks);
}
