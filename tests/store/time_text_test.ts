import { assertEquals } from "@std/assert";
import { parseTime, secondsText, timeText } from "../../src/store/time_text.ts";

Deno.test("microseconds are written with six digits, and come back", () => {
  const times: readonly (readonly [time: number, text: string])[] = [
    [0, "1970-01-01T00:00:00.000000Z"],
    [1, "1970-01-01T00:00:00.000001Z"],
    [-1, "1969-12-31T23:59:59.999999Z"],
    [1767225600123456, "2026-01-01T00:00:00.123456Z"],
    [1767225600999999, "2026-01-01T00:00:00.999999Z"],
    [1767225601000000, "2026-01-01T00:00:01.000000Z"],
    [-62167219200000000, "0000-01-01T00:00:00.000000Z"],
  ];
  for (const [time, text] of times) assertEquals([timeText(time), parseTime(text)], [text, time]);
});

Deno.test("what never comes, and what four digits of a year cannot say, has no text", () => {
  assertEquals(timeText(Number.MAX_SAFE_INTEGER), null);
  for (const seconds of [NaN, Infinity, -Infinity, 1e300, 253402300800, -62167219201]) {
    assertEquals(secondsText(seconds), null, `${seconds}`);
  }
  assertEquals(secondsText(253402300799), "9999-12-31T23:59:59.000000Z");
});

Deno.test("seconds are rounded to microseconds, over the second as well", () => {
  assertEquals(secondsText(1767225600.1234567), "2026-01-01T00:00:00.123457Z");
  assertEquals(secondsText(1767225600.9999998), "2026-01-01T00:00:01.000000Z");
  assertEquals(secondsText(-0.5), "1969-12-31T23:59:59.500000Z");
});

Deno.test("times of others are read as RFC 3339 has them, and nothing else is", () => {
  const read: readonly (readonly [text: string, time: number | undefined])[] = [
    ["2026-01-01T01:00:00+01:00", 1767225600e6],
    ["2026-01-01t00:00:00z", 1767225600e6],
    ["2026-01-01 00:00:00.5Z", 1767225600.5e6],
    ["2026-01-01T00:00:00.123456789Z", 1767225600123456],
    ["2026-01-01T00:00:00", undefined],
    ["2026-01-01", undefined],
    ["2026-02-30T00:00:00Z", undefined],
    ["2026-13-01T00:00:00Z", undefined],
    ["2026-01-01T25:00:00Z", undefined],
    ["2026-01-01T00:00:00.Z", undefined],
    ["now", undefined],
    ["", undefined],
  ];
  for (const [text, time] of read) assertEquals(parseTime(text), time, text);
});
