import type { MeasureUnit, NumberSetting } from "../../detectors/mod.ts";
import { durationText } from "./duration.ts";
import { countOf, countText } from "./quantity.ts";

/** What the names of measures mean, for people. Findings outlive versions: a name that is not here is shown as it is. */
const WORDS: Readonly<Record<string, string>> = {
  "after": "time after which it renewed",
  "ahead": "ahead of the other clocks",
  "all": "transactions in the window",
  "answers": "answers in the window",
  "asked-zero": "leases for which the client asked a lifetime of 0",
  "before": "answers before that, in the window",
  "clients": "different clients",
  "concerned": "transactions that are like that",
  "duids": "different DUIDs",
  "late": "later than allowed by T2",
  "new": "new DUIDs in the window",
  "p99": "time within which 99 of 100 answers were there",
  "ports": "different ports",
  "relays": "relay agents in a row",
  "share": "share that is like that",
  "silence": "time without an answer",
  "slow": "an answer is slow from",
  "t1": "T1",
  "t2": "T2",
  "times": "times in the window",
  "twice": "the same relay agent twice",
  "usual": "usual number in such a window",
  "usual-p99": "usual time for 99 of 100 answers",
  "window": "window that was looked at",
};

/** What was measured, in words. */
export function measureWords(name: string): string {
  return Object.hasOwn(WORDS, name) ? WORDS[name] : name.replaceAll("-", " ");
}

/**
 * A number of a finding, or a threshold, with its unit: `2.4 s`, `40 min`, `7 %`, `1 204`.
 *
 * @example
 * ```ts
 * import { measureText } from "./measure.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([measureText(2.41, "s"), measureText(6.96, "%")], ["2.4 s", "7 %"]);
 * ```
 */
export function measureText(value: number, unit: MeasureUnit | NumberSetting["unit"]): string {
  switch (unit) {
    case "s":
      return value === 0 ? "0 s" : durationText(value * 1e6);
    case "%":
      return `${Number(value.toPrecision(value < 10 ? 2 : 3))} %`;
    case "bits":
      return countOf(value, "bit");
    case "factor":
      return `${value} times`;
    case "count":
      return Number.isInteger(value) ? countText(value) : String(Number(value.toFixed(1)));
  }
}
