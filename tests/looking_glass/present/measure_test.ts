import { assertEquals } from "@std/assert";
import { detectorDescriptions } from "@dhcpkit/kafka/detectors";
import { measureText, measureWords } from "../../../src/looking_glass/present/measure.ts";

Deno.test("measures have units that people read", () => {
  assertEquals(measureText(0.0021, "s"), "2.1 ms");
  assertEquals([measureText(0, "s"), measureText(2.41, "s"), measureText(3600, "s")], ["0 s", "2.4 s", "1 h"]);
  assertEquals([measureText(0.0412, "%"), measureText(62.48, "%"), measureText(100, "%")], [
    "0.041 %",
    "62.5 %",
    "100 %",
  ]);
  assertEquals([measureText(1204, "count"), measureText(2.345, "count")], ["1\u202f204", "2.3"]);
  assertEquals([measureText(1, "bits"), measureText(64, "bits"), measureText(5, "factor")], [
    "1 bit",
    "64 bits",
    "5 times",
  ]);
});

Deno.test("measures have names in words, and those that nobody knows are shown as they are", () => {
  assertEquals(measureWords("p99"), "time within which 99 of 100 answers were there");
  assertEquals([measureWords("from-the-future"), measureWords("constructor")], ["from the future", "constructor"]);
});

Deno.test("every threshold of a detector can be told", () => {
  for (const { settings } of detectorDescriptions) {
    for (const { default: value, unit } of Object.values(settings)) {
      assertEquals(measureText(value, unit).includes("undefined"), false);
    }
  }
});
