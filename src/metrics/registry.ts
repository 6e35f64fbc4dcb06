import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { HistogramMetric, Metric, NumberMetric } from "./metric.ts";
import type { MetricsRegistry } from "./metrics_registry.ts";

/**
 * An empty set of metrics to be shown together. There is none that everybody shares.
 *
 * @example
 * ```ts
 * import { newRegistry } from "@dhcpkit/kafka/metrics";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(await newRegistry().metrics(), "\n");
 * ```
 */
export function newRegistry(): MetricsRegistry {
  return new Registry();
}

/**
 * Adds metrics to a registry. They are read whenever the registry is, and at no other time.
 *
 * Throws `Error` when the registry has one of that name.
 */
export function registerMetrics(registry: MetricsRegistry, metrics: readonly Metric[]): void {
  for (const metric of metrics) {
    registry.registerMetric(metric.type === "histogram" ? new CountedHistogram(metric) : numberMetric(metric));
  }
}

/** A metric without labels is 0 after `reset`, which would be a figure where there is none. */
function numberMetric({ name, help, labels, type, read }: NumberMetric): Gauge | Counter {
  const config = { name, help, labelNames: labels, registers: [] };
  if (type === "gauge") {
    return new Gauge({
      ...config,
      async collect() {
        const samples = await read();
        this.reset();
        if (samples.length === 0 && labels.length === 0) this.remove();
        for (const { labels, value } of samples) this.set(labels, value);
      },
    });
  } else {
    return new Counter({
      ...config,
      async collect() {
        const samples = await read();
        this.reset();
        for (const { labels, value } of samples) this.inc(labels, value);
      },
    });
  }
}

/** What a registry shows of a histogram. */
type Shown = Awaited<ReturnType<Histogram["get"]>>;

/** A histogram that somebody else counts: prom-client's own takes values one by one only. */
class CountedHistogram extends Histogram {
  readonly #metric: HistogramMetric;

  constructor(metric: HistogramMetric) {
    super({ name: metric.name, help: metric.help, labelNames: metric.labels, registers: [] });
    this.#metric = metric;
  }

  override get(): Promise<Shown> {
    const { name, help, read } = this.#metric;
    const values = read().flatMap(({ labels, count, sum, buckets }) => {
      const bucket = (le: number | string, value: number) => ({
        metricName: `${name}_bucket`,
        labels: { ...labels, le },
        value,
      });
      return [
        ...buckets.map(({ le, count }) => bucket(le, count)),
        bucket("+Inf", count),
        { metricName: `${name}_sum`, labels, value: sum },
        { metricName: `${name}_count`, labels, value: count },
      ];
    });
    return Promise.resolve({ name, help, type: HISTOGRAM, aggregator: "sum", collect: () => {}, values });
  }

  /** What the registry asks for in place of `get` when it makes text. */
  getForPromString(): Promise<Shown> {
    return this.get();
  }
}

/** `MetricType.Histogram`, which prom-client declares as a const enum with numbers and uses as text. */
const HISTOGRAM = "histogram" as unknown as Shown["type"];
