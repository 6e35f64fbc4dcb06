import { durationQuantile, type Microseconds, type Traffic, type TrafficPoint, trafficTotal } from "../../store/mod.ts";
import type { ExportRow } from "../frame/export.ts";
import { isoTime } from "../present/times.ts";
import { isKnown, knownPart, type KnownTime } from "./_known_time.ts";
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

/** A step of a series. */
export interface SeriesStep {
  readonly at: Microseconds;
  /** What was counted in it; `undefined` where nothing is known of it. */
  readonly figures: TrafficFigures | undefined;
  /** Whether all of it, up to now, is known: of others, there may have been more than was counted. */
  readonly isKnown: boolean;
  /** Seconds of it of which anything is known, up to now; at least one. */
  readonly seconds: number;
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

/** Every step of a stretch of time: those that a store leaves out were without traffic where everything was read, otherwise unknown. */
export function seriesOf(
  points: readonly TrafficPoint[],
  span: Span,
  known: KnownTime,
  now: Microseconds,
): SeriesStep[] {
  const byTime = new Map(points.map((point) => [point.at, point]));
  return Array.from({ length: Math.round((span.to - span.from) / span.step) }, (_, i) => {
    const at = span.from + i * span.step, point = byTime.get(at);
    const stretch = { from: at, to: Math.max(Math.min(at + span.step, now), at) }, part = knownPart(known, stretch);
    const isWhole = isKnown(known, stretch), figures = point ? figuresOf(point) : isWhole ? NOTHING : undefined;
    return { at, figures, isKnown: isWhole, seconds: Math.max(part.to - part.from, 1e6) / 1e6 };
  });
}

const NOTHING: TrafficFigures = { requests: 0, unanswered: 0, refused: 0, p50: undefined, p99: undefined };

/** Figures in JSON. */
export function figuresJson({ requests, unanswered, refused, p50, p99 }: TrafficFigures): ExportRow {
  const ms = (microseconds: number | undefined) => microseconds === undefined ? null : Math.round(microseconds) / 1000;
  return { requests, unanswered, refused, "p50-ms": ms(p50), "p99-ms": ms(p99) };
}

/** A step in JSON: `known` is whether its numbers are of all that was published. */
export function stepJson({ at, figures, isKnown }: SeriesStep): ExportRow {
  return { at: isoTime(at) ?? null, known: isKnown, ...(figures === undefined ? {} : figuresJson(figures)) };
}
