import { type EdgeHeader, EdgeRecord } from "./edge_record.ts";
import type { EventOptions } from "./event_options.ts";
import { isObject, listAt, milliseconds, RecordReading } from "./_reading.ts";
import { type ValueJsonOptions, valueOf } from "./value_json.ts";

/**
 * Reads what a consumer is answered by Strimzi's Kafka bridge or by Confluent's REST proxy (API v2), already parsed: a list of records
 * with `topic`, `partition`, `offset`, `key` and `value`, from Strimzi's also `timestamp` and `headers`. In the format `binary` keys and
 * values are base64; in the format `json` a value may be a transaction in JSON.
 *
 * Throws {@linkcode EdgeEventError} for what is no list; a record that cannot be read has a `problem`.
 *
 * Sources: openapi.json (`ConsumerRecord`) and HttpBinaryMessageConverter.java of strimzi/strimzi-kafka-bridge; "Consumers" of the
 * API reference of Confluent's REST proxy, v2.
 *
 * @example
 * ```ts
 * import { decodeBridgeRecords } from "@dhcpkit/kafka/edge";
 * import { assertEquals } from "@std/assert";
 *
 * const value = "AQZkaGNwMDFAJAAAAAAAAAAAAAAAAAAAAAAAAA==";
 * const [record] = decodeBridgeRecords([{ topic: "dhcpkit.messages", key: null, value, partition: 0, offset: 7 }]);
 * assertEquals([record.offset, record.summary?.timestampIn], [7n, 10]);
 * ```
 */
export function decodeBridgeRecords(records: unknown, options: EventOptions = {}): EdgeRecord[] {
  return listAt(records, "records").slice(0, options.mostRecords).map((item, i) =>
    bridgeRecord(item, `records[${i}]`, options)
  );
}

/** Whether a value has the fields of such a record. */
export function isBridgeRecord(item: unknown): boolean {
  return isObject(item) && "topic" in item && "partition" in item && "offset" in item;
}

/** One record of such a list. */
export function bridgeRecord(item: unknown, place: string, options: ValueJsonOptions): EdgeRecord {
  const reading = new RecordReading(place);
  if (!isObject(item)) {
    reading.fault("", "not an object", item);
    return new EdgeRecord({ place, value: null, problem: reading.problem });
  }
  return new EdgeRecord({
    place,
    topic: reading.text("topic", item.topic),
    partition: reading.partition("partition", item.partition),
    offset: reading.offset("offset", item.offset),
    timestamp: milliseconds(item.timestamp),
    key: reading.base64("key", item.key),
    value: valueOf(item.value, "value", reading, options),
    headers: headers(item.headers, reading),
    problem: reading.problem,
  });
}

function headers(value: unknown, reading: RecordReading): EdgeHeader[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return reading.fault("headers", "not a list", value) ?? [];
  return value.flatMap((header, i) => {
    const name = isObject(header) ? header.key : undefined;
    if (typeof name !== "string") return reading.fault(`headers[${i}]`, "no header with a key", header) ?? [];
    const bytes = reading.base64(`headers[${i}].value`, (header as { value?: unknown }).value);
    return [{ name, value: bytes ?? new Uint8Array() }];
  });
}
