import { assertEquals, assertThrows } from "@std/assert";
import { momentText, parseMoment } from "../../src/cli/_moment.ts";

const NOW = Date.UTC(2026, 10, 30, 12, 0, 0);

Deno.test("a moment is read in each form that people write it in", () => {
  const forms: readonly (readonly [string, number])[] = [
    ["2026-11-30 14:05", Date.UTC(2026, 10, 30, 14, 5)],
    ["2026-11-30T14:05:30", Date.UTC(2026, 10, 30, 14, 5, 30)],
    ["2026-11-30T14:05:30.25Z", Date.UTC(2026, 10, 30, 14, 5, 30, 250)],
    ["2026-11-30T14:05:30+01:00", Date.UTC(2026, 10, 30, 13, 5, 30)],
    ["2026-11-30", Date.UTC(2026, 10, 30)],
    ["14:05", Date.UTC(2026, 10, 30, 14, 5)],
    ["90m ago", NOW - 90 * 60_000],
    ["1h30m ago", NOW - 90 * 60_000],
    ["now", NOW],
    ["1795953600", 1795953600_000],
    ["1795953600.5", 1795953600_500],
  ];
  for (const [text, expected] of forms) assertEquals(parseMoment(text, { utc: true, now: NOW }), expected, text);
});

Deno.test("what is no moment is refused with the forms that there are", () => {
  for (const text of ["", "yesterday", "2026-02-30", "2026-13-01", "14:65", "25:00", "x ago", "12", "2026-11-30 14"]) {
    assertThrows(() => parseMoment(text, { utc: true, now: NOW }), RangeError, "write 2026-11-30 14:05", text);
  }
});

Deno.test("a moment is written with its zone", () => {
  assertEquals(momentText(NOW + 123, { utc: true }), "2026-11-30 12:00:00.123 UTC");
  assertEquals(momentText(NaN), "(no time)");
});
