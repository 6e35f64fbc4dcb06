/**
 * A process in which every client of Kafka sends a record and has nothing to do for a minute: `idle_clients_process.ts BOOTSTRAP TOPIC`. It
 * prints the milliseconds of processor time that the minute took. A process of its own, since that of the tests has more to do.
 */
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
  const before = cpuMs();
  await new Promise((resolve) => setTimeout(resolve, 60_000));
  console.log(cpuMs() - before);
}

/** The processor time that this process has used, in milliseconds. */
function cpuMs(): number {
  const fields = Deno.readTextFileSync("/proc/self/stat").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
