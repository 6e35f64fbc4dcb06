import { decodeUtf8, f64At, Reader, tooShort, u16At, WireError } from "../wire/mod.ts";

/** The message type of `DHCPKafkaMessage`. */
export const DHCP_MESSAGE = 1;

/** What stands in a `DHCPKafkaMessage`, its two packets as places in the buffer; a packet of no bytes is none. */
export interface TransactionFields {
  readonly serverName: string;
  readonly timestampIn: number;
  readonly messageInStart: number;
  readonly messageInEnd: number;
  readonly timestampOut: number;
  readonly messageOutStart: number;
  readonly messageOutEnd: number;
}

/**
 * Reads the fields from `offset` on, none of them beyond `end`. Throws `WireError` that names the field.
 *
 * The layout is that of `DHCPKafkaMessage`; each step looks whether there is room, as a `Reader` would, which is another object
 * for each of thousands of records.
 */
export function readTransactionFields(buffer: Uint8Array, offset: number, end: number): TransactionFields {
  const type = offset < end && end <= buffer.length ? buffer[offset] : undefined;
  if (type === undefined) throw withinTransaction(noType(buffer, offset, end), "message-type");
  if (type !== DHCP_MESSAGE) throw withinTransaction(otherType(type, offset), "message-type");

  const nameStart = need("server-name", 1, offset + 1, end);
  const timeInStart = need("server-name", buffer[nameStart - 1], nameStart, end);
  const inLengthStart = need("timestamp-in", 8, timeInStart, end);
  const messageInStart = need("message-in", 2, inLengthStart, end);
  const messageInEnd = need("message-in", u16At(buffer, inLengthStart), messageInStart, end);
  const outLengthStart = need("timestamp-out", 8, messageInEnd, end);
  const messageOutStart = need("message-out", 2, outLengthStart, end);
  const messageOutEnd = need("message-out", u16At(buffer, outLengthStart), messageOutStart, end);
  return {
    serverName: nameAt(buffer, nameStart, timeInStart),
    timestampIn: f64At(buffer, timeInStart),
    messageInStart,
    messageInEnd,
    timestampOut: f64At(buffer, messageInEnd),
    messageOutStart,
    messageOutEnd,
  };
}

/** The name that came last. Records come in runs of the same server, which then also share one text. */
let lastName = "";

function nameAt(buffer: Uint8Array, start: number, end: number): string {
  if (!isAsciiText(lastName, buffer, start, end)) lastName = decodeUtf8(buffer, start, end);
  return lastName;
}

/** Whether the bytes are the text, one byte for each character. */
function isAsciiText(text: string, buffer: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let i = 0; i < text.length; i++) {
    const byte = buffer[start + i];
    if (byte > 0x7f || text.charCodeAt(i) !== byte) return false;
  }
  return true;
}

/** Where a field of `length` bytes at `at` ends. */
function need(field: string, length: number, at: number, end: number): number {
  if (length > end - at) throw withinTransaction(tooShort(length, at, end), field);
  return at + length;
}

function noType(buffer: Uint8Array, offset: number, end: number): unknown {
  try {
    return tooShort(1, new Reader(buffer, offset, end).offset, end);
  } catch (error) {
    return error;
  }
}

function otherType(type: number, offset: number): WireError {
  return new WireError(`The buffer does not contain DHCPKafkaMessage data: its type is ${type}`, offset);
}

/** The error with the field that it is in, where it is a `WireError`. */
export function withinTransaction(error: unknown, field: string): unknown {
  return error instanceof WireError ? error.within(field).within("dhcp-kafka-message") : error;
}
