/**
 * What publishers and collectors do, for Prometheus, and whether they are well, over HTTP. Nothing here belongs to the whole process:
 * a registry holds what was put into it.
 *
 * @example
 * ```ts
 * import { healthServer, publisherMetrics, publisherReadiness, newRegistry } from "@dhcpkit/kafka/metrics";
 * import { KafkaHandler, MemoryTopic, memoryTransport } from "@dhcpkit/kafka/publisher";
 *
 * const handler = new KafkaHandler({ serverName: "dhcp01", transport: memoryTransport(new MemoryTopic()) });
 * const registry = newRegistry();
 * publisherMetrics(handler, { registry });
 * await using server = healthServer({ port: 0, registry, ready: () => publisherReadiness([handler]) });
 * console.log(`${server.url}/metrics`);
 * ```
 *
 * @module
 */
export { newRegistry } from "./registry.ts";
export type { MetricsRegistry, ReadableMetrics } from "./metrics_registry.ts";
export { type MeasuredPublisher, type MetricsOptions, publisherMetrics } from "./publisher_metrics.ts";
export { type MeasuredServer, serverMetrics } from "./server_metrics.ts";
export { CollectorMetrics, type CollectorMetricsInit } from "./collector_metrics.ts";
export { detectionMetrics, type MeasuredDetection } from "./detection_metrics.ts";
export { collectorReadiness, publisherReadiness, type StoreHealth } from "./readiness.ts";
export type { Verdict } from "./verdict.ts";
export { type HealthServer, healthServer, type HealthServerInit } from "./health_server.ts";
export { type ListenAddress, listenAddress } from "./listen_address.ts";
