import type { DegradedReason, PublisherStats } from "../publisher/status.ts";
import { type HistogramSample, type Labels, type Metric, oneHot, type Sample } from "./metric.ts";
import type { MetricsRegistry } from "./metrics_registry.ts";
import { registerMetrics } from "./registry.ts";

/** What publishes and tells its figures: a `KafkaHandler`, or a `Publisher`. */
export interface MeasuredPublisher {
  /** Its figures at this moment. */
  readonly stats: PublisherStats;
  /** What it publishes to. */
  readonly topicName?: string;
}

/** Where metrics go. */
export interface MetricsOptions {
  /** What they are shown with. */
  readonly registry: MetricsRegistry;
}

const STATES: readonly PublisherStats["state"][] = ["idle", "connecting", "connected", "disconnected", "closed"];
const REASONS: readonly DegradedReason[] = ["refused", "slow", "disk"];

/**
 * Shows everything in the `stats` of publishers, read whenever the registry is. The label `publisher` is the topic of each, or
 * `publisher`; a second one of the same topic has `#2` behind it.
 *
 * Throws `Error` when the registry has the metrics of publishers already: give all of them at once.
 *
 * @example
 * ```ts
 * import { publisherMetrics, newRegistry } from "@dhcpkit/kafka/metrics";
 * import { MemoryTopic, memoryTransport, Publisher } from "@dhcpkit/kafka/publisher";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const registry = newRegistry();
 * const publisher = new Publisher({ transport: memoryTransport(new MemoryTopic()) });
 * publisherMetrics(publisher, { registry });
 * assertStringIncludes(await registry.metrics(), 'dhcpkit_publisher_offered_total{publisher="publisher"} 0');
 * ```
 */
export function publisherMetrics(
  publishers: MeasuredPublisher | readonly MeasuredPublisher[],
  { registry }: MetricsOptions,
): void {
  const named = withNames("stats" in publishers ? [publishers] : publishers);
  registerMetrics(registry, declarations(named));
}

interface NamedPublisher {
  readonly labels: Labels;
  readonly publisher: MeasuredPublisher;
}

function withNames(publishers: readonly MeasuredPublisher[]): NamedPublisher[] {
  const times = new Map<string, number>();
  return publishers.map((publisher) => {
    const name = publisher.topicName ?? "publisher", time = (times.get(name) ?? 0) + 1;
    times.set(name, time);
    return { labels: { publisher: time === 1 ? name : `${name}#${time}` }, publisher };
  });
}

function declarations(publishers: readonly NamedPublisher[]): Metric[] {
  const samples = (of: (stats: PublisherStats) => readonly Sample[]) => () =>
    publishers.flatMap(({ labels, publisher }) =>
      of(publisher.stats).map((sample) => ({ ...sample, labels: { ...labels, ...sample.labels } }))
    );
  const number = (
    type: "gauge" | "counter",
    name: string,
    help: string,
    of: (stats: PublisherStats) => number,
  ): Metric => ({
    type,
    name: `dhcpkit_publisher_${name}`,
    help,
    labels: ["publisher"],
    read: samples((stats) => [{ labels: {}, value: of(stats) }]),
  });
  return [
    number("counter", "offered_total", "Records handed over, and those found in the spool.", (s) => s.offered),
    number("counter", "delivered_total", "Records that the cluster has.", (s) => s.delivered),
    {
      type: "counter",
      name: "dhcpkit_publisher_dropped_total",
      help: "Records that were lost, by reason.",
      labels: ["publisher", "reason"],
      read: samples(({ dropped }) => Object.entries(dropped).map(([reason, value]) => ({ labels: { reason }, value }))),
    },
    number("gauge", "queued", "Records in memory that wait or are on their way.", (s) => s.queued),
    number("gauge", "queued_bytes", "Bytes of the records in memory.", (s) => s.queuedBytes),
    number("gauge", "unwritten", "Queued records that would be lost with the process.", (s) => s.unwritten),
    number("gauge", "spooled", "Records that wait on disk only.", (s) => s.spooled),
    number("gauge", "spool_bytes", "Bytes that the spool takes on disk.", (s) => s.spoolBytes),
    number("counter", "recovered_total", "Offered records that were found in the spool.", (s) => s.recovered),
    number("counter", "torn_bytes_total", "Bytes in the spool that were no whole record.", (s) => s.tornBytes),
    number("gauge", "oldest_seconds", "Age of the oldest record in memory, 0 without any.", (s) => s.oldestMs / 1000),
    {
      type: "histogram",
      name: "dhcpkit_publisher_delivery_seconds",
      help: "From the moment when a record was offered to the one when the cluster had it.",
      labels: ["publisher"],
      read: () => publishers.map(({ labels, publisher }) => deliveryTimes(labels, publisher.stats)),
    },
    number("counter", "connect_attempts_total", "Times that a connection was tried.", (s) => s.connectAttempts),
    {
      type: "gauge",
      name: "dhcpkit_publisher_connection_state",
      help: "1 for the state that the connection is in, 0 for the others.",
      labels: ["publisher", "state"],
      read: samples(({ state }) => oneHot("state", STATES, (each) => each === state)),
    },
    {
      type: "gauge",
      name: "dhcpkit_publisher_problem",
      help: "1 while the cluster refuses records, takes them too slowly, or the disk of the spool fails.",
      labels: ["publisher", "reason"],
      read: samples(({ problems }) => oneHot("reason", REASONS, (reason) => Object.hasOwn(problems, reason))),
    },
  ];
}

function deliveryTimes(labels: Labels, { deliveryLatency }: PublisherStats): HistogramSample {
  const { count, sumMs, buckets } = deliveryLatency;
  return {
    labels,
    count,
    sum: sumMs / 1000,
    buckets: buckets.map(({ leMs, count }) => ({ le: leMs / 1000, count })),
  };
}
