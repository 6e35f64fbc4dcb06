import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { CollectorMetrics } from "@dhcpkit/kafka/metrics";
import type { SourceHealth } from "@dhcpkit/kafka/collector";
import type { StoreSize } from "@dhcpkit/kafka/store";
import { Registry } from "prom-client";
import { readPrometheusText, valueOf } from "../support/prometheus_text.ts";
import { testWith } from "../support/requirements.ts";
import { transaction } from "./_transaction.ts";

const NOTHING = { stored: 0, duplicates: 0 };
const SIZE: StoreSize = { transactions: 5, leases: 4, clients: 3, quarantined: 2, bytes: 4096 };

/** What a registry has under a name of the collector's, by labels as JSON. */
async function samplesOf(registry: Registry, name: string): Promise<Record<string, number>> {
  const metric = (await registry.getMetricsAsJSON()).find((metric) => metric.name === `dhcpkit_collector_${name}`);
  assert(metric !== undefined, name);
  const { values } = metric as unknown as { values: { labels: Record<string, string>; value: number }[] };
  return Object.fromEntries(values.map(({ labels, value }) => [Object.values(labels).join(" "), value]));
}

testWith({
  name: "what Prometheus reads of a collector is what the collector has told",
  needs: ["python"],
  async fn() {
    const registry = new Registry(), now = () => 1_700_000_100_000;
    const health: SourceHealth = { state: "reading", fetchedAt: 2000, heartbeatAt: 1000, assigned: [0, 2] };
    const metrics = new CollectorMetrics({
      registry,
      now,
      health: () => health,
      storeSize: () => Promise.resolve(SIZE),
    });
    metrics.read(5, 2000);
    metrics.stored([
      transaction(),
      transaction({ duration: 300_000, receivedAt: 1_700_000_050_000_000 }),
      transaction({ requestType: 3, responseType: 7, outcome: "refused" }),
      transaction({ server: "dhcp02", requestType: 11, responseType: 0, outcome: "unanswered" }),
      transaction({ server: "dhcp02", requestType: 0, outcome: "no-request", duration: 11_000_000 }),
    ], { stored: 4, duplicates: 1 });
    metrics.quarantined(2, "not-a-transaction");
    metrics.quarantined(1, "not-a-transaction");
    metrics.wrote(0.02, 7);
    metrics.writeFailed();
    metrics.gap({ topic: "t", partition: 0, fromOffset: 10n, toOffset: 15n, from: 0, to: 0 });
    for (const partition of [0, 1, 2]) metrics.lag(partition, partition * 10);
    metrics.sourceRestarted();
    metrics.swept({ transactions: 9, leases: 8, clients: 7, quarantined: 6 });

    const families = await readPrometheusText(await registry.metrics());
    const value = (name: string, labels = {}) => valueOf(families, `dhcpkit_collector_${name}`, labels);
    const transactions = (server: string, type: string, outcome: string) =>
      value("transactions_total", { server, type, outcome });
    assertEquals(transactions("dhcp01", "solicit", "answered"), 2);
    assertEquals(transactions("dhcp01", "request", "refused"), 1);
    assertEquals(transactions("dhcp02", "information-request", "unanswered"), 1);
    assertEquals(transactions("dhcp02", "none", "no-request"), 1);
    assertEquals([value("read_records_total"), value("read_bytes_total")], [5, 2000]);
    assertEquals([value("stored_total"), value("duplicates_total")], [4, 1]);
    assertEquals(value("quarantined_total", { reason: "not-a-transaction" }), 3);
    assertEquals([value("write_seconds_count"), value("write_seconds_sum")], [1, 0.02]);
    assertEquals(["0.01", "0.025"].map((le) => value("write_seconds_bucket", { le })), [0, 1]);
    assertEquals([value("written_records_total"), value("failed_writes_total")], [7, 1]);
    assertEquals([value("gaps_total"), value("missed_records_total")], [1, 5]);
    assertEquals(["0", "1", "2"].map((partition) => value("lag_records", { partition })), [0, undefined, 20]);
    assertEquals(value("source_restarts_total"), 1);
    assertEquals(value("swept_total", { kind: "leases" }), 8);
    assertEquals(["joining", "reading"].map((state) => value("source_state", { state })), [0, 1]);
    assertEquals(value("assigned_partitions"), 2);
    assertEquals(value("last_fetch_timestamp_seconds"), (performance.timeOrigin + 2000) / 1000);
    assertEquals(value("last_heartbeat_timestamp_seconds"), (performance.timeOrigin + 1000) / 1000);
    assertEquals(value("store_rows", { kind: "clients" }), 3);
    assertEquals(value("store_bytes"), 4096);
    // The one without an answer does not count; the slow one is beyond the last bound.
    const times = (server: string, le: string) => value("answer_seconds_bucket", { server, le });
    assertEquals(["0.0005", "0.001", "0.25", "0.5", "+Inf"].map((le) => times("dhcp01", le)), [0, 2, 2, 3, 3]);
    assertEquals([times("dhcp02", "10"), times("dhcp02", "+Inf")], [0, 1]);
    assertEquals(value("server_last_event_timestamp_seconds", { server: "dhcp01" }), 1_700_000_050);
  },
});

