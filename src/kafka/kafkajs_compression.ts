import { Buffer } from "node:buffer";
import { CompressionCodecs, CompressionTypes } from "kafkajs";
import { decompressRecords } from "./record_compression.ts";

/** Lets kafkajs read what is compressed in ways of which it knows no more than the names: snappy, lz4 and zstd. */
export function letKafkaJsDecompress(): void {
  for (const type of [CompressionTypes.Snappy, CompressionTypes.LZ4, CompressionTypes.ZSTD] as const) {
    CompressionCodecs[type] = () => ({
      decompress: (records: Buffer) => Promise.resolve(Buffer.from(decompressRecords(type, records))),
    });
  }
}
