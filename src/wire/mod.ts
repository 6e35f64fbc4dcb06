/**
 * Bytes: a bounded reader, a growing writer and the error of both.
 *
 * @module
 */
export { WireError } from "./wire_error.ts";
export { f64At, Reader, tooShort, u16At, u32At } from "./reader.ts";
export { encode, Writer } from "./writer.ts";
export { keep, room } from "./slab.ts";
export { fromHex, toHex } from "./hex.ts";
export { decodeUtf8, encodeUtf8, utf8Length } from "./utf8.ts";
