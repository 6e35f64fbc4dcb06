import { PanelBuilder as HeatmapBuilder } from "@grafana/grafana-foundation-sdk/heatmap";
import { PanelBuilder as StatBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as TimelineBuilder } from "@grafana/grafana-foundation-sdk/statetimeline";
import { PanelBuilder as SeriesBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import { type DataSourceRef, ThresholdsConfigBuilder, ThresholdsMode } from "@grafana/grafana-foundation-sdk/dashboard";
import {
  AxisPlacement,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import { DataqueryBuilder, PromQueryFormat } from "@grafana/grafana-foundation-sdk/prometheus";

/** The data source that whoever looks has chosen. */
export const DATA_SOURCE: DataSourceRef = { type: "prometheus", uid: "${datasource}" };

/** What is shown in a panel. */
export interface PanelText {
  readonly title: string;
  /** For people: what it is, and what to think of it. */
  readonly description: string;
  /** A unit of Grafana: `s`, `bytes`, `reqps`, `percentunit`, `short`. */
  readonly unit: string;
  /** From which value on it is amber, and red. */
  readonly limits?: readonly [amber: number, red: number];
}

/** A question to Prometheus, and what the answers are called: `{{server}}` is a label. */
export type Query = readonly [expression: string, legend: string];

/** A line for each answer, over time. Lines begin at zero. */
export function overTime(text: PanelText, ...queries: readonly Query[]): SeriesBuilder {
  const panel = new SeriesBuilder().title(text.title).description(text.description).unit(text.unit).datasource(
    DATA_SOURCE,
  )
    .min(0).lineWidth(1).fillOpacity(8).spanNulls(false).axisPlacement(AxisPlacement.Auto)
    .legend(
      new VizLegendOptionsBuilder().displayMode(LegendDisplayMode.List).placement(LegendPlacement.Bottom)
        .showLegend(true).calcs([]),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
    .thresholds(thresholds(text));
  if (text.limits) {
    panel.thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
  }
  return queries.reduce((panel, query, i) => panel.withTarget(target(query, i)), panel);
}

/** One figure, of now. */
export function figure(text: PanelText, expression: string): StatBuilder {
  return new StatBuilder().title(text.title).description(text.description).unit(text.unit).datasource(DATA_SOURCE)
    .thresholds(thresholds(text)).noValue("none")
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(["lastNotNull"]).fields("").values(false))
    .withTarget(target([expression, ""], 0));
}

/** What was the case when: each answer that is 1 is its legend. */
export function states(text: PanelText, ...queries: readonly Query[]): TimelineBuilder {
  const panel = new TimelineBuilder().title(text.title).description(text.description).unit(text.unit)
    .datasource(DATA_SOURCE).mergeValues(true).thresholds(thresholds(text));
  return queries.reduce((panel, query, i) => panel.withTarget(target(query, i)), panel);
}

/** How many values were in each bucket of a histogram, over time. */
export function buckets(text: PanelText, expression: string): HeatmapBuilder {
  return new HeatmapBuilder().title(text.title).description(text.description).unit(text.unit).datasource(DATA_SOURCE)
    .calculate(false)
    .withTarget(target([expression, "{{le}}"], 0).format(PromQueryFormat.Heatmap));
}

function target([expression, legend]: Query, place: number): DataqueryBuilder {
  return new DataqueryBuilder().expr(expression).legendFormat(legend).range().refId(String.fromCharCode(65 + place))
    .datasource(DATA_SOURCE);
}

/** Nothing is coloured that has no limits. */
function thresholds({ limits }: PanelText): ThresholdsConfigBuilder {
  const steps = limits
    ? [{ value: null, color: "green" }, { value: limits[0], color: "orange" }, { value: limits[1], color: "red" }]
    : [{ value: null, color: "text" }];
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps);
}
