import { assert, assertEquals } from "@std/assert";
import { parse, stringify } from "yaml";
import { attemptCommand, runCommand } from "../support/command.ts";
import { repositoryRoot } from "../support/paths.ts";
import { readPromql } from "../support/promql.ts";
import { testWith } from "../support/requirements.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { assertKnown, knownSeries } from "./_known_metrics.ts";

const FILE = `${repositoryRoot}deploy/prometheus/alerts.yml`;

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
}

const text = await Deno.readTextFile(FILE);
const rules = (parse(text) as { groups: { rules: Rule[] }[] }).groups.flatMap(({ rules }) => rules);

/** Series in promtool's words: `0+10x60` is 0, 10, 20 … one a minute. */
type SeriesValues = Readonly<Record<string, string>>;

/** What an alert is to say, and what it is to be silent about. */
interface AlertCase {
  readonly fires: SeriesValues;
  readonly labels: Readonly<Record<string, string>>;
  readonly says: string;
  readonly quiet: SeriesValues;
}

const P = 'instance="dhcp01:9547", publisher="dhcpkit.messages"',
  C = 'instance="log1:9547"',
  S = `${C}, server="dhcp03"`;
const publisher = { instance: "dhcp01:9547", publisher: "dhcpkit.messages" }, collector = { instance: "log1:9547" };

/** Everything is looked at after an hour. */
const CASES: Readonly<Record<string, AlertCase>> = {
  DhcpkitRecordsLost: {
    fires: { [`dhcpkit_publisher_dropped_total{${P}, reason="queue-full"}`]: "0x57 5x3" },
    labels: { ...publisher, reason: "queue-full" },
    says: "dhcp01:9547 loses records of dhcpkit.messages: queue-full",
    quiet: { [`dhcpkit_publisher_dropped_total{${P}, reason="queue-full"}`]: "7x60" },
  },
  DhcpkitPublisherDisconnected: {
    fires: { [`dhcpkit_publisher_connection_state{${P}, state="connected"}`]: "1x50 0x10" },
    labels: { ...publisher, state: "connected" },
    says: "dhcp01:9547 has had no connection to Kafka for five minutes",
    quiet: { [`dhcpkit_publisher_connection_state{${P}, state="connected"}`]: "1x56 0x3" },
  },
  DhcpkitSpoolFills: {
    fires: { [`dhcpkit_publisher_spool_bytes{${P}}`]: "0+20000000x60" },
    labels: publisher,
    says: "the spool of dhcp01:9547 takes 10 GB within a day if it goes on so",
    quiet: { [`dhcpkit_publisher_spool_bytes{${P}}`]: "0+2000000x60" },
  },
  DhcpkitDeliverySlow: {
    fires: slow("dhcpkit_publisher_delivery_seconds", P, ["30", "60"]),
    labels: publisher,
    says: "records of dhcp01:9547 take 59.4s to be in Kafka",
    quiet: fast("dhcpkit_publisher_delivery_seconds", P, ["30", "60"]),
  },
  DhcpkitCollectorFallsBehind: {
    fires: {
      [`dhcpkit_collector_lag_records{${C}, partition="0"}`]: "0+60000x60",
      [`dhcpkit_collector_read_records_total{${C}}`]: "0+60000x60",
    },
    labels: collector,
    says: "log1:9547 has to read 3.6M records, and more each minute",
    // A backlog that is being read.
    quiet: {
      [`dhcpkit_collector_lag_records{${C}, partition="0"}`]: "9000000-60000x60",
      [`dhcpkit_collector_read_records_total{${C}}`]: "0+60000x60",
    },
  },
  DhcpkitCollectorSilent: {
    fires: { [`dhcpkit_collector_last_fetch_timestamp_seconds{${C}}`]: "600x60" },
    labels: collector,
    says: "log1:9547 has had no answer from a broker for 50m 0s",
    quiet: { [`dhcpkit_collector_last_fetch_timestamp_seconds{${C}}`]: "0+60x60" },
  },
  DhcpkitRecordsKeptAside: {
    fires: { [`dhcpkit_collector_quarantined_total{${C}, reason="unreadable"}`]: "0x55 1x5" },
    labels: { ...collector, reason: "unreadable" },
    says: "log1:9547 keeps records aside: unreadable",
    quiet: { [`dhcpkit_collector_quarantined_total{${C}, reason="unreadable"}`]: "0x30 1x30" },
  },
  DhcpkitRecordsMissed: {
    fires: { [`dhcpkit_collector_missed_records_total{${C}}`]: "0x55 900x5" },
    labels: collector,
    says: "records were gone from Kafka before log1:9547 read them",
    quiet: { [`dhcpkit_collector_missed_records_total{${C}}`]: "0x60" },
  },
  DhcpkitStoreSlow: {
    fires: slow("dhcpkit_collector_write_seconds", C, ["2.5", "5"]),
    labels: collector,
    says: "writes of log1:9547 to its store take 4.75s",
    quiet: fast("dhcpkit_collector_write_seconds", C, ["1", "5"]),
  },
  DhcpkitStoreRefuses: {
    fires: { [`dhcpkit_collector_failed_writes_total{${C}}`]: "0x45 0+2x15" },
    labels: collector,
    says: "the store of log1:9547 does not take what it is given",
    quiet: { [`dhcpkit_collector_failed_writes_total{${C}}`]: "0x45 1x15" },
  },
  DhcpkitDetectionFails: {
    fires: { [`dhcpkit_detection_problem{${C}}`]: "1x60" },
    labels: collector,
    says: "log1:9547 has found nothing for ten minutes, since detection fails",
    quiet: { [`dhcpkit_detection_problem{${C}}`]: "0x55 1x5" },
  },
  DhcpkitNoticesLost: {
    fires: { [`dhcpkit_detection_webhook_notices_total{${C}, result="given-up"}`]: "0x55 1x5" },
    labels: { ...collector, result: "given-up" },
    says: "the webhook of log1:9547 did not take notices of findings",
    quiet: { [`dhcpkit_detection_webhook_notices_total{${C}, result="delivered"}`]: "0x55 1x5" },
  },
  DhcpkitServerSilent: {
    fires: { [`dhcpkit_collector_server_last_event_timestamp_seconds{${S}}`]: "600x60" },
    labels: { server: "dhcp03" },
    says: "dhcp03 has had no request for 50m 0s",
    quiet: { [`dhcpkit_collector_server_last_event_timestamp_seconds{${S}}`]: "0+59x60" },
  },
  DhcpkitServerDropsRequests: {
    fires: { [`dhcpkit_server_dropped_total{instance="dhcp01:9547"}`]: "0x57 5x3" },
    labels: { instance: "dhcp01:9547" },
    says: "dhcp01:9547 drops packets of clients: too many requests wait in it",
    quiet: { [`dhcpkit_server_dropped_total{instance="dhcp01:9547"}`]: "7x60" },
  },
  DhcpkitServerLeavesUnanswered: {
    fires: outcomes({ answered: "0+300x60", unanswered: "0+100x60", "no-request": "0+9000x60" }),
    labels: { server: "dhcp03" },
    says: "dhcp03 leaves 25% of its requests without an answer",
    quiet: outcomes({ answered: "0+950x60", unanswered: "0+50x60" }),
  },
  DhcpkitServerRefuses: {
    fires: outcomes({ answered: "0+60x60", refused: "0+40x60" }),
    labels: { server: "dhcp03" },
    says: "dhcp03 refuses 40% of its requests",
    quiet: outcomes({ answered: "0+900x60", refused: "0+100x60" }),
  },
  DhcpkitServerSlow: {
    fires: slow("dhcpkit_collector_answer_seconds", S, ["1", "2.5"]),
    labels: { server: "dhcp03" },
    says: "dhcp03 takes 2.47s for the slowest of a hundred answers",
    quiet: fast("dhcpkit_collector_answer_seconds", S, ["0.5", "2.5"]),
  },
};

