import type { HttpEvent } from "@dhcpkit/kafka/edge";
import { utf8 } from "./_transactions.ts";

/** A request with its body read; a body that is no bytes is sent as JSON. */
export function httpEvent(headers: Record<string, string>, body: unknown): HttpEvent {
  return {
    headers: new Headers(headers),
    body: body instanceof Uint8Array ? body : utf8(typeof body === "string" ? body : JSON.stringify(body)),
  };
}

/** Attributes that Knative's KafkaSource makes of a record (InvalidCloudEventInterceptor.java). */
export function knativeHeaders(
  partition: number,
  offset: number,
  more: Record<string, string> = {},
): Record<string, string> {
  return {
    "ce-specversion": "1.0",
    "ce-id": `partition:${partition}/offset:${offset}`,
    "ce-type": "dev.knative.kafka.event",
    "ce-source": "/apis/v1/namespaces/dhcp/kafkasources/dhcp-source#dhcpkit.messages",
    "ce-subject": `partition:${partition}#${offset}`,
    "ce-time": "2026-11-30T12:00:00.123Z",
    ...more,
  };
}
