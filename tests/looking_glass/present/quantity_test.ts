import { assertEquals } from "@std/assert";
import { bytesText, countOf, countText, rateText, shareText } from "../../../src/looking_glass/present/quantity.ts";

Deno.test("digits of a count stand in groups of three, which no line break divides", () => {
  assertEquals([0, 999, 1204, 1_234_567, -1204].map(countText), [
    "0",
    "999",
    "1\u202f204",
    "1\u202f234\u202f567",
    "−1\u202f204",
  ]);
  assertEquals(countText(9_007_199_254_740_993n), "9\u202f007\u202f199\u202f254\u202f740\u202f993");
  assertEquals([countText(undefined), countText(NaN)], ["–", "–"]);
});

Deno.test("one of a thing is not several", () => {
  assertEquals([countOf(1, "server"), countOf(0, "server"), countOf(1204, "client")], [
    "1 server",
    "0 servers",
    "1\u202f204 clients",
  ]);
  assertEquals(countOf(2, "lease query", "lease queries"), "2 lease queries");
});

Deno.test("bytes have three digits or so", () => {
  const cases: [number | undefined, string][] = [
    [0, "0 bytes"],
    [1, "1 byte"],
    [822, "822 bytes"],
    [999.6, "1 kB"],
    [1_400_000, "1.4 MB"],
    [23_456_789, "23 MB"],
    [999_600, "1 MB"],
    [5e9, "5 GB"],
    [-1500, "−1.5 kB"],
    [undefined, "–"],
  ];
  assertEquals(cases.map(([bytes]) => bytesText(bytes)), cases.map(([, text]) => text));
});

Deno.test("a share is never rounded to nothing or all when it is neither", () => {
  const cases: [number, number, string][] = [
    [0, 10, "0 %"],
    [4, 1000, "0.4 %"],
    [7, 100, "7 %"],
    [2, 3, "67 %"],
    [995, 1000, "99.5 %"],
    [99_999, 100_000, "> 99.9 %"],
    [1, 10_000_000, "< 0.01 %"],
    [3, 10_000, "0.03 %"],
    [10, 10, "100 %"],
    [0, 0, "–"],
  ];
  assertEquals(cases.map(([part, whole]) => shareText(part, whole)), cases.map(([, , text]) => text));
});

Deno.test("a rate has as many digits as tell something", () => {
  assertEquals([0, 0.004, 0.02, 3.42, 812.4, 40_000].map(rateText), [
    "0/s",
    "< 0.01/s",
    "0.02/s",
    "3.4/s",
    "812/s",
    "40\u202f000/s",
  ]);
  assertEquals(rateText(undefined), "–");
});
