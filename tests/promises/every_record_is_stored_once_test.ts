import { assertEquals, assertGreater } from "@std/assert";
import { postgresReader } from "@dhcpkit/kafka/collector/postgres";
import { sqliteReader } from "@dhcpkit/kafka/collector/sqlite";
import type { TransactionReader } from "@dhcpkit/kafka/store";
import { fillTopic, killCollectors, storedPlaces } from "../support/collector_kills.ts";
import { endOffsetsOf, type RunningBroker, uniqueTopic } from "../support/kafka_broker.ts";
import { postgresAdmin, postgresDatabase, PostgresServer } from "../support/postgres_server.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { TempFolder } from "../support/temp_folder.ts";

const KILLS = Number(Deno.env.get("DHCPKIT_KILLS") ?? 4),
  SEED = Number(Deno.env.get("DHCPKIT_KILL_SEED") ?? 20_261_130);
/** More than is stored in all lives. */
const COUNT = 20_000 * (KILLS + 1);

for (const client of ["kafkajs", "platformatic"] as const) {
  testWith({
    name: `${client}: every record is stored exactly once in SQLite, however often the collector is killed`,
    needs: ["kafka"],
    async fn() {
      const broker = await sharedBroker(), topic = await filledTopic(broker);
      await using folder = await TempFolder.create("store");
      const store = folder.file("store.sqlite");
      await killCollectors({ kills: KILLS, seed: SEED, broker, topic, store, client, livesMs: 600 });
      await using reader = await sqliteReader(store);
      await assertStoredOnce(reader, broker, topic);
    },
  });
}

testWith({
  name: "every record is stored exactly once in PostgreSQL, however often the collector and the server are killed",
  needs: ["kafka", "postgres"],
  async fn() {
    const broker = await sharedBroker(), topic = await filledTopic(broker);
    await using server = await PostgresServer.start();
    const { host, port } = server.address, store = `postgres://${postgresAdmin}@${host}:${port}/${postgresDatabase}`;
    const killStore = async () => {
      await server.kill();
      await server.restart();
    };
    await killCollectors({
      ...{ kills: KILLS, seed: SEED + 1, broker, topic, store, client: "platformatic", livesMs: 900, killStore },
    });
    await using reader = await postgresReader({ host, port, database: postgresDatabase, user: postgresAdmin });
    await assertStoredOnce(reader, broker, topic);
  },
});

async function filledTopic(broker: RunningBroker): Promise<string> {
  const topic = await broker.createTopic(uniqueTopic("kills"), { partitions: 3 });
  await fillTopic(broker.bootstrap, topic, COUNT);
  return topic;
}

async function assertStoredOnce(reader: TransactionReader, broker: RunningBroker, topic: string): Promise<void> {
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
  assertEquals(stored, COUNT);
}
