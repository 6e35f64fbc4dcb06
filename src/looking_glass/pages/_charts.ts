import { h, type Html } from "../frame/html.ts";
import type { View } from "../frame/view.ts";
import { durationText } from "../present/duration.ts";
import { rateText, shareText } from "../present/quantity.ts";
import type { Span } from "./_span.ts";
import type { SeriesStep, TrafficFigures } from "./_traffic_series.ts";

/** Width is in steps of a thousand and stretched with the page; nothing in a chart is text, so nothing is distorted. */
const WIDTH = 1000, HEIGHT = 60;

/** Requests, what was not answered of them, and answer times, over time. */
export function trafficCharts(series: readonly SeriesStep[], span: Span, view: View): Html {
  const rates = valuesOf(series, ({ requests }, at) => requests / secondsOf(at, span, view));
  const lost = valuesOf(series, ({ requests, unanswered }) => requests === 0 ? 0 : unanswered / requests);
  const [p50, p99] = [valuesOf(series, (figures) => figures.p50), valuesOf(series, (figures) => figures.p99)];
  const times = `${view.times.short(span.from, view.now)} … ${view.times.short(span.to, view.now)}`;
  const mostRate = Math.max(...known(rates), 0), mostLost = Math.max(...known(lost), 0);
  const slowest = Math.max(...known(p99), 1000), quickest = Math.min(...known(p50), slowest / 10);
  return h`<div class="charts">
${chart("Requests", `at most ${rateText(mostRate)}`, times, area(rates, linear(mostRate)))}
${
    chart(
      "Not answered",
      mostLost === 0 ? "none" : `at most ${shareText(mostLost, 1)}`,
      times,
      area(lost, linear(Math.max(mostLost, 0.01))),
    )
  }
${
    chart(
      "Half and 99 % answered in",
      known(p99).length === 0 ? "no answers" : `${durationText(quickest)} … ${durationText(slowest)}, log`,
      times,
      h`${line(p99, logarithmic(quickest, slowest), "line dim")}${line(p50, logarithmic(quickest, slowest), "line")}`,
    )
  }
</div>`;
}

type Values = readonly (number | undefined)[];
type Scale = (value: number) => number;

function valuesOf(
  series: readonly SeriesStep[],
  value: (figures: TrafficFigures, at: number) => number | undefined,
): Values {
  return series.map(({ at, figures }) => figures && value(figures, at));
}

/** How long a step is, so far. */
function secondsOf(at: number, { step }: Span, { now }: View): number {
  return Math.max(Math.min(step, now - at), 1e6) / 1e6;
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

/** One bar for each step; steps of which nothing is known are a hole. */
function area(values: Values, scale: Scale): Html {
  const width = WIDTH / values.length;
  const bars = values.map((value, i) => {
    const x = round(i * width);
    if (value === undefined) return `M${x} 0h${round(width)}v${HEIGHT}h-${round(width)}z`;
    return "";
  }).join("");
  const known = values.map((value, i) =>
    value === undefined || value === 0
      ? ""
      : `M${round(i * width)} ${HEIGHT}V${round(scale(value))}h${round(width)}V${HEIGHT}z`
  ).join("");
  return h`${bars === "" ? "" : h`<path class="unknown" d="${bars}"/>`}<path class="area" d="${known}"/>`;
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
