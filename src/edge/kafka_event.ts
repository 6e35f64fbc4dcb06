import { decodeAzureEvent, isAzureEvent } from "./azure_event.ts";
import { decodeBridgeRecords, isBridgeRecord } from "./bridge_records.ts";
import { cloudEventInJson, isCloudEventJson } from "./_cloud_event_json.ts";
import { structured } from "./cloud_events.ts";
import { EdgeEventError } from "./edge_event_error.ts";
import type { EdgeRecord } from "./edge_record.ts";
import { decodeHttpEvent, isHttpEvent } from "./http_event.ts";
import { decodeLambdaEvent } from "./lambda_event.ts";
import { isObject } from "./_reading.ts";
import type { ValueJsonOptions } from "./value_json.ts";

/** What else {@linkcode decodeKafkaEvent} is told. */
export interface KafkaEventOptions extends ValueJsonOptions {
  /** `context.triggerMetadata` of a function of Azure. */
  readonly triggerMetadata?: unknown;
}

/**
 * Reads the records out of the event of a platform, whichever it is, by the event's shape:
 *
 * | shape | platform | function that reads it |
 * | --- | --- | --- |
 * | `{ eventSource, records }` | AWS Lambda | `decodeLambdaEvent` |
 * | bytes, texts, `{ Value, Offset, … }`, or a list of them | Azure Functions | `decodeAzureEvent` |
 * | `{ headers, body }` with `Headers` and bytes | anything over HTTP | `decodeHttpEvent` |
 * | list of `{ topic, partition, offset, … }` | Strimzi's bridge, Confluent's REST proxy | `decodeBridgeRecords` |
 * | `{ specversion, … }`, or a list of them | CloudEvents in JSON | `decodeCloudEvents` |
 *
 * A function that serves one platform names that one's function, and is bundled without the others.
 *
 * Throws {@linkcode EdgeEventError} with the place for what is no event; a record that cannot be read has a `problem`.
 *
 * @example
 * ```ts
 * import { decodeKafkaEvent } from "@dhcpkit/kafka/edge";
 * import { assertEquals } from "@std/assert";
 *
 * const value = "AQZkaGNwMDFAJAAAAAAAAAAAAAAAAAAAAAAAAA==";
 * const item = { topic: "dhcpkit.messages", partition: 0, offset: 7, value, headers: [] };
 * const [first] = decodeKafkaEvent({ eventSource: "SelfManagedKafka", records: { "dhcpkit.messages-0": [item] } });
 * const [second] = decodeKafkaEvent([item]);
 * assertEquals([first.summary?.serverName, second.summary?.serverName], ["dhcp01", "dhcp01"]);
 * ```
 */
export function decodeKafkaEvent(event: unknown, options: KafkaEventOptions = {}): EdgeRecord[] {
  if (isHttpEvent(event)) return decodeHttpEvent(event, options);
  if (isObject(event) && "eventSource" in event) return decodeLambdaEvent(event, options);
  if (isAzureEvent(event)) return decodeAzureEvent(event, options.triggerMetadata, options);
  if (isCloudEventJson(event)) return [structured(event, options)];
  if (Array.isArray(event)) {
    if (event.length === 0) return [];
    if (event.some(isCloudEventJson)) return event.map((json, i) => cloudEventInJson(json, `event[${i}]`, options));
    if (event.some(isBridgeRecord)) return decodeBridgeRecords(event, options);
  }
  throw new EdgeEventError("event", "of no platform that is known");
}
