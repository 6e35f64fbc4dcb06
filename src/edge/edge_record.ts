import { summarizeTransaction, type TransactionSummary } from "../messages/transaction_summary.ts";
import { WireError } from "../wire/wire_error.ts";
import type { LambdaItemIdentifier } from "./lambda_event.ts";
import { type SchemaId, schemaOf } from "./schema_framing.ts";

/** A header of a record as it came from Kafka. A name may occur more than once. */
export interface EdgeHeader {
  /** What it is called. */
  readonly name: string;
  /** What it says. */
  readonly value: Uint8Array;
}

/** Whose clock a record's time is of: that of whoever published it, or the broker's. */
export type TimestampType = "CREATE_TIME" | "LOG_APPEND_TIME";

/** Why a record cannot be read. */
export interface RecordProblem {
  /** Where in the event: `records["dhcpkit.messages-0"][3].value`. */
  readonly place: string;
  /** What is wrong, for people. */
  readonly reason: string;
  /** What there is of the value: its bytes, or, where the platform's wrapping is damaged, that as UTF-8. Empty for nothing. */
  readonly bytes: Uint8Array;
}

/** What an {@linkcode EdgeRecord} is made of. */
export interface EdgeRecordInit {
  /** Where in the event the record is: `records["dhcpkit.messages-0"][3]`. */
  readonly place: string;
  /** The topic; absent where the platform does not tell. */
  readonly topic?: string;
  /** The partition; absent where the platform does not tell. */
  readonly partition?: number;
  /** Place within the partition; absent where the platform does not tell. */
  readonly offset?: bigint;
  /** Milliseconds since 1970-01-01 UTC; absent where the platform does not tell. */
  readonly timestamp?: number;
  /** Whose clock that is; absent where the platform does not tell. */
  readonly timestampType?: TimestampType;
  /** Default: `null`, none. */
  readonly key?: Uint8Array | null;
  /** The value with its framing, if it has any; `null` for none. */
  readonly value: Uint8Array | null;
  /** Default: none. */
  readonly headers?: readonly EdgeHeader[];
  /** The attributes of a CloudEvent by their names. */
  readonly cloudEvent?: Readonly<Record<string, string>>;
  /** What AWS Lambda knows the record by. */
  readonly lambdaItem?: LambdaItemIdentifier;
  /** The value's schema, where the platform itself tells. */
  readonly schema?: SchemaId;
  /** What is wrong with the record in the event. */
  readonly problem?: RecordProblem;
}

/**
 * A record of Kafka as a platform delivered it. What its value says is read when it is asked for. Its bytes may be views of buffers that
 * hold other records as well: hand on `value.slice()` where something takes a `buffer`.
 *
 * @example
 * ```ts
 * import { EdgeRecord } from "@dhcpkit/kafka/edge";
 * import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
 * import { assertEquals } from "@std/assert";
 *
 * const value = new DHCPKafkaMessage({ serverName: "dhcp01", timestampIn: 10 }).save();
 * assertEquals(new EdgeRecord({ place: "body", value }).summary?.serverName, "dhcp01");
 * const broken = new EdgeRecord({ place: "body", value: value.subarray(0, 5) });
 * assertEquals(broken.problem?.reason.slice(0, 32), "dhcp-kafka-message > server-name");
 * ```
 */
export class EdgeRecord {
  /** Where in the event it is. */
  readonly place: string;
  /** The topic; `undefined` where the platform does not tell. */
  readonly topic: string | undefined;
  /** The partition; `undefined` where the platform does not tell. */
  readonly partition: number | undefined;
  /** Place within the partition; `undefined` where the platform does not tell. */
  readonly offset: bigint | undefined;
  /** Milliseconds since 1970-01-01 UTC; `undefined` where the platform does not tell. */
  readonly timestamp: number | undefined;
  /** Whose clock that is; `undefined` where the platform does not tell. */
  readonly timestampType: TimestampType | undefined;
  /** `null` for none, and where the platform has damaged it. */
  readonly key: Uint8Array | null;
  /** The value without the framing of a schema registry; `null` for a record that only says that its key is gone. */
  readonly value: Uint8Array | null;
  /** In Kafka's order, as far as the platform keeps it. */
  readonly headers: readonly EdgeHeader[];
  /** The attributes of a CloudEvent by their names (`id`, `source`, `type`, …); `undefined` for a record that is none. */
  readonly cloudEvent: Readonly<Record<string, string>> | undefined;
  /** What AWS Lambda knows it by; `undefined` elsewhere. */
  readonly lambdaItem: LambdaItemIdentifier | undefined;
  /** The schema that a schema registry has for the value; `undefined` where none is told. */
  readonly schema: SchemaId | undefined;
  readonly #envelopeProblem: RecordProblem | undefined;
  #read: { readonly summary?: TransactionSummary; readonly problem?: RecordProblem } | undefined;

  /** Makes a record; its value is not looked at. */
  constructor(init: EdgeRecordInit) {
    const { value, headers = [] } = init, framing = schemaOf(value, headers);
    this.place = init.place;
    this.topic = init.topic;
    this.partition = init.partition;
    this.offset = init.offset;
    this.timestamp = init.timestamp;
    this.timestampType = init.timestampType;
    this.key = init.key ?? null;
    this.value = framing.value;
    this.headers = headers;
    this.cloudEvent = init.cloudEvent;
    this.lambdaItem = init.lambdaItem;
    this.schema = framing.schema ?? init.schema;
    // Where the value itself is whole, it is what must not get lost.
    const { problem } = init;
    this.#envelopeProblem = problem && framing.value ? { ...problem, bytes: framing.value } : problem;
  }

  /** What the value says; `undefined` when it has a `problem`. For all that is in it: `KafkaMessage.parse(record.value)`. */
  get summary(): TransactionSummary | undefined {
    return this.#reading().summary;
  }

  /** Why the record is no transaction; `undefined` for one that is. */
  get problem(): RecordProblem | undefined {
    return this.#reading().problem;
  }

  #reading(): { readonly summary?: TransactionSummary; readonly problem?: RecordProblem } {
    return this.#read ??= this.#envelopeProblem ? { problem: this.#envelopeProblem } : read(this.value, this.place);
  }
}

function read(
  value: Uint8Array | null,
  place: string,
): { readonly summary?: TransactionSummary; readonly problem?: RecordProblem } {
  if (value === null) return { problem: { place, reason: "a record without a value", bytes: new Uint8Array() } };
  try {
    return { summary: summarizeTransaction(value) };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { problem: { place, reason: error.message, bytes: value } };
  }
}
