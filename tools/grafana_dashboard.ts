/**
 * Writes deploy/grafana/dhcpkit-kafka.json, or with `--check` tells whether it is up to date.
 *
 *     deno task manual
 */
import {
  DashboardBuilder,
  DashboardCursorSync,
  DatasourceVariableBuilder,
  type Panel,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
  VariableSort,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { writeOrCheck } from "./_generated_document.ts";
import { COLLECTOR_ROWS } from "./_grafana_collector_rows.ts";
import { DETECTION_ROWS } from "./_grafana_detection_rows.ts";
import { PUBLISHER_ROWS } from "./_grafana_publisher_rows.ts";
import { TRAFFIC_ROWS } from "./_grafana_traffic_rows.ts";
import { DATA_SOURCE } from "./_grafana_panels.ts";

/** Panels that stand together. */
export interface DashboardRow {
  readonly title: string;
  /** How many stand beside each other, and how high they are, in Grafana's units. */
  readonly perLine: number;
  readonly height: number;
  readonly panels: readonly { build(): Panel }[];
}

/** Grafana's screen is as many units wide. */
const WIDTH = 24;

await writeOrCheck("deploy/grafana/dhcpkit-kafka.json", JSON.stringify(dashboard()), "manual");

function dashboard(): unknown {
  const builder = new DashboardBuilder("DHCPKit Kafka").uid("dhcpkit-kafka").tags(["dhcpv6", "kafka"])
    .description("What DHCPv6 servers do, whether their records arrive in Kafka, and whether they are collected.")
    .time({ from: "now-6h", to: "now" }).refresh("30s").timezone("browser").tooltip(DashboardCursorSync.Crosshair)
    .withVariable(new DatasourceVariableBuilder("datasource").label("Data source").type("prometheus"))
    .withVariable(labelVariable("server", "Server", "dhcpkit_collector_transactions_total", "server"))
    .withVariable(labelVariable("collector", "Collector", "dhcpkit_collector_read_records_total", "instance"))
    .withVariable(labelVariable("host", "Publishing host", "dhcpkit_publisher_offered_total", "instance"));
  const built = builder.build();
  return { ...built, panels: placed([...TRAFFIC_ROWS, ...DETECTION_ROWS, ...PUBLISHER_ROWS, ...COLLECTOR_ROWS]) };
}

/** A choice among the values of a label; all of them at first. */
function labelVariable(name: string, label: string, metric: string, of: string): QueryVariableBuilder {
  const query = `label_values(${metric}, ${of})`;
  return new QueryVariableBuilder(name).label(label).datasource(DATA_SOURCE).query(query).multi(true).includeAll(true)
    .allValue(".*").refresh(VariableRefresh.OnTimeRangeChanged).sort(VariableSort.AlphabeticalAsc)
    .current({ selected: true, text: "All", value: "$__all" });
}

/** Each panel gets a number of its own and a place, row after row. */
function placed(rows: readonly DashboardRow[]): unknown[] {
  const panels: unknown[] = [];
  let y = 0;
  const add = (panel: object, place: { x: number; w: number; h: number }) =>
    panels.push({ ...panel, id: panels.length + 1, gridPos: { ...place, y } });
  for (const { title, perLine, height, panels: inRow } of rows) {
    add(new RowBuilder(title).collapsed(false).build(), { x: 0, w: WIDTH, h: 1 });
    y++;
    for (const [i, panel] of inRow.entries()) {
      if (i > 0 && i % perLine === 0) y += height;
      add(panel.build(), { x: (i % perLine) * (WIDTH / perLine), w: WIDTH / perLine, h: height });
    }
    y += height;
  }
  return panels;
}
