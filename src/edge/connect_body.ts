import { cloudEventInJson, isCloudEventJson } from "./_cloud_event_json.ts";
import { bridgeRecord, isBridgeRecord } from "./bridge_records.ts";
import { EdgeEventError } from "./edge_event_error.ts";
import { EdgeRecord } from "./edge_record.ts";
import type { EventOptions } from "./event_options.ts";
import { type HttpEvent, textBody } from "./http_body.ts";
import { isObject, RecordReading } from "./_reading.ts";
import { splitJson } from "./_split_json.ts";
import { type ValueJsonOptions, valueOf } from "./value_json.ts";

/**
 * Reads the body that an HTTP sink of Kafka Connect sends: the values of some records, without keys, headers and places, one after the
 * other with any separator (`batch.separator`), or as a list (`batch.json.as.array`, `batch.prefix` and `batch.suffix`). Since such
 * connectors send text, each value is a transaction in JSON, out of a topic in JSON, or base64 of the bytes. What is a CloudEvent in JSON,
 * or has `topic`, `partition` and `offset`, is read as such.
 *
 * Throws {@linkcode EdgeEventError} for a body that is empty or has no beginning and end of a record; a record that cannot be read has a
 * `problem`.
 *
 * Sources: `request.body.format` and `batch.*` in the documentation of Confluent's HTTP Sink Connector; `batching.enabled` of Aiven's HTTP
 * Connector for Apache Kafka.
 *
 * @example
 * ```ts
 * import { decodeConnectBody } from "@dhcpkit/kafka/edge";
 * import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
 * import { assertEquals } from "@std/assert";
 *
 * const json = ["dhcp01", "dhcp02"].map((serverName) => JSON.stringify(new DHCPKafkaMessage({ serverName })));
 * const body = new TextEncoder().encode(json.join(","));
 * const records = decodeConnectBody({ body });
 * assertEquals(records.map(({ summary }) => summary?.serverName), ["dhcp01", "dhcp02"]);
 * ```
 */
export function decodeConnectBody(
  { body }: Pick<HttpEvent, "body">,
  options: EventOptions = {},
): EdgeRecord[] {
  const { items, isWhole } = splitJson(textBody(body), options.mostRecords);
  if (items.length === 0) throw new EdgeEventError("body", "empty");
  if (!isWhole) throw new EdgeEventError("body", "cut short: what begins there does not end");
  return items.map((text, i) => connectRecord(text, `body[${i}]`, options));
}

function connectRecord(text: string, place: string, options: ValueJsonOptions): EdgeRecord {
  const reading = new RecordReading(place);
  let json: unknown;
  try {
    // By itself "null" would be base64 as well.
    json = /^["[{]|^null$/.test(text) ? JSON.parse(text) : text;
  } catch {
    reading.fault("", "no JSON", text);
    return new EdgeRecord({ place, value: null, problem: reading.problem });
  }
  if (isCloudEventJson(json)) return cloudEventInJson(json, place, options);
  if (isObject(json) && isBridgeRecord(json)) return bridgeRecord(json, place, options);
  const value = valueOf(json, "", reading, options);
  return new EdgeRecord({ place, value, problem: reading.problem });
}
