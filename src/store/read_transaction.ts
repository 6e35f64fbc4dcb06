import { decodeUtf8, type MessageSummary, StatusCode, statusCodeName, summarizeMessage } from "../dhcpv6/mod.ts";
import { readDomainName } from "../dhcpv6/domain_name.ts";
import { isWholeHeader } from "../dhcpv6/message_summary.ts";
import { readTransactionFields, type TransactionFields, withinTransaction } from "../messages/transaction_fields.ts";
import { murmur3 } from "../wire/murmur3.ts";
import { Reader, toHex, u16At, u32At, WireError } from "../wire/mod.ts";
import { macOfDuid, macOfLinkLocal } from "./mac_address.ts";
import type { ClientIdentity, NewTransaction, Outcome } from "./new_transaction.ts";
import { readLeaseEvents } from "./read_lease_events.ts";
import type { Microseconds, RecordPlace } from "./record_place.ts";

/** Codes of the options that are looked at beside those of a {@linkcode MessageSummary}. */
const VENDOR_CLASS = 16, CLIENT_FQDN = 39;
/** Texts from the network that a store keeps are cut off here; the packet has them in full. */
const LONGEST_TEXT = 255;
const NO_BYTES = new Uint8Array();
const FIRST_YEAR: Microseconds = 0, LAST_YEAR: Microseconds = Date.UTC(2200, 0) * 1000;

/**
 * Reads what a store keeps of a transaction out of the value of a record. `recordedAt` is Kafka's time of it, for servers that
 * give none, or one that is not between 1970 and 2200.
 *
 * Throws `WireError` for a value of another type, one that is cut off, and a packet without a complete header. Whatever else is
 * damaged is read as far as it can be. Byte strings are views of `value`.
 */
export function readTransaction(value: Uint8Array, place: RecordPlace, recordedAt: Microseconds): NewTransaction {
  const fields = readTransactionFields(value, 0, value.length);
  const receivedAt = time(fields.timestampIn) ?? recordedAt, answeredAt = time(fields.timestampOut) ?? receivedAt;
  return readPackets({
    ...{ place, server: fields.serverName, receivedAt, recordedAt, duration: answeredAt - receivedAt },
    request: packet(value, fields.messageInStart, fields.messageInEnd),
    response: packet(value, fields.messageOutStart, fields.messageOutEnd),
    digest: digest(value, fields),
  });
}

/**
 * When the server had answered, or had decided not to: what {@linkcode readTransaction} will say. Throws what that throws, and nothing
 * where that does not, for a tenth of the work.
 */
export function checkTransaction(value: Uint8Array, recordedAt: Microseconds): Microseconds {
  const fields = readTransactionFields(value, 0, value.length);
  const { messageInStart, messageInEnd, messageOutStart, messageOutEnd, timestampIn, timestampOut } = fields;
  checkPacket(value, messageInStart, messageInEnd, "message-in");
  checkPacket(value, messageOutStart, messageOutEnd, "message-out");
  return time(timestampOut) ?? time(timestampIn) ?? recordedAt;
}

/** What is known of a transaction before its packets are read. */
export type TransactionEnvelope = Pick<
  NewTransaction,
  "place" | "server" | "receivedAt" | "recordedAt" | "duration" | "request" | "response" | "digest"
>;

/** Kafka's times are whole milliseconds. */
const TIMESTAMP_PRECISION: Microseconds = 1000;
/** Nobody waits longer for an answer: what took longer by the server's clock did not, but the clock was set. */
const LONGEST_ANSWER: Microseconds = 60e6;

/**
 * When an answer went out: by the server's clock but, since a record is not older than its request, no later than that it took after
 * Kafka's time of the record. A clock that is ahead would otherwise have the last word until its time has come.
 */
export function answerTime(
  { receivedAt, duration, recordedAt }: {
    receivedAt: Microseconds;
    duration: number;
    recordedAt: Microseconds | undefined;
  },
): Microseconds {
  const answeredAt = receivedAt + duration;
  if (recordedAt === undefined) return answeredAt;
  return Math.min(answeredAt, recordedAt + TIMESTAMP_PRECISION + Math.min(duration, LONGEST_ANSWER));
}

