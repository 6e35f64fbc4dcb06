import { assertEquals, assertThrows } from "@std/assert";
import { readPromql } from "../support/promql.ts";

Deno.test("metrics, matchers and labels of PromQL are found, and what is no PromQL is told", () => {
  const text = 'histogram_quantile(0.9, sum by (le, server) (rate(a_bucket{server=~"x|y", type!="z"}[5m]))) > max(b)';
  assertEquals(readPromql(text), {
    selectors: [
      {
        metric: "a_bucket",
        matchers: [
          { label: "server", operator: "=~", value: "x|y" },
          { label: "type", operator: "!=", value: "z" },
        ],
      },
      { metric: "b", matchers: [] },
    ],
    groupedBy: ["le", "server"],
  });
  for (const wrong of ["sum by (a (b)", "rate(a[5m)", 'a{b="c"', "a{b}"]) {
    assertThrows(() => readPromql(wrong), SyntaxError, "", wrong);
  }
});
