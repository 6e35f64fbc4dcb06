import { type CloudEventAttributes, cloudEventAttributes, type CloudEventInit } from "../messages/cloud_event.ts";
import type { DHCPKafkaMessage } from "../messages/mod.ts";
import { type TransactionJson, transactionToJson } from "./transaction_json.ts";

export type { CloudEventAttributes, CloudEventInit };

/** What the data of an event are. */
const JSON_TYPE = "application/json";

/** A transaction as a CloudEvent in the JSON format of CloudEvents 1.0. */
export interface TransactionEvent extends CloudEventAttributes {
  /** What `data` are. */
  readonly datacontenttype: "application/json";
  /** The transaction. */
  readonly data: TransactionJson;
}

/** How an event of a transaction is made. */
export interface TransactionEventInit extends CloudEventInit {
  /** `digestRecordId` of the binary value, which is the same for a record that comes twice. */
  readonly id: string;
}

/**
 * A transaction as one CloudEvent with everything in it, for the structured mode of HTTP or Kafka: its media type there is
 * `application/cloudevents+json`.
 *
 * @example
 * ```ts
 * import { transactionEvent } from "@dhcpkit/kafka/formats";
 * import { DHCPKafkaMessage, digestRecordId } from "@dhcpkit/kafka/messages";
 * import { assertEquals } from "@std/assert";
 *
 * const message = new DHCPKafkaMessage({ serverName: "dhcp01", timestampIn: 1480000000.25 });
 * const event = transactionEvent(message, { id: await digestRecordId(message.save()) });
 * assertEquals([event.source, event.data["server-name"]], ["/dhcpv6/servers/dhcp01", "dhcp01"]);
 * ```
 */
export function transactionEvent(message: DHCPKafkaMessage, { id, ...init }: TransactionEventInit): TransactionEvent {
  return {
    ...cloudEventAttributes(message, id, init),
    datacontenttype: JSON_TYPE,
    data: transactionToJson(message),
  };
}

/**
 * The headers that make a CloudEvent in binary mode of a record whose value is {@linkcode transactionToJson}'s: those that
 * `cloudEventHeaders` of `./publisher/cloud-events` makes for binary values, but for the content type.
 */
export function transactionEventHeaders(
  message: DHCPKafkaMessage,
  { id, ...init }: TransactionEventInit,
): { readonly name: string; readonly value: string }[] {
  const attributes = Object.entries(cloudEventAttributes(message, id, init));
  return [
    ...attributes.map(([name, value]) => ({ name: `ce_${name}`, value: String(value) })),
    { name: "content-type", value: JSON_TYPE },
  ];
}
