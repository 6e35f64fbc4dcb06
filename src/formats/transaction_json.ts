import { asJsonError, at } from "../dhcpv6/json_error.ts";
import { bytesFrom, objectFrom, shown, textFrom } from "../dhcpv6/json_value.ts";
import { fromJson, type Json, JsonError, type Message, type MessageJson, toJson } from "../dhcpv6/mod.ts";
import { DHCP_MESSAGE, DHCPKafkaMessage, KafkaMessage } from "../messages/mod.ts";
import { parseTime, secondsText } from "../store/time_text.ts";
import { toHex } from "../wire/mod.ts";
import { anyToolText, everyToolReads } from "./_plain_text.ts";
import { type TransactionFacts, transactionFacts } from "./transaction_facts.ts";

/**
 * A transaction for JSON: {@linkcode transactionToJson}. `server-name`, the times, `request` and `response` tell all of it;
 * the members of {@linkcode TransactionFacts} say again what people ask for.
 */
export interface TransactionJson extends TransactionFacts {
  /** Type of the Kafka message: 1. */
  readonly "message-type": typeof DHCP_MESSAGE;
  /** The DHCPv6 server. */
  readonly "server-name": string;
  /** When the request came in: RFC 3339 in UTC with microseconds; `null` for what is not in the years 0 to 9999. */
  readonly "timestamp-in": string | null;
  /** The same, exactly: seconds since 1970-01-01 UTC; `null` for what is no number. */
  readonly "timestamp-in-seconds": number | null;
  /** When the answer went out; 1970 where there was none. */
  readonly "timestamp-out": string | null;
  /** The same, exactly. */
  readonly "timestamp-out-seconds": number | null;
  /** The request as `toJson` makes it; `null` for none. */
  readonly request: MessageJson | null;
  /** The answer as `toJson` makes it; `null` for none. */
  readonly response: MessageJson | null;
  /**
   * Everything behind the first byte of the binary value, as hexadecimal digits: only where the members above cannot tell it
   * exactly. It is then what counts.
   */
  readonly "message-data"?: string;
}

/**
 * A transaction as one JSON document, for tools that do not read the binary form: names in kebab case that stay as they are,
 * and every text one that any tool reads. `docs/transaction.schema.json` is its JSON Schema.
 *
 * Nothing is lost: {@linkcode transactionFromJson} makes the same transaction of it. What JSON cannot carry as it is (times
 * that are no numbers, text that is not UTF-8 or holds NUL) is replaced by what is near, and the bytes stand beside it.
 *
 * @example
 * ```ts
 * import { transactionFromJson, transactionToJson } from "@dhcpkit/kafka/formats";
 * import { fromHex, Message } from "@dhcpkit/kafka/dhcpv6";
 * import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
 * import { assertEquals } from "@std/assert";
 *
 * const messageIn = Message.parse(fromHex("0bf350d6 0001000a 00030001 3431c43cb2f1"));
 * const message = new DHCPKafkaMessage({ serverName: "dhcp01", timestampIn: 1480000000.25, messageIn });
 * const json = transactionToJson(message);
 * assertEquals([json["timestamp-in"], json["client-mac"]], ["2016-11-24T15:06:40.250000Z", "34:31:c4:3c:b2:f1"]);
 * assertEquals(transactionFromJson(JSON.parse(JSON.stringify(json))).save(), message.save());
 * ```
 */
export function transactionToJson(message: DHCPKafkaMessage): TransactionJson {
  const { serverName, timestampIn, timestampOut, messageIn, messageOut } = message;
  const request = messageIn ? toJson(messageIn) : null, response = messageOut ? toJson(messageOut) : null;
  const isExact = isNumber(timestampIn) && isNumber(timestampOut) && everyToolReads(serverName) &&
    everyToolReads(request) && everyToolReads(response);
  return {
    "message-type": DHCP_MESSAGE,
    "server-name": anyToolText(serverName),
    ...times("timestamp-in", timestampIn) as Pick<TransactionJson, "timestamp-in" | "timestamp-in-seconds">,
    ...times("timestamp-out", timestampOut) as Pick<TransactionJson, "timestamp-out" | "timestamp-out-seconds">,
    ...transactionFacts(message),
    request: isExact ? request : anyToolText(request),
    response: isExact ? response : anyToolText(response),
    ...(isExact ? {} : { "message-data": toHex(message.save().subarray(1)) }),
  };
}

