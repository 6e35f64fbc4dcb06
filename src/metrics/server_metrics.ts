import type { ServerStats } from "../server/dhcp_server.ts";
import { type NumberMetric, single } from "./metric.ts";
import type { MetricsOptions } from "./publisher_metrics.ts";
import { registerMetrics } from "./registry.ts";

/** A server that tells its figures: a `DhcpServer`. */
export interface MeasuredServer {
  /** Its figures at this moment. */
  readonly stats: ServerStats;
}

const HELP: Readonly<Record<Exclude<keyof ServerStats, "underWay">, string>> = {
  received: "Packets that came in.",
  malformed: "Packets that could not be read.",
  answered: "Requests that were answered.",
  unanswered: "Requests that a handler wanted no answer to.",
  failed: "Requests that a handler failed on, and answers that could not be sent.",
  dropped: "Packets that were dropped unread, since as many requests were under way as may be.",
};

/**
 * Shows what a DHCPv6 server has done, read whenever the registry is.
 *
 * Throws `Error` when the registry has the metrics of a server already.
 */
export function serverMetrics(server: MeasuredServer, { registry }: MetricsOptions): void {
  const figures = Object.keys(HELP) as (keyof typeof HELP)[];
  registerMetrics(registry, [
    ...figures.map((figure): NumberMetric => ({
      type: "counter",
      name: `dhcpkit_server_${figure}_total`,
      help: HELP[figure],
      labels: [],
      read: () => single(server.stats[figure]),
    })),
    {
      type: "gauge",
      name: "dhcpkit_server_under_way",
      help: "Requests that are under way.",
      labels: [],
      read: () => single(server.stats.underWay),
    },
  ]);
}
