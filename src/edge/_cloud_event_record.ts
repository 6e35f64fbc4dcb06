import { encodeUtf8 } from "../wire/utf8.ts";
import { EdgeRecord } from "./edge_record.ts";
import { milliseconds, offsetNumber, partitionNumber, type RecordReading } from "./_reading.ts";

/** Attributes that every CloudEvent has (CloudEvents 1.0.2, required attributes). */
export const REQUIRED = ["specversion", "id", "source", "type"] as const;

/** The type of what Knative's KafkaSource makes of records that are no CloudEvents. */
const INVENTED = "dev.knative.kafka.event";
const HEADER = "kafkaheader";

/** The record of a CloudEvent, with the place in Kafka where its attributes tell it. */
export function cloudEventRecord(
  reading: RecordReading,
  attributes: Readonly<Record<string, string>>,
  value: Uint8Array | null,
): EdgeRecord {
  const key = attributes.partitionkey ?? attributes.key;
  const kafka = attributes.type === INVENTED ? kafkaPlace(reading, attributes) : {};
  return new EdgeRecord({
    ...{ place: reading.place, value, cloudEvent: attributes, problem: reading.problem },
    timestamp: milliseconds(attributes.time),
    key: key === undefined ? null : encodeUtf8(key),
    headers: Object.entries(attributes).filter(([name]) => name.startsWith(HEADER))
      .map(([name, text]) => ({ name: name.slice(HEADER.length), value: encodeUtf8(text) })),
    ...kafka,
  });
}

/** Out of `partition:1/offset:23` and `/apis/v1/namespaces/default/kafkasources/dhcp#dhcpkit.messages`. */
function kafkaPlace(reading: RecordReading, { id, source }: Readonly<Record<string, string>>) {
  const digits = /^partition:(\d+)\/offset:(\d+)$/.exec(id), hash = source.indexOf("#");
  const topic = hash < 0 ? undefined : source.slice(hash + 1);
  if (digits === null) return { topic };
  const partition = partitionNumber(digits[1]), offset = offsetNumber(digits[2]);
  if (partition !== undefined && offset !== undefined) return { topic, partition, offset };
  reading.fault("id", "no place in Kafka", id);
  return { topic };
}
