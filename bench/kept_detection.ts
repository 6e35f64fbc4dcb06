/**
 * What it costs to keep what detection knows over a restart, by the number of clients: how long it takes to tell and to compress it, its
 * size, how long a store in SQLite takes to write it, and how long the next start takes to read it again. Each client has a lease.
 *
 *     deno task bench:kept-detection [CLIENTS…]
 */
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { Detection } from "@dhcpkit/kafka/detectors";
import { packed, unpacked } from "../src/watch/_kept_pieces.ts";
import { TransactionMix } from "./_transactions.ts";

const sizes = Deno.args.length > 0 ? Deno.args.map(Number) : [20_000, 100_000, 400_000], ROUNDS = 3;
const folder = await Deno.makeTempDir({ prefix: "dhcpkit-kept-" });

for (const clients of sizes) {
  const mix = new TransactionMix({ clients, seed: 1 }), detection = new Detection();
  for (let i = 0; i < clients * 4; i++) detection.observe({ transaction: mix.nextTransaction() });
  await using store = await sqliteStore(`${folder}/${clients}.sqlite`);
  const { clients: known } = detection.stats;
  for (let round = 0; round < ROUNDS; round++) {
    const kept = await timed(() => packed(detection.save()));
    const written = await timed(() => store.keepDetection(kept.value)), read = await timed(() => store.keptDetection());
    const next = new Detection(), loaded = await timed(() => next.load(unpacked(read.value)));
    console.log(JSON.stringify({
      ...{ clients, known, bytes: kept.value.reduce((sum, { length }) => sum + length, 0) },
      ...{ saveMs: kept.ms, writeMs: written.ms, readMs: read.ms, loadMs: loaded.ms },
    }));
  }
}
await Deno.remove(folder, { recursive: true });

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const start = performance.now(), value = await work();
  return { value, ms: Math.round(performance.now() - start) };
}
