import { deferred } from "./_deferred.ts";
import type { LatencyHistogram } from "./latency.ts";

/** How the connection to the cluster is. */
export type ConnectionStatus =
  /** Made, not asked to connect yet. */
  | { readonly state: "idle" }
  /** Trying to reach the cluster. */
  | { readonly state: "connecting"; readonly attempt: number }
  /** Records are being delivered. */
  | { readonly state: "connected" }
  /** The cluster could not be reached, or was lost; tried again after `retryInMs`. */
  | { readonly state: "disconnected"; readonly error: Error; readonly retryInMs: number }
  /** Over; nothing is taken any more. */
  | { readonly state: "closed" };

/**
 * What is not as it should be, though records may be delivered: the cluster refuses some of them, takes them too slowly, or the
 * spool's disk fails.
 */
export type DegradedReason = "refused" | "slow" | "disk";

/** What a publisher is doing; each change comes out of `publisher.statusChanges()`. */
export type PublisherStatus =
  | ConnectionStatus
  /** Something is wrong, whatever the connection is like; `problem` is for people. */
  | { readonly state: "degraded"; readonly reason: DegradedReason; readonly problem: string }
  /** What was degraded is well again. */
  | { readonly state: "restored"; readonly reason: DegradedReason }
  /** Records are lost, for this reason among others; `problem` is for people, `records` how many so far, for all reasons. */
  | { readonly state: "losing"; readonly reason: DropReason; readonly problem: string; readonly records: number }
  /** So many bytes at the end of the spool were no whole record when it was opened, and were cut off. */
  | { readonly state: "torn"; readonly bytes: number }
  /** So many records are on disk only, and have been for a while, or were found there at the start. */
  | { readonly state: "spooling"; readonly records: number }
  /** Everything that was on disk only has been delivered: so many records, within that time. */
  | { readonly state: "drained"; readonly records: number; readonly tookMs: number };

/**
 * Why a record was not delivered: no room in memory; larger than brokers take; could not be made, since what was to be
 * published does not fit the format; refused by the cluster; left when the publisher was closed; no room in the spool; damaged
 * or removed on disk; no room in memory while the spool's disk fails.
 */
export type DropReason =
  | "queue-full"
  | "oversize"
  | "unencodable"
  | "rejected"
  | "shutdown"
  | "spool-full"
  | "spool-damaged"
  | "spool-failed";

/** Whether a record was kept for delivery, otherwise why not. */
export type OfferResult = { readonly kept: true } | { readonly kept: false; readonly reason: DropReason };

/** No losses. */
export function noDrops(): Record<DropReason, number> {
  return {
    "queue-full": 0,
    oversize: 0,
    unencodable: 0,
    rejected: 0,
    shutdown: 0,
    "spool-full": 0,
    "spool-damaged": 0,
    "spool-failed": 0,
  };
}

/**
 * Where every record offered is: at any moment `offered` = `delivered` + all of `dropped` + `queued` + `spooled`.
 */
export interface PublisherStats {
  /** Records handed to the publisher, and those that it found in its spool. */
  readonly offered: number;
  /** Records that the cluster has. */
  readonly delivered: number;
  /** Records that were lost, by reason. */
  readonly dropped: Readonly<Record<DropReason, number>>;
  /** Records in memory that wait or are on their way. */
  readonly queued: number;
  /** Bytes of those. */
  readonly queuedBytes: number;
  /** How many of the queued would be lost if the process were killed; without a spool, all. */
  readonly unwritten: number;
  /** Records that wait on disk only. */
  readonly spooled: number;
  /** Bytes that the spool takes on disk, with what is delivered and not yet removed. */
  readonly spoolBytes: number;
  /** How many of the offered were found in the spool when it was opened. */
  readonly recovered: number;
  /** Bytes at the end of the spool that were no whole record when it was opened: what was being written when a process ended. */
  readonly tornBytes: number;
  /** How long the oldest record in memory has waited, in milliseconds; 0 when there is none. */
  readonly oldestMs: number;
  /** From the moment when a record was offered to the one when the cluster had it. */
  readonly deliveryLatency: LatencyHistogram;
  /** Times that a connection was tried. */
  readonly connectAttempts: number;
  /** How the connection is. */
  readonly state: ConnectionStatus["state"];
  /** What is wrong now, for people, by reason; empty when all is well. */
  readonly problems: Readonly<Partial<Record<DegradedReason, string>>>;
}

/** What a status is about. A newer one takes the place of an older one about the same. */
function subject(status: PublisherStatus): string {
  if (status.state === "degraded" || status.state === "restored") return status.reason;
  if (status.state === "losing" || status.state === "torn") return status.state;
  return status.state === "spooling" || status.state === "drained" ? "backlog" : "connection";
}

/** Hands the latest status about each subject to whoever asks; a reader that is slow misses what was in between. */
export class StatusBroadcast {
  #connection: ConnectionStatus = { state: "idle" };
  #version = 0;
  /** In the order in which they were set. */
  readonly #latest: Map<string, { readonly version: number; readonly status: PublisherStatus }> = new Map([
    ["connection", { version: 0, status: this.#connection }],
  ]);
  #changed = deferred<void>();

  /** How the connection is now. */
  get connection(): ConnectionStatus {
    return this.#connection;
  }

  /** Sets how the connection is. */
  setConnection(status: ConnectionStatus): void {
    this.#connection = status;
    this.tell(status);
  }

  /** Tells a status about anything. */
  tell(status: PublisherStatus): void {
    const about = subject(status);
    this.#latest.delete(about);
    this.#latest.set(about, { version: ++this.#version, status });
    this.#changed.resolve();
    this.#changed = deferred();
  }

  /** What is so now and each change that follows, up to `closed`. */
  async *changes(): AsyncGenerator<PublisherStatus> {
    const isOver = ({ state }: PublisherStatus) => state === "restored" || state === "drained";
    const start = this.#version;
    for (let seen = -1;;) {
      const next = [...this.#latest.values()].find(({ version }) => version > seen);
      if (next === undefined) {
        await this.#changed.promise;
        continue;
      }
      seen = next.version;
      if (seen > start || !isOver(next.status)) yield next.status;
      if (next.status.state === "closed") return;
    }
  }
}
