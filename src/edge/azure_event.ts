import { encodeUtf8 } from "../wire/utf8.ts";
import { EdgeEventError } from "./edge_event_error.ts";
import { type EdgeHeader, EdgeRecord } from "./edge_record.ts";
import { isObject, type JsonObject, milliseconds, RecordReading } from "./_reading.ts";
import { bytesOrJson, type ValueJsonOptions, valueOf } from "./value_json.ts";

/**
 * Reads what the Kafka trigger of Azure Functions hands to a function: `messages` is its first argument, `triggerMetadata` that of its
 * context. With `dataType: "binary"` messages are the bytes of values, and everything else is in the metadata, in lists with
 * `cardinality: "many"`. Otherwise they are the extension's own JSON of a record, whose value has to be text: base64, or a transaction in
 * JSON. Bytes that the extension has read as text are lost: such a record has a `problem`, and an event of nothing else is refused.
 *
 * Keys are those that the extension has read as UTF-8, `null` where they were none. It tells nothing of headers before its release 4.
 *
 * Throws {@linkcode EdgeEventError} for what is no such event; a record that cannot be read has a `problem`.
 *
 * Sources: KafkaTriggerBindingStrategy.cs (names of the metadata, keys as UTF-8) and KafkaEventDataConvertManager.cs (bytes become text
 * without the JSON around) of Azure/azure-functions-kafka-extension; fromRpcTypedData.ts and toCamelCase.ts of the package
 * `@azure/functions` 4, which parses what is JSON and has names begin with a small letter.
 *
 * @example
 * ```ts
 * import { decodeAzureEvent } from "@dhcpkit/kafka/edge";
 * import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
 * import { assertEquals } from "@std/assert";
 *
 * const messages = [new DHCPKafkaMessage({ serverName: "dhcp01" }).save()];
 * const [record] = decodeAzureEvent(messages, {
 *   topicArray: ["dhcpkit.messages"],
 *   partitionArray: [3],
 *   offsetArray: [42],
 *   timestampArray: ["2026-11-30T12:00:00Z"],
 *   keyArray: [null],
 * });
 * assertEquals([record.partition, record.offset, record.summary?.serverName], [3, 42n, "dhcp01"]);
 * ```
 */
export function decodeAzureEvent(
  messages: unknown,
  triggerMetadata?: unknown,
  options: ValueJsonOptions = {},
): EdgeRecord[] {
  if (!Array.isArray(messages)) {
    return unlessLost([azureRecord(messages, { place: "message", options, ...one(triggerMetadata) })]);
  }
  const told = many(triggerMetadata, messages.length);
  const context = (i: number): AzureContext => ({ place: `messages[${i}]`, options, metadata: told[i] });
  return unlessLost(messages.map((message, i) => azureRecord(message, context(i))));
}

/** Whether something is what the trigger hands to a function: bytes, or the extension's JSON. */
export function isAzureEvent(messages: unknown): boolean {
  const [first] = Array.isArray(messages) ? messages : [messages];
  return first instanceof Uint8Array || typeof first === "string" || isEnvelope(first);
}

interface AzureContext {
  readonly place: string;
  readonly options: ValueJsonOptions;
  readonly metadata: JsonObject;
}

/** What the extension tells of a record. */
const FIELDS = ["topic", "partition", "offset", "timestamp", "key", "headers"] as const;

function azureRecord(message: unknown, { place, options, metadata }: AzureContext): EdgeRecord {
  const reading = new RecordReading(place);
  if (message instanceof Uint8Array) {
    // A record without a value comes as no bytes. Others may come as a Buffer of Node.js, which is a Uint8Array with other methods.
    const { buffer, byteOffset, length } = message;
    const bytes = length === 0 ? null : new Uint8Array(buffer, byteOffset, length);
    return record(reading, metadata, bytesOrJson(bytes, "value", reading, options));
  }
  const json = typeof message === "string" ? jsonOr(message) : message;
  if (!isEnvelope(json)) return record(reading, metadata, textOrJson(json, "value", reading, options));
  return record(reading, json, textOrJson(member(json, "value"), "Value", reading, options));
}

