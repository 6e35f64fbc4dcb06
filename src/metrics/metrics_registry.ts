/** A set of metrics as text. */
export interface ReadableMetrics {
  /** Media type of the text. */
  readonly contentType: string;
  /** The metrics as they are now. */
  metrics(): Promise<string>;
}

/** A `Registry` of the npm package prom-client: a new one, or that of an application. */
export interface MetricsRegistry extends ReadableMetrics {
  /** Adds a metric of prom-client. Throws `Error` when there is one of that name. */
  registerMetric(metric: unknown): void;
}
