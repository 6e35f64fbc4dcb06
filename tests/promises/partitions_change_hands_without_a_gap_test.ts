import { assertEquals } from "@std/assert";
import { Collector } from "@dhcpkit/kafka/collector";
import { kafkaJsConsumer } from "@dhcpkit/kafka/collector/kafkajs";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { fillTopic, storedPlaces } from "../support/collector_kills.ts";
import { eventually } from "../support/eventually.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { TempFolder } from "../support/temp_folder.ts";

testWith({
  name: "two collectors of one group hand partitions over, and nothing is lost, doubled or skipped",
  needs: ["kafka"],
  async fn() {
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("hands"), { partitions: 4 });
    await using folder = await TempFolder.create("hands");
    const path = folder.file("store.sqlite"), brokers = [broker.bootstrap], ended: Promise<void>[] = [];
    await using first = await sqliteStore(path);
    await using second = await sqliteStore(path);
    const collecting = (store: typeof first, start?: "end") => {
      const stop = new AbortController(), source = kafkaJsConsumer({ brokers, topic, groupId: topic });
      const collector = new Collector({ source, store, ...start && { start: { at: start, evenIfKnown: true } } });
      ended.push(collector.run({ signal: stop.signal }));
      return { stop, has: () => collector.stats.partitions.length };
    };
    const stored = async () => [...(await storedPlaces(first)).values()].flat();
    const arrives = (count: number) =>
      eventually(`${count} records in the store`, async () => (await stored()).length === count, { timeoutMs: 60_000 });
    let filledAt = 0;
    // The same transactions, told in the same second, would be stored once.
    const fill = async () => {
      await eventually("another second", () => Math.floor(Date.now() / 1000) > filledAt);
      filledAt = Math.floor(Date.now() / 1000) + 1;
      await fillTopic(broker.bootstrap, topic, 1000);
    };
    await fill();
    const one = collecting(first);
    await arrives(1000);
    // Everything there is by then is stored, so that what it is told to skip is nothing.
    const other = collecting(second, "end");
    await eventually("two partitions each", () => one.has() === 2 && other.has() === 2, { timeoutMs: 60_000 });
    await fill();
    await arrives(2000);
    one.stop.abort();
    await ended[0];
    // Nobody has two partitions meanwhile: who takes them over goes on from the store, whatever it was told to skip at first.
    await fill();
    await eventually("all four", () => other.has() === 4, { timeoutMs: 60_000 });
    await arrives(3000);
    other.stop.abort();
    await Promise.all(ended);
    const gaps = await first.gaps({ from: 0, to: Number.MAX_SAFE_INTEGER });
    assertEquals(
      gaps.map(({ partition, from, toOffset }) => [partition, from, toOffset]),
      [0, 1, 2, 3].map((partition) => {
        return [partition, 0, 0n];
      }),
    );
    assertEquals((await first.coverage()).reduce((sum, { next }) => sum + next, 0n), 3000n);
  },
});
