/**
 * Tells somebody of findings: into a log, or to a URL. A {@linkcode Notifier} says little enough to be read, sinks carry it.
 *
 * @module
 */
export { type Notice, noticeJson, type NotificationSink } from "./notice.ts";
export { Notifier, type NotifierInit } from "./notifier.ts";
export { logSink, type NoticeLogger } from "./log_sink.ts";
export { type WebhookInit, WebhookSink, type WebhookStats } from "./webhook_sink.ts";
