import { type SchemaId, schemaOf } from "../../edge/schema_framing.ts";
import { readTransactionFields, type TransactionFields } from "../../messages/transaction_fields.ts";
import { type Datagram, DatagramReader } from "../../tap/datagrams.ts";
import { WireError } from "../../wire/mod.ts";
import { DecodeError } from "./decode_error.ts";

/** What bytes are taken for: `auto` looks for itself. */
export const READ_AS = ["auto", "message", "record", "packet"] as const;
/** One of {@linkcode READ_AS}. */
export type ReadAs = typeof READ_AS[number];

/** Something that can be decoded. */
export type Content = MessageContent | RecordContent;

/** A DHCPv6 message. */
export interface MessageContent {
  readonly kind: "message";
  readonly bytes: Uint8Array;
  /** What it came in; `undefined` where it came alone. */
  readonly datagram: Datagram | undefined;
}

/** The value of a record of Kafka with a transaction. */
export interface RecordContent {
  readonly kind: "record";
  /** All of the value. */
  readonly bytes: Uint8Array;
  readonly fields: TransactionFields;
  /** The schema that stands in front; `undefined` where none does. */
  readonly schema: SchemaId | undefined;
  /** Bytes behind it that are not part of it. */
  readonly left: number;
}

/** What packets may begin with when nothing says it: Ethernet, IP, Linux cooked (both), BSD loopback. */
const LIKELY_LINKS = [1, 101, 113, 276, 0];
/** What UDP carries at most. */
const LARGEST_MESSAGE = 65_535;

/** Finds out what bytes are; `reader` takes the datagrams out of packets. */
export class ContentReader {
  readonly #as: ReadAs;
  readonly #reader: DatagramReader;

  /** `ports` are 546 and 547 unless others are given. */
  constructor(as: ReadAs, ports?: readonly number[]) {
    this.#as = as;
    this.#reader = new DatagramReader(ports);
  }

  /** What bytes are; `undefined` for a fragment of a packet. Throws {@linkcode DecodeError} where they are not what they should be. */
  read(bytes: Uint8Array, number: number): Content | undefined {
    const as = this.#as;
    if (bytes.length === 0) throw new DecodeError("There are no bytes in it.");
    if (as === "record") return recordIn(bytes) ?? recordProblem(bytes);
    if (as === "message") return messageContent(bytes);
    const record = as === "auto" ? recordIn(bytes) : undefined;
    if (record !== undefined && record.left === 0) return record;
    const before = this.#reader.incomplete;
    for (const linkType of LIKELY_LINKS) {
      const datagram = this.#reader.read({ bytes, linkType, number, time: undefined });
      if (datagram !== undefined) return { kind: "message", bytes: datagram.payload, datagram };
      if (this.#reader.incomplete > before) return undefined;
    }
    if (as === "auto") return messageContent(bytes);
    const hint = "It may begin with Ethernet, IP, Linux cooked or BSD loopback headers; other ports can be named.";
    throw new DecodeError("There is no UDP datagram to or from these ports in this packet.", hint);
  }
}

function messageContent(bytes: Uint8Array): MessageContent {
  if (bytes.length > LARGEST_MESSAGE) {
    throw new DecodeError(`A DHCPv6 message has at most ${LARGEST_MESSAGE} bytes; these are ${bytes.length}.`);
  }
  return { kind: "message", bytes, datagram: undefined };
}

/** The record that bytes are, a schema's number in front of it or not; `undefined` where they are none. */
function recordIn(bytes: Uint8Array): RecordContent | undefined {
  const { value, schema } = schemaOf(bytes, []), start = bytes.length - value!.length;
  try {
    const fields = readTransactionFields(bytes, start, bytes.length);
    return { kind: "record", bytes, fields, schema, left: bytes.length - fields.messageOutEnd };
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

function recordProblem(bytes: Uint8Array): never {
  try {
    readTransactionFields(bytes, 0, bytes.length);
  } catch (error) {
    if (error instanceof WireError) throw new DecodeError(`This is no record with a transaction: ${error.message}.`);
    throw error;
  }
  throw new DecodeError("This is no record with a transaction.");
}
