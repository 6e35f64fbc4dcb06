import type { LeaseInterval } from "./lease_interval.ts";
import type { Outcome } from "./new_transaction.ts";
import type { StoredTransaction } from "./transaction_store.ts";

/** Words that columns hold as numbers, their places here; only ever added to. */
export const OUTCOMES: readonly Outcome[] = ["answered", "refused", "unanswered", "no-request"];
/** See {@linkcode OUTCOMES}. */
export const ASSOCIATIONS: readonly LeaseInterval["association"][] = ["na", "ta", "pd"];
/** See {@linkcode OUTCOMES}. */
export const ENDINGS: readonly NonNullable<LeaseInterval["ending"]>[] = [
  "withdrawn",
  "released",
  "declined",
  "unbound",
];

/** A lease as a database gives it; its offset is a text, since not all of them are numbers of JavaScript. */
export interface LeaseRow {
  readonly id: number;
  readonly lease: string;
  readonly client_id: number;
  readonly server_id: number;
  readonly iaid: number;
  readonly association: number;
  readonly started_at: number;
  readonly confirmed_at: number;
  readonly renew_at: number;
  readonly rebind_at: number;
  readonly valid_until: number;
  readonly ended_at: number | null;
  readonly ending: number | null;
  readonly grants: number;
  readonly opened_by: number;
  readonly confirmed_by: number;
  readonly ended_by: number | null;
  readonly changed_at: number;
  readonly partition: number;
  readonly offset: string;
}

/** A transaction as a database gives it; see {@linkcode LeaseRow} for its offset. */
export interface TransactionRow {
  readonly id: number;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly server_id: number;
  readonly server: string;
  readonly client_id: number;
  readonly received_at: number;
  readonly duration: number;
  readonly request_type: number;
  readonly response_type: number;
  readonly transaction_id: number;
  readonly outcome: number;
  readonly reason: string | null;
  readonly digest: number;
  readonly recorded_after: number | null;
  readonly request: Uint8Array | null;
  readonly response: Uint8Array | null;
}

/** The interval that a row is. */
export function leaseOf(row: LeaseRow): LeaseInterval {
  return {
    id: row.id,
    lease: row.lease,
    clientId: row.client_id,
    serverId: row.server_id,
    iaid: row.iaid,
    association: ASSOCIATIONS[row.association],
    startedAt: row.started_at,
    confirmedAt: row.confirmed_at,
    renewAt: row.renew_at,
    rebindAt: row.rebind_at,
    validUntil: row.valid_until,
    endedAt: row.ended_at ?? undefined,
    ending: row.ending === null ? undefined : ENDINGS[row.ending],
    grants: row.grants,
    openedBy: row.opened_by,
    confirmedBy: row.confirmed_by,
    endedBy: row.ended_by ?? undefined,
    changedAt: row.changed_at,
    partition: row.partition,
    offset: BigInt(row.offset),
  };
}

/** The transaction that a row is. */
export function transactionOf(row: TransactionRow): StoredTransaction {
  return {
    id: row.id,
    place: { topic: row.topic, partition: row.partition, offset: BigInt(row.offset) },
    serverId: row.server_id,
    server: row.server,
    clientId: row.client_id,
    receivedAt: row.received_at,
    recordedAt: row.recorded_after === null ? undefined : row.received_at + row.recorded_after,
    duration: row.duration,
    requestType: row.request_type,
    responseType: row.response_type,
    transactionId: row.transaction_id,
    outcome: OUTCOMES[row.outcome],
    reason: row.reason ?? "",
    request: row.request ?? undefined,
    response: row.response ?? undefined,
    digest: row.digest >>> 0,
  };
}
