import type { Logger } from "../server/logger.ts";
import type { PublisherStatus } from "./status.ts";

/** Tells operators what changes, in a line each, until there are no more changes. The same failure to connect is told once. */
export async function logStatusChanges(
  changes: AsyncIterable<PublisherStatus>,
  { logger, topic }: { logger: Logger; topic: string },
): Promise<void> {
  let disabledBy: string | undefined;
  for await (const status of changes) {
    if (status.state === "connected") {
      logger.info("Kafka logging enabled: publishing to {topic}", { topic });
      disabledBy = undefined;
    } else if (status.state === "disconnected" && status.error.message !== disabledBy) {
      disabledBy = status.error.message;
      logger.fatal("Kafka logging disabled: {problem}; trying again until it works", { problem: disabledBy });
    } else if (status.state === "degraded") {
      logger.error("Kafka logging degraded: {problem}", { problem: status.problem });
    } else if (status.state === "restored") {
      logger.info("Kafka logging no longer degraded: {what}", { what: RESTORED[status.reason] });
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
