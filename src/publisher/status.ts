import type { LatencyHistogram } from "./latency.ts";

/** What a publisher is doing; each change comes out of `publisher.statusChanges()`. */
export type PublisherStatus =
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

/** Why a record was not delivered. */
export type DropReason = "queue-full" | "oversize" | "rejected" | "shutdown";

/**
 * Where every record offered is: at any moment `offered` = `delivered` + all of `dropped` + `queued`.
 */
export interface PublisherStats {
  /** Records handed to the publisher. */
  readonly offered: number;
  /** Records that the cluster has. */
  readonly delivered: number;
  /** Records that were lost, by reason. */
  readonly dropped: Readonly<Record<DropReason, number>>;
  /** Records that wait or are on their way. */
  readonly queued: number;
  /** Bytes of those. */
  readonly queuedBytes: number;
  /** From the moment when a record was offered to the one when the cluster had it. */
  readonly deliveryLatency: LatencyHistogram;
  /** Times that a connection was tried. */
  readonly connectAttempts: number;
  /** See {@linkcode PublisherStatus}. */
  readonly state: PublisherStatus["state"];
}

/** Hands the latest status to whoever asks for the next one; a reader that is slow misses what was in between. */
export class StatusBroadcast {
  #current: PublisherStatus = { state: "idle" };
  #version = 0;
  #changed = Promise.withResolvers<void>();

  /** The status now. */
  get current(): PublisherStatus {
    return this.#current;
  }

  /** Sets the status. */
  set(status: PublisherStatus): void {
    this.#current = status;
    this.#version++;
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  /** The status now and each one that follows, up to `closed`. */
  async *changes(): AsyncGenerator<PublisherStatus> {
    for (let seen = -1;;) {
      if (seen !== this.#version) {
        seen = this.#version;
        const status = this.#current;
        yield status;
        if (status.state === "closed") return;
      } else await this.#changed.promise;
    }
  }
}
