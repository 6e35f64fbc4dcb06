import { overTime, states } from "./_grafana_panels.ts";
import type { DashboardRow } from "./grafana_dashboard.ts";

const CHOSEN = 'instance=~"$host"', LEGEND = "{{instance}} {{publisher}}";

function rate(metric: string, by = "instance, publisher"): string {
  return `sum by (${by}) (rate(dhcpkit_publisher_${metric}{${CHOSEN}}[$__rate_interval]))`;
}

function now(metric: string): string {
  return `sum by (instance, publisher) (dhcpkit_publisher_${metric}{${CHOSEN}})`;
}

function deliveryTime(quantile: number): string {
  return `histogram_quantile(${quantile}, ${rate("delivery_seconds_bucket", "le, instance, publisher")})`;
}

function packets(figure: string): string {
  return `sum by (instance) (rate(dhcpkit_server_${figure}_total{${CHOSEN}}[$__rate_interval]))`;
}

/** Whether what servers do arrives in Kafka. */
export const PUBLISHER_ROWS: readonly DashboardRow[] = [
  {
    title: "Publishers",
    perLine: 3,
    height: 8,
    panels: [
      overTime(
        {
          title: "Records",
          description: "Records offered and delivered, a second. Offered = delivered + dropped + queued + spooled.",
          unit: "wps",
        },
        [rate("offered_total"), `${LEGEND} offered`],
        [rate("delivered_total"), `${LEGEND} delivered`],
        [rate("recovered_total"), `${LEGEND} found in the spool`],
      ),
      overTime(
        {
          title: "Lost",
          description: "Records that were given up, a second, by reason. There should be none.",
          unit: "wps",
          limits: [0.001, 1],
        },
        [rate("dropped_total", "instance, publisher, reason"), `${LEGEND} {{reason}}`],
      ),
      overTime(
        {
          title: "Delivery",
          description: "From the moment when a record was offered to the one when the cluster had it.",
          unit: "s",
          limits: [5, 30],
        },
        [deliveryTime(0.5), `${LEGEND} p50`],
        [deliveryTime(0.99), `${LEGEND} p99`],
      ),
      overTime(
        {
          title: "Waiting",
          description:
            "Records in memory; unwritten ones would be lost with the process. Spooled ones wait on disk only.",
          unit: "short",
        },
        [now("queued"), `${LEGEND} in memory`],
        [now("unwritten"), `${LEGEND} unwritten`],
        [now("spooled"), `${LEGEND} spooled`],
      ),
      overTime(
        {
          title: "Space taken",
          description:
            "Bytes of the records in memory, and of the spool on disk. Both have a limit, and records are lost beyond it.",
          unit: "bytes",
        },
        [now("queued_bytes"), `${LEGEND} in memory`],
        [now("spool_bytes"), `${LEGEND} on disk`],
      ),
      overTime(
        {
          title: "Oldest record",
          description: "Age of the oldest record in memory. It grows while Kafka cannot be reached.",
          unit: "s",
          limits: [5, 60],
        },
        [now("oldest_seconds"), LEGEND],
      ),
      states(
        {
          title: "Connection",
          description: "1 while in that state. Anything but connected for minutes is a broker that is away.",
          unit: "short",
        },
        [
          `max by (instance, publisher, state) (dhcpkit_publisher_connection_state{${CHOSEN}}) == 1`,
          `${LEGEND} {{state}}`,
        ],
      ),
      states(
        {
          title: "Problems",
          description:
            "refused: the cluster does not take records. slow: it takes them too slowly. disk: the spool fails.",
          unit: "short",
          limits: [1, 1],
        },
        [`max by (instance, publisher, reason) (dhcpkit_publisher_problem{${CHOSEN}})`, `${LEGEND} {{reason}}`],
      ),
      overTime(
        {
          title: "Attempts and torn bytes",
          description:
            "Connections that were tried, and bytes of the spool that were no whole record: the process or disk died there.",
          unit: "short",
        },
        [
          `sum by (instance, publisher) (increase(dhcpkit_publisher_connect_attempts_total{${CHOSEN}}[$__rate_interval]))`,
          `${LEGEND} attempts`,
        ],
        [
          `sum by (instance, publisher) (increase(dhcpkit_publisher_torn_bytes_total{${CHOSEN}}[$__rate_interval]))`,
          `${LEGEND} torn bytes`,
        ],
      ),
    ],
  },
  {
    title: "Packets of the servers of this module",
    perLine: 3,
    height: 8,
    panels: [
      overTime(
        {
          title: "Requests",
          description: "Packets that came in, and requests that were answered or not, a second.",
          unit: "pps",
        },
        [packets("received"), "{{instance}} received"],
        [packets("answered"), "{{instance}} answered"],
        [packets("unanswered"), "{{instance}} unanswered"],
      ),
      overTime(
        {
          title: "What went wrong",
          description:
            "Packets that could not be read or were dropped, and requests that a handler failed on or whose answer could not be sent.",
          unit: "pps",
          limits: [0.1, 10],
        },
        [packets("malformed"), "{{instance}} malformed"],
        [packets("failed"), "{{instance}} failed"],
        [packets("dropped"), "{{instance}} dropped"],
      ),
      overTime(
        {
          title: "Under way",
          description:
            "Requests that wait for an answer, as for a database. Beyond a limit, 1000, packets are dropped.",
          unit: "short",
        },
        [`sum by (instance) (dhcpkit_server_under_way{${CHOSEN}})`, "{{instance}}"],
      ),
    ],
  },
];