/** Reads the rest of a transaction out of its packets, as {@linkcode readTransaction} does, and throws what that throws. */
export function readPackets(envelope: TransactionEnvelope): NewTransaction {
  const { place, server, receivedAt, recordedAt, duration, request, response } = envelope;
  const asked = summarized(request, "message-in"), answer = summarized(response, "message-out");
  const client = identity(asked, answer), clientAddress = (asked ?? answer)?.peerBytes;
  const linkAddress = (asked ?? answer)?.linkAddress?.bytes;
  return {
    place,
    server,
    client,
    clientAddress,
    linkAddress,
    macAddress: macOfDuid(client.duid) ?? (clientAddress && macOfLinkLocal(clientAddress)),
    receivedAt,
    recordedAt,
    duration,
    requestType: asked?.type ?? 0,
    responseType: answer?.type ?? 0,
    transactionId: (asked ?? answer)?.transactionId ?? 0,
    ...outcome(asked, answer),
    request,
    response,
    hostName: hostName(asked?.body(CLIENT_FQDN)),
    vendorClass: vendorClass(asked?.body(VENDOR_CLASS)),
    leaseEvents: readLeaseEvents(request, response, answerTime(envelope)),
    digest: envelope.digest,
  };
}

function packet(value: Uint8Array, start: number, end: number): Uint8Array | undefined {
  return start === end ? undefined : new Uint8Array(value.buffer, value.byteOffset + start, end - start);
}

function checkPacket(value: Uint8Array, start: number, end: number, field: string): void {
  if (start < end && !isWholeHeader(value, start, end)) summarized(packet(value, start, end), field);
}

function summarized(bytes: Uint8Array | undefined, field: string): MessageSummary | undefined {
  if (bytes === undefined) return undefined;
  try {
    return summarizeMessage(bytes);
  } catch (error) {
    throw withinTransaction(error, field);
  }
}

/** Microseconds, or `undefined` for a time that no clock shows. */
function time(seconds: number): Microseconds | undefined {
  const microseconds = Math.round(seconds * 1e6);
  return microseconds > FIRST_YEAR && microseconds < LAST_YEAR ? microseconds : undefined;
}

function identity(asked: MessageSummary | undefined, answer: MessageSummary | undefined): ClientIdentity {
  const relayed = asked ?? answer;
  return {
    duid: asked?.clientId ?? answer?.clientId ?? NO_BYTES,
    interfaceId: relayed?.interfaceId ?? NO_BYTES,
    remoteId: relayed?.remoteId ?? NO_BYTES,
  };
}

function outcome(
  asked: MessageSummary | undefined,
  answer: MessageSummary | undefined,
): { outcome: Outcome; reason: string } {
  const status = answer?.statuses.find(({ code }) => code !== StatusCode.Success);
  const message = status?.message.slice(0, LONGEST_TEXT);
  const reason = status === undefined ? "" : statusCodeName(status.code) + (message ? `: ${message}` : "");
  if (asked === undefined) return { outcome: "no-request", reason };
  if (answer === undefined) return { outcome: "unanswered", reason };
  return { outcome: status === undefined ? "answered" : "refused", reason };
}

/** The name in a Client FQDN option (RFC 4704 section 4), without the dot of the root. */
function hostName(body: Uint8Array | undefined): string {
  if (body === undefined || body.length < 2) return "";
  try {
    return readDomainName(new Reader(body.subarray(1))).replace(/\.$/, "");
  } catch (error) {
    if (error instanceof WireError) return "";
    throw error;
  }
}

/** A Vendor Class option (RFC 9915 section 21.16) as `872:first,second`. */
function vendorClass(body: Uint8Array | undefined): string {
  if (body === undefined || body.length < 4) return "";
  const parts: string[] = [];
  for (let at = 4; body.length - at >= 2 && body.length - at - 2 >= u16At(body, at);) {
    const end = at + 2 + u16At(body, at);
    parts.push(textOf(body.subarray(at + 2, end)));
    at = end;
  }
  return `${u32At(body, 0)}:${parts.join(",")}`.slice(0, LONGEST_TEXT);
}

/** Printable ASCII as it is, anything else as `0x` and hexadecimal digits. */
export function textOf(bytes: Uint8Array): string {
  for (const byte of bytes) if (byte < 0x20 || byte > 0x7e) return `0x${toHex(bytes)}`;
  return decodeUtf8(bytes);
}

/** Of what is the same when a record is published a second time: what lies between the first and the last field. */
function digest(value: Uint8Array, { messageOutEnd }: TransactionFields): number {
  return murmur3(value, { end: messageOutEnd });
}
