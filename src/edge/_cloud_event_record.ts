import { encodeUtf8 } from "../wire/utf8.ts";
import { EdgeRecord } from "./edge_record.ts";
import { milliseconds, type RecordReading } from "./_reading.ts";

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
  return new EdgeRecord({
    ...{ place: reading.place, value, cloudEvent: attributes, problem: reading.problem },
    timestamp: milliseconds(attributes.time),
    key: key === undefined ? null : encodeUtf8(key),
    headers: Object.entries(attributes).filter(([name]) => name.startsWith(HEADER))
      .map(([name, text]) => ({ name: name.slice(HEADER.length), value: encodeUtf8(text) })),
    ...attributes.type === INVENTED ? kafkaPlace(attributes) : {},
  });
}

/** Out of `partition:1/offset:23` and `/apis/v1/namespaces/default/kafkasources/dhcp#dhcpkit.messages`. */
function kafkaPlace({ id, source }: Readonly<Record<string, string>>) {
  const place = /^partition:(\d{1,10})\/offset:(\d{1,19})$/.exec(id), hash = source.indexOf("#");
  return {
    topic: hash < 0 ? undefined : source.slice(hash + 1),
    partition: place ? Number(place[1]) : undefined,
    offset: place ? BigInt(place[2]) : undefined,
  };
}
