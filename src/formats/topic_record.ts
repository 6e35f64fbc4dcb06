import { asJsonError } from "../dhcpv6/json_error.ts";
import { JsonError } from "../dhcpv6/mod.ts";
import { type CloudEventInit, transactionEventHeaders } from "./cloud_event_json.ts";
import { recordFromJson, recordToJson } from "./record_json.ts";

/** A header of a record. */
export interface HeaderOfRecord {
  /** What it is called. */
  readonly name: string;
  /** What it says. */
  readonly value: string | Uint8Array;
}

/** A record as it is read from a topic, and as it is written to another one. */
export interface RecordOfTopic {
  /** `null` when there is none. */
  readonly key: Uint8Array | null;
  /** `null` for a tombstone. */
  readonly value: Uint8Array | null;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly timestamp?: number;
  /** What stands beside the value. */
  readonly headers?: readonly HeaderOfRecord[];
}

/** What became of a record. */
export interface Transcoded {
  /** What is to be written; `undefined` where nothing can be made of it. */
  readonly record: RecordOfTopic | undefined;
  /** Why it is no good record of its topic; `undefined` for one that is. */
  readonly problem: string | undefined;
}

/** How {@linkcode toJsonRecord} makes records. */
export interface JsonRecordInit extends CloudEventInit {
  /** Tells a value from all others: `recordId` of `./publisher/cloud-events`, or what `digestRecordId` came to. */
  readonly id: (value: Uint8Array) => string;
}

/** What the values of a binary topic are, and those of a JSON topic. */
const BINARY_TYPE = "application/vnd.dhcpkit.kafka", JSON_TYPE = "application/json";

const encoder = new TextEncoder(), decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/**
 * The record of a JSON topic for one of the binary topic: the same key and time, the value as {@linkcode recordToJson} makes it,
 * and the attributes of a CloudEvent as headers. Other headers, and tombstones, stay as they are. A value that cannot be read has
 * a record, which keeps its bytes, and a problem.
 *
 * @example
 * ```ts
 * import { toBinaryRecord, toJsonRecord } from "@dhcpkit/kafka/formats";
 * import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
 * import { recordId } from "@dhcpkit/kafka/publisher/cloud-events";
 * import { assertEquals } from "@std/assert";
 *
 * const value = new DHCPKafkaMessage({ serverName: "dhcp01" }).save();
 * const { record } = toJsonRecord({ key: null, value }, { id: recordId });
 * assertEquals(JSON.parse(new TextDecoder().decode(record!.value!))["server-name"], "dhcp01");
 * assertEquals(toBinaryRecord(record!).record?.value, value);
 * ```
 */
export function toJsonRecord(record: RecordOfTopic, { id, ...event }: JsonRecordInit): Transcoded {
  const { value, headers = [] } = record;
  if (value === null) return { record, problem: undefined };
  const { kind, message, json } = recordToJson(value);
  const made = message ? transactionEventHeaders(message, { ...event, id: id(value) }) : [typeHeader(JSON_TYPE)];
  const others = headers.filter(({ name }) => name !== "content-type" && !name.startsWith("ce_"));
  return {
    record: { ...record, value: encoder.encode(JSON.stringify(json)), headers: [...others, ...made] },
    problem: kind === "malformed" && "malformed" in json ? `not readable: ${json.malformed}` : undefined,
  };
}

/**
 * The record of the binary topic for one of a JSON topic: the inverse of {@linkcode toJsonRecord}, but for the headers of a
 * CloudEvent, which stay. What is no such JSON has a problem with the place, and no record.
 */
export function toBinaryRecord(record: RecordOfTopic): Transcoded {
  const { value, headers = [] } = record;
  if (value === null) return { record, problem: undefined };
  try {
    const binary = recordFromJson(parsedJson(value));
    const others = headers.filter(({ name }) => name !== "content-type");
    return { record: { ...record, value: binary, headers: [...others, typeHeader(BINARY_TYPE)] }, problem: undefined };
  } catch (error) {
    const found = asJsonError(error);
    if (found instanceof JsonError) return { record: undefined, problem: found.message };
    throw error;
  }
}

/** JSON as text, or as bytes of it in UTF-8. Throws `JsonError` for anything else. */
export function parsedJson(value: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof value === "string" ? value : decoder.decode(value));
  } catch (error) {
    throw new JsonError(`not JSON: ${error instanceof SyntaxError ? error.message : "not UTF-8"}`);
  }
}

function typeHeader(value: string): HeaderOfRecord {
  return { name: "content-type", value };
}
