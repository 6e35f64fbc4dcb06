import { messageTypeName } from "../../dhcpv6/mod.ts";
import type { Microseconds } from "../../store/mod.ts";
import { isCapture } from "../../tap/capture_reader.ts";
import { readDatagrams } from "../../tap/datagrams.ts";
import { countOf } from "../present/quantity.ts";
import { type PacketView, type TransactionView, transactionView } from "../transaction/transaction_view.ts";
import { type Content, ContentReader, type MessageContent, type ReadAs, type RecordContent } from "./content.ts";
import { DecodeError, longTextProblem } from "./decode_error.ts";
import { readPasted } from "./pasted.ts";
import { PastedError } from "./pasted_error.ts";

/** What is to be decoded. */
export interface DecodeInput {
  /** A file; it is preferred to a text. */
  readonly file?: Uint8Array;
  /** What was pasted. */
  readonly text?: string;
  /** What its bytes are. Default: `auto`. */
  readonly as?: ReadAs;
  /** Ports of DHCPv6. Default: 546 and 547. */
  readonly ports?: readonly number[];
  /** Characters that a text in a file may have. Default: any number. */
  readonly mostText?: number;
}

/** What came of it. */
export interface Decoded {
  /** How it was read, as a noun: `hexadecimal digits`, `a capture in pcapng`. */
  readonly how: string;
  /** What is to be said of it, in sentences. */
  readonly notes: readonly string[];
  /** What there is, where it may be several; `undefined` for one. */
  readonly list: readonly Content[] | undefined;
  /** The one that there is, or the only one of the list. */
  readonly shown: Shown | undefined;
}

/** Something decoded. */
export type Shown = ShownMessage | ShownRecord;

/** A message with everything in it. */
export interface ShownMessage {
  readonly content: MessageContent;
  readonly packet: PacketView;
}

/** A transaction with both of its packets. */
export interface ShownRecord {
  readonly content: RecordContent;
  readonly receivedAt: Microseconds;
  /** Microseconds until it was answered. */
  readonly duration: Microseconds;
  readonly request: Uint8Array | undefined;
  readonly response: Uint8Array | undefined;
  readonly packets: TransactionView;
}

/** So much of a list is kept: what is beyond is told. */
const MOST_LISTED = 500;
/** So many packets of a text are looked at. */
const MOST_PASTED = 4000;

/**
 * Decodes what was pasted or dropped: a message, a packet that holds one, a record of Kafka, or a capture with many. The same in a
 * browser and on a server. Takes time in proportion to the bytes.
 *
 * Throws {@linkcode DecodeError} for what cannot be read, with the place.
 *
 * @example
 * ```ts
 * import { decoded } from "./decoded.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { how, shown } = decoded({ text: "0b:f3:50:d6:00:01:00:0a:00:03:00:01:34:31:c4:3c:b2:f1" });
 * assertEquals([how, shown?.content.kind], ["hexadecimal digits", "message"]);
 * ```
 */
export function decoded(input: DecodeInput): Decoded {
  const { file, text = "", as = "auto", ports, mostText = Infinity } = input;
  if (file === undefined) return fromText(text, as, ports);
  if (isCapture(file)) return fromCapture(file, "", ports);
  if (!isText(file)) return fromBytes([file], "bytes", as, ports);
  if (file.length > mostText) throw longTextProblem();
  return fromText(new TextDecoder().decode(file), as, ports);
}

/** Decodes one content. */
function shownContent(content: Content): Shown {
  if (content.kind === "message") {
    const { request } = transactionView({ request: content.bytes, response: undefined });
    return { content, packet: request! };
  }
  const { bytes, fields } = content, { messageInStart, messageInEnd, messageOutStart, messageOutEnd } = fields;
  const part = (start: number, end: number) => start === end ? undefined : bytes.subarray(start, end);
  const request = part(messageInStart, messageInEnd), response = part(messageOutStart, messageOutEnd);
  const receivedAt = microseconds(fields.timestampIn), answeredAt = microseconds(fields.timestampOut);
  const duration = Math.max(0, answeredAt - receivedAt);
  return { content, receivedAt, duration, request, response, packets: transactionView({ request, response }) };
}

function fromText(text: string, as: ReadAs, ports: readonly number[] | undefined): Decoded {
  try {
    const { packets, how } = readPasted(text);
    if (packets.length === 1 && isCapture(packets[0])) return fromCapture(packets[0], `${how}: `, ports);
    return fromBytes(packets, how, as, ports);
  } catch (error) {
    if (!(error instanceof PastedError)) throw error;
    const hint = "Hexadecimal digits, base64, dumps with offsets and arrays of C can be read.";
    throw new DecodeError(`${error.message}.`, hint);
  }
}

function fromBytes(
  packets: readonly Uint8Array[],
  how: string,
  as: ReadAs,
  ports: readonly number[] | undefined,
): Decoded {
  const reader = new ContentReader(as, ports), isOne = packets.length === 1;
  const contents = packets.slice(0, MOST_PASTED).flatMap((bytes, i) => reader.read(bytes, i + 1) ?? []);
  if (contents.length === 0) throw new DecodeError("This is a fragment of a packet, and the rest of it is not there.");
  const notes = isOne && contents[0].kind === "message" ? typeNotes(contents[0]) : [];
  const left = packets.length - MOST_PASTED;
  const more = left > 0 ? [`${countOf(left, "more packet")} of the text were not looked at.`] : [];
  return listed(contents, how, [...notes, ...more], isOne);
}

function fromCapture(file: Uint8Array, before: string, ports: readonly number[] | undefined): Decoded {
  const { datagrams, format, packets, incomplete, tcpSegments, problem } = readDatagrams(file, ports);
  const notes = [
    ...problem === undefined ? [] : [`The file is damaged or cut off: ${problem}. What stands before that was read.`],
    ...incomplete === 0
      ? []
      : [`${countOf(incomplete, "packet")} in fragments ${incomplete === 1 ? "is" : "are"} not whole.`],
    ...tcpSegments === 0 ? [] : [`${countOf(tcpSegments, "segment")} of TCP to or from these ports are not read.`],
  ];
  const how = `${before}a capture in ${format}, ${countOf(packets, "packet")}`;
  const contents = datagrams.map((datagram): Content => ({ kind: "message", bytes: datagram.payload, datagram }));
  return listed(contents, how, notes, false);
}

function listed(contents: readonly Content[], how: string, notes: readonly string[], isOne: boolean): Decoded {
  const left = contents.length - MOST_LISTED;
  const shown = contents.length === 1 ? shownContent(contents[0]) : undefined;
  if (isOne) return { how, notes, list: undefined, shown };
  const more = left > 0 ? [`${countOf(left, "more message")} are not listed: filter the capture to see them.`] : [];
  return { how, notes: [...notes, ...more], list: contents.slice(0, MOST_LISTED), shown };
}

function typeNotes({ bytes: [type], datagram }: MessageContent): string[] {
  if (datagram !== undefined || (type !== 0 && !/^\d+$/.test(messageTypeName(type)))) return [];
  return [`No DHCPv6 message has the type ${type}. Is it one? A whole packet or a record is recognised by itself.`];
}

/** Whether bytes are of a text: those of packets and records never are. */
function isText(bytes: Uint8Array): boolean {
  return bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || (byte >= 9 && byte <= 13));
}

function microseconds(seconds: number): Microseconds {
  return Math.round(seconds * 1e6);
}
