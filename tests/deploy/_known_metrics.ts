import { assert } from "@std/assert";
import { everythingShown, type ShownMetric } from "../metrics/_everything.ts";
import type { PromqlUse } from "../support/promql.ts";

/** What Prometheus itself adds to every series that it scrapes. */
const OF_PROMETHEUS = ["instance", "job"];

/** Labels of which all values are in `everythingShown`; those of others come from the network, or are many. */
const CLOSED = ["outcome", "state"];

/** Series as Prometheus stores them. */
interface Series {
  readonly name: string;
  readonly labels: readonly string[];
  readonly values: ReadonlyMap<string, ReadonlySet<string>>;
}

/** All series that the module exports, by name. Those of a histogram have three names. */
export async function knownSeries(): Promise<ReadonlyMap<string, Series>> {
  const series = (await everythingShown()).flatMap(seriesOf);
  return new Map(series.map((one) => [one.name, one]));
}

/** Fails where an expression uses a series, label or value that nothing exports. */
export function assertKnown(
  known: ReadonlyMap<string, Series>,
  { selectors, groupedBy }: PromqlUse,
  where: string,
): void {
  assert(selectors.length > 0, `${where}: asks for nothing`);
  for (const { metric, matchers } of selectors) {
    const series = known.get(metric);
    assert(series, `${where}: nothing exports ${metric}`);
    for (const label of [...groupedBy, ...matchers.map(({ label }) => label)]) {
      assert([...series.labels, ...OF_PROMETHEUS].includes(label), `${where}: ${metric} has no label ${label}`);
    }
    for (const { label, value } of matchers.filter(({ label }) => CLOSED.includes(label))) {
      assert(series.values.get(label)?.has(value), `${where}: ${metric} has no ${label} ${value}`);
    }
  }
}

function seriesOf({ name, type, values }: ShownMetric): Series[] {
  const names = type === "histogram" ? ["_bucket", "_sum", "_count"].map((part) => name + part) : [name];
  return names.map((name) => {
    const samples = values.filter(({ metricName = name }) => metricName === name);
    const labels = [...new Set(samples.flatMap(({ labels }) => Object.keys(labels)))];
    return {
      name,
      labels,
      values: new Map(labels.map((label) => [label, new Set(samples.map(({ labels }) => labels[label]))])),
    };
  });
}
