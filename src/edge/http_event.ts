import { decodeBridgeRecords } from "./bridge_records.ts";
import { decodeCloudEvents, isCloudEvent } from "./cloud_events.ts";
import { decodeConnectBody } from "./connect_body.ts";
import { EdgeEventError } from "./edge_event_error.ts";
import { EdgeRecord } from "./edge_record.ts";
import type { EventOptions } from "./event_options.ts";
import { contentType, type HttpEvent, jsonBody } from "./http_body.ts";

/** Media types that {@linkcode decodeHttpEvent} reads, beside those of CloudEvents in binary mode, which may have any. */
export const MEDIA_TYPES: readonly string[] = [
  "application/cloudevents+json",
  "application/cloudevents-batch+json",
  "application/json",
  "application/vnd.kafka.binary.v2+json",
  "application/vnd.kafka.json.v2+json",
  "application/x-ndjson",
  "text/plain",
  "application/vnd.dhcpkit.kafka",
  "application/octet-stream",
];

/**
 * Reads a request that brings records, by its headers: CloudEvents ({@linkcode decodeCloudEvents}), records as a bridge hands them out
 * ({@linkcode decodeBridgeRecords}), what a sink of Kafka Connect sends ({@linkcode decodeConnectBody}), or one value as it is.
 *
 * Throws {@linkcode EdgeEventError} for what is none of them.
 *
 * @example
 * ```ts
 * import { decodeHttpEvent } from "@dhcpkit/kafka/edge";
 * import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
 * import { assertEquals } from "@std/assert";
 *
 * const headers = new Headers({ "content-type": "application/vnd.dhcpkit.kafka" });
 * const [record] = decodeHttpEvent({ headers, body: new DHCPKafkaMessage({ serverName: "dhcp01" }).save() });
 * assertEquals(record.summary?.serverName, "dhcp01");
 * ```
 */
export function decodeHttpEvent(event: HttpEvent, options: EventOptions = {}): EdgeRecord[] {
  const { headers, body } = event;
  if (isCloudEvent(headers)) return decodeCloudEvents(event, options);
  switch (contentType(headers)) {
    case "application/vnd.kafka.binary.v2+json":
    case "application/vnd.kafka.json.v2+json":
      return decodeBridgeRecords(jsonBody(body), options);
    case "application/json":
    case "application/x-ndjson":
    case "text/plain":
      return decodeConnectBody(event, options);
    case "application/vnd.dhcpkit.kafka":
    case "application/octet-stream":
      return [new EdgeRecord({ place: "body", value: body })];
  }
  throw new EdgeEventError('headers["content-type"]', `not one of ${MEDIA_TYPES.join(", ")}`);
}

/** Whether a value is a request with its body read. */
export function isHttpEvent(event: unknown): event is HttpEvent {
  const { headers, body } = (event ?? {}) as Partial<HttpEvent>;
  return headers instanceof Headers && body instanceof Uint8Array;
}