Deno.test("alerts ask for what is exported, and each is in a case and in the manual", async () => {
  const known = await knownSeries(), names = rules.map(({ alert }) => alert);
  for (const { alert, expr, labels } of rules) {
    assertKnown(known, readPromql(expr), alert);
    assert(["page", "ticket"].includes(labels.severity), alert);
  }
  assertEquals(Object.keys(CASES), names);
  const manual = await Deno.readTextFile(`${repositoryRoot}docs/operations.md`);
  const listed = Array.from(manual.matchAll(/^\| `(Dhcpkit\w+)` +\| (\w+) +\|/gm), ([, ...cells]) => cells);
  assertEquals(listed, rules.map(({ alert, labels }) => [alert, labels.severity]));
});

testWith({
  name: "Prometheus fires each alert for what it is about, says so, and is silent otherwise",
  needs: ["promtool"],
  async fn() {
    await using folder = await TempFolder.create("promtool");
    const tests = rules.flatMap(({ alert, labels: { severity } }) => {
      const { fires, labels, says, quiet } = CASES[alert];
      const fired = { exp_labels: { ...labels, severity }, exp_annotations: { summary: says } };
      return [promtoolTest(alert, fires, [fired]), promtoolTest(alert, quiet, [])];
    });
    await folder.write("alerts.yml", text);
    const run = async (tests: readonly unknown[]) => {
      await folder.write("tests.yml", stringify({ rule_files: ["alerts.yml"], evaluation_interval: "1m", tests }));
      return await attemptCommand(["promtool", "test", "rules", folder.file("tests.yml")]);
    };
    const { code, stdout, stderr } = await run(tests);
    assertEquals([code, stderr.trim()], [0, ""], stdout);
    const { fires } = CASES.DhcpkitRecordsLost;
    assertEquals((await run([promtoolTest("DhcpkitRecordsLost", fires, [])])).code, 1, "an unexpected alert is told");
    await runCommand(["promtool", "check", "rules", "--lint=all", "--lint-fatal", FILE]);
  },
});

function promtoolTest(alertname: string, series: SeriesValues, expected: readonly unknown[]): unknown {
  return {
    name: alertname,
    interval: "1m",
    input_series: Object.entries(series).map(([series, values]) => ({ series, values })),
    alert_rule_test: [{ alertname, eval_time: "1h", exp_alerts: expected }],
  };
}

/** Ten values a minute, half of them in the higher of two buckets. */
function slow(metric: string, labels: string, [low, high]: readonly [string, string]): SeriesValues {
  return histogram(metric, labels, { [low]: "0+5x60", [high]: "0+10x60", "+Inf": "0+10x60" });
}

/** Ten values a minute, all of them in the lower bucket. */
function fast(metric: string, labels: string, [low, high]: readonly [string, string]): SeriesValues {
  return histogram(metric, labels, { [low]: "0+10x60", [high]: "0+10x60", "+Inf": "0+10x60" });
}

function histogram(metric: string, labels: string, buckets: SeriesValues): SeriesValues {
  return Object.fromEntries(
    Object.entries(buckets).map(([le, values]) => [`${metric}_bucket{${labels}, le="${le}"}`, values]),
  );
}

function outcomes(values: SeriesValues): SeriesValues {
  return Object.fromEntries(
    Object.entries(values).map(([outcome, values]) => [
      `dhcpkit_collector_transactions_total{${S}, type="solicit", outcome="${outcome}"}`,
      values,
    ]),
  );
}
