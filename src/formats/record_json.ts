import { sameBytes } from "../wire/same_bytes.ts";
import { at } from "../dhcpv6/json_error.ts";
import { bytesFrom, integerFrom, objectFrom } from "../dhcpv6/json_value.ts";
import { JsonError } from "../dhcpv6/mod.ts";
import { DHCP_MESSAGE, DHCPKafkaMessage, KafkaMessage } from "../messages/mod.ts";
import { toHex, WireError } from "../wire/mod.ts";
import { transactionFromJson, type TransactionJson, transactionToJson } from "./transaction_json.ts";

/** The value of a record that is no transaction for JSON: {@linkcode recordToJson}. */
export interface OtherRecordJson {
  /** The first byte; `null` for a value without one. */
  readonly "message-type": number | null;
  /** Everything behind it, as hexadecimal digits. */
  readonly "message-data": string;
  /** Why it could not be read, for a value that should be a transaction. */
  readonly malformed?: string;
}

/** What the value of a record is, and its JSON. */
export interface RecordAsJson {
  /** `transaction`; `other` for a message type that is not known here; `malformed` for what cannot be read. */
  readonly kind: "transaction" | "other" | "malformed";
  /** The transaction; `undefined` for all else. */
  readonly message: DHCPKafkaMessage | undefined;
  /** The document. */
  readonly json: TransactionJson | OtherRecordJson;
}

/**
 * The value of a record of the binary topic as a JSON document, whatever it is: a transaction as {@linkcode transactionToJson}
 * makes it, and the bytes of everything else. {@linkcode recordFromJson} gives the very same bytes back.
 *
 * @example
 * ```ts
 * import { recordFromJson, recordToJson } from "@dhcpkit/kafka/formats";
 * import { assertEquals } from "@std/assert";
 *
 * const value = new Uint8Array([255, 1, 2]), { kind, json } = recordToJson(value);
 * assertEquals([kind, json], ["other", { "message-type": 255, "message-data": "0102" }]);
 * assertEquals(recordFromJson(json), value);
 * ```
 */
export function recordToJson(value: Uint8Array): RecordAsJson {
  let message: KafkaMessage;
  try {
    message = KafkaMessage.parse(value).message;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { kind: "malformed", message: undefined, json: { ...bytesJson(value), malformed: error.message } };
  }
  if (!(message instanceof DHCPKafkaMessage)) return { kind: "other", message: undefined, json: bytesJson(value) };
  const json = transactionToJson(message);
  // Bytes behind the message, and the payload of a NaN, are not in it.
  const isWhole = sameBytes(message.save(), value);
  return { kind: "transaction", message, json: isWhole ? json : { ...json, ...bytesJson(value) } as TransactionJson };
}

/**
 * The bytes of the value that JSON tells: the inverse of {@linkcode recordToJson}. Where there is `message-data`, that is what
 * counts. Throws `JsonError` with the place for what is wrong or missing.
 */
export function recordFromJson(json: unknown): Uint8Array {
  const members = objectFrom(json), data = members.get("message-data"), type = members.get("message-type");
  if (data === undefined) return transactionFromJson(json).save();
  const bytes = at("message-data", () => bytesFrom(data));
  if (type !== null) {
    return new Uint8Array([at("message-type", () => integerFrom(type ?? DHCP_MESSAGE, 0xff)), ...bytes]);
  }
  if (bytes.length > 0) throw new JsonError("a value without a type has no data", "/message-type");
  return bytes;
}

function bytesJson(value: Uint8Array): OtherRecordJson {
  return { "message-type": value.length === 0 ? null : value[0], "message-data": toHex(value.subarray(1)) };
}