/**
 * The transaction that JSON tells: the inverse of {@linkcode transactionToJson}. Members that only say something again are
 * not looked at, nor are those that others have added. A time may be given as text alone.
 *
 * Throws `JsonError` with the place for what is wrong or missing.
 */
export function transactionFromJson(json: unknown): DHCPKafkaMessage {
  const members = objectFrom(json), type = members.get("message-type");
  if (type !== undefined && type !== DHCP_MESSAGE) {
    throw new JsonError(`${shown(type)} is not the type of a transaction, ${DHCP_MESSAGE}`, "/message-type");
  }
  const data = members.get("message-data");
  if (data !== undefined) return at("message-data", () => parsed(bytesFrom(data)));
  return checked(
    new DHCPKafkaMessage({
      serverName: textMember(members, "server-name"),
      timestampIn: timeFrom(members, "timestamp-in"),
      messageIn: packetFrom(members, "request"),
      timestampOut: timeFrom(members, "timestamp-out"),
      messageOut: packetFrom(members, "response"),
    }),
  );
}

/** Whether JSON carries a number as it is: NaN, infinity and -0 are lost in it. */
function isNumber(seconds: number): boolean {
  return Number.isFinite(seconds) && !Object.is(seconds, -0);
}

function times(name: string, seconds: number): Record<string, unknown> {
  return { [name]: secondsText(seconds), [`${name}-seconds`]: Number.isFinite(seconds) ? seconds : null };
}

function timeFrom(members: ReadonlyMap<string, Json>, name: string): number {
  const exact = `${name}-seconds`, seconds = members.get(exact);
  if (typeof seconds === "number") return seconds;
  if (seconds !== undefined && seconds !== null) throw new JsonError(`${shown(seconds)} is not a number`, `/${exact}`);
  const text = members.get(name) ?? undefined;
  if (text === undefined) throw new JsonError(`${JSON.stringify(exact)} is missing`);
  const time = at(name, () => parseTime(textFrom(text)));
  if (time === undefined) throw new JsonError(`${shown(text)} is not a time as in RFC 3339`, `/${name}`);
  return time / 1e6;
}

function packetFrom(members: ReadonlyMap<string, Json>, name: string): Message | undefined {
  const packet = needed(members, name);
  return packet === null ? undefined : at(name, () => fromJson(packet));
}

function textMember(members: ReadonlyMap<string, Json>, name: string): string {
  const member = needed(members, name);
  return at(name, () => textFrom(member));
}

function needed(members: ReadonlyMap<string, Json>, name: string): Json {
  const member = members.get(name);
  if (member === undefined) throw new JsonError(`${JSON.stringify(name)} is missing`);
  return member;
}

function parsed(data: Uint8Array): DHCPKafkaMessage {
  const value = new Uint8Array([DHCP_MESSAGE, ...data]), { message, length } = KafkaMessage.parse(value);
  if (!(message instanceof DHCPKafkaMessage) || length !== value.length) {
    throw new JsonError(`these are not the ${data.length} bytes of a transaction`);
  }
  return message;
}

/** The format has limits of its own: the length of the name, and that of packets. */
function checked(message: DHCPKafkaMessage): DHCPKafkaMessage {
  try {
    message.save();
    return message;
  } catch (error) {
    const found = asJsonError(error);
    throw found instanceof RangeError && !(found instanceof JsonError) ? new JsonError(found.message) : found;
  }
}
