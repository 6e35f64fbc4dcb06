import { assertEquals } from "@std/assert";
import { readMoment } from "../../../src/looking_glass/search/moment.ts";

const NOW = Date.UTC(2026, 10, 30, 13, 5) * 1000;

function iso(text: string, timeZone = "Europe/Berlin", now = NOW): string | undefined {
  const reading = readMoment(text, { now, timeZone });
  return "at" in reading ? new Date(reading.at / 1000).toISOString() : undefined;
}

Deno.test("a moment is read in every form that people write", () => {
  const cases: [string, string][] = [
    ["now", "2026-11-30T13:05:00.000Z"],
    ["2026-11-30 14:05", "2026-11-30T13:05:00.000Z"],
    ["2026-11-30T14:05:30.25", "2026-11-30T13:05:30.250Z"],
    ["2026-11-30 14:05Z", "2026-11-30T14:05:00.000Z"],
    ["2026-11-30 14:05 UTC", "2026-11-30T14:05:00.000Z"],
    ["2026-11-30T14:05:30+09:00", "2026-11-30T05:05:30.000Z"],
    ["2026-11-30", "2026-11-29T23:00:00.000Z"],
    ["9:30", "2026-11-30T08:30:00.000Z"],
    ["yesterday 14:05", "2026-11-29T13:05:00.000Z"],
    ["today 20:00", "2026-11-30T19:00:00.000Z"],
    ["90m ago", "2026-11-30T11:35:00.000Z"],
    ["1h 30 min ago", "2026-11-30T11:35:00.000Z"],
    ["2 days ago", "2026-11-28T13:05:00.000Z"],
    ["1795989900", "2026-11-30T09:25:00.000Z"],
  ];
  cases.at(-1)![1] = new Date(1795989900 * 1000).toISOString();
  assertEquals(cases.map(([text]) => [text, iso(text)]), cases);
});

Deno.test("a time of day is the last one that has passed", () => {
  const pastMidnight = Date.UTC(2026, 10, 29, 23, 10) * 1000;
  assertEquals(iso("23:50", "Europe/Berlin", pastMidnight), "2026-11-29T22:50:00.000Z");
  assertEquals(iso("00:05", "Europe/Berlin", pastMidnight), "2026-11-29T23:05:00.000Z");
});

Deno.test("clocks that are put forward and back are followed", () => {
  assertEquals(iso("2026-03-29 01:59"), "2026-03-29T00:59:00.000Z");
  assertEquals(iso("2026-03-29 03:00"), "2026-03-29T01:00:00.000Z");
  assertEquals(iso("2026-10-25 01:59"), "2026-10-24T23:59:00.000Z");
  assertEquals(iso("2026-10-25 02:30"), "2026-10-25T00:30:00.000Z", "the first of the two");
  assertEquals(iso("2026-10-25 03:00"), "2026-10-25T02:00:00.000Z");
  assertEquals(iso("2026-07-01 12:00", "America/New_York"), "2026-07-01T16:00:00.000Z");
  assertEquals(iso("2026-07-01 12:00", "Pacific/Kiritimati"), "2026-06-30T22:00:00.000Z");
});

Deno.test("what is no time is none", () => {
  const wrong = [
    "",
    "noon",
    "2026-02-31 10:00",
    "25:00",
    "14:60",
    "ago",
    "5 months ago",
    "3x ago",
    "2026-13-01",
    "Z",
    "99999999999999999",
  ];
  assertEquals(wrong.map((text) => iso(text)), wrong.map(() => undefined));
});
