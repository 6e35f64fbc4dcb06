import { leaseEnd, type LeaseInterval, type LogGap, type Microseconds } from "../../store/mod.ts";
import { h, type Html } from "../frame/html.ts";
import { ago, shortTime } from "../frame/elements.ts";
import type { View } from "../frame/view.ts";
import { durationText } from "../present/duration.ts";
import { leaseLink } from "./_links.ts";

/** A stretch of time. */
interface Span {
  readonly from: Microseconds;
  readonly to: Microseconds;
}

/** Widths are in thousandths of the time that is shown, so that nothing depends on how wide the page is. */
const WIDTH = 1000, HEIGHT = 14, THINNEST = 2;
/** Leases that are drawn: older ones are in the list of all. */
const MOST = 60;

/** Leases as bars over time, the latest first, holes in the log drawn as holes. */
export function leaseBars(leases: readonly LeaseInterval[], gaps: readonly LogGap[], view: View): Html {
  const shown = leases.slice(0, MOST), span = spanOf(shown, view.now);
  return h`<table class="full">
<caption class="unseen">Leases over time</caption>
<thead><tr><th scope="col">Lease</th><th scope="col" class="axis">${
    axisText(span, view)
  }</th><th scope="col" class="wide">From</th><th scope="col">Until</th></tr></thead>
<tbody>${
    shown.map((lease) =>
      h`<tr><td>${leaseLink(lease.lease, lastMoment(lease, view.now))}</td><td class="chart">${
        bar(lease, gaps, span, view.now)
      }</td><td class="wide">${shortTime(lease.startedAt, view)}</td><td>${untilText(lease, view)}</td></tr>\n`
    )
  }</tbody></table>
${leases.length > MOST ? h`<p class="dim">The latest ${MOST} are shown.</p>` : ""}`;
}

/** The list of all leases of a client, in a form. */
export function leasesPath(clientId: number, suffix = ""): string {
  return `/clients/${clientId}/leases${suffix}`;
}

/**
 * From the first beginning to now, or to the last end where that is to come: at most twice the past, so that long lifetimes do not hide it.
 */
function spanOf(leases: readonly LeaseInterval[], now: Microseconds): Span {
  const from = Math.min(now, ...leases.map(({ startedAt }) => startedAt)), past = Math.max(now - from, 60e6);
  const last = Math.max(now, ...leases.map(leaseEnd));
  return { from, to: Math.min(last, now + past / 2) };
}

function bar(lease: LeaseInterval, gaps: readonly LogGap[], span: Span, now: Microseconds): Html {
  const end = leaseEnd(lease), isOver = end <= now;
  return h`<svg class="bar" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true" focusable="false">
${rectangle({ from: lease.startedAt, to: end }, span, isOver ? "held ended" : "held", 3)}${
    gaps.map(({ from, to }) => rectangle({ from, to }, span, "hole", 0))
  }<line class="now" x1="${place(now, span)}" x2="${place(now, span)}" y1="0" y2="${HEIGHT}"/></svg>`;
}

function rectangle({ from, to }: Span, span: Span, kind: string, inset: number): Html {
  const left = place(from, span), width = Math.max(place(to, span) - left, THINNEST);
  return h`<rect class="${kind}" x="${Math.min(left, WIDTH - THINNEST)}" y="${inset}" width="${width}" height="${
    HEIGHT - 2 * inset
  }"/>`;
}

function place(at: Microseconds, { from, to }: Span): number {
  return Math.round(Math.min(Math.max((at - from) / (to - from), 0), 1) * WIDTH * 10) / 10;
}

function axisText({ from, to }: Span, { times, now }: View): string {
  return `${times.short(from, now)} … ${times.short(to, now)} (${durationText(to - from)}); the line is now`;
}

function untilText(lease: LeaseInterval, view: View): Html {
  const { ending } = lease, end = leaseEnd(lease);
  if (ending !== undefined) return h`${shortTime(end, view)} <span class="dim">${ending}</span>`;
  if (end > view.now) return h`${shortTime(end, view)} <span class="dim">${ago(end, view)}</span>`;
  return h`${shortTime(end, view)} <span class="dim">ran out</span>`;
}

/** A time at which it was had: now, or just before it ended. */
function lastMoment(lease: LeaseInterval, now: Microseconds): Microseconds | undefined {
  return leaseEnd(lease) > now ? undefined : Math.max(lease.startedAt, leaseEnd(lease) - 1);
}
