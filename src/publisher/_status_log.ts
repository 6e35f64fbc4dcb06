import type { Logger } from "../server/logger.ts";
import type { PublisherStatus } from "./status.ts";

/**
 * Tells operators what changes, in a line each, until there are no more changes. A connection that is lost may be back at once,
 * as when a partition has another leader; of a cluster that stays away, the same failure to connect is told once.
 */
export async function logStatusChanges(
  changes: AsyncIterable<PublisherStatus>,
  { logger, topic }: { logger: Logger; topic: string },
): Promise<void> {
  let disabledBy: string | undefined, isConnected = false;
  for await (const status of changes) {
    if (status.state === "connected") {
      logger.info("Kafka logging enabled: publishing to {topic}", { topic });
      disabledBy = undefined;
      isConnected = true;
    } else if (status.state === "disconnected" && isConnected) {
      isConnected = false;
      logger.warn("Kafka connection lost: {problem}; trying again", { problem: status.error.message });
    } else if (status.state === "disconnected" && status.error.message !== disabledBy) {
      disabledBy = status.error.message;
      logger.fatal("Kafka logging disabled: {problem}; trying again until it works", { problem: disabledBy });
    } else if (status.state === "degraded") {
      logger.error("Kafka logging degraded: {problem}", { problem: status.problem });
    } else if (status.state === "restored") {
      logger.info("Kafka logging no longer degraded: {what}", { what: RESTORED[status.reason] });
    } else if (status.state === "losing") {
      logger.warn("Not logging transaction in LookingGlass: {reason} ({total} lost so far)", {
        reason: status.problem,
        total: status.records,
      });
    } else if (status.state === "torn") {
      logger.warn(
        "The end of the spool was cut off: {bytes} bytes that were no whole transaction, as when a process or its machine " +
          "ends while it writes",
        { bytes: status.bytes },
      );
    } else if (status.state === "spooling") {
      logger.warn("{count} transactions wait on disk for Kafka", { count: status.records });
    } else if (status.state === "drained") {
      const seconds = Math.round(status.tookMs / 1000);
      logger.info("Kafka has what waited on disk: {count} transactions in {seconds} s", {
        count: status.records,
        seconds,
      });
    }
  }
}

const RESTORED = {
  refused: "no record was refused for a minute",
  slow: "records go out in time",
  disk: "the spool's disk works",
} as const;
