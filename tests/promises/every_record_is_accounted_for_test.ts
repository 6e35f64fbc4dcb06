import { assert, assertEquals } from "@std/assert";
import { Publisher, type PublisherInit, type PublisherStats } from "@dhcpkit/kafka/publisher";
import { FakeTransport, record } from "../publisher/_fake_transport.ts";
import { assertAddsUp } from "../publisher/_spool.ts";
import { eventually } from "../support/eventually.ts";
import { TempFolder } from "../support/temp_folder.ts";

for (const queuePolicy of ["drop-newest", "drop-oldest"] as const) {
  Deno.test(`with ${queuePolicy}, the figures add up at every moment of a stormy life`, async () => {
    const { dropped, spooled } = await live({ queuePolicy });
    assert(dropped["queue-full"] > 0, Deno.inspect(dropped));
    assertEquals(spooled, 0);
  });
}

Deno.test("with a spool, the figures add up at every moment of a stormy life, and over the next one", async () => {
  await using folder = await TempFolder.create("spool");
  const spool = { directory: folder.path, maxBytes: 5000, retryMs: 5 };
  const first = await live({ spool });
  assert(first.dropped["spool-full"] > 0 && first.spooled > 0, Deno.inspect(first));
  const second = await live({ spool });
  assertEquals([second.recovered, second.offered], [first.spooled, 2000 + first.spooled]);
});

async function live(init: Pick<PublisherInit, "queuePolicy" | "spool">): Promise<PublisherStats> {
  const transport = new FakeTransport(),
    publisher = new Publisher({
      transport,
      lingerMs: 5,
      retryMs: 5,
      maxRetryMs: 20,
      queueMessages: 50,
      ...init,
      maxRecordBytes: 100,
      sendDeadlineMs: 5,
      connectDeadlineMs: 5,
    });
  const moods = ["fine", "lost", "refused", "silent", "fine"] as const;
  transport.judge = ({ value }) =>
    value[0] === 7 ? { status: "rejected", error: new Error("not this one") } : { status: "delivered" };
  for (let round = 0; round < 100; round++) {
    // Something is left at the end, whatever the machine had to do meanwhile.
    transport.mood = round === 99 ? "silent" : moods[round % moods.length];
    for (let i = 0; i < 20; i++) publisher.offer(record(i, i === 3 ? 200 : 1));
    assertAddsUp(publisher.stats);
    // Something comes through and is refused, whatever the machine has to do meanwhile.
    if (round === 0) await eventually("a rejection", () => publisher.stats.dropped.rejected > 0, { everyMs: 1 });
    await new Promise((resolve) => setTimeout(resolve, 2));
    assertAddsUp(publisher.stats);
  }
  transport.mood = "silent";
  const stats = await publisher.close({ deadlineMs: 20 });
  assertAddsUp(stats);
  assertEquals([stats.offered - stats.recovered, stats.queued], [2000, 0]);
  assertEquals(transport.values.length, stats.delivered);
  assert(stats.dropped.oversize === 100 && stats.dropped.rejected > 0, Deno.inspect(stats.dropped));
  assertEquals(publisher.offer(record(1)).kept, false);
  assertAddsUp(publisher.stats);
  return stats;
}
