import type { SpoolInit } from "./spool_settings.ts";
import type { Transport } from "./transport.ts";

/** What a {@linkcode Publisher} is made of. Times in milliseconds. */
export interface PublisherInit {
  /** The way to the topic. */
  transport: Transport;
  /** How long a record waits for others to share its request. Default: 500. */
  lingerMs?: number;
  /** So many records are sent without waiting any longer, or as many as fit into the queue. Default: 50. */
  earlyFlushCount?: number;
  /** Records that wait or are on their way, at most; with a spool, those of them that are ready to be sent. Default: 1000. */
  queueMessages?: number;
  /**
   * Bytes of those, at most: keys, values and headers. With a spool, as many again may wait for the disk. Default: 16 MiB.
   */
  queueBytes?: number;
  /**
   * What makes room in a full queue: nothing, so that the newest record is dropped, as in the documented system; the oldest
   * one that is not on its way; or a spool on disk. Default: `"spool"` when there is one, otherwise `"drop-newest"`.
   */
  queuePolicy?: QueuePolicy;
  /** Where records are kept on disk; needed by the policy `"spool"`, and only by that. Default: nowhere. */
  spool?: SpoolInit;
  /** Bytes of one record, at most; brokers take 1,048,588 unless told otherwise. Default: 1,000,000. */
  maxRecordBytes?: number;
  /** Records sent in one request, at most. Default: 1000. */
  batchMessages?: number;
  /** Bytes sent in one request, about. Default: 900,000. */
  batchBytes?: number;
  /** Deadline of one attempt to connect. Default: 15,000. */
  connectDeadlineMs?: number;
  /** Deadline of one request; after it the connection is made anew. Default: 30,000. */
  sendDeadlineMs?: number;
  /** Pause after the first failure; it doubles with each further one. Default: 500. */
  retryMs?: number;
  /** The longest pause between two attempts. Default: 30,000. */
  maxRetryMs?: number;
  /** A record that waits longer, while there is a connection, is a reason to be `degraded`. Default: 60,000. */
  slowAfterMs?: number;
  /** A number from 0 to 1 that spreads the pauses of many servers. Default: `Math.random`. */
  random?: () => number;
}

/** Which record is dropped when the queue is full, if any. */
export type QueuePolicy = "drop-newest" | "drop-oldest" | "spool";

/** The settings with all defaults. */
export type PublisherSettings = Required<Omit<PublisherInit, "spool">> & Pick<PublisherInit, "spool">;

/** What a batch or the time for something cannot be less than 1 of. */
const POSITIVE = [
  "earlyFlushCount",
  "maxRecordBytes",
  "batchMessages",
  "batchBytes",
  "connectDeadlineMs",
  "sendDeadlineMs",
] as const;
const NOT_NEGATIVE = ["lingerMs", "queueMessages", "queueBytes", "retryMs", "maxRetryMs", "slowAfterMs"] as const;

/**
 * Fills in the defaults. Throws `TypeError` when policy and spool do not fit each other, and `RangeError` for a number that cannot
 * work.
 */
export function publisherSettings(init: PublisherInit): PublisherSettings {
  const settings: PublisherSettings = {
    lingerMs: 500,
    earlyFlushCount: 50,
    queueMessages: 1000,
    queueBytes: 16 * 1024 * 1024,
    queuePolicy: init.spool ? "spool" : "drop-newest",
    maxRecordBytes: 1_000_000,
    batchMessages: 1000,
    batchBytes: 900_000,
    connectDeadlineMs: 15_000,
    sendDeadlineMs: 30_000,
    retryMs: 500,
    maxRetryMs: 30_000,
    slowAfterMs: 60_000,
    random: Math.random,
    ...Object.fromEntries(Object.entries(init).filter(([, value]) => value !== undefined)) as PublisherInit,
  };
  for (const key of [...POSITIVE, ...NOT_NEGATIVE]) {
    const least = NOT_NEGATIVE.some((it) => it === key) ? 0 : 1;
    if (!(settings[key] >= least)) throw new RangeError(`${key} must be ${least} or more, not ${settings[key]}`);
  }
  settings.earlyFlushCount = Math.min(settings.earlyFlushCount, settings.queueMessages);
  const { queuePolicy, spool } = settings;
  if (queuePolicy === "spool" && !spool) throw new TypeError("the queue policy spool needs a spool with a directory");
  if (queuePolicy !== "spool" && spool) throw new TypeError(`the queue policy ${queuePolicy} has no use for a spool`);
  return settings;
}

/** Milliseconds to wait after so many failures in a row before the last one: at least half of what doubles each time. */
export function pauseAfter(failures: number, { retryMs, maxRetryMs, random }: PublisherSettings): number {
  return Math.round(Math.min(retryMs * 2 ** failures, maxRetryMs) * (0.5 + random() / 2));
}
