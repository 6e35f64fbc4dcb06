import type { BrokerInput } from "../kafka/broker_address.ts";
import type { SecurityInput } from "../kafka/security.ts";

/** A header of a record: a name and what it says, as bytes in UTF-8 where text is given. */
export interface RecordHeader {
  /** What it is called; a name may occur more than once. */
  readonly name: string;
  /** What it says. */
  readonly value: string | Uint8Array;
}

/** A record on its way to a topic. */
export interface OutgoingRecord {
  /** Records of the same key go to the same partition, in order; `null` for none. */
  readonly key: Uint8Array | null;
  /** What is published. */
  readonly value: Uint8Array;
  /** When it happened: milliseconds since 1970-01-01 UTC, 0 to 8.64e15. Default: when it is sent. */
  readonly timestamp?: number;
  /** What stands beside the value, in this order. Default: nothing. */
  readonly headers?: readonly RecordHeader[];
}

/** A record of any topic, which may say that its key is gone. */
export interface TopicRecord extends Omit<OutgoingRecord, "value"> {
  /** What is written; `null` for a tombstone: compaction then removes the records of the key. */
  readonly value: Uint8Array | null;
}

/** What became of one record. */
export type SendResult =
  /** The cluster has it. */
  | { readonly status: "delivered" }
  /** The cluster did not take it, but may later. */
  | { readonly status: "failed"; readonly error: Error }
  /** The cluster will never take it. */
  | { readonly status: "rejected"; readonly error: Error };

/**
 * A way to a topic. The publisher connects it again after every failure, so `connect` starts afresh each time, and no
 * two calls run at the same time, except that `disconnect` may come at any moment, and `send` as often as `maxInFlight` says.
 */
export interface Transport {
  /** What it is called in logs. */
  readonly name: string;
  /**
   * How many calls of `send` may be under way. One that allows more delivers them in order, and nothing of a later call once an
   * earlier one has failed. Default: 1.
   */
  readonly maxInFlight?: number;
  /** Resolves when records can be sent; rejects with what is wrong. */
  connect(): Promise<void>;
  /** Resolves with one result for each record, in order. May reject; then nothing is known of any of them. */
  send(records: readonly OutgoingRecord[]): Promise<readonly SendResult[]>;
  /** Gives up whatever is under way. Never rejects. */
  disconnect(): Promise<void>;
}

/** A {@linkcode Transport} that can also write tombstones. */
export interface TopicWriter extends Transport {
  /** See `Transport`. */
  send(records: readonly TopicRecord[]): Promise<readonly SendResult[]>;
}

/** What every transport to a Kafka cluster needs to know. */
export interface ClusterSettings {
  /** Brokers to ask for the others. */
  readonly brokers: readonly BrokerInput[];
  /** The topic. */
  readonly topic: string;
  /** Whom to wait for: nobody, the partition's leader, or all replicas in sync. Default: `"all"`. */
  readonly acks?: 0 | 1 | "all";
  /** Name of this client in the brokers' logs. Default: `dhcpkit-kafka`. */
  readonly clientId?: string;
  /** Address of this host to connect from. Default: the operating system chooses. */
  readonly sourceAddress?: string;
  /** How long a TCP connection may take, in milliseconds. Default: 5000. */
  readonly connectTimeoutMs?: number;
  /** How long a broker may take to answer, in milliseconds. Default: 10,000. */
  readonly requestTimeoutMs?: number;
  /** TLS and SASL. Default: neither. */
  readonly security?: SecurityInput;
  /** How each batch is made smaller. Default: not at all. */
  readonly compression?: Compression;
  /** Whether the brokers leave out what they already have when a batch is sent again; needs `acks` of `"all"`. Default: false. */
  readonly idempotent?: boolean;
  /** Whether to ask for a topic that does not exist, which the brokers may refuse. Default: true. */
  readonly createTopic?: boolean;
}

/** Ways to compress a batch, all of which brokers and other clients understand. */
export type Compression = "none" | "gzip" | "snappy" | "lz4" | "zstd";
