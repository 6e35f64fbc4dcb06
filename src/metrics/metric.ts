/** Labels of one sample, by name. */
export type Labels = Readonly<Record<string, string>>;

/** A figure as it is now. */
export interface Sample {
  /** A value for each label of the metric. */
  readonly labels: Labels;
  /** A finite number; of a counter, never less than before. */
  readonly value: number;
}

/** How many values were seen, their sum, and how many were no greater than each bound; in the metric's unit. */
export interface HistogramSample {
  /** A value for each label of the metric. */
  readonly labels: Labels;
  /** How many there were. */
  readonly count: number;
  /** All of them together. */
  readonly sum: number;
  /** Bounds, the smallest first, without the infinite one; counts include those of smaller bounds. */
  readonly buckets: readonly { readonly le: number; readonly count: number }[];
}

/** What every metric has. */
interface MetricInit {
  /** Its name: `dhcpkit_`, where it belongs, what it is, its unit. */
  readonly name: string;
  /** What it says, for people: one line. */
  readonly help: string;
  /** Names of its labels. */
  readonly labels: readonly string[];
}

/** A figure that goes up or down, or one that only goes up. */
export interface NumberMetric extends MetricInit {
  /** Which. */
  readonly type: "gauge" | "counter";
  /** Reads it, each time when somebody asks for it. */
  readonly read: () => readonly Sample[] | Promise<readonly Sample[]>;
}

/** A distribution. */
export interface HistogramMetric extends MetricInit {
  /** What it is. */
  readonly type: "histogram";
  /** Reads it, each time when somebody asks for it. */
  readonly read: () => readonly HistogramSample[];
}

/** A metric as it is declared here; {@linkcode registerMetrics} makes one of Prometheus of it. */
export type Metric = NumberMetric | HistogramMetric;

/** One sample without labels. */
export function single(value: number): readonly Sample[] {
  return [{ labels: {}, value }];
}

/** A sample for each of a set of states, 1 for those that are so. */
export function oneHot(label: string, states: readonly string[], isSo: (state: string) => boolean): Sample[] {
  return states.map((state) => ({ labels: { [label]: state }, value: isSo(state) ? 1 : 0 }));
}
