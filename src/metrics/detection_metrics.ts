import type { WebhookStats } from "../detectors/notify/mod.ts";
import type { WatchStats } from "../watch/mod.ts";
import { type Metric, single } from "./metric.ts";
import type { MetricsRegistry } from "./metrics_registry.ts";
import { registerMetrics } from "./registry.ts";

/** What is shown of detection; read whenever the registry is. */
export interface MeasuredDetection {
  /** What was found. */
  readonly stats: WatchStats;
  /** What became of notices; `undefined` where there is no webhook. */
  readonly webhook?: WebhookStats | undefined;
}

/** Shows what detection does. Throws `Error` when the registry has such metrics already. */
export function detectionMetrics(read: () => MeasuredDetection, { registry }: { registry: MetricsRegistry }): void {
  registerMetrics(
    registry,
    [...findingMetrics(read), ...noticeMetrics(read)].map((one) => ({ ...one, name: `dhcpkit_detection_${one.name}` })),
  );
}

function findingMetrics(read: () => MeasuredDetection): Metric[] {
  const plain = (type: "counter" | "gauge", name: string, help: string, value: (stats: WatchStats) => number) => ({
    ...{ type, name, help, labels: [] },
    read: () => single(value(read().stats)),
  });
  return [
    {
      type: "gauge",
      name: "open_findings",
      help: "Findings that last, by detector and severity.",
      labels: ["detector", "severity"],
      read: () =>
        read().stats.open.map(({ detector, severity, count }) => ({ labels: { detector, severity }, value: count })),
    },
    plain("counter", "observed_total", "Transactions that were looked at.", ({ observed }) => observed),
    plain("counter", "late_total", "Transactions that came too late to be looked at.", ({ late }) => late),
    plain("gauge", "lag_seconds", "Seconds of transactions that are stored and not looked at.", ({ lag }) => lag),
    plain("counter", "written_findings_total", "Findings that the store took.", ({ written }) => written),
    plain("gauge", "pending_findings", "Findings that wait for the store.", ({ pending }) => pending),
    plain("counter", "lost_findings_total", "Findings that had no room to wait for the store.", (all) => all.givenUp),
    plain(
      "gauge",
      "problem",
      "1 while detection or its writing fails.",
      ({ problem }) => problem === undefined ? 0 : 1,
    ),
    plain("counter", "notices_total", "Notices that were given to the log and the webhook.", ({ told }) => told),
  ];
}

function noticeMetrics(read: () => MeasuredDetection): Metric[] {
  return [
    {
      type: "counter",
      name: "webhook_notices_total",
      help: "Notices that the webhook took, and those that were given up.",
      labels: ["result"],
      read: () => {
        const { webhook } = read();
        if (webhook === undefined) return [];
        return [
          { labels: { result: "delivered" }, value: webhook.delivered },
          { labels: { result: "given-up" }, value: webhook.givenUp },
        ];
      },
    },
    {
      type: "gauge",
      name: "webhook_waiting_notices",
      help: "Notices that wait for the webhook.",
      labels: [],
      read: () => {
        const { webhook } = read();
        return webhook === undefined ? [] : single(webhook.waiting);
      },
    },
  ];
}
