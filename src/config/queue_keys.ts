import { type KeyGroup, keyGroup } from "./key_group.ts";
import { one, optional } from "./key_schema.ts";
import { integer } from "./number_datatypes.ts";
import { byteSize, durationMs } from "./quantity_datatypes.ts";
import { directoryPath } from "./reference_datatypes.ts";
import { choice } from "./text_datatypes.ts";

/** How the messages of a `<send-to-kafka>` section wait and are sent. */
export interface QueueSettings {
  /** How many milliseconds a message may wait for others to be sent with. */
  lingerMs: number;
  /** How many waiting messages are sent without further waiting. */
  earlyFlushCount: number;
  /** How many messages are sent in one request at most. */
  batchMessages: number;
  /** How many bytes are sent in one request, about. */
  batchBytes: number;
  /** How many milliseconds a request may take before the connection is given up. */
  sendDeadlineMs: number;
  /** How many bytes a record, its key included, may have. */
  maxRecordBytes: number;
  /** How many messages may wait at most. */
  queueMessages: number;
  /** How many bytes all waiting messages may have together. */
  queueBytes: number;
  /** What happens when no more may wait: a message is dropped, or messages wait on disk. */
  queuePolicy: "drop-newest" | "drop-oldest" | "spool";
  /** The directory that messages wait in with the policy `spool`. */
  spoolDirectory?: string;
  /** How many bytes may wait on disk. */
  spoolBytes: number;
  /** Whether a message is on disk before its client is answered, or a little later. */
  spoolCommit: "behind" | "before-answer";
  /** How many milliseconds pass at most before what is written is safe from a loss of power. */
  spoolSyncMs: number;
  /** How many milliseconds one attempt to connect may take. */
  connectDeadlineMs: number;
  /** How many milliseconds pass after the first failure before the next attempt. */
  retryMs: number;
  /** How many milliseconds pass between two attempts at most. */
  maxRetryMs: number;
  /** How many milliseconds a message may wait, while there is a connection, before the publisher says that it is degraded. */
  slowAfterMs: number;
  /** How many milliseconds may be spent on sending what still waits when the server stops. */
  closeTimeoutMs: number;
}

/** Keys about batches. */
export const batchKeys: KeyGroup<
  Pick<
    QueueSettings,
    "lingerMs" | "earlyFlushCount" | "batchMessages" | "batchBytes" | "sendDeadlineMs" | "maxRecordBytes"
  >
> = keyGroup({ title: "Batches" }, {
  linger: one(durationMs({ max: "1m" }), {
    prose: "How long a message may wait for others to be sent with.",
    default: "500ms",
    property: "lingerMs",
  }),
  "early-flush": one(integer({ min: 1, max: 1_000_000 }), {
    prose: "How many waiting messages are sent at once, before `linger` is over.",
    default: "50",
    property: "earlyFlushCount",
  }),
  "batch-messages": one(integer({ min: 1, max: 100_000 }), {
    prose: "How many messages are sent in one request at most.",
    default: "1000",
  }),
  "batch-bytes": one(byteSize({ min: "1kb", max: "1gb" }), {
    prose:
      "How many bytes are sent in one request, about. Brokers take no more than their `message.max.bytes`, 1048588 " +
      "unless told otherwise.",
    default: "900000",
  }),
  "batch-deadline": one(durationMs({ min: "1ms", max: "10m" }), {
    prose: "How long a request may take, all attempts of the client included, before the connection is made anew.",
    default: "30s",
    property: "sendDeadlineMs",
  }),
  "record-bytes": one(byteSize({ min: "1kb", max: "1gb" }), {
    prose: "How many bytes a message and its key may have together. Larger ones are dropped and counted.",
    default: "1000000",
    property: "maxRecordBytes",
  }),
});

/** Keys about what waits for Kafka. */
export const queueKeys: KeyGroup<
  Pick<
    QueueSettings,
    "queueMessages" | "queueBytes" | "queuePolicy" | "spoolDirectory" | "spoolBytes" | "spoolCommit" | "spoolSyncMs"
  >
> = keyGroup({ title: "Queue and spool" }, {
  "queue-messages": one(integer({ min: 1, max: 10_000_000 }), {
    prose: "How many messages may wait in memory at most. What happens beyond this is up to `queue-policy`.",
    default: "1000",
  }),
  "queue-bytes": one(byteSize({ min: "64kb", max: "4gb" }), {
    prose: "How much memory all waiting messages together may take.",
    default: "16mb",
  }),
  "queue-policy": one(choice({ "drop-newest": "drop-newest", "drop-oldest": "drop-oldest", spool: "spool" }), {
    prose:
      "What happens when no more may wait. With `drop-newest` the message that comes is dropped, as in the documented system, " +
      "so that what is kept tells how the trouble began; with `drop-oldest` the one that has waited longest, so that what " +
      "is kept is recent; with `spool` messages wait on disk, and survive the end of the server.",
    default: "drop-newest",
  }),
  "spool-directory": optional(directoryPath, {
    prose: "The directory that messages wait in with `queue-policy spool`, which needs it, and permission to use it " +
      "(`--allow-read` and `--allow-write`). One for each section, on a local disk.",
    example: "/var/spool/dhcpkit-kafka",
  }),
  "spool-bytes": one(byteSize({ min: "1mb", max: "1024gb" }), {
    prose: "How much may wait on disk. Messages beyond this are dropped and counted.",
    default: "1gb",
  }),
  "spool-commit": one(choice({ behind: "behind", "before-answer": "before-answer" }), {
    prose: "When a message is handed to the disk: `behind` the answer to the client, together with others, or " +
      "`before-answer`, so that no answer is given of which there is no trace, at the price of slower answers.",
    default: "behind",
  }),
  "spool-sync": one(durationMs({ max: "1m" }), {
    prose:
      "How long it may take until what was handed to the disk is safe from a loss of power. The end of the process alone " +
      "costs nothing that was handed over.",
    default: "1s",
    property: "spoolSyncMs",
  }),
});

/** Keys about trouble and the end. */
export const retryKeys: KeyGroup<
  Pick<QueueSettings, "connectDeadlineMs" | "retryMs" | "maxRetryMs" | "slowAfterMs" | "closeTimeoutMs">
> = keyGroup({ title: "Trying again, and the end" }, {
  "connect-deadline": one(durationMs({ min: "1ms", max: "10m" }), {
    prose: "How long one attempt to connect may take, all brokers and the login included.",
    default: "15s",
    property: "connectDeadlineMs",
  }),
  "retry-backoff": one(durationMs({ min: "1ms", max: "1h" }), {
    prose: "How long to wait after the first failure. The pause doubles with each further one, and varies at random.",
    default: "500ms",
    property: "retryMs",
  }),
  "retry-backoff-max": one(durationMs({ min: "1ms", max: "1h" }), {
    prose: "The longest pause between two attempts.",
    default: "30s",
    property: "maxRetryMs",
  }),
  "slow-after": one(durationMs({ min: "1s", max: "1h" }), {
    prose: "How long a message may wait, while there is a connection, before that is logged as a trouble.",
    default: "1m",
    property: "slowAfterMs",
  }),
  "close-timeout": one(durationMs({ max: "10m" }), {
    prose: "How long to go on sending what still waits when the server stops.",
    default: "5s",
    property: "closeTimeoutMs",
  }),
});
