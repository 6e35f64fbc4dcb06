import { Buffer } from "node:buffer";
import { type CompressionAlgorithmSpecification, compressionsAlgorithms } from "@platformatic/kafka";
import type { RecordCompression } from "./record_batch.ts";

/** A way of @platformatic/kafka to compress batches; gzip works in another thread. */
export function platformaticCompression(name: "gzip" | "snappy" | "lz4" | "zstd"): Promise<RecordCompression> {
  const algorithm: CompressionAlgorithmSpecification = compressionsAlgorithms[name];
  const compress = algorithm.compress ?? algorithm.compressSync;
  return Promise.resolve({
    code: algorithm.bitmask,
    compress: (records) => compress(Buffer.from(records.buffer, records.byteOffset, records.length)),
  });
}
