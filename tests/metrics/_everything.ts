import { CollectorMetrics, detectionMetrics, publisherMetrics, serverMetrics } from "@dhcpkit/kafka/metrics";
import { Publisher } from "@dhcpkit/kafka/publisher";
import { Registry } from "prom-client";
import type { Outcome } from "@dhcpkit/kafka/store";
import { FakeTransport } from "../publisher/_fake_transport.ts";
import { transaction } from "./_transaction.ts";

const OUTCOMES: readonly Outcome[] = ["answered", "refused", "unanswered", "no-request"];

/** Every metric that there is, with something in each. */
export function everything(): Registry {
  const registry = new Registry();
  publisherMetrics(new Publisher({ transport: new FakeTransport() }), { registry });
  const server = { received: 1, malformed: 0, answered: 1, unanswered: 0, failed: 0, dropped: 0, underWay: 0 };
  serverMetrics({ stats: server }, { registry });
  const metrics = new CollectorMetrics({
    registry,
    health: () => ({ state: "reading", fetchedAt: 1, heartbeatAt: 1, assigned: [0] }),
    storeSize: () => Promise.resolve({ transactions: 1, leases: 1, clients: 1, quarantined: 1, bytes: 1 }),
  });
  metrics.stored(OUTCOMES.map((outcome) => transaction({ outcome })), { stored: OUTCOMES.length, duplicates: 0 });
  metrics.quarantined(1, "not-a-transaction");
  metrics.lag(0, 1);
  const open = [{ detector: "no-answer", severity: "failing", count: 1 }] as const;
  const counts = {
    observed: 1,
    late: 0,
    lag: 0,
    written: 1,
    pending: 0,
    givenUp: 0,
    told: 1,
    standsBy: false,
    problem: undefined,
  };
  const webhook = { taken: 1, delivered: 1, givenUp: 0, waiting: 0 };
  detectionMetrics(() => ({ stats: { ...counts, open }, webhook }), { registry });
  return registry;
}

/** A metric, as a registry shows it. */
export interface ShownMetric {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly values: readonly { readonly labels: Readonly<Record<string, string>>; readonly metricName?: string }[];
}

/** Every metric that there is, as it is shown. */
export async function everythingShown(): Promise<readonly ShownMetric[]> {
  return await everything().getMetricsAsJSON() as unknown as ShownMetric[];
}
