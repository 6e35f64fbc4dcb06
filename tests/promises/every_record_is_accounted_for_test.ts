import { assert, assertEquals } from "@std/assert";
import { Publisher, type PublisherStats, type QueuePolicy } from "@dhcpkit/kafka/publisher";
import { FakeTransport, record } from "../publisher/_fake_transport.ts";

function assertAddsUp({ offered, delivered, dropped, queued }: PublisherStats): void {
  assertEquals(offered, delivered + Object.values(dropped).reduce((sum, count) => sum + count, 0) + queued);
}

for (const queuePolicy of ["drop-newest", "drop-oldest"] as const) {
  Deno.test(`with ${queuePolicy}, the figures add up at every moment of a stormy life`, () => live(queuePolicy));
}

async function live(queuePolicy: QueuePolicy): Promise<void> {
  const transport = new FakeTransport(),
    publisher = new Publisher({
      transport,
      lingerMs: 5,
      retryMs: 5,
      maxRetryMs: 20,
      queueMessages: 50,
      queuePolicy,
      maxRecordBytes: 100,
      sendDeadlineMs: 5,
      connectDeadlineMs: 5,
    });
  const moods = ["fine", "lost", "refused", "silent", "fine"] as const;
  transport.judge = ({ value }) =>
    value[0] === 7 ? { status: "rejected", error: new Error("not this one") } : { status: "delivered" };
  for (let round = 0; round < 100; round++) {
    transport.mood = moods[round % moods.length];
    for (let i = 0; i < 20; i++) publisher.offer(record(i, i === 3 ? 200 : 1));
    assertAddsUp(publisher.stats);
    await new Promise((resolve) => setTimeout(resolve, 2));
    assertAddsUp(publisher.stats);
  }
  transport.mood = "silent";
  const stats = await publisher.close({ deadlineMs: 20 });
  assertAddsUp(stats);
  assertEquals([stats.offered, stats.queued, transport.values.length], [2000, 0, stats.delivered]);
  const { dropped } = stats;
  assert(dropped["queue-full"] > 0 && dropped.oversize === 100 && dropped.rejected > 0, Deno.inspect(dropped));
  assertEquals(publisher.offer(record(1)).kept, false);
  assertAddsUp(publisher.stats);
}
