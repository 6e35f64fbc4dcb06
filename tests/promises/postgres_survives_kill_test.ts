import { assert, assertEquals } from "@std/assert";
import { postgresStore } from "@dhcpkit/kafka/collector/postgres";
import type { TransactionStore } from "@dhcpkit/kafka/store";
import { batch, clientNamed, leasing, range, TOPIC } from "../store/_transactions.ts";
import { postgresAdmin, postgresDatabase, PostgresServer } from "../support/postgres_server.ts";
import { testWith } from "../support/requirements.ts";
import { SeededRandom } from "../vectors/random.ts";

/** More kills: `DHCPKIT_POSTGRES_KILLS=50`. */
const KILLS = Number(Deno.env.get("DHCPKIT_POSTGRES_KILLS") ?? "5"), PARTITIONS = 2, BATCH = 200;

/** Grants to seven clients, the same for an offset whenever it is read. */
const record = (partition: number, offset: number) =>
  leasing(offset, `2001:db8::${offset % 50}`, { partition, client: `${offset % 7}`, digest: partition * 1e8 + offset });

/** Writes from where the store says, both partitions by turns, until it fails or `isOver`. */
async function collect(store: TransactionStore, isOver: () => boolean): Promise<void> {
  const positions = await store.positions(TOPIC);
  const next = range(0, PARTITIONS).map((partition) => Number(positions.get(partition)?.next ?? 0n));
  for (let partition = 0; !isOver(); partition = (partition + 1) % PARTITIONS) {
    const start = next[partition];
    await store.write(batch(range(start, start + BATCH).map((offset) => record(partition, offset))));
    next[partition] += BATCH;
  }
}

testWith({
  name: `every record is stored exactly once though PostgreSQL is killed ${KILLS} times while it writes`,
  needs: ["postgres"],
  async fn() {
    const seed = Number(Deno.env.get("DHCPKIT_SEED") ?? Date.now() % 1e6), random = new SeededRandom(seed);
    await using server = await PostgresServer.start();
    const { host, port } = server.address;
    await using store = await postgresStore({ host, port, database: postgresDatabase, user: postgresAdmin });
    for (let kill = 0; kill < KILLS; kill++) {
      const collecting = collect(store, () => false).then(() => undefined, (error) => error as Error);
      await new Promise((resolve) => setTimeout(resolve, 50 + random.below(400)));
      await server.kill();
      const error = await collecting;
      assert(error instanceof Error, `seed ${seed}: it was writing when it was killed`);
      await server.restart();
    }
    let rounds = 0;
    await collect(store, () => ++rounds > 2 * PARTITIONS);

    const coverage = await store.coverage();
    assertEquals(coverage.map(({ partition }) => partition), range(0, PARTITIONS));
    const stored = await server.sql(
      `select partition, count(*), count(distinct kafka_offset), min(kafka_offset), max(kafka_offset)
       from dhcpkit.kept_transactions t join dhcpkit.logs on logs.id = log_id group by partition order by partition`,
    );
    const wanted = coverage.map(({ partition, next }) => [partition, next, next, 0, next - 1n].join("|")).join("\n");
    assertEquals(stored, wanted, `seed ${seed}`);
    const grants = (await Promise.all(
      range(0, 7).map(async (name) => {
        const { id } = await clientNamed(store, `${name}`);
        return (await store.leasesOf(id, { limit: 1000 })).reduce((sum, { grants }) => sum + grants, 0);
      }),
    )).reduce((sum, grants) => sum + grants);
    assertEquals(BigInt(grants), coverage.reduce((sum, { next }) => sum + next, 0n), `seed ${seed}`);
  },
});
