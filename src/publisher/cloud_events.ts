import { createHash } from "node:crypto";
import { cloudEventAttributes, type CloudEventInit } from "../messages/cloud_event.ts";
import type { DHCPKafkaMessage } from "../messages/kafka_message.ts";
import type { RecordHeader } from "./transport.ts";

export type { CloudEventInit };

/** What the value is. */
const CONTENT_TYPE = "application/vnd.dhcpkit.kafka";

/**
 * Makes the `headers` of a `KafkaHandler` that make CloudEvents of its records, in the binary mode of the Kafka protocol
 * binding 1.0: Knative and others that know CloudEvents see what a record is, and its value stays as it is.
 *
 * | header | what it says |
 * | --- | --- |
 * | `ce_specversion` | `1.0` |
 * | `ce_id` | {@linkcode recordId} of the value |
 * | `ce_source` | `/dhcpv6/servers/dhcp01.example.com` |
 * | `ce_type` | `org.dhcpkit.dhcpv6.transaction.v1` |
 * | `ce_time` | when the request came in, where that is a time of the years 0 to 9999 |
 * | `ce_subject` | the client's DUID as hexadecimal digits, where there is one |
 * | `content-type` | `application/vnd.dhcpkit.kafka` |
 *
 * @example
 * ```ts
 * import { DHCPKafkaMessage, KafkaHandler } from "@dhcpkit/kafka";
 * import { cloudEventHeaders } from "@dhcpkit/kafka/publisher/cloud-events";
 * import { assertEquals } from "@std/assert";
 *
 * const handler = new KafkaHandler({ serverName: "dhcp01", headers: cloudEventHeaders() });
 * const message = new DHCPKafkaMessage({ serverName: "dhcp01", timestampIn: 1480000000.25 });
 * const headers = cloudEventHeaders()(message.save(), message);
 * assertEquals(headers[2], { name: "ce_source", value: "/dhcpv6/servers/dhcp01" });
 * assertEquals(headers[4], { name: "ce_time", value: "2016-11-24T15:06:40.250Z" });
 * ```
 */
export function cloudEventHeaders(
  init: CloudEventInit = {},
): (value: Uint8Array, message: DHCPKafkaMessage) => readonly RecordHeader[] {
  return (value, message) => {
    const { specversion, id, source, type, time, subject } = cloudEventAttributes(message, recordId(value), init);
    const headers: RecordHeader[] = [
      { name: "ce_specversion", value: specversion },
      { name: "ce_id", value: id },
      { name: "ce_source", value: source },
      { name: "ce_type", value: type },
    ];
    if (time !== undefined) headers.push({ name: "ce_time", value: time });
    if (subject !== undefined) headers.push({ name: "ce_subject", value: subject });
    headers.push({ name: "content-type", value: CONTENT_TYPE });
    return headers;
  };
}

/**
 * Tells a record from all others by its value alone: the first 128 bits of the value's SHA-256 as 32 lower-case hexadecimal
 * digits. A record that is sent twice has the same id, whoever computes it.
 *
 * The same without Node's cryptography, for edge functions: `digestRecordId` of `./messages`.
 *
 * @example
 * ```ts
 * import { recordId } from "@dhcpkit/kafka/publisher/cloud-events";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(recordId(new TextEncoder().encode("abc")), "ba7816bf8f01cfea414140de5dae2223");
 * ```
 */
export function recordId(value: Uint8Array): string {
  return createHash("sha256").update(value).digest("hex").slice(0, 32);
}
