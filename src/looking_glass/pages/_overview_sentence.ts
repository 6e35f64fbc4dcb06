import type { FindingText } from "../../detectors/mod.ts";
import type { StoredServer } from "../../store/mod.ts";
import { countOf, countText } from "../present/quantity.ts";
import type { Tone } from "../present/tone.ts";
import { visible } from "../present/visible.ts";
import type { TrafficFigures } from "./_traffic_series.ts";

/** What is to be said of all servers, with how it goes. */
export interface OverviewSentence {
  readonly text: string;
  readonly tone: Tone;
}

/** What fails clients, in a few words. */
export type FailingWords = Pick<FindingText, "title" | "who">;

/** Failures that are named in the sentence; of more, the number is. */
const NAMED = 2;
/** Servers that something is said of; of many more, how many there are. */
const MOST_TOLD = 4;
/** Shares of requests without an answer from which on it is worth a word; more, and the server is as good as silent. */
const SOME = 0.05, NEARLY_ALL = 0.95;
/** How many times slower than the quickest a server is before it is worth a word, where it takes at least so many microseconds. */
const SLOWER = 4, NOTICED = 100_000;

/**
 * How the servers do: who does not answer, who is slow, and what was found that fails clients. `behind` is for how long nothing was read,
 * in words: it is not said that somebody answers when nobody knows.
 */
export function overviewSentence(
  servers: readonly StoredServer[],
  figures: ReadonlyMap<number, TrafficFigures>,
  words: string,
  { failing = [], behind }: { failing?: readonly FailingWords[]; behind?: string | undefined } = {},
): OverviewSentence {
  const { text, tone } = knownSentence(servers, figures, words, behind);
  if (failing.length === 0) return { text, tone };
  const named = failing.slice(0, NAMED).map(({ title, who }) => `${title} (${who})`);
  const rest = failing.length - named.length;
  return {
    text: `${text} Failing now: ${[...named, ...(rest > 0 ? [`${countText(rest)} more`] : [])].join("; ")}.`,
    tone: "failing",
  };
}

function knownSentence(
  servers: readonly StoredServer[],
  figures: ReadonlyMap<number, TrafficFigures>,
  words: string,
  behind: string | undefined,
): OverviewSentence {
  const { text, tone } = trafficSentence(servers, figures, words);
  if (behind === undefined) return { text, tone };
  return {
    text: `Nothing was read of the last ${behind}. Before that: ${
      text.replace(/^(All|The|There)/, (word) => word.toLowerCase())
    }`,
    tone: tone === "fine" ? "degraded" : tone,
  };
}

function trafficSentence(
  servers: readonly StoredServer[],
  figures: ReadonlyMap<number, TrafficFigures>,
  words: string,
): OverviewSentence {
  const busy = servers.flatMap(({ id, name }) => {
    const one = figures.get(id);
    return one === undefined || one.requests === 0 ? [] : [{ name: visible(name), ...one }];
  });
  if (busy.length === 0) {
    return { text: `There were no transactions in ${words}.`, tone: servers.length === 0 ? "fine" : "degraded" };
  }
  const share = ({ unanswered, requests }: TrafficFigures) => unanswered / requests;
  const silent = busy.filter((one) => share(one) > NEARLY_ALL),
    lossy = busy.filter((one) => share(one) > SOME && share(one) <= NEARLY_ALL);
  const slow = slowOnes(busy);
  const told = [
    ...silent.map(({ name, requests }) => `${name} answers none of ${countText(requests)} requests`),
    ...lossy.map((one) => `${one.name} leaves ${Math.round(share(one) * 100)} % unanswered`),
    ...slow.map(({ name, times }) => `${name} is ${times}× slower than the quickest`),
  ];
  const more = told.length - MOST_TOLD, parts = told.slice(0, more > 1 ? MOST_TOLD : told.length);
  if (more > 1) parts.push(`${countText(more)} others are like these`);
  const rest = busy.length - silent.length - lossy.length;
  const first = parts.length === 0
    ? `${busy.length === 1 ? "The server answers" : `All ${countOf(busy.length, "server")} answer`}`
    : rest === 0
    ? ""
    : `${countText(rest)} of ${countOf(busy.length, "server")} answer`;
  const tone = silent.length > 0 ? "failing" : parts.length > 0 ? "degraded" : "fine";
  return { text: `${[first, ...parts].filter((part) => part !== "").join("; ")}.`, tone };
}

function slowOnes(busy: readonly (TrafficFigures & { name: string })[]): { name: string; times: number }[] {
  const quickest = Math.min(...busy.map(({ p50 }) => p50 ?? Infinity));
  return busy.flatMap(({ name, p50 }) => {
    const isSlow = p50 !== undefined && p50 >= NOTICED && p50 >= SLOWER * quickest;
    return isSlow ? [{ name, times: Math.round(p50 / quickest) }] : [];
  });
}
