/**
 * What it costs to write transactions into a store: Solicits to Releases of 50,000 clients, in batches.
 *
 *     deno task bench:store [STORE] [RECORDS] [BATCH] [ROUNDS]
 *
 * Prints microseconds a record in each round, of the clock and of processor time, and their medians. The first round begins with an empty
 * store; the others go on with it. The records are there before a round begins; reading them is not part of it.
 */
import process from "node:process";
import { setImmediate } from "node:timers/promises";
import { type NewTransaction, readTransaction, type TransactionStore } from "@dhcpkit/kafka/store";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { postgresStore } from "@dhcpkit/kafka/collector/postgres";
import { postgresAdmin, postgresDatabase, PostgresServer } from "../tests/support/postgres_server.ts";
import { TOPIC, TransactionMix } from "./_transactions.ts";

const [name = "sqlite", records = "200000", batch = "2000", rounds = "5"] = Deno.args;
const RECORDS = Number(records), BATCH = Number(batch), ROUNDS = Number(rounds);

/** A server on this machine, which has the same processors to itself. */
await using server = name === "postgres" ? await PostgresServer.start() : undefined;

/** Stores by name; each begins empty in a folder of its own. */
const stores: Readonly<Record<string, (folder: string) => Promise<TransactionStore>>> = {
  sqlite: (folder) => sqliteStore(`${folder}/store.db`),
  "sqlite-memory": () => sqliteStore(":memory:"),
  postgres: () => postgresStore({ ...server!.address, database: postgresDatabase, user: postgresAdmin }),
};

const folder = await Deno.makeTempDir({ prefix: "dhcpkit-bench-store-" });
const cpuUs = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];

function positionsOf(transactions: readonly NewTransaction[]) {
  const last = new Map(transactions.map(({ place, receivedAt }) => [place.partition, { place, receivedAt }]));
  return [...last.values()].map(({ place: { topic, partition, offset }, receivedAt }) => ({
    topic,
    partition,
    next: offset + 1n,
    coveredUntil: receivedAt,
  }));
}

try {
  await using store = await stores[name](folder);
  const mix = new TransactionMix(), wall: number[] = [], cpu: number[] = [], slowest: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    let wallUs = 0, processorUs = 0, longest = 0;
    const records = Array.from({ length: RECORDS }, () => mix.next());
    for (let done = 0; done < RECORDS; done += BATCH) {
      const transactions = records.slice(done, done + BATCH).map(({ value, partition, offset, recordedAt }) =>
        readTransaction(value, { topic: TOPIC, partition, offset }, recordedAt)
      );
      const positions = positionsOf(transactions), start = performance.now(), before = cpuUs();
      await store.write({ transactions, positions, quarantined: [], gaps: [] });
      // Between batches a collector hears of others, and so does a store of its own thread.
      await setImmediate();
      processorUs += cpuUs() - before;
      wallUs += (performance.now() - start) * 1000;
      longest = Math.max(longest, performance.now() - start);
    }
    wall.push(wallUs / RECORDS);
    cpu.push(processorUs / RECORDS);
    slowest.push(longest);
    const rss = Math.round(Deno.memoryUsage().rss / 2 ** 20);
    console.log(
      `round ${round + 1}: ${wall.at(-1)!.toFixed(2)} µs a record, ${cpu.at(-1)!.toFixed(2)} µs of processor time; ` +
        `longest batch ${longest.toFixed(0)} ms; ${rss} MiB`,
    );
  }
  const { bytes } = await store.size(), spread = `${Math.min(...wall).toFixed(2)} to ${Math.max(...wall).toFixed(2)}`;
  console.log(
    `${name}, ${ROUNDS} × ${RECORDS} records in batches of ${BATCH}: ${
      median(wall).toFixed(2)
    } µs a record (${spread}), ` +
      `${median(cpu).toFixed(2)} µs of processor time; ${Math.round(bytes / RECORDS / ROUNDS)} bytes a record`,
  );
} finally {
  await Deno.remove(folder, { recursive: true });
}
