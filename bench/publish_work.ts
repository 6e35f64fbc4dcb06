/**
 * One measurement of the publishing bench, in a process of its own: `publish_work.ts CONTENDER flat|paced BROKER TOPIC LINGER_MS`.
 * Prints a line of JSON.
 */
import process from "node:process";
import { BATCH, contender } from "./_publish_contenders.ts";

/** Records that wait at most, those in a measurement of how many a second, and transactions a second of one at a pace. */
const MOST_WAITING = 10 * BATCH, FLAT = 300_000, RATE = 2000, PACED_SECONDS = 5;

const [name, mode, broker, topic, linger] = Deno.args;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

{
  await using it = await contender(name, broker, topic, Number(linger));

  const flat = async (count: number) => {
    const goal = it.acknowledged + count;
    for (let i = 0; i < count; i++) {
      it.offer();
      if (i % BATCH === 0) { while (it.acknowledged < goal - count + i - MOST_WAITING) await pause(0); }
    }
    while (it.acknowledged < goal) await pause(1);
  };
  const paced = async () => {
    const count = RATE * PACED_SECONDS, goal = it.acknowledged + count, start = performance.now();
    for (let i = 0; i < count;) {
      const due = Math.min(count, Math.floor((performance.now() - start) / 1000 * RATE) + 1);
      for (; i < due; i++) it.offer();
      await pause(1);
    }
    while (it.acknowledged < goal) await pause(1);
  };

  await flat(50_000);
  const count = mode === "flat" ? FLAT : RATE * PACED_SECONDS, cpu = cpuMs(), start = performance.now();
  await (mode === "flat" ? flat(count) : paced());
  const seconds = (performance.now() - start) / 1000, cpuUs = (cpuMs() - cpu) * 1000 / count;
  console.log(JSON.stringify({ impl: name, mode, linger: Number(linger), rate: count / seconds, cpuUs }));
}
Deno.exit(0);
