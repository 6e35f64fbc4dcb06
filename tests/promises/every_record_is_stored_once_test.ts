import { assertEquals, assertGreater } from "@std/assert";
import { sqliteReader } from "@dhcpkit/kafka/collector/sqlite";
import { fillTopic, killCollectors, storedPlaces } from "../support/collector_kills.ts";
import { endOffsetsOf, uniqueTopic } from "../support/kafka_broker.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { TempFolder } from "../support/temp_folder.ts";

const KILLS = Number(Deno.env.get("DHCPKIT_KILLS") ?? 4),
  SEED = Number(Deno.env.get("DHCPKIT_KILL_SEED") ?? 20_261_130);

for (const client of ["kafkajs", "platformatic"] as const) {
  testWith({
    name: `${client}: every record is stored exactly once, however often the collector is killed`,
    needs: ["kafka"],
    async fn() {
      const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("kills"), { partitions: 3 });
      await using folder = await TempFolder.create("store");
      const count = 20_000 * (KILLS + 1), store = folder.file("store.sqlite");
      await fillTopic(broker.bootstrap, topic, count);
      await killCollectors({ kills: KILLS, seed: SEED, broker, topic, store, client, livesMs: 600 });
      await using reader = await sqliteReader(store);
      const places = await storedPlaces(reader), ends = await endOffsetsOf(broker, topic);
      let stored = 0;
      for (const [partition, end] of ends.entries()) {
        const offsets = places.get(partition) ?? [], missing = Number(end) - new Set(offsets).size;
        assertEquals({ partition, missing, twice: offsets.length - new Set(offsets).size }, {
          partition,
          missing: 0,
          twice: 0,
        });
        stored += offsets.length;
      }
      assertGreater(ends.length, 1);
      assertEquals(stored, count);
    },
  });
}
