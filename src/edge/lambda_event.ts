import { room } from "../wire/slab.ts";
import { EdgeEventError } from "./edge_event_error.ts";
import { type EdgeHeader, EdgeRecord, type TimestampType } from "./edge_record.ts";
import type { SchemaId } from "./schema_framing.ts";
import { bytesOrJson, type ValueJsonOptions } from "./value_json.ts";
import { isObject, type JsonObject, listAt, milliseconds, RecordReading } from "./_reading.ts";

/** What AWS Lambda knows a record by: what goes into `batchItemFailures` for one that failed. */
export interface LambdaItemIdentifier {
  /** The name of the list that it came in: topic, dash and partition. */
  readonly partition: string;
  /** Its place within the partition. */
  readonly offset: number;
}

/**
 * Reads the event of AWS Lambda's Kafka triggers, for Amazon MSK and for one's own cluster. Records keep the event's order: that of the
 * lists, and within each that of the offsets.
 *
 * Throws {@linkcode EdgeEventError} for what is no such event; a record that cannot be read has a `problem`.
 *
 * Sources: with-msk and with-kafka of the AWS Lambda developer guide; `MSKEvent` and `SelfManagedKafkaEvent` of the package
 * `@types/aws-lambda`; `KafkaEventRecord` of Powertools for AWS Lambda (Python), for what is a text there.
 *
 * @example
 * ```ts
 * import { decodeLambdaEvent } from "@dhcpkit/kafka/edge";
 * import { assertEquals } from "@std/assert";
 *
 * const [record] = decodeLambdaEvent({
 *   eventSource: "aws:kafka",
 *   records: {
 *     "dhcpkit.messages-0": [{
 *       topic: "dhcpkit.messages",
 *       partition: 0,
 *       offset: 15,
 *       timestamp: 1545084650987,
 *       timestampType: "CREATE_TIME",
 *       value: "AQZkaGNwMDFAJAAAAAAAAAAAAAAAAAAAAAAAAA==",
 *       headers: [{ "ce_type": [120, -61, -69] }],
 *     }],
 *   },
 * });
 * assertEquals([record.offset, record.summary?.serverName], [15n, "dhcp01"]);
 * assertEquals(record.headers[0].value, new Uint8Array([120, 195, 187]));
 * ```
 */
export function decodeLambdaEvent(event: unknown, options: ValueJsonOptions = {}): EdgeRecord[] {
  if (!isLambdaEvent(event)) {
    throw new EdgeEventError("eventSource", "neither aws:kafka nor SelfManagedKafka");
  }
  if (!isObject(event.records)) throw new EdgeEventError("records", "no object of lists");
  const records: EdgeRecord[] = [];
  for (const [name, list] of Object.entries(event.records)) {
    const place = `records[${JSON.stringify(name)}]`;
    listAt(list, place).forEach((item, i) => records.push(lambdaRecord(item, name, `${place}[${i}]`, options)));
  }
  return records;
}

/** Whether an event says that it is one of Lambda's Kafka triggers. */
function isLambdaEvent(event: unknown): event is JsonObject {
  const source = isObject(event) ? event.eventSource : undefined;
  return typeof source === "string" && /^(aws:kafka|(aws:)?SelfManagedKafka)$/i.test(source);
}

function lambdaRecord(item: unknown, name: string, place: string, options: ValueJsonOptions): EdgeRecord {
  const reading = new RecordReading(place);
  if (!isObject(item)) {
    reading.fault("", "not an object", item);
    return new EdgeRecord({ place, value: null, problem: reading.problem });
  }
  const offset = reading.offset("offset", item.offset);
  return new EdgeRecord({
    place,
    topic: reading.text("topic", item.topic),
    partition: reading.partition("partition", item.partition),
    offset,
    timestamp: milliseconds(item.timestamp),
    timestampType: timestampType(item.timestampType),
    key: reading.base64("key", item.key),
    value: bytesOrJson(reading.base64("value", item.value), "value", reading, options),
    headers: headers(item.headers, reading),
    schema: schema(item.valueSchemaMetadata),
    lambdaItem: offset === undefined ? undefined : { partition: name, offset: Number(offset) },
    problem: reading.problem,
  });
}

function timestampType(value: unknown): TimestampType | undefined {
  return value === "CREATE_TIME" || value === "LOG_APPEND_TIME" ? value : undefined;
}

/** Each header is an object of its own, with one name. */
function headers(value: unknown, reading: RecordReading): EdgeHeader[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return reading.fault("headers", "not a list", value) ?? [];
  const list: EdgeHeader[] = [];
  value.forEach((header, i) => {
    if (!isObject(header)) return reading.fault(`headers[${i}]`, "not an object", header);
    for (const name in header) {
      const bytes = headerBytes(header[name]);
      if (bytes) list.push({ name, value: bytes });
      else reading.fault(`headers[${i}][${JSON.stringify(name)}]`, "no list of bytes", header[name]);
    }
  });
  return list;
}

/** The bytes are those of Java, which have a sign; a header without a value has none of them. */
function headerBytes(value: unknown): Uint8Array | undefined {
  if (value === null) return new Uint8Array();
  if (!Array.isArray(value)) return undefined;
  const bytes = room(value.length);
  for (let i = 0; i < value.length; i++) {
    // Nothing is called to look at them: an event of 6 MB has a quarter of a million, and a cold process has compiled nothing yet.
    const byte: number = value[i];
    if (byte << 24 >> 24 !== byte && (byte & 0xff) !== byte) return undefined;
    bytes[i] = byte;
  }
  return bytes;
}

/** Where Lambda itself asks a schema registry, it tells the schema and hands on the value that was behind the framing. */
function schema(metadata: unknown): SchemaId | undefined {
  const id = isObject(metadata) ? metadata.schemaId : undefined;
  if (typeof id === "number") return id;
  return typeof id === "string" ? (/^\d{1,9}$/.test(id) ? Number(id) : id) : undefined;
}
