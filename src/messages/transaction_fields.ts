import { decodeUtf8, Reader, WireError } from "../wire/mod.ts";

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

/** Reads the fields from `offset` on, none of them beyond `end`. Throws `WireError` that names the field. */
export function readTransactionFields(buffer: Uint8Array, offset: number, end: number): TransactionFields {
  let field = "message-type";
  try {
    const reader = new Reader(buffer, offset, end), type = reader.u8();
    if (type !== DHCP_MESSAGE) {
      throw new WireError(`The buffer does not contain DHCPKafkaMessage data: its type is ${type}`, offset);
    }
    field = "server-name";
    const nameLength = reader.u8(), nameStart = reader.take(nameLength);
    const serverName = decodeUtf8(buffer, nameStart, nameStart + nameLength);
    field = "timestamp-in";
    const timestampIn = reader.f64();
    field = "message-in";
    const inLength = reader.u16(), messageInStart = reader.take(inLength), messageInEnd = reader.offset;
    field = "timestamp-out";
    const timestampOut = reader.f64();
    field = "message-out";
    const outLength = reader.u16(), messageOutStart = reader.take(outLength), messageOutEnd = reader.offset;
    return {
      serverName,
      timestampIn,
      messageInStart,
      messageInEnd,
      timestampOut,
      messageOutStart,
      messageOutEnd,
    };
  } catch (error) {
    throw withinTransaction(error, field);
  }
}

/** The error with the field that it is in, where it is a `WireError`. */
export function withinTransaction(error: unknown, field: string): unknown {
  return error instanceof WireError ? error.within(field).within("dhcp-kafka-message") : error;
}
