import { overTime, states } from "./_grafana_panels.ts";
import type { DashboardRow } from "./grafana_dashboard.ts";

const CHOSEN = 'instance=~"$collector"';

function over(fn: "rate" | "increase", metric: string, by = "instance"): string {
  return `sum by (${by}) (${fn}(dhcpkit_collector_${metric}{${CHOSEN}}[$__rate_interval]))`;
}

function now(metric: string, by = "instance"): string {
  return `sum by (${by}) (dhcpkit_collector_${metric}{${CHOSEN}})`;
}

function since(metric: string): string {
  return `time() - max by (instance) (dhcpkit_collector_${metric}_timestamp_seconds{${CHOSEN}})`;
}

function writeTime(quantile: number): string {
  return `histogram_quantile(${quantile}, ${over("rate", "write_seconds_bucket", "le, instance")})`;
}

/** Whether collectors keep up, and what their stores hold. */
export const COLLECTOR_ROWS: readonly DashboardRow[] = [
  {
    title: "Collectors",
    perLine: 3,
    height: 8,
    panels: [
      overTime(
        {
          title: "Records",
          description: "Records that brokers sent, and those that the store took, a second.",
          unit: "rps",
        },
        [over("rate", "read_records_total"), "{{instance}} read"],
        [over("rate", "written_records_total"), "{{instance}} written"],
      ),
      overTime(
        {
          title: "Lag",
          description: "Records that are still to be read, by partition. It has to fall again after every peak.",
          unit: "short",
          limits: [100_000, 1_000_000],
        },
        [now("lag_records", "instance, partition"), "{{instance}} {{partition}}"],
      ),
      overTime(
        { title: "Bytes read", description: "Bytes of keys and values that brokers sent, a second.", unit: "Bps" },
        [over("rate", "read_bytes_total"), "{{instance}}"],
      ),
      states(
        {
          title: "What collectors are doing",
          description: "1 while in that state. joining is normal for seconds.",
          unit: "short",
        },
        [
          `max by (instance, state) (dhcpkit_collector_source_state{${CHOSEN}}) == 1`,
          "{{instance}} {{state}}",
        ],
      ),
      overTime(
        {
          title: "Since brokers were heard of",
          description:
            "How long ago a broker answered a request for records, and the group took a heartbeat. Beyond 30 seconds a collector is not ready.",
          unit: "s",
          limits: [15, 30],
        },
        [since("last_fetch"), "{{instance}} records"],
        [since("last_heartbeat"), "{{instance}} heartbeat"],
      ),
      overTime(
        {
          title: "Partitions",
          description:
            "Partitions that each collector has. Their sum is that of the topic; none at all is a collector too many.",
          unit: "short",
        },
        [now("assigned_partitions"), "{{instance}}"],
      ),
      overTime(
        {
          title: "Missing and double",
          description:
            "Records that Kafka had deleted before they were read, the places where, and transactions that were there already.",
          unit: "short",
        },
        [over("increase", "missed_records_total"), "{{instance}} missed records"],
        [over("increase", "gaps_total"), "{{instance}} gaps"],
        [over("increase", "duplicates_total"), "{{instance}} duplicates"],
      ),
      overTime(
        {
          title: "Kept aside",
          description:
            "Records that are no transactions, by reason; refused-by-store is one that the store cannot hold.",
          unit: "short",
          limits: [1, 1000],
        },
        [over("increase", "quarantined_total", "reason"), "{{reason}}"],
      ),
      overTime(
        {
          title: "Failures",
          description:
            "Writes that the store did not do, and sources that broke down. Both are tried again until they work.",
          unit: "short",
          limits: [1, 10],
        },
        [over("increase", "failed_writes_total"), "{{instance}} writes"],
        [over("increase", "source_restarts_total"), "{{instance}} sources"],
      ),
    ],
  },
  {
    title: "Stores",
    perLine: 4,
    height: 8,
    panels: [
      overTime(
        {
          title: "Writes",
          description: "How long writes of a batch took. Beyond a second, the disk or the database is too slow.",
          unit: "s",
          limits: [0.5, 2],
        },
        [writeTime(0.5), "{{instance}} p50"],
        [writeTime(0.95), "{{instance}} p95"],
      ),
      overTime(
        {
          title: "New and deleted",
          description: "Transactions that were new, and rows that were deleted by their age, a second.",
          unit: "wps",
        },
        [over("rate", "stored_total"), "{{instance}} new"],
        [over("rate", "swept_total", "instance, kind"), "{{instance}} deleted {{kind}}"],
      ),
      overTime(
        {
          title: "Rows",
          description: "What stores hold, by kind of row; estimates where counting is expensive.",
          unit: "short",
        },
        [now("store_rows", "instance, kind"), "{{instance}} {{kind}}"],
      ),
      overTime(
        { title: "Size", description: "Bytes that stores take on disk.", unit: "bytes" },
        [now("store_bytes"), "{{instance}}"],
      ),
    ],
  },
];
