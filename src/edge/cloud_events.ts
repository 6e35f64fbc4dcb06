import { cloudEventRecord, REQUIRED } from "./_cloud_event_record.ts";
import { cloudEventInJson } from "./_cloud_event_json.ts";
import { EdgeEventError } from "./edge_event_error.ts";
import type { EdgeRecord } from "./edge_record.ts";
import type { EventOptions } from "./event_options.ts";
import { contentType, type HttpEvent, jsonBody } from "./http_body.ts";
import { listAt, RecordReading } from "./_reading.ts";
import { bytesOrJson, type ValueJsonOptions } from "./value_json.ts";

/**
 * Reads CloudEvents over HTTP in any of their three modes: binary (attributes in `ce-…` headers, the value as the body), structured
 * (`application/cloudevents+json`) and batch (`application/cloudevents-batch+json`). Knative's KafkaSource sends the first of these: a
 * record that is a CloudEvent as such, any other with attributes that it makes of its place, out of which topic, partition, offset, key
 * and headers are read again. Header names have lost there what is no letter or digit.
 *
 * Throws {@linkcode EdgeEventError} for what is no CloudEvent; one of a batch that cannot be read has a `problem`.
 *
 * Sources: HTTP protocol binding and JSON format of CloudEvents 1.0.2; InvalidCloudEventInterceptor.java of
 * knative-extensions/eventing-kafka-broker for what KafkaSource makes.
 *
 * @example
 * ```ts
 * import { decodeCloudEvents } from "@dhcpkit/kafka/edge";
 * import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
 * import { assertEquals } from "@std/assert";
 *
 * const headers = new Headers({
 *   "ce-specversion": "1.0",
 *   "ce-id": "partition:1/offset:23",
 *   "ce-type": "dev.knative.kafka.event",
 *   "ce-source": "/apis/v1/namespaces/default/kafkasources/dhcp#dhcpkit.messages",
 * });
 * const body = new DHCPKafkaMessage({ serverName: "dhcp01" }).save();
 * const [record] = decodeCloudEvents({ headers, body });
 * assertEquals([record.topic, record.partition, record.offset], ["dhcpkit.messages", 1, 23n]);
 * assertEquals(record.summary?.serverName, "dhcp01");
 * ```
 */
export function decodeCloudEvents(event: HttpEvent, options: EventOptions = {}): EdgeRecord[] {
  const type = contentType(event.headers);
  if (type === "application/cloudevents-batch+json") {
    const events = listAt(jsonBody(event.body), "body").slice(0, options.mostRecords);
    return events.map((json, i) => cloudEventInJson(json, `body[${i}]`, options));
  }
  if (type === "application/cloudevents+json") return [structured(jsonBody(event.body), options)];
  return [binary(event, options)];
}

/** Whether a request holds CloudEvents, by what its headers say. */
export function isCloudEvent(headers: Headers): boolean {
  return contentType(headers).startsWith("application/cloudevents") || headers.has("ce-specversion");
}

/** A CloudEvent that is the only one: without its attributes there is none. */
export function structured(json: unknown, options: ValueJsonOptions): EdgeRecord {
  const record = cloudEventInJson(json, "body", options);
  const missing = REQUIRED.find((name) => record.cloudEvent?.[name] === undefined);
  if (missing !== undefined) throw new EdgeEventError(`body.${missing}`, "missing, or no text");
  return record;
}

function binary({ headers, body }: HttpEvent, options: ValueJsonOptions): EdgeRecord {
  const attributes: Record<string, string> = {};
  headers.forEach((value, name) => {
    if (name.startsWith("ce-")) attributes[name.slice(3)] = percentDecoded(value);
  });
  const type = headers.get("content-type");
  if (type !== null) attributes.datacontenttype = type;
  const missing = REQUIRED.find((name) => !attributes[name]);
  if (missing !== undefined) throw new EdgeEventError(`headers["ce-${missing}"]`, "missing");
  const reading = new RecordReading("body"),
    value = bytesOrJson(body.length === 0 ? null : body, "data", reading, options);
  return cloudEventRecord(reading, attributes, value);
}

/** What is not ASCII stands in headers percent-encoded (HTTP protocol binding, section 3.1.3.2). */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
