import { Buffer } from "node:buffer";

/** The very same bytes as a `Buffer`, which client libraries want. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
