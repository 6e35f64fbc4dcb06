import { h, type Html } from "../frame/html.ts";
import type { View } from "../frame/view.ts";
import { durationText } from "../present/duration.ts";
import { rateText, shareText } from "../present/quantity.ts";
import type { Span } from "./_span.ts";
import type { SeriesStep, TrafficFigures } from "./_traffic_series.ts";

/** Width is in steps of a thousand and stretched with the page; nothing in a chart is text, so nothing is distorted. */
const WIDTH = 1000, HEIGHT = 60;
/** Of a sparkline: as many steps as a chart has are as many units wide. */
const SPARK_WIDTH = 120, SPARK_HEIGHT = 16;

/** Requests, what was not answered of them, and answer times, over time. */
export function trafficCharts(series: readonly SeriesStep[], span: Span, view: View): Html {
  const rates = valuesOf(series, ({ requests }, { seconds }) => requests / seconds);
  const lost = valuesOf(series, ({ requests, unanswered }) => requests === 0 ? 0 : unanswered / requests);
  const [p50, p99] = [valuesOf(series, (figures) => figures.p50), valuesOf(series, (figures) => figures.p99)];
  const times = `${view.times.short(span.from, view.now)} … ${view.times.short(span.to, view.now)}`;
  const mostRate = Math.max(...known(rates), 0), mostLost = Math.max(...known(lost), 0);
  const slowest = Math.max(...known(p99), 1000), quickest = Math.min(...known(p50), slowest / 10);
  const holes = holesOf(series), note = holes === "" ? "" : "; shaded: not known, or not all of it";
  return h`<div class="charts">
${chart("Requests", `at most ${rateText(mostRate)}${note}`, times, h`${holes}${area(rates, linear(mostRate))}`)}
${
    chart(
      "Not answered",
      mostLost === 0 ? `none${note}` : `at most ${shareText(mostLost, 1)}${note}`,
      times,
      h`${holes}${area(lost, linear(Math.max(mostLost, 0.01)))}`,
    )
  }
${
    chart(
      "Half and 99 % answered in",
      known(p99).length === 0
        ? `no answers${note}`
        : `${durationText(quickest)} … ${durationText(slowest)}, log${note}`,
      times,
      h`${holes}${line(p99, logarithmic(quickest, slowest), "line dim")}${
        line(p50, logarithmic(quickest, slowest), "line")
      }`,
    )
  }
</div>`;
}

/** Counts over time as small as a word, each against the most of them. */
export function sparkline(counts: readonly (number | undefined)[]): Html {
  const most = Math.max(...known(counts), 1), width = SPARK_WIDTH / counts.length;
  const path = counts.map((count) =>
    `V${round(SPARK_HEIGHT - (count ?? 0) / most * (SPARK_HEIGHT - 1))}h${round(width)}`
  ).join("");
  return h`<svg class="spark" viewBox="0 0 ${SPARK_WIDTH} ${SPARK_HEIGHT}" preserveAspectRatio="none" aria-hidden="true" focusable="false"><path class="area" d="M0 ${SPARK_HEIGHT}${path}V${SPARK_HEIGHT}z"/></svg>`;
}

type Values = readonly (number | undefined)[];
type Scale = (value: number) => number;

function valuesOf(
  series: readonly SeriesStep[],
  value: (figures: TrafficFigures, step: SeriesStep) => number | undefined,
): Values {
  return series.map((step) => step.figures && value(step.figures, step));
}

/** Steps that are not known whole, each run of them as one hole. */
function holesOf(series: readonly SeriesStep[]): Html | "" {
  const width = WIDTH / series.length;
  const path = series.map(({ isKnown }, i) => {
    if (isKnown || (i > 0 && !series[i - 1].isKnown)) return "";
    const end = series.findIndex((step, at) => at > i && step.isKnown), to = end < 0 ? series.length : end;
    return `M${round(i * width)} 0h${round((to - i) * width)}v${HEIGHT}h-${round((to - i) * width)}z`;
  }).join("");
  return path === "" ? "" : h`<path class="unknown" d="${path}"/>`;
}

function known(values: Values): number[] {
  return values.filter((value) => value !== undefined);
}

function chart(title: string, range: string, times: string, content: Html): Html {
  return h`<figure><figcaption>${title} <span class="dim">${range}</span></figcaption>
<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${title}, ${range}, ${times}">${content}</svg>
<p class="dim axis">${times}</p></figure>`;
}

function linear(most: number): Scale {
  return (value) => HEIGHT - (most === 0 ? 0 : value / most) * (HEIGHT - 2);
}

function logarithmic(least: number, most: number): Scale {
  const [from, to] = [Math.log(Math.max(least, 1)), Math.log(Math.max(most, 2))];
  return (value) => HEIGHT - 1 - (Math.log(Math.max(value, 1)) - from) / Math.max(to - from, 1e-9) * (HEIGHT - 3);
}

/** One bar for each step. */
function area(values: Values, scale: Scale): Html {
  const width = WIDTH / values.length;
  const bars = values.map((value, i) =>
    value === undefined || value === 0
      ? ""
      : `M${round(i * width)} ${HEIGHT}V${round(scale(value))}h${round(width)}V${HEIGHT}z`
  ).join("");
  return h`<path class="area" d="${bars}"/>`;
}

/** A line that is interrupted where there was nothing. */
function line(values: Values, scale: Scale, kind: string): Html {
  const width = WIDTH / values.length;
  let isOn = false;
  const path = values.map((value, i) => {
    const command = value === undefined
      ? ""
      : `${isOn ? "L" : "M"}${round((i + 0.5) * width)} ${round(scale(value))}${isOn ? "" : "h0.1"}`;
    isOn = value !== undefined;
    return command;
  }).join("");
  return h`<path class="${kind}" d="${path}"/>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