const LOST = 'a text made of bytes that were none, so the bytes are lost; set dataType: "binary" in the trigger';

/** A value that came as JSON or as text. A text that is no JSON is base64, or what is left of bytes that were no text. */
function textOrJson(
  given: unknown,
  field: string,
  reading: RecordReading,
  options: ValueJsonOptions,
): Uint8Array | null {
  const json = typeof given === "string" ? jsonOr(given) : given;
  // deno-lint-ignore no-control-regex
  if (typeof json === "string" && /[\u0000-\u0008\u000e-\u001f\ufffd]/.test(json)) {
    return reading.fault(field, LOST, json) ?? null;
  }
  return valueOf(json, field, reading, options);
}

/**
 * The records, unless all of them are values of this project, bare or framed, of which the bytes are lost: then the trigger is set up
 * wrong, and whatever else it hands over would be lost as well.
 */
function unlessLost(records: EdgeRecord[]): EdgeRecord[] {
  const isLost = ({ problem }: EdgeRecord) => problem?.reason === LOST && problem.bytes[0] <= 1;
  if (records.length === 0 || !records.every(isLost)) return records;
  throw new EdgeEventError(records[0].place, LOST);
}

/** The extension's own JSON of a record. */
function isEnvelope(json: unknown): json is JsonObject {
  return isObject(json) && ["value", "offset", "partition"].every((name) => member(json, name) !== undefined);
}

function record(reading: RecordReading, told: JsonObject, value: Uint8Array | null): EdgeRecord {
  const { place } = reading, partition = member(told, "partition"), offset = digits(member(told, "offset"));
  const topic = member(told, "topic"), key = member(told, "key");
  return new EdgeRecord({
    place,
    topic: typeof topic === "string" ? topic : undefined,
    partition: partition === undefined ? undefined : reading.partition("partition", partition),
    offset: offset === undefined ? undefined : reading.offset("offset", offset),
    timestamp: milliseconds(member(told, "timestamp")),
    key: typeof key === "string" && !key.includes("\ufffd") ? encodeUtf8(key) : null,
    value,
    headers: headers(member(told, "headers"), reading),
    problem: reading.problem,
  });
}

/** The worker for Node.js may hand on a number of 64 bits as two of 32 (the package `long`). */
function digits(value: unknown): unknown {
  if (!isObject(value) || typeof value.low !== "number" || typeof value.high !== "number") return value;
  return String(BigInt(value.high) << 32n | BigInt(value.low >>> 0));
}

/** By whichever of the two ways that its name may begin. */
function member(json: JsonObject, name: string): unknown {
  return json[name] ?? json[name[0].toUpperCase() + name.slice(1)];
}

function headers(value: unknown, reading: RecordReading): EdgeHeader[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((header, i) => {
    const name = isObject(header) ? member(header, "key") : undefined;
    if (typeof name !== "string") return [];
    return [{ name, value: reading.base64(`headers[${i}]`, member(header, "value")) ?? new Uint8Array() }];
  });
}

function one(triggerMetadata: unknown): { readonly metadata: JsonObject } {
  return { metadata: isObject(triggerMetadata) ? triggerMetadata : {} };
}

/** The metadata of each record, out of a list for each field. */
function many(triggerMetadata: unknown, count: number): JsonObject[] {
  const { metadata } = one(triggerMetadata);
  const lists = FIELDS.flatMap((field) => {
    const name = `${field}Array`, given = member(metadata, name);
    // The extension hands some of them on as the text of JSON.
    const list = typeof given === "string" ? jsonOr(given) : given;
    if (list === undefined || list === null) return [];
    if (Array.isArray(list) && list.length === count) return [[field, list] as const];
    throw new EdgeEventError(`triggerMetadata.${name}`, `not a list of as many as there are messages, ${count}`);
  });
  return Array.from({ length: count }, (_, i) => Object.fromEntries(lists.map(([field, list]) => [field, list[i]])));
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
