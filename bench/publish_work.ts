/**
 * One measurement of the publishing bench, in a process of its own: `publish_work.ts CONTENDER flat|paced BROKER TOPIC LINGER_MS`.
 * Prints a line of JSON.
 */
import process from "node:process";
import { BATCH, contender } from "./_publish_contenders.ts";

/** Records that wait at most, and transactions a second of a measurement at a pace. */
const MOST_WAITING = 10 * BATCH, RATE = 2000;
/** Seconds of a measurement, and before it: what is new is slow, and at a pace it takes longer until nothing is. */
const SECONDS = 5, WARM_SECONDS = { flat: 2, paced: 20 } as const;

const [name, mode, broker, topic, linger] = Deno.args;
if (mode !== "flat" && mode !== "paced") throw new TypeError(`no measurement is called ${mode}`);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

{
  await using it = await contender(name, broker, topic, Number(linger));

  const flat = async (seconds: number) => {
    const before = it.acknowledged, start = performance.now();
    let count = 0;
    for (; performance.now() - start < seconds * 1000; count += BATCH) {
      for (let i = 0; i < BATCH; i++) it.offer();
      while (it.acknowledged - before < count - MOST_WAITING) await pause(0);
    }
    while (it.acknowledged - before < count) await pause(1);
    return count;
  };
  const paced = async (seconds: number) => {
    const count = RATE * seconds, goal = it.acknowledged + count, start = performance.now();
    for (let i = 0; i < count;) {
      const due = Math.min(count, Math.floor((performance.now() - start) / 1000 * RATE) + 1);
      for (; i < due; i++) it.offer();
      await pause(1);
    }
    while (it.acknowledged < goal) await pause(1);
    return count;
  };

  const measured = { flat, paced }[mode];
  await measured(WARM_SECONDS[mode]);
  const cpu = cpuMs(), start = performance.now(), count = await measured(SECONDS);
  const seconds = (performance.now() - start) / 1000, cpuUs = (cpuMs() - cpu) * 1000 / count;
  console.log(JSON.stringify({ impl: name, mode, linger: Number(linger), rate: count / seconds, cpuUs }));
}
Deno.exit(0);
