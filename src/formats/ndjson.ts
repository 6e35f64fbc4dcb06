import { at } from "../dhcpv6/json_error.ts";
import { bytesFrom, objectFrom, textFrom } from "../dhcpv6/json_value.ts";
import { type Json, JsonError } from "../dhcpv6/mod.ts";
import { clientKey } from "../messages/client_key.ts";
import { DHCPKafkaMessage, KafkaMessage } from "../messages/mod.ts";
import type { RecordPlace } from "../store/record_place.ts";
import { parseTime, secondsText } from "../store/time_text.ts";
import { toHex, WireError } from "../wire/mod.ts";
import { type OtherRecordJson, recordFromJson } from "./record_json.ts";
import { parsedJson, type RecordOfTopic } from "./topic_record.ts";
import type { TransactionJson } from "./transaction_json.ts";

/** Where a line of NDJSON comes from, in its member `record`. */
export interface RecordJson {
  /** The topic. */
  readonly topic: string;
  /** The partition. */
  readonly partition: number;
  /** Place within the partition; text, since it may be larger than numbers of JSON are for many programs. */
  readonly offset: string;
  /** Kafka's time of the record: RFC 3339 in UTC. */
  readonly timestamp: string | null;
  /** The record's key, hexadecimal digits; `null` for none. */
  readonly key: string | null;
}

/** A record that was read, and where. */
export type PlacedRecord = RecordOfTopic & RecordPlace;

/** A line of NDJSON, without its end: where a record was read, and what is in it. */
export function ndjsonLine(record: PlacedRecord, json: TransactionJson | OtherRecordJson): string {
  const { topic, partition, offset, timestamp, key } = record;
  const place: RecordJson = {
    ...{ topic, partition, offset: String(offset) },
    timestamp: timestamp === undefined ? null : secondsText(timestamp / 1000),
    key: key && toHex(key),
  };
  return JSON.stringify({ record: place, ...json });
}

/**
 * The record that a line of NDJSON tells, as text or as bytes. Without a member `record`, its key is the client's DUID and its time that of
 * the request, as servers publish it. Throws `JsonError` with the place.
 */
export function recordFromNdjson(line: string | Uint8Array): RecordOfTopic {
  const json = parsedJson(line);
  const value = recordFromJson(json), place = objectFrom(json).get("record");
  return { value, ...place === undefined ? publishedAs(value) : at("record", () => placedAs(place)) };
}

function placedAs(json: Json): Pick<RecordOfTopic, "key" | "timestamp"> {
  const members = objectFrom(json), key = members.get("key") ?? null, text = members.get("timestamp") ?? null;
  const time = text === null ? undefined : at("timestamp", () => parseTime(textFrom(text)));
  if (text !== null && time === undefined) throw new JsonError("this is not a time as in RFC 3339", "/timestamp");
  return {
    key: key === null ? null : at("key", () => bytesFrom(key)),
    ...(time === undefined ? {} : { timestamp: time / 1000 }),
  };
}

function publishedAs(value: Uint8Array): Pick<RecordOfTopic, "key" | "timestamp"> {
  try {
    const { message } = KafkaMessage.parse(value);
    if (!(message instanceof DHCPKafkaMessage)) return { key: null };
    const timestamp = Math.round(message.timestampIn * 1000);
    return { key: clientKey(message), ...(Number.isSafeInteger(timestamp) && timestamp > 0 ? { timestamp } : {}) };
  } catch (error) {
    if (error instanceof WireError) return { key: null };
    throw error;
  }
}
