/**
 * What detection costs (for memory, one round alone tells): transactions of a mix through a sequencer into all detectors, read before the
 * clock starts, in batches as a collector has them; and the memory that clients take.
 *
 *     deno task bench:detectors [CLIENTS] [RECORDS] [ROUNDS]
 */
import { Detection, Sequencer } from "@dhcpkit/kafka/detectors";
import { cpuUsage } from "node:process";
import { TransactionMix } from "./_transactions.ts";

const [clients = 200_000, records = 600_000, rounds = 1] = Deno.args.map(Number), BATCH = 5000;
const collect = (globalThis as { gc?: () => void }).gc;

for (let round = 1; round <= rounds; round++) console.log(JSON.stringify(await measure(round)));

async function measure(seed: number): Promise<Record<string, unknown>> {
  const mix = new TransactionMix({ clients, seed }),
    detection = new Detection(),
    sequencer = new Sequencer();
  let changes = 0, busy = 0, processorTime = 0;
  const times: number[] = [], before = await heap();
  for (let done = 0; done < records; done += BATCH) {
    const batch = Array.from({ length: BATCH }, () => mix.nextTransaction());
    const start = performance.now(), processor = cpuUsage();
    for (const transaction of batch) {
      for (const next of sequencer.add({ transaction })) changes += detection.observe(next).length;
    }
    const took = performance.now() - start, { user, system } = cpuUsage(processor);
    processorTime += user + system;
    busy += took;
    times.push(took * 1000 / BATCH);
  }
  times.sort((a, b) => a - b);
  const { clients: known, ports, evicted, open } = detection.stats, grown = await heap() - before;
  return {
    clients,
    records,
    recordsPerSecond: Math.round(records / busy * 1000),
    processorMicroseconds: Number((processorTime / records).toFixed(1)),
    microseconds: [0.05, 0.5, 0.95].map((part) => Number(times[Math.floor(times.length * part)].toFixed(1))),
    heapMegabytes: Math.round(grown / 1e6),
    bytesPerClient: Math.round(grown / known),
    ...{ known, ports, evicted, open, changes },
  };
}

/** Bytes that are in use, where rubbish can be collected first: in a turn of its own, when no stack holds on to anything. */
async function heap(): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve));
  collect?.();
  return Deno.memoryUsage().heapUsed;
}
