/**
 * A process in which every client of Kafka sends a record and has nothing to do for a minute: `idle_clients_process.ts BOOTSTRAP TOPIC`. It
 * prints two numbers: the milliseconds of processor time that a second of it took, and those that a second takes with a timer for each
 * millisecond beside that. Both are medians, since the engine tidies up its memory in one of these seconds or another. A process of its
 * own, since that of the tests has more to do.
 */
import process from "node:process";
import { connected, kafkaClients } from "../publisher/_transport_kinds.ts";

if (import.meta.main) {
  const [bootstrap, topic] = Deno.args;
  await using all = new AsyncDisposableStack();
  for (const kind of kafkaClients) {
    const transport = all.use(await connected(kind, { brokers: [bootstrap], topic }));
    await transport.send([{ key: null, value: new Uint8Array(1) }]);
  }
  // Loading is over by then.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const idle = await medianSecond(60), timer = setInterval(() => {}, 1);
  const busy = await medianSecond(9);
  clearInterval(timer);
  console.log(idle.toFixed(2), busy.toFixed(2));
}

/** The processor time that the middle one of so many seconds took, in milliseconds. */
async function medianSecond(seconds: number): Promise<number> {
  const took: number[] = [];
  for (let before = cpuMs(); took.length < seconds; before = cpuMs()) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    took.push(cpuMs() - before);
  }
  return took.sort((a, b) => a - b)[seconds >> 1];
}

/** The processor time that this process has used, in milliseconds. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
