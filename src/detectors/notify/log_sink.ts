import { type Notice, noticeJson, type NotificationSink } from "./notice.ts";

/** What is used of a logger: one of LogTape is one. */
export interface NoticeLogger {
  /** Logs what fails. */
  error(message: string, properties: Record<string, unknown>): void;
  /** Logs what is degraded. */
  warn(message: string, properties: Record<string, unknown>): void;
  /** Logs what is over. */
  info(message: string, properties: Record<string, unknown>): void;
}

/**
 * Writes notices into a log: a sentence, and everything about the finding as properties.
 *
 * @example
 * ```ts
 * import { getLogger } from "@logtape/logtape";
 * import { logSink, Notifier } from "@dhcpkit/kafka/detectors/notify";
 *
 * const notifier = new Notifier({ sinks: [logSink(getLogger(["dhcpkit", "findings"]))] });
 * notifier.take([]);
 * ```
 */
export function logSink(logger: NoticeLogger): NotificationSink {
  return {
    notify(notice) {
      const properties = { ...noticeJson(notice), title: notice.text.title, what: notice.text.what };
      if (notice.kind === "recovered") logger.info("Recovered: {title}. {what}", properties);
      else logger[levelOf(notice)]("{title}: {what}", properties);
    },
  };
}

function levelOf({ finding }: Notice): "error" | "warn" {
  return finding.severity === "failing" ? "error" : "warn";
}
