import { assert, assertEquals, assertMatch } from "@std/assert";
import { openMetricsContentType } from "prom-client";
import { repositoryRoot } from "../support/paths.ts";
import { readPrometheusText } from "../support/prometheus_text.ts";
import { testWith } from "../support/requirements.ts";
import { everything, everythingShown } from "./_everything.ts";

interface Registered {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly labels: readonly string[];
}

/** What is registered. */
async function registered(): Promise<Registered[]> {
  const shown = await everythingShown();
  return shown.map(({ name, help, type, values }) => {
    assert(values.length > 0, `${name} has a sample`);
    return { name, help, type, labels: Object.keys(values[0].labels).filter((label) => label !== "le") };
  });
}

for (const format of ["text", "openmetrics"] as const) {
  testWith({
    name: `everything together is well-formed as ${format}, for a parser that is not ours`,
    needs: ["python"],
    async fn() {
      const registry = everything();
      if (format === "openmetrics") registry.setContentType(openMetricsContentType as never);
      const [text, again] = [await registry.metrics(), await registry.metrics()];
      assertEquals(text.replace(/^.*oldest_seconds.*\n/m, ""), again.replace(/^.*oldest_seconds.*\n/m, ""));
      const families = await readPrometheusText(text, { format });
      assertEquals(
        families.map(({ name, type, help, samples }) => [name, type, help, samples.length > 0]),
        (await registered()).map(({ name, type, help }) => [name.replace(/_total$/, ""), type, help, true]),
      );
    },
  });
}

Deno.test("names keep to the conventions that promtool checks", async () => {
  const metrics = await registered();
  assert(metrics.length > 40);
  for (const { name, type, help, labels } of metrics) {
    assertMatch(name, /^dhcpkit_(publisher|collector|server|detection)_[a-z]+(_[a-z]+)*$/);
    const words = name.split("_"), last = words.at(-1)!;
    assertEquals(last === "total", type === "counter", `${name}: counters end in _total, and nothing else does`);
    assert(type !== "histogram" || last === "seconds", `${name}: histograms here are of time`);
    const notAllowed = ["gauge", "counter", "histogram", "summary", "ms", "us", "ns", "sec", "min", "milliseconds"];
    const scaled = ["microseconds", "minutes", "hours", "days", "kb", "mb", "kilobytes", "megabytes", "bits"];
    for (const word of [...notAllowed, ...scaled]) assert(!words.includes(word), `${name}: ${word}`);
    assert(!["bucket", "count", "sum", "info"].includes(last), `${name}: reserved for parts of histograms`);
    assert(!words.includes("timestamp") || name.endsWith("_timestamp_seconds"), name);
    assertMatch(help, /^[A-Z0-9].*\.$/, name);
    for (const label of labels) {
      assertMatch(
        label,
        /^(publisher|reason|state|server|type|outcome|kind|partition|detector|severity|result)$/,
        name,
      );
    }
  }
  assertEquals(new Set(metrics.map(({ name }) => name)).size, metrics.length);
});

Deno.test("the manual for operators lists each metric as it is, and no other", async () => {
  const manual = await Deno.readTextFile(`${repositoryRoot}docs/operations.md`);
  const row = /^\| `(dhcpkit_\w+)` +\| (\w+) +\| (.*?) +\| (.*?) +\|$/gm;
  const listed = Array.from(manual.matchAll(row), ([, ...cells]) => cells);
  const metrics = await registered();
  assertEquals(
    listed,
    metrics.map(({ name, type, labels, help }) => [
      name,
      type,
      labels.map((label) => `\`${label}\``).join(", ") || "none",
      help,
    ]),
  );
});
