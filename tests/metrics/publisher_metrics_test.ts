import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { newRegistry, publisherMetrics, serverMetrics } from "@dhcpkit/kafka/metrics";
import { Publisher, type PublisherStats } from "@dhcpkit/kafka/publisher";
import { FakeTransport, record } from "../publisher/_fake_transport.ts";
import { eventually } from "../support/eventually.ts";
import { type MetricFamily, readPrometheusText, valueOf } from "../support/prometheus_text.ts";
import { testWith } from "../support/requirements.ts";

/** Everything that a publisher's metrics say, compared with its figures. */
function assertSame(families: readonly MetricFamily[], stats: PublisherStats, publisher = "publisher"): void {
  const value = (name: string, labels = {}) => valueOf(families, `dhcpkit_publisher_${name}`, { publisher, ...labels });
  assertEquals({
    offered: value("offered_total"),
    delivered: value("delivered_total"),
    queued: value("queued"),
    queuedBytes: value("queued_bytes"),
    unwritten: value("unwritten"),
    spooled: value("spooled"),
    spoolBytes: value("spool_bytes"),
    recovered: value("recovered_total"),
    tornBytes: value("torn_bytes_total"),
    connectAttempts: value("connect_attempts_total"),
  }, {
    offered: stats.offered,
    delivered: stats.delivered,
    queued: stats.queued,
    queuedBytes: stats.queuedBytes,
    unwritten: stats.unwritten,
    spooled: stats.spooled,
    spoolBytes: stats.spoolBytes,
    recovered: stats.recovered,
    tornBytes: stats.tornBytes,
    connectAttempts: stats.connectAttempts,
  });
  for (const [reason, count] of Object.entries(stats.dropped)) {
    assertEquals(value("dropped_total", { reason }), count, reason);
  }
  for (const state of ["idle", "connecting", "connected", "disconnected", "closed"]) {
    assertEquals(value("connection_state", { state }), state === stats.state ? 1 : 0, state);
  }
  for (const reason of ["refused", "slow", "disk"]) {
    assertEquals(value("problem", { reason }), reason in stats.problems ? 1 : 0, reason);
  }
  const { count, sumMs, buckets } = stats.deliveryLatency;
  assertEquals(value("delivery_seconds_count"), count);
  assertEquals(value("delivery_seconds_sum"), sumMs / 1000);
  assertEquals(value("delivery_seconds_bucket", { le: "+Inf" }), count);
  const shown = families.find(({ name }) => name === "dhcpkit_publisher_delivery_seconds")!.samples.filter((sample) =>
    sample.name.endsWith("_bucket") && sample.labels.publisher === publisher && sample.labels.le !== "+Inf"
  );
  assertEquals(
    shown.map(({ labels, value }) => [Number(labels.le), value]),
    buckets.map(({ leMs, count }) => [leMs / 1000, count]),
  );
}

testWith({
  name: "what Prometheus reads of a publisher are its figures: waiting, delivering, refused, lost and closed",
  needs: ["python"],
  async fn() {
    const transport = new FakeTransport(), registry = newRegistry();
    transport.mood = "silent";
    const publisher = new Publisher({ transport, queueMessages: 4, queuePolicy: "drop-newest" });
    publisherMetrics(publisher, { registry });
    // The age of the oldest record is the only figure that changes between the two.
    const compare = async () => assertSame(await readPrometheusText(await registry.metrics()), publisher.stats);
    await compare();
    for (let i = 0; i < 6; i++) publisher.offer(record(i));
    assertEquals([publisher.stats.queued, publisher.stats.dropped["queue-full"]], [4, 2]);
    await compare();
    await publisher.close({ deadlineMs: 1 });
    assertEquals(publisher.stats.dropped.shutdown, 4);
    await compare();

    const second = new FakeTransport(), others = newRegistry();
    second.judge = ({ value }) =>
      value[0] === 1 ? { status: "rejected", error: new Error("too large") } : { status: "delivered" };
    await using working = new Publisher({ transport: second, lingerMs: 1 });
    publisherMetrics(working, { registry: others });
    for (let i = 0; i < 3; i++) working.offer(record(i));
    await eventually("all settled", () => working.stats.delivered === 2 && working.stats.dropped.rejected === 1);
    assertSame(await readPrometheusText(await others.metrics()), working.stats);
  },
});

testWith({
  name: "several publishers are told apart by their topics, and by number where the topic is the same",
  needs: ["python"],
  async fn() {
    const registry = newRegistry(), { stats } = new Publisher({ transport: new FakeTransport() });
    const publishers = ["a", "b", "a"].map((topicName, i) => ({ topicName, stats: { ...stats, offered: i + 1 } }));
    publisherMetrics(publishers, { registry });
    const families = await readPrometheusText(await registry.metrics());
    assertEquals(
      ["a", "b", "a#2"].map((publisher) => valueOf(families, "dhcpkit_publisher_offered_total", { publisher })),
      [1, 2, 3],
    );
    for (const [i, publisher] of ["a", "b", "a#2"].entries()) assertSame(families, publishers[i].stats, publisher);
  },
});

Deno.test("two publishers in registries of their own do not know of each other, and one registry refuses the second", async () => {
  const registries = [newRegistry(), newRegistry()], { stats } = new Publisher({ transport: new FakeTransport() });
  for (const [i, registry] of registries.entries()) {
    publisherMetrics({ stats: { ...stats, offered: i + 1 } }, { registry });
  }
  for (const [i, registry] of registries.entries()) {
    assertStringIncludes(
      await registry.metrics(),
      `\ndhcpkit_publisher_offered_total{publisher="publisher"} ${i + 1}\n`,
    );
  }
  assertThrows(
    () => publisherMetrics({ stats }, { registry: registries[0] }),
    Error,
    "dhcpkit_publisher_offered_total",
  );
});

Deno.test("figures are read when somebody asks, and not before", async () => {
  const registry = newRegistry(), { stats } = new Publisher({ transport: new FakeTransport() });
  let reads = 0;
  publisherMetrics({
    get stats() {
      reads++;
      return stats;
    },
  }, { registry });
  assertEquals(reads, 0);
  await registry.metrics();
  const once = reads;
  await registry.metrics();
  assertEquals(reads, once * 2);
});

Deno.test("what a server has done is shown as it is", async () => {
  const registry = newRegistry();
  const done = { received: 14, malformed: 1, answered: 5, unanswered: 3, failed: 1, dropped: 2 };
  serverMetrics({ stats: { ...done, underWay: 2 } }, { registry });
  const text = await registry.metrics();
  for (const [figure, value] of Object.entries(done)) {
    assertStringIncludes(text, `\ndhcpkit_server_${figure}_total ${value}\n`);
  }
  assertStringIncludes(text, "\ndhcpkit_server_under_way 2\n");
});
