import { assertEquals } from "@std/assert";
import { durationText, durationWords, lifetimeText } from "../../../src/looking_glass/present/duration.ts";
import { NEVER } from "@dhcpkit/kafka/store";

const SECOND = 1e6, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR;

Deno.test("a duration has the unit that people would say it in", () => {
  const cases: [number, string][] = [
    [0, "0 µs"],
    [840, "840 µs"],
    [999.6, "1 ms"],
    [3100, "3.1 ms"],
    [840_000, "840 ms"],
    [999_499, "999 ms"],
    [999_500, "1 s"],
    [2_400_000, "2.4 s"],
    [31 * SECOND, "31 s"],
    [59.4 * SECOND, "59 s"],
    [59.5 * SECOND, "1 min"],
    [60 * SECOND, "1 min"],
    [192 * SECOND, "3 min 12 s"],
    [3 * HOUR + 12 * MINUTE, "3 h 12 min"],
    [HOUR - 1, "1 h"],
    [2 * HOUR, "2 h"],
    [DAY - 1, "1 d"],
    [12 * DAY + 4 * HOUR, "12 d 4 h"],
    [4000 * DAY, "4\u202f000 d"],
  ];
  assertEquals(cases.map(([duration]) => durationText(duration)), cases.map(([, text]) => text));
});

Deno.test("a duration is negative, absent or without end as it is", () => {
  assertEquals(durationText(-2_400_000), "−2.4 s");
  assertEquals(durationText(undefined), "–");
  assertEquals(durationText(NaN), "–");
  assertEquals(durationText(NEVER), "for ever");
  assertEquals(durationText(Infinity), "for ever");
});

Deno.test("a sentence has whole words for a duration, and the sign in words of its own", () => {
  const cases: [number, string][] = [
    [40 * MINUTE, "40 minutes"],
    [-40 * MINUTE, "40 minutes"],
    [40 * MINUTE - SECOND, "40 minutes"],
    [60 * MINUTE - SECOND, "1 hour"],
    [5 * MINUTE + 3 * SECOND, "5 minutes 3 seconds"],
    [2 * HOUR + 10 * MINUTE, "2 hours 10 minutes"],
    [SECOND, "1 second"],
    [31.4 * SECOND, "31 seconds"],
    [300, "less than a second"],
    [DAY, "1 day"],
    [NEVER, "for ever"],
  ];
  assertEquals(cases.map(([duration]) => durationWords(duration)), cases.map(([, text]) => text));
});

Deno.test("a lifetime is told to the second", () => {
  assertEquals([7200, 5400, 45, 0, 90_061, 0xffffffff].map(lifetimeText), [
    ...["2 h", "1 h 30 min", "45 s", "0 s", "1 d 1 h 1 min 1 s", "for ever"],
  ]);
});
