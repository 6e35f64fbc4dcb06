import { assertEquals, assertThrows } from "@std/assert";
import { NEVER } from "@dhcpkit/kafka/store";
import { isoTime, isTimeZone, relativeTime, timesIn } from "../../../src/looking_glass/present/times.ts";

const at = (...parts: [number, number, number, number?, number?, number?, number?]) => Date.UTC(...parts) * 1000;
const NOON = at(2026, 10, 30, 13, 5, 30, 123) + 456;
const MINUTE = 60e6, HOUR = 3600e6, DAY = 24 * HOUR;

Deno.test("an exact time has the zone that it is told in", () => {
  const berlin = timesIn("Europe/Berlin"), utc = timesIn("UTC");
  assertEquals(berlin.exact(NOON), "2026-11-30 14:05:30.123 CET");
  assertEquals(berlin.exact(at(2026, 6, 1, 22, 0)), "2026-07-02 00:00:00.000 CEST");
  assertEquals(utc.exact(NOON), "2026-11-30 13:05:30.123 UTC");
  assertEquals([berlin.minute(NOON), berlin.day(NOON), berlin.time(NOON), berlin.zone(NOON)], [
    ...["2026-11-30 14:05 CET", "2026-11-30", "14:05:30.123", "CET"],
  ]);
  assertEquals([berlin.timeZone, utc.timeZone], ["Europe/Berlin", "UTC"]);
});

Deno.test("a time in a sentence is as short as the day and year allow", () => {
  const times = timesIn("Europe/Berlin");
  assertEquals(times.short(NOON - HOUR, NOON), "13:05");
  assertEquals(times.short(NOON - 15 * HOUR, NOON), "Nov 29 23:05");
  assertEquals(times.short(NOON - 365 * DAY, NOON), "2025-11-30 14:05");
  assertEquals(times.short(at(2026, 10, 29, 23, 30), NOON), "00:30", "the day is that of the zone");
});

Deno.test("a time that never comes, or that there is none of, is told as such", () => {
  const times = timesIn("UTC");
  assertEquals([times.exact(NEVER), times.exact(undefined), times.exact(NaN), times.short(NEVER, NOON)], [
    "never",
    "–",
    "–",
    "never",
  ]);
  assertEquals([times.exact(-1e300), times.day(8.65e18)], ["–", "never"]);
  assertEquals([isoTime(NEVER), isoTime(undefined), isoTime(NaN)], [undefined, undefined, undefined]);
});

Deno.test("JSON has the microseconds, before 1970 too", () => {
  assertEquals(isoTime(NOON), "2026-11-30T13:05:30.123456Z");
  assertEquals(isoTime(-1), "1969-12-31T23:59:59.999999Z");
});

Deno.test("how long ago is told by the largest unit", () => {
  const cases: [number, string][] = [
    [0, "now"],
    [-0.9e6, "now"],
    [-1e6, "1 s ago"],
    [-59e6, "59 s ago"],
    [-3.9 * MINUTE, "3 min ago"],
    [2 * HOUR, "in 2 h"],
    [2 * HOUR - 1e6, "in 2 h"],
    [-26 * HOUR, "1 d ago"],
    [-400 * DAY, "400 d ago"],
    [NEVER, "never"],
  ];
  assertEquals(
    cases.map(([distance]) => relativeTime(distance === NEVER ? NEVER : NOON + distance, NOON)),
    cases.map(([, text]) => text),
  );
  assertEquals(relativeTime(undefined, NOON), "–");
});

Deno.test("zones are checked before they are used", () => {
  assertEquals(["Europe/Berlin", "UTC", "Europe/Berlni", "", "<script>"].map(isTimeZone), [
    true,
    true,
    false,
    false,
    false,
  ]);
  assertThrows(() => timesIn("Europe/Berlni"), RangeError);
});
