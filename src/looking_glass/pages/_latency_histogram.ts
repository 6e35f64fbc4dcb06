import { bucketBounds, type DurationCount, durationQuantile } from "../../store/mod.ts";
import type { ExportRow } from "../frame/export.ts";
import { h, type Html } from "../frame/html.ts";
import { durationText } from "../present/duration.ts";
import { countOf, countText } from "../present/quantity.ts";

const WIDTH = 1000, HEIGHT = 80;
/** Quantiles that have a line. */
const LINES = [0.5, 0.99] as const;

/** How many answers took how long: bars from zero, times on a logarithmic axis, since buckets grow by 15 % each. */
export function latencyHistogram(durations: readonly DurationCount[]): Html {
  if (durations.length === 0) return h``;
  const first = durations[0].bucket, count = durations.at(-1)!.bucket - first + 1, width = WIDTH / count;
  const most = Math.max(...durations.map(({ count }) => count));
  const bars = durations.map(({ bucket, count }) => {
    const height = Math.max(count / most * (HEIGHT - 2), 0.5);
    return `M${round((bucket - first) * width)} ${HEIGHT}v-${round(height)}h${round(width)}V${HEIGHT}z`;
  }).join("");
  const [half, nearlyAll] = LINES.map((share) => durationQuantile(durations, share)!);
  const words = `half in ${durationText(half)}, 99 % in ${durationText(nearlyAll)}`;
  const axis = `${durationText(bucketBounds(first).from)} … ${endText(durations.at(-1)!.bucket)}, log`;
  const total = durations.reduce((sum, { count }) => sum + count, 0);
  return h`<h2>How long answers took</h2>
<figure class="histogram"><figcaption>${
    countOf(total, "answer")
  } <span class="dim">${words}: the lines; most in a bar: ${countText(most)}</span></figcaption>
<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="How long answers took: ${words}, ${axis}"><path class="area" d="${bars}"/>${
    LINES.map((share) => {
      const x = round((bucketOf(durations, share) - first + 0.5) * width);
      return h`<path class="threshold" d="M${x} 0V${HEIGHT}"/>`;
    })
  }</svg>
<p class="dim axis">${axis}</p></figure>`;
}

/** How many answers took how long, in JSON: from so many milliseconds, up to but without so many; the last may have no end. */
export function latencyJson(durations: readonly DurationCount[]): ExportRow[] {
  return durations.map(({ bucket, count }) => {
    const { from, to } = bucketBounds(bucket);
    return { "from-ms": ms(from), "to-ms": Number.isFinite(to) ? ms(to) : null, "answers": count };
  });
}

/** The bucket that a quantile is in. */
function bucketOf(durations: readonly DurationCount[], share: number): number {
  let left = Math.max(1, Math.ceil(durations.reduce((sum, { count }) => sum + count, 0) * share));
  return durations.find(({ count }) => (left -= count) <= 0)!.bucket;
}

function endText(bucket: number): string {
  const { from, to } = bucketBounds(bucket);
  return Number.isFinite(to) ? durationText(to) : `more than ${durationText(from)}`;
}

function ms(microseconds: number): number {
  return Math.round(microseconds) / 1000;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
