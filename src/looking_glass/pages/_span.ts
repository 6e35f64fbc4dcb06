import type { Microseconds } from "../../store/mod.ts";
import { h, type Html } from "../frame/html.ts";
import type { PageContext } from "../frame/page.ts";
import { linkTo } from "../frame/view.ts";

/** A stretch of time up to now, in steps. */
export interface Span {
  /** What it is called in the address. */
  readonly name: SpanName;
  /** What it is called for people, behind “in”. */
  readonly words: string;
  readonly from: Microseconds;
  readonly to: Microseconds;
  readonly step: Microseconds;
}

type SpanName = "1h" | "24h" | "7d";

const MINUTE: Microseconds = 60e6, HOUR: Microseconds = 60 * MINUTE;
const SPANS: Readonly<Record<SpanName, { words: string; length: Microseconds; step: Microseconds }>> = {
  "1h": { words: "the last hour", length: HOUR, step: MINUTE },
  "24h": { words: "the last 24 hours", length: 24 * HOUR, step: 20 * MINUTE },
  "7d": { words: "the last 7 days", length: 7 * 24 * HOUR, step: 2 * HOUR },
};

/** The stretch that the parameter `span` asks for; an hour for whatever it cannot be. */
export function spanOf({ query, now }: PageContext): Span {
  const asked = query.get("span") ?? "", name = Object.hasOwn(SPANS, asked) ? asked as SpanName : "1h";
  const { words, length, step } = SPANS[name], to = Math.ceil(now / step) * step;
  return { name, words, from: to - length, to, step };
}

/** What is there for less than this has no rate yet that says anything. */
const LEAST: Microseconds = 10e6;

/**
 * The seconds of a stretch since when something could be counted: the rate of what is new is not spread over hours in which it was not
 * there.
 */
export function secondsSince(since: Microseconds, { from, to }: Pick<Span, "from" | "to">, now: Microseconds): number {
  return Math.max(Math.min(to, now) - Math.max(from, since), LEAST) / 1e6;
}

/** Links to the other stretches. */
export function spanSwitch(span: Span, context: PageContext): Html {
  const names = Object.keys(SPANS) as SpanName[];
  return h`<nav class="spans" aria-label="Time">${
    names.map((name) =>
      name === span.name ? h`<b>${name}</b> ` : h`<a href="${linkTo(context, { span: name })}">${name}</a> `
    )
  }</nav>`;
}