testWith({
  name:
    "names of servers with quotes, backslashes, line ends, NUL and lone surrogates come out of a parser as they are",
  needs: ["python"],
  async fn() {
    const registry = new Registry(), metrics = new CollectorMetrics({ registry });
    const names = [
      'say "hi"',
      "back\\slash\\n",
      "two\nlines\r\n",
      "",
      "ünïcode 🦊",
      "a,type:solicit",
      "}\t{",
      "__proto__",
    ];
    // These three cannot be told apart in text, and two series of one name would make the whole text useless.
    const broken = ["\ud800", "\udc00", "\0"];
    for (const server of [...names, ...broken]) metrics.stored([transaction({ server })], NOTHING);
    const families = await readPrometheusText(await registry.metrics());
    const family = families.find(({ name }) => name === "dhcpkit_collector_transactions")!;
    assertEquals(
      family.samples.map(({ labels, value }) => [labels.server, value]),
      [...names.map((name) => [name, 1]), ["\ufffd", 3]],
    );
  },
});

Deno.test("only so many servers are told apart, and all further ones are counted together", async () => {
  const registry = new Registry(), metrics = new CollectorMetrics({ registry });
  for (let i = 0; i < 5000; i++) metrics.stored([transaction({ server: `server ${i}` })], NOTHING);
  metrics.stored([transaction({ server: "server 7" }), transaction({ server: "other" })], NOTHING);
  const counts = await samplesOf(registry, "transactions_total");
  assertEquals(Object.keys(counts).length, 201);
  assertEquals([counts["server 7 solicit answered"], counts["other solicit answered"]], [2, 4801]);
  assertEquals(Object.keys(await samplesOf(registry, "server_last_event_timestamp_seconds")).length, 201);
});

Deno.test("types that nobody has assigned are counted together, and so are reasons beyond twenty", async () => {
  const registry = new Registry(), metrics = new CollectorMetrics({ registry });
  for (let requestType = 0; requestType < 256; requestType++) metrics.stored([transaction({ requestType })], NOTHING);
  const types = await samplesOf(registry, "transactions_total");
  assertEquals([Object.keys(types).length, types["dhcp01 unassigned answered"]], [39, 218]);
  for (let i = 0; i < 100; i++) metrics.quarantined(1, `reason ${i}`);
  const reasons = await samplesOf(registry, "quarantined_total");
  assertEquals([Object.keys(reasons).length, reasons["reason 19"], reasons.other], [21, 1, 80]);
});

Deno.test("reasons that are known beforehand are shown from the start, so that the first record is an increase", async () => {
  const registry = new Registry(), metrics = new CollectorMetrics({ registry, reasons: ["empty", "foreign"] });
  assertEquals(await samplesOf(registry, "quarantined_total"), { empty: 0, foreign: 0 });
  metrics.quarantined(1, "foreign");
  assertEquals(await samplesOf(registry, "quarantined_total"), { empty: 0, foreign: 1 });
});

