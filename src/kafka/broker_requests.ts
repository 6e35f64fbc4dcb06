import type { BrokerAddress } from "./broker_address.ts";

/** What stands beside the value of a record. */
export interface FetchedHeader {
  /** What it is called; a name may occur more than once. */
  readonly name: string;
  /** What it says. */
  readonly value: Uint8Array;
}

/** A record of a topic, as a client library read it. */
export interface FetchedRecord {
  /** The topic. */
  readonly topic: string;
  /** The partition. */
  readonly partition: number;
  /** Place within the partition. */
  readonly offset: bigint;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly timestamp: number;
  /** `null` when there is none. */
  readonly key: Uint8Array | null;
  /** `null` for a tombstone. */
  readonly value: Uint8Array | null;
  /** Absent where there are none. */
  readonly headers?: readonly FetchedHeader[];
}

/** What a broker gave of one partition. */
export interface FetchedPartition {
  /** The partition. */
  readonly partition: number;
  /** The protocol's name of what went wrong; `undefined` when nothing did. */
  readonly error: string | undefined;
  /** Offset that the next record to be published will have. */
  readonly endOffset: bigint;
  /** Where to go on: behind the last record, those that nobody is given (marks of transactions) included. */
  readonly next: bigint;
  /** The records from the offset that was asked for, in a list that is nobody else's. */
  readonly records: FetchedRecord[];
  /** Offsets of marks of transactions, which are no records; from the one that was asked for. */
  readonly marks: readonly bigint[];
  /** Bytes of keys and values, about. */
  readonly bytes: number;
}

/** Which brokers there are and which of them have a topic. */
export interface TopicPlaces {
  /** The brokers by their ids. */
  readonly brokers: ReadonlyMap<number, BrokerAddress>;
  /** Who leads each partition; -1 while nobody does. */
  readonly leaders: ReadonlyMap<number, number>;
}

/** How to join a group. */
export interface JoinRequest {
  /** The group. */
  readonly groupId: string;
  /** Empty at first. */
  readonly memberId: string;
  /** Milliseconds without a heartbeat after which a member is taken for dead. */
  readonly sessionTimeoutMs: number;
  /** Milliseconds that members have to join anew. */
  readonly rebalanceTimeoutMs: number;
  /** Ways to share the partitions that this member knows, with what it has to say for each. */
  readonly protocols: readonly { readonly name: string; readonly metadata: Uint8Array }[];
}

/** The answer to a {@linkcode JoinRequest}; `comeAgainAs` is the id to ask again with (KIP-394). */
export type JoinAnswer = { readonly comeAgainAs: string } | {
  readonly generation: number;
  readonly memberId: string;
  readonly leaderId: string;
  readonly protocol: string;
  /** All members, for the leader; none for the others. */
  readonly members: readonly { readonly id: string; readonly metadata: Uint8Array }[];
};

/** Who a member is, in one generation of its group. */
export interface Membership {
  /** The group. */
  readonly groupId: string;
  /** The member. */
  readonly memberId: string;
  /** The generation. */
  readonly generation: number;
}

/** What to read from one broker. */
export interface FetchRequest {
  /** The topic. */
  readonly topic: string;
  /** Where to read in each partition, in the order in which the answer is filled. */
  readonly positions: ReadonlyMap<number, bigint>;
  /** Bytes in the answer, at most, unless a single batch is larger. */
  readonly maxBytes: number;
  /** Bytes of one partition in the answer, at most, unless a single batch is larger and the partition is the first. */
  readonly partitionMaxBytes: number;
  /** Milliseconds that the broker may wait for something to come. */
  readonly maxWaitMs: number;
}

/** What to write to partitions that one broker leads. */
export interface ProduceRequest {
  /** The topic. */
  readonly topic: string;
  /** How many replicas have to have it before the broker answers: none, the leader, or (-1) all that are in sync. */
  readonly acks: -1 | 0 | 1;
  /** How long the broker may wait for them, in milliseconds. */
  readonly timeoutMs: number;
  /** A batch of records (see `recordBatch`) for each partition. */
  readonly batches: ReadonlyMap<number, Uint8Array>;
}

/** Special times for {@linkcode BrokerConnection.listOffsets}. */
export const LATEST = -1n, EARLIEST = -2n;

/**
 * A connection to one broker, and the requests that members of groups and publishers make: each client library is one of these. Requests
 * on one connection are answered in order, so that one that waits at the broker (a fetch, a join) holds up those behind it.
 *
 * Rejects with the library's error, in which `errorTypes` finds the protocol's name of it.
 */
export interface BrokerConnection {
  /** Whether it can be asked: brokers close connections on which nothing is asked for long. */
  readonly isOpen: boolean;
  /** The brokers and who has the topic. With `create`, one that is not there is asked for, which brokers may refuse. */
  places(topic: string, create?: boolean): Promise<TopicPlaces>;
  /** The broker that keeps the group. */
  findCoordinator(groupId: string): Promise<BrokerAddress>;
  /** Joins a group; answered when all members have joined. */
  join(request: JoinRequest): Promise<JoinAnswer>;
  /** Gives (as the leader) or asks for what each member gets. */
  sync(member: Membership, assignments: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array>;
  /** Tells that the member lives. */
  heartbeat(member: Membership): Promise<void>;
  /** Leaves the group. */
  leave(groupId: string, memberId: string): Promise<void>;
  /** Notes how far was read. */
  commit(member: Membership, topic: string, offsets: ReadonlyMap<number, bigint>): Promise<void>;
  /** How far the group has noted that it has read, for those of the partitions for which it has. */
  committed(groupId: string, topic: string, partitions: readonly number[]): Promise<ReadonlyMap<number, bigint>>;
  /** First offsets at or after times in milliseconds, or {@linkcode EARLIEST}, {@linkcode LATEST}; -1 where there is none. */
  listOffsets(topic: string, times: ReadonlyMap<number, bigint>): Promise<ReadonlyMap<number, bigint>>;
  /** Reads from partitions that the broker leads. */
  fetch(request: FetchRequest): Promise<FetchedPartition[]>;
  /**
   * Writes to partitions that the broker leads. Resolves with what it says of each: `undefined` where it has the batch, otherwise what is
   * wrong; of none with `acks` of 0.
   */
  produce(request: ProduceRequest): Promise<ReadonlyMap<number, Error | undefined>>;
}

/** Opens a connection, with TLS and SASL where they are set. It is closed at once when `signal` aborts; what was asked rejects then. */
export type OpenBroker = (address: BrokerAddress, signal: AbortSignal) => Promise<BrokerConnection>;
