import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { stringify } from "yaml";
import { runCommand } from "../support/command.ts";
import { repositoryRoot } from "../support/paths.ts";
import { readPromql } from "../support/promql.ts";
import { testWith } from "../support/requirements.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { assertKnown, knownSeries } from "./_known_metrics.ts";

/** Series that are not on the dashboard, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  dhcpkit_publisher_delivery_seconds_sum: "quantiles say more than an average",
  dhcpkit_publisher_delivery_seconds_count: "as many as are delivered, which is shown",
  dhcpkit_collector_answer_seconds_sum: "quantiles say more than an average",
  dhcpkit_collector_answer_seconds_count: "transactions are shown by outcome",
  dhcpkit_collector_write_seconds_sum: "quantiles say more than an average",
  dhcpkit_collector_write_seconds_count: "records are shown, and writes are batches of them",
};

/** Panels that Grafana has without a plugin. */
const CORE = ["row", "stat", "timeseries", "heatmap", "state-timeline"];

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly fieldConfig?: {
    readonly defaults: { readonly unit?: string; readonly thresholds?: { readonly steps: readonly unknown[] } };
  };
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string; readonly refId: string }[];
}

interface Dashboard {
  readonly title: string;
  readonly uid: string;
  readonly panels: readonly Panel[];
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly type: string; readonly query: string }[];
  };
}

const dashboard: Dashboard = JSON.parse(
  await Deno.readTextFile(`${repositoryRoot}deploy/grafana/dhcpkit-kafka.json`),
);
const shown = dashboard.panels.filter(({ type }) => type !== "row");
const targets = shown.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr, legendFormat }) => ({ title, expr: filledIn(expr), legend: legendFormat }))
);

/** An expression with what Grafana puts in place of its own words. */
function filledIn(expression: string): string {
  return expression.replaceAll("$__rate_interval", "5m").replaceAll("$__range", "6h");
}

Deno.test("every query of the dashboard asks for what is exported, by labels and values that are there", async () => {
  const known = await knownSeries();
  assert(targets.length > 50);
  for (const { title, expr } of targets) assertKnown(known, readPromql(expr), title);
  for (
    const wrong of [
      "sum(dhcpkit_collector_lags)",
      "sum by (server) (dhcpkit_collector_lag_records)",
      'dhcpkit_collector_lag_records{server="a"}',
      'dhcpkit_collector_transactions_total{outcome="answerd"}',
      "time()",
    ]
  ) {
    assertThrows(() => assertKnown(known, readPromql(wrong), "wrong"), Error, "wrong", wrong);
  }
});

Deno.test("every exported metric is on the dashboard, or left out for a reason", async () => {
  const used = new Set(targets.flatMap(({ expr }) => readPromql(expr).selectors.map(({ metric }) => metric)));
  const missing = [...(await knownSeries()).keys()].filter((name) => !used.has(name));
  assertEquals(missing.toSorted(), Object.keys(LEFT_OUT).toSorted());
});

Deno.test("legends name labels that the answers have", () => {
  for (const { title, expr, legend } of targets) {
    const { groupedBy } = readPromql(expr);
    for (const [, label] of legend.matchAll(/\{\{(\w+)\}\}/g)) {
      assert(groupedBy.includes(label), `${title}: {{${label}}} of ${expr}`);
    }
  }
});

Deno.test("variables ask for labels that are there, and queries use no others", async () => {
  const known = await knownSeries(), names = dashboard.templating.list.map(({ name }) => name);
  assertEquals(names, ["datasource", "server", "collector", "host"]);
  for (const { query, type } of dashboard.templating.list.filter(({ type }) => type !== "datasource")) {
    assertEquals(type, "query");
    const [, metric, label] = /^label_values\((\w+), (\w+)\)$/.exec(query)!;
    assert(known.has(metric), query);
    assert([...known.get(metric)!.labels, "instance"].includes(label), query);
  }
  const used = new Set(targets.flatMap(({ expr }) => Array.from(expr.matchAll(/\$(\w+)/g), ([, name]) => name)));
  assertEquals([...used].toSorted(), ["collector", "host", "server"]);
});

Deno.test("every panel is one of Grafana's own, explains itself, has a unit and a place of its own", () => {
  assertEquals(new Set(dashboard.panels.map(({ id }) => id)).size, dashboard.panels.length);
  for (const { title, type, description = "", fieldConfig, datasource, targets = [] } of shown) {
    assert(CORE.includes(type), `${title}: ${type}`);
    assertMatch(description, /^.{20,}\.$/, title);
    assert(fieldConfig?.defaults.unit, `${title} has a unit`);
    assertEquals(datasource, { type: "prometheus", uid: "${datasource}" }, title);
    assertEquals(new Set(targets.map(({ refId }) => refId)).size, targets.length, title);
  }
  const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) => {
    assert(x + w <= 24);
    return Array.from({ length: w * h }, (_, i) => `${x + i % w},${y + Math.floor(i / w)}`);
  });
  assertEquals(new Set(cells).size, cells.length, "no panel covers another");
});

testWith({
  name: "Prometheus itself takes every query of the dashboard",
  needs: ["promtool"],
  async fn() {
    await using folder = await TempFolder.create("promtool");
    const rules = targets.map(({ expr }, i) => ({ record: `query:${i}`, expr }));
    await folder.write("rules.yml", stringify({ groups: [{ name: "dashboard", rules }] }));
    const { stdout } = await runCommand(["promtool", "check", "rules", folder.file("rules.yml")]);
    assertMatch(stdout, new RegExp(`SUCCESS: ${targets.length} rules found`));
  },
});
