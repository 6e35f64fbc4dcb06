import type { SourceHealth } from "../collector/consumer_source.ts";
import type { Swept } from "../store/retention.ts";
import type { StoreSize } from "../store/transaction_store.ts";
import { type Metric, oneHot, type Sample, single } from "./metric.ts";
import type { ServerCounts } from "./_server_counts.ts";
import type { ValueCounts } from "./_value_counts.ts";

/** Counts without labels. */
export interface PlainCounts {
  readonly stored: number;
  readonly duplicates: number;
  readonly writtenRecords: number;
  readonly failedWrites: number;
  readonly readRecords: number;
  readonly readBytes: number;
  readonly gaps: number;
  readonly missing: number;
  readonly restarts: number;
}

/** What the metrics of a collector read. */
export interface CollectorFigures {
  readonly servers: ServerCounts;
  readonly writes: ValueCounts;
  readonly counts: () => PlainCounts;
  /** By reason. */
  readonly quarantined: ReadonlyMap<string, number>;
  readonly swept: Readonly<Record<keyof Swept, number>>;
  /** By partition. */
  readonly lag: ReadonlyMap<number, number>;
  readonly health: (() => SourceHealth | undefined) | undefined;
  readonly size: (() => Promise<StoreSize | undefined>) | undefined;
}

/** The metrics of a collector. */
export function collectorDeclarations(figures: CollectorFigures): Metric[] {
  const { health, size } = figures;
  return [
    ...transactionMetrics(figures),
    ...countMetrics(figures),
    lagMetric(figures),
    ...(health === undefined ? [] : sourceMetrics(health)),
    ...(size === undefined ? [] : sizeMetrics(size)),
  ].map((metric) => ({ ...metric, name: `dhcpkit_collector_${metric.name}` }));
}

function transactionMetrics({ servers, writes, quarantined, swept }: CollectorFigures): Metric[] {
  return [
    {
      type: "counter",
      name: "transactions_total",
      help: "Transactions given to the store, by server, type of the request and outcome; duplicates included.",
      labels: ["server", "type", "outcome"],
      read: () => servers.transactions(),
    },
    {
      type: "histogram",
      name: "answer_seconds",
      help: "How long servers took to answer, by their own clocks.",
      labels: ["server"],
      read: () => servers.answerTimes(),
    },
    {
      type: "counter",
      name: "clock_steps_total",
      help: "Transactions whose answer is older than their request, by server.",
      labels: ["server"],
      read: () => servers.clockSteps(),
    },
    {
      type: "gauge",
      name: "server_last_event_timestamp_seconds",
      help: "When each server last had a request, by its own clock, but not later than now.",
      labels: ["server"],
      read: () => servers.lastEvents(),
    },
    {
      type: "counter",
      name: "quarantined_total",
      help: "Records kept aside, by reason.",
      labels: ["reason"],
      read: () => byLabel("reason", quarantined),
    },
    {
      type: "histogram",
      name: "write_seconds",
      help: "How long writes to the store took.",
      labels: [],
      read: () => [writes.sample({})],
    },
    {
      type: "counter",
      name: "swept_total",
      help: "What the store has deleted since it need not be kept, by kind of row.",
      labels: ["kind"],
      read: () => byLabel("kind", Object.entries(swept)),
    },
  ];
}

function countMetrics({ counts }: CollectorFigures): Metric[] {
  const help: Readonly<Record<keyof PlainCounts, readonly [string, string]>> = {
    stored: ["stored_total", "Transactions that were new to the store."],
    duplicates: ["duplicates_total", "Transactions that the store had already: read again, or published twice."],
    writtenRecords: ["written_records_total", "Records in the writes that the store took."],
    failedWrites: ["failed_writes_total", "Writes that the store did not do."],
    readRecords: ["read_records_total", "Records that brokers have sent."],
    readBytes: ["read_bytes_total", "Bytes of the keys and values that brokers have sent."],
    gaps: ["gaps_total", "Places where records were gone before they were read."],
    missing: ["missed_records_total", "Records that were gone before they were read."],
    restarts: ["source_restarts_total", "Sources that broke down and were made anew."],
  };
  return (Object.keys(help) as (keyof PlainCounts)[]).map((count) => {
    const [name, text] = help[count];
    return { type: "counter", name, help: text, labels: [], read: () => single(counts()[count]) };
  });
}

function lagMetric({ lag, health }: CollectorFigures): Metric {
  return {
    type: "gauge",
    name: "lag_records",
    help: "Records that are still to be read, by partition; of the partitions that this collector has.",
    labels: ["partition"],
    read: () => {
      const assigned = health?.()?.assigned;
      return Array.from(lag).filter(([partition]) => assigned?.includes(partition) ?? true)
        .map(([partition, value]) => ({ labels: { partition: String(partition) }, value }));
    },
  };
}

const STATES: readonly SourceHealth["state"][] = ["idle", "joining", "reading"];

function sourceMetrics(health: () => SourceHealth | undefined): Metric[] {
  const time = (of: "fetchedAt" | "heartbeatAt") => () => {
    const at = health()?.[of];
    return at === undefined ? [] : single((performance.timeOrigin + at) / 1000);
  };
  return [
    {
      type: "gauge",
      name: "source_state",
      help: "1 for what the source is doing, 0 for the rest.",
      labels: ["state"],
      read: () => oneHot("state", STATES, (state) => state === (health()?.state ?? "idle")),
    },
    {
      type: "gauge",
      name: "assigned_partitions",
      help: "Partitions that this collector has.",
      labels: [],
      read: () => single(health()?.assigned.length ?? 0),
    },
    {
      type: "gauge",
      name: "last_fetch_timestamp_seconds",
      help: "When a broker last answered a request for records.",
      labels: [],
      read: time("fetchedAt"),
    },
    {
      type: "gauge",
      name: "last_heartbeat_timestamp_seconds",
      help: "When the consumer group last took a heartbeat.",
      labels: [],
      read: time("heartbeatAt"),
    },
  ];
}

function sizeMetrics(size: () => Promise<StoreSize | undefined>): Metric[] {
  const rows = ({ transactions, leases, clients, quarantined }: StoreSize) => ({
    ...{ transactions, leases, clients, quarantined },
  });
  return [
    {
      type: "gauge",
      name: "store_rows",
      help: "What the store holds, by kind of row; an estimate where counting is expensive.",
      labels: ["kind"],
      read: async () => {
        const known = await size();
        return known === undefined ? [] : byLabel("kind", Object.entries(rows(known)));
      },
    },
    {
      type: "gauge",
      name: "store_bytes",
      help: "Bytes that the store takes on disk, 0 in memory.",
      labels: [],
      read: async () => {
        const known = await size();
        return known === undefined ? [] : single(known.bytes);
      },
    },
  ];
}

function byLabel(label: string, values: Iterable<readonly [string, number]>): Sample[] {
  return Array.from(values, ([key, value]) => ({ labels: { [label]: key }, value }));
}
