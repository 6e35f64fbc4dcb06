import {
  durationQuantile,
  type Microseconds,
  type Traffic,
  type TrafficCoverage,
  type TrafficPoint,
  trafficTotal,
} from "../../store/mod.ts";
import type { ExportRow } from "../frame/export.ts";
import { isoTime } from "../present/times.ts";
import type { Span } from "./_span.ts";

/** What is told of traffic in numbers. */
export interface TrafficFigures {
  /** Transactions. */
  readonly requests: number;
  /** Those without an answer. */
  readonly unanswered: number;
  /** Those whose answer has a status other than Success. */
  readonly refused: number;
  /** Microseconds that half of the answers took at most; `undefined` without any. */
  readonly p50: number | undefined;
  /** Microseconds that 99 of 100 answers took at most. */
  readonly p99: number | undefined;
}

/** A step of a series; `figures` is `undefined` where nothing is known of it. */
export interface SeriesStep {
  readonly at: Microseconds;
  readonly figures: TrafficFigures | undefined;
}

/** The figures of a traffic. */
export function figuresOf(traffic: Traffic): TrafficFigures {
  return {
    requests: trafficTotal(traffic),
    unanswered: trafficTotal(traffic, "unanswered"),
    refused: trafficTotal(traffic, "refused"),
    p50: durationQuantile(traffic.durations, 0.5),
    p99: durationQuantile(traffic.durations, 0.99),
  };
}

/** Every step of a stretch of time: those that a store leaves out were without traffic, or before anything was counted. */
export function seriesOf(
  points: readonly TrafficPoint[],
  span: Span,
  { from: knownFrom }: Pick<TrafficCoverage, "from">,
): SeriesStep[] {
  const byTime = new Map(points.map((point) => [point.at, point]));
  const steps = Array.from(
    { length: Math.round((span.to - span.from) / span.step) },
    (_, i) => span.from + i * span.step,
  );
  return steps.map((at) => {
    const point = byTime.get(at);
    if (point !== undefined) return { at, figures: figuresOf(point) };
    return { at, figures: at + span.step <= knownFrom ? undefined : NOTHING };
  });
}

const NOTHING: TrafficFigures = { requests: 0, unanswered: 0, refused: 0, p50: undefined, p99: undefined };

/** Figures in JSON. */
export function figuresJson({ requests, unanswered, refused, p50, p99 }: TrafficFigures): ExportRow {
  const ms = (microseconds: number | undefined) => microseconds === undefined ? null : Math.round(microseconds) / 1000;
  return { requests, unanswered, refused, "p50-ms": ms(p50), "p99-ms": ms(p99) };
}

/** A step in JSON. */
export function stepJson({ at, figures }: SeriesStep): ExportRow {
  return { at: isoTime(at) ?? null, ...(figures === undefined ? { known: false } : figuresJson(figures)) };
}
