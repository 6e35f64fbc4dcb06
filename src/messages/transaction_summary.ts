import { summarizeMessage } from "../dhcpv6/message_summary.ts";
import type { MessageSummary } from "../dhcpv6/message_summary_types.ts";
import { readTransactionFields, withinTransaction } from "./transaction_fields.ts";

/** What a list or a store wants of a transaction, read in one go by {@linkcode summarizeTransaction}. */
export interface TransactionSummary {
  /** The DHCPv6 server. */
  readonly serverName: string;
  /** When the request came in: seconds since 1970-01-01 UTC. */
  readonly timestampIn: number;
  /** The request, or `undefined`. */
  readonly messageIn: MessageSummary | undefined;
  /** When the answer went out: seconds since 1970-01-01 UTC. */
  readonly timestampOut: number;
  /** The answer, or `undefined`. */
  readonly messageOut: MessageSummary | undefined;
}

/**
 * Reads what a list or a store wants out of the value of a Kafka record, a `DHCPKafkaMessage`: a quarter of the work of
 * decoding it, and a tenth of the code to load.
 *
 * Throws `WireError` for a value of another type, one that is cut off, and a packet without a complete header. Whatever else
 * is wrong is told by `malformed` of the packet's summary. Byte strings are views of `value`.
 *
 * @example
 * ```ts
 * import { DHCPKafkaMessage, summarizeTransaction } from "@dhcpkit/kafka/messages";
 * import { fromHex, Message } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * const messageIn = Message.parse(fromHex("0bf350d6 0001000a 00030001 3431c43cb2f1"));
 * const value = new DHCPKafkaMessage({ serverName: "dhcp01", timestampIn: 10, messageIn }).save();
 * const { serverName, messageIn: request, messageOut: answer } = summarizeTransaction(value);
 * assertEquals([serverName, request?.type, request?.relays, answer], ["dhcp01", 11, 0, undefined]);
 * ```
 */
export function summarizeTransaction(value: Uint8Array): TransactionSummary {
  const fields = readTransactionFields(value, 0, value.length);
  return {
    serverName: fields.serverName,
    timestampIn: fields.timestampIn,
    messageIn: summarize(value, fields.messageInStart, fields.messageInEnd, "message-in"),
    timestampOut: fields.timestampOut,
    messageOut: summarize(value, fields.messageOutStart, fields.messageOutEnd, "message-out"),
  };
}

function summarize(value: Uint8Array, start: number, end: number, field: string): MessageSummary | undefined {
  if (start === end) return undefined;
  try {
    return summarizeMessage(value, start, end);
  } catch (error) {
    throw withinTransaction(error, field);
  }
}
