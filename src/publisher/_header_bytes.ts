import type { RecordHeader } from "./transport.ts";

const utf8 = new TextEncoder();

/** What a header says, as bytes. */
export function headerBytes({ value }: RecordHeader): Uint8Array {
  return typeof value === "string" ? utf8.encode(value) : value;
}
