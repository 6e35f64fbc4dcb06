import type { OutgoingRecord, RecordHeader } from "./transport.ts";

/**
 * Records in one buffer, so that another thread gets them without a copy of each. For every record:
 *
 * ```
 * f64 timestamp (NaN = none) · u32 key length + 1 (0 = no key) · u32 value length · u32 length of the headers · key · value · headers
 * ```
 *
 * Headers are JSON: `[name, text]`, or `[name, [bytes]]` where bytes were given.
 */
export function packRecords(records: readonly OutgoingRecord[]): ArrayBuffer {
  const headers = records.map(({ headers }) =>
    headers?.length ? new TextEncoder().encode(headerText(headers)) : NOTHING
  );
  const total = records.reduce((sum, { key, value }, i) => {
    return sum + HEAD + (key?.length ?? 0) + value.length + headers[i].length;
  }, 0);
  const bytes = new Uint8Array(total), view = new DataView(bytes.buffer);
  let at = 0;
  records.forEach(({ key, value, timestamp = NaN }, i) => {
    view.setFloat64(at, timestamp);
    view.setUint32(at + 8, key ? key.length + 1 : 0);
    view.setUint32(at + 12, value.length);
    view.setUint32(at + 16, headers[i].length);
    at += HEAD;
    for (const part of [key, value, headers[i]]) {
      if (!part) continue;
      bytes.set(part, at);
      at += part.length;
    }
  });
  return bytes.buffer;
}

/** The records of {@linkcode packRecords}, as views of the buffer. */
export function unpackRecords(buffer: ArrayBuffer): OutgoingRecord[] {
  const bytes = new Uint8Array(buffer), view = new DataView(buffer), records: OutgoingRecord[] = [];
  for (let at = 0; at < bytes.length;) {
    const timestamp = view.getFloat64(at), keyLength = view.getUint32(at + 8) - 1;
    const valueLength = view.getUint32(at + 12), headersLength = view.getUint32(at + 16);
    const take = (length: number) => bytes.subarray(at, at += length);
    at += HEAD;
    const key = keyLength < 0 ? null : take(keyLength), value = take(valueLength), headers = take(headersLength);
    records.push({
      key,
      value,
      ...(Number.isNaN(timestamp) ? {} : { timestamp }),
      ...(headersLength === 0 ? {} : { headers: headersFrom(new TextDecoder().decode(headers)) }),
    });
  }
  return records;
}

const HEAD = 20;
const NOTHING = new Uint8Array();

function headerText(headers: readonly RecordHeader[]): string {
  return JSON.stringify(headers.map(({ name, value }) => [name, typeof value === "string" ? value : [...value]]));
}

function headersFrom(text: string): RecordHeader[] {
  return (JSON.parse(text) as [string, string | number[]][]).map(([name, value]) => ({
    name,
    value: typeof value === "string" ? value : new Uint8Array(value),
  }));
}
