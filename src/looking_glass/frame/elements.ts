import type { Microseconds } from "../../store/mod.ts";
import { durationText } from "../present/duration.ts";
import { isoTime, relativeTime } from "../present/times.ts";
import type { Tone } from "../present/tone.ts";
import { visible } from "../present/visible.ts";
import { h, type Html, type HtmlPart } from "./html.ts";
import type { View } from "./view.ts";

/** A time as people say it on a list: `14:05:30.123` with the day where it is not today's; the exact time appears on hover. */
export function exactTime(at: Microseconds | undefined, { times }: View): Html {
  const iso = isoTime(at);
  return iso === undefined ? h`${times.exact(at)}` : h`<time datetime="${iso}">${times.exact(at)}</time>`;
}

/** `3 min ago`, with the exact time on hover. */
export function ago(at: Microseconds | undefined, { times, now }: View): Html {
  const iso = isoTime(at), text = relativeTime(at, now);
  return iso === undefined ? h`${text}` : h`<time datetime="${iso}" title="${times.exact(at)}">${text}</time>`;
}

/** The time of day to the millisecond, the day above it on hover. */
export function clockTime(at: Microseconds | undefined, { times, now }: View): Html {
  const iso = isoTime(at), isToday = times.day(at) === times.day(now);
  const text = h`${isToday ? "" : h`${times.day(at)} `}${word(times.time(at))}`;
  return iso === undefined ? h`${text}` : h`<time datetime="${iso}" title="${times.exact(at)}">${text}</time>`;
}

/** A time as short as it can be said now, with the exact one on hover. */
export function shortTime(at: Microseconds | undefined, { times, now }: View): Html {
  const iso = isoTime(at), text = times.short(at, now);
  return iso === undefined ? h`${text}` : h`<time datetime="${iso}" title="${times.exact(at)}">${text}</time>`;
}

/** A duration that right-aligned columns hold. */
export function duration(microseconds: number | undefined): Html {
  return h`${durationText(microseconds)}`;
}

/** A word in a tone: a shape and the word tell as much as the colour. */
export function toned(tone: Tone, text: HtmlPart): Html {
  const shape = { fine: "", degraded: "▲", failing: "●" }[tone];
  return shape === ""
    ? h`${text}`
    : h`<span class="tone ${tone}"><span aria-hidden="true">${shape}</span> ${text}</span>`;
}

/** An identifier: whole, to be selected, with a button that copies it where there is JavaScript. */
export function identifier(text: string): Html {
  const shown = visible(text);
  return h`<code class="id">${shown}</code><button type="button" class="copy" data-copy="${shown}" hidden>copy</button>`;
}

/** A label and what it is. */
export type Fact = readonly [label: string, value: HtmlPart];

/** Labels and what they are, in columns where they are short; what is `undefined` or an empty text is left out. */
export function facts(rows: readonly Fact[], length: "short" | "long" = "short"): Html {
  const kept = rows.filter(([, value]) => value !== undefined && value !== "");
  return h`<dl class="facts ${length}">${
    kept.map(([label, value]) => h`<div><dt>${label}</dt><dd>${value}</dd></div>`)
  }</dl>`;
}

/** A column of a table. */
export interface Column {
  /** What stands above it. */
  readonly head: string;
  /** Whether it is of numbers, which stand at the right. */
  readonly isNumber?: boolean;
  /** Whether narrow screens do without it. */
  readonly isWide?: boolean;
}

/** How the cells of a column are marked for the style. */
export function columnClass({ isNumber, isWide }: Column): string {
  return [isNumber ? "number" : "", isWide ? "wide" : ""].join(" ").trim();
}

/** A text that is broken between words alone, however narrow the page is. */
export function word(text: HtmlPart): Html {
  return h`<span class="word">${text}</span>`;
}

/** A table; the first link of a row is where `Enter` leads. */
export function table(caption: string, columns: readonly Column[], rows: readonly (readonly HtmlPart[])[]): Html {
  return h`<table>
<caption class="unseen">${caption}</caption>
<thead><tr>${
    columns.map((column) => h`<th scope="col" class="${columnClass(column)}">${column.head}</th>`)
  }</tr></thead>
<tbody>${
    rows.map((cells) => h`<tr>${cells.map((cell, i) => h`<td class="${columnClass(columns[i])}">${cell}</td>`)}</tr>\n`)
  }</tbody></table>`;
}

/** What is said where a list is empty: what that means, and what to do. */
export function nothing(sentence: HtmlPart, hint: HtmlPart = ""): Html {
  return h`<p class="nothing">${sentence}${hint === "" ? "" : h` <span class="dim">${hint}</span>`}</p>`;
}
