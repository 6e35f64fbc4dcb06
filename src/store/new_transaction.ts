import type { LeaseEvent } from "./lease_event.ts";
import type { Microseconds, RecordPlace } from "./record_place.ts";

/** Who a client is and where: a store has one row for each. What is not known is empty. */
export interface ClientIdentity {
  /** The DUID, at most 130 bytes where the client keeps to RFC 9915 section 11.1. */
  readonly duid: Uint8Array;
  /** Interface-Id of the relay agent closest to the client that gives one. */
  readonly interfaceId: Uint8Array;
  /** Remote-ID of the relay agent closest to the client that gives one, its enterprise number in the first four bytes. */
  readonly remoteId: Uint8Array;
}

/**
 * What came of a request:
 *
 * - `answered`: an answer without a status other than Success;
 * - `refused`: the answer has a status other than Success, for the client or one of its addresses or prefixes;
 * - `unanswered`: the server sent nothing;
 * - `no-request`: the record has an answer only, or nothing.
 */
export type Outcome = "answered" | "refused" | "unanswered" | "no-request";

/** A transaction as the collector has read it, ready for a store. */
export interface NewTransaction {
  /** Where it was read. */
  readonly place: RecordPlace;
  /** Name of the DHCPv6 server. */
  readonly server: string;
  /** Who asked. */
  readonly client: ClientIdentity;
  /** The address that the client sent from, 16 bytes; mostly its link-local one. */
  readonly clientAddress: Uint8Array | undefined;
  /**
   * The link-address of the relay message closest to the client that has one which is not `::` (RFC 9915 section 9), 16 bytes; `undefined`
   * where there is none.
   */
  readonly linkAddress: Uint8Array | undefined;
  /** The client's MAC address by its DUID or its link-local address, `34:31:c4:3c:b2:f1`. */
  readonly macAddress: string | undefined;
  /** When the request came in, by the server's clock; by that of the record where the server gives no time. */
  readonly receivedAt: Microseconds;
  /**
   * Kafka's time of the record. It tells of clocks in a topic with `message.timestamp.type=LogAppendTime`; otherwise it is the time of
   * whoever published the record, or the collector's where that is earlier.
   */
  readonly recordedAt: Microseconds;
  /** Microseconds until the server had answered, or had decided not to; negative where its clock was set back. */
  readonly duration: number;
  /** Type of the client's message; 0 when the record has no request. */
  readonly requestType: number;
  /** Type of the server's message; 0 when there was no answer. */
  readonly responseType: number;
  /** Transaction id, 24 bits. */
  readonly transactionId: number;
  /** What came of it. */
  readonly outcome: Outcome;
  /** The first status other than Success with its message, such as `NoPrefixAvail: all in use`; empty otherwise. */
  readonly reason: string;
  /** The request as it was received, relay messages and all. */
  readonly request: Uint8Array | undefined;
  /** The answer as it was sent. */
  readonly response: Uint8Array | undefined;
  /** Name that the client gives itself (option 39); empty when it gives none. */
  readonly hostName: string;
  /** Vendor class (option 16), enterprise number first: `872:…`; empty when there is none. */
  readonly vendorClass: string;
  /** What the answer says of addresses and prefixes. */
  readonly leaseEvents: readonly LeaseEvent[];
  /** A number of 32 bits made of the record's value: equal records of one client at one time are one transaction. */
  readonly digest: number;
}

/**
 * Transactions for a store: an array, or something that makes each when it is asked for, so that thousands of them need not be in memory
 * at once. May be gone through again, and then gives others that are equal.
 */
export interface TransactionList extends Iterable<NewTransaction> {
  /** How many there are. */
  readonly length: number;
}

/** What is counted of a transaction. */
export type TransactionFacts = Pick<
  NewTransaction,
  "server" | "requestType" | "responseType" | "outcome" | "receivedAt" | "duration"
>;

/** A record that is no transaction, kept aside. */
export interface QuarantinedRecord {
  /** Where it was read. */
  readonly place: RecordPlace;
  /** Kafka's time of the record. */
  readonly recordedAt: Microseconds;
  /** Why it is here, for people. */
  readonly reason: string;
  /** The record's key; `undefined` when there is none. */
  readonly key: Uint8Array | undefined;
  /** The record's value; `undefined` for a record that only says that its key is gone. */
  readonly value: Uint8Array | undefined;
}