Deno.test("a server's clock that is ahead does not hide that the server is silent, one set back is counted", async () => {
  const registry = new Registry(), metrics = new CollectorMetrics({ registry, now: () => 1_700_000_000_000 });
  const lastEvent = () => samplesOf(registry, "server_last_event_timestamp_seconds");
  metrics.stored([transaction({ receivedAt: 4e15 })], NOTHING);
  assertEquals(await lastEvent(), { dhcp01: 1_700_000_000 });
  metrics.stored([transaction({ receivedAt: 1_600_000_000_000_000, duration: -5_000_000 })], NOTHING);
  assertEquals(await lastEvent(), { dhcp01: 1_700_000_000 });
  assertEquals(await samplesOf(registry, "clock_steps_total"), { dhcp01: 1 });
  const times = await samplesOf(registry, "answer_seconds");
  assertEquals([times["dhcp01 +Inf"], times.dhcp01], [1, 1], "a negative time would make a sum go down");
});

Deno.test("no counter goes down when a source breaks down and another takes its place, and lost partitions have no lag", async () => {
  const registry = new Registry();
  let health: SourceHealth | undefined = { state: "reading", fetchedAt: 1, heartbeatAt: 1, assigned: [0, 1] };
  const metrics = new CollectorMetrics({ registry, health: () => health });
  let before = new Map<string, number>();
  const steps: (() => void)[] = [
    () => metrics.stored([transaction()], { stored: 1, duplicates: 0 }),
    () => metrics.lag(0, 100n),
    () => metrics.lag(1, 50),
    () => health = undefined,
    () => metrics.sourceRestarted(),
    () => health = { state: "joining", fetchedAt: undefined, heartbeatAt: undefined, assigned: [] },
    () => health = { state: "reading", fetchedAt: 2, heartbeatAt: 2, assigned: [1] },
    () => metrics.stored([transaction()], { stored: 0, duplicates: 1 }),
  ];
  for (const step of steps) {
    step();
    const now = new Map<string, number>();
    for (const metric of await registry.getMetricsAsJSON()) {
      const { name, type, values } = metric as unknown as {
        name: string;
        type: string;
        values: { labels: object; metricName?: string; value: number }[];
      };
      if (type === "gauge") continue;
      for (const { labels, metricName = name, value } of values) {
        now.set(`${metricName} ${JSON.stringify(labels)}`, value);
      }
    }
    for (const [series, value] of before) assert(now.get(series)! >= value, `${series}: ${value}, ${now.get(series)}`);
    assert(now.size >= before.size);
    before = now;
  }
  assertEquals(await samplesOf(registry, "lag_records"), { "1": 50 });
  assertEquals(await samplesOf(registry, "transactions_total"), { "dhcp01 solicit answered": 2 });
});

Deno.test("a store is asked for its size once at a time, not too often, and keeps nobody waiting", async () => {
  const registry = new Registry();
  let now = 0, asked = 0, answer: () => Promise<StoreSize> = () => Promise.resolve(SIZE);
  const storeSize = () => {
    asked++;
    return answer();
  };
  new CollectorMetrics({ registry, storeSize, now: () => now });
  assertEquals(asked, 0);
  assertEquals(await samplesOf(registry, "store_bytes"), { "": 4096 });
  await registry.metrics();
  assertEquals(asked, 1);

  now += 10_000;
  const stuck = Promise.withResolvers<StoreSize>();
  answer = () => stuck.promise;
  assertEquals(await samplesOf(registry, "store_bytes"), { "": 4096 }, "the last that is known");
  assertEquals(await samplesOf(registry, "store_rows"), { transactions: 5, leases: 4, clients: 3, quarantined: 2 });
  assertEquals(asked, 2);
  stuck.reject(new Error("the database is gone"));
  await assertRejects(() => stuck.promise);

  answer = () => Promise.reject(new Error("still gone"));
  assertEquals(await samplesOf(registry, "store_bytes"), {}, "nothing is known any more");
  answer = () => Promise.resolve({ ...SIZE, bytes: 8192 });
  assertEquals(await samplesOf(registry, "store_bytes"), { "": 8192 });
});

Deno.test("two collectors live beside each other in registries of their own, not in one", async () => {
  const registries = [new Registry(), new Registry()];
  for (const [i, registry] of registries.entries()) new CollectorMetrics({ registry }).read(i + 1, 0);
  for (const [i, registry] of registries.entries()) {
    assertEquals(await samplesOf(registry, "read_records_total"), { "": i + 1 });
  }
  assertThrows(() => new CollectorMetrics({ registry: registries[0] }), Error, "dhcpkit_collector_transactions_total");
});
