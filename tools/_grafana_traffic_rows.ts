import { buckets, figure, overTime } from "./_grafana_panels.ts";
import type { DashboardRow } from "./grafana_dashboard.ts";

/** The servers and collectors that whoever looks has chosen. */
const CHOSEN = 'server=~"$server", instance=~"$collector"';
const TRANSACTIONS = "dhcpkit_collector_transactions_total";

/** Transactions a second, with these labels besides what is chosen. */
function rate(by: string, and = ""): string {
  return `sum by (${by}) (rate(${TRANSACTIONS}{${CHOSEN}${and}}[$__rate_interval]))`;
}

/** The share of requests that this came of; what has no request is no request. */
function share(outcome: string, by?: string): string {
  const sum = by === undefined ? "sum" : `sum by (${by})`;
  const of = (matcher: string) => `${sum} (rate(${TRANSACTIONS}{${CHOSEN}, outcome${matcher}}[$__rate_interval]))`;
  return `${of(`="${outcome}"`)} / ${of('!="no-request"')}`;
}

function answerTime(quantile: number, by = ""): string {
  const sum = `sum by (le${by}) (rate(dhcpkit_collector_answer_seconds_bucket{${CHOSEN}}[$__rate_interval]))`;
  return `histogram_quantile(${quantile}, ${sum})`;
}

const SILENCE = `time() - max by (server) (dhcpkit_collector_server_last_event_timestamp_seconds{${CHOSEN}})`;

/** What servers do, as far as collectors have read. */
export const TRAFFIC_ROWS: readonly DashboardRow[] = [
  {
    title: "Now",
    perLine: 4,
    height: 4,
    panels: [
      figure({
        title: "Transactions",
        description: "Requests with what came of them, a second, of the chosen servers.",
        unit: "reqps",
      }, `sum(rate(${TRANSACTIONS}{${CHOSEN}}[$__rate_interval]))`),
      figure({
        title: "Unanswered",
        description:
          "Share of requests that no answer went out to. Some are meant to be: for another server, for no pool.",
        unit: "percentunit",
        limits: [0.05, 0.1],
      }, share("unanswered")),
      figure({
        title: "Refused",
        description:
          "Share of requests that were answered with a status of failure, such as NoAddrsAvail or NoBinding.",
        unit: "percentunit",
        limits: [0.05, 0.2],
      }, share("refused")),
      figure({
        title: "Answer time, p99",
        description: "99 of 100 answers took less, by the clock of their server. Clients ask again after one second.",
        unit: "s",
        limits: [0.25, 1],
      }, answerTime(0.99)),
      figure({
        title: "Longest silence",
        description: "How long ago the quietest of the chosen servers had a request.",
        unit: "s",
        limits: [600, 3600],
      }, `max(${SILENCE})`),
      figure({
        title: "Lag",
        description: "Records in Kafka that are not in the store yet.",
        unit: "short",
        limits: [100_000, 1_000_000],
      }, 'sum(dhcpkit_collector_lag_records{instance=~"$collector"})'),
      figure({
        title: "Lost",
        description: "Records that publishers gave up within the time shown. Each is a transaction nobody will find.",
        unit: "short",
        limits: [1, 1],
      }, 'sum(increase(dhcpkit_publisher_dropped_total{instance=~"$host"}[$__range]))'),
      figure({
        title: "Kept aside",
        description: "Records that are no transactions, or that the store refused, within the time shown.",
        unit: "short",
        limits: [1, 1000],
      }, 'sum(increase(dhcpkit_collector_quarantined_total{instance=~"$collector"}[$__range]))'),
    ],
  },
  {
    title: "Traffic",
    perLine: 3,
    height: 8,
    panels: [
      overTime(
        {
          title: "By server",
          description: "Transactions a second of each server, by the name in its records.",
          unit: "reqps",
        },
        [rate("server"), "{{server}}"],
      ),
      overTime(
        {
          title: "By type",
          description:
            "Transactions a second by type of the request. Many a Solicit and few a Request: clients do not get what they ask for.",
          unit: "reqps",
        },
        [rate("type"), "{{type}}"],
      ),
      overTime(
        {
          title: "By outcome",
          description: "What came of requests. no-request is an answer that no request was recorded with.",
          unit: "reqps",
        },
        [rate("outcome"), "{{outcome}}"],
      ),
      overTime(
        {
          title: "Unanswered, by server",
          description: "Share of each server's requests that no answer went out to.",
          unit: "percentunit",
          limits: [0.05, 0.1],
        },
        [share("unanswered", "server"), "{{server}}"],
      ),
      overTime(
        {
          title: "Refused, by server",
          description:
            "Share of each server's requests that were answered with a status of failure. It rises when a pool is exhausted.",
          unit: "percentunit",
          limits: [0.05, 0.2],
        },
        [share("refused", "server"), "{{server}}"],
      ),
      overTime(
        {
          title: "Silence of servers",
          description:
            "How long ago each server had its last request, by its own clock. A line that climbs is a server nobody hears of.",
          unit: "s",
          limits: [600, 3600],
        },
        [SILENCE, "{{server}}"],
      ),
    ],
  },
  {
    title: "Answer times",
    perLine: 3,
    height: 8,
    panels: [
      overTime(
        {
          title: "By server, p50 and p99",
          description: "Half, and 99 of 100, of each server's answers took less, by its own clock.",
          unit: "s",
          limits: [0.25, 1],
        },
        [answerTime(0.5, ", server"), "{{server}} p50"],
        [answerTime(0.99, ", server"), "{{server}} p99"],
      ),
      buckets({
        title: "All answers",
        description: "How many answers took how long. Two bands are two kinds of answers, or two kinds of servers.",
        unit: "s",
      }, `sum by (le) (increase(dhcpkit_collector_answer_seconds_bucket{${CHOSEN}}[$__rate_interval]))`),
      overTime(
        {
          title: "Clock steps",
          description: "Answers that are older than their request: the server's clock was set back between the two.",
          unit: "short",
          limits: [1, 10],
        },
        [`sum by (server) (increase(dhcpkit_collector_clock_steps_total{${CHOSEN}}[$__rate_interval]))`, "{{server}}"],
      ),
    ],
  },
];
