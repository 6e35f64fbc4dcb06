/**
 * How many records a second the command `collect` brings from a broker into a store, decoded, indexed and with the history of leases, and
 * how much memory it takes: `deno task bench:collect [RECORDS] [ROUNDS] [--store PLACE] [--client NAME]`.
 *
 * A broker of one node on this machine holds the mix of `_transactions.ts` in four partitions. The clock runs from the first partition
 * that is read to the last record that is stored; detection, in a thread of its own, needs longer. Memory is the resident set of the
 * process, the most of samples every 100 ms.
 */
import { TransactionMix } from "./_transactions.ts";
import { DHCPKafkaMessage, KafkaMessage } from "@dhcpkit/kafka/messages";
import { platformaticTransport } from "@dhcpkit/kafka/publisher/platformatic";
import { clientKey } from "../src/messages/client_key.ts";
import { BackgroundProcess } from "../tests/support/background_process.ts";
import { KafkaBroker } from "../tests/support/kafka_broker.ts";
import { repositoryRoot } from "../tests/support/paths.ts";
import { TempFolder } from "../tests/support/temp_folder.ts";

const flag = (name: string) => {
  const at = Deno.args.indexOf(`--${name}`);
  return at < 0 ? undefined : Deno.args[at + 1];
};
const [records = 500_000, rounds = 3] = Deno.args.filter((one) => /^\d+$/.test(one)).map(Number);
const detections = flag("detect") === undefined ? ["no", "yes"] : [flag("detect")!];
const clients = flag("client") === undefined ? ["kafkajs", "platformatic"] : [flag("client")!];
// Brokers delete what is older than a week unless told.
await using broker = await KafkaBroker.start({ properties: { "log.retention.ms": "-1" } });
const topic = await broker.createTopic("bench-collect", { partitions: 4 });
console.error(`filling ${topic} with ${records} records`);
await fill();
console.log(
  "| client | detection | records/s | processor µs a record | memory, most in the first half | in the second | bytes a record | detection done, s later |",
);
console.log("| --- | --- | --- | --- | --- | --- | --- | --- |");
for (const [client, detection] of clients.flatMap((client) => detections.map((one) => [client, one] as const))) {
  const behind: number[] = [],
    rates: number[] = [],
    cpu: number[] = [],
    early: number[] = [],
    late: number[] = [],
    sizes: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await using folder = await TempFolder.create("bench-collect");
    const store = flag("store") ?? folder.file("store.sqlite"),
      result = await collect(client, detection, store, round, folder);
    behind.push(result.behind);
    rates.push(records / result.seconds);
    cpu.push(result.cpuSeconds / records * 1e6);
    early.push(Math.max(...result.megabytes.slice(0, result.megabytes.length >> 1)));
    late.push(Math.max(...result.megabytes));
    sizes.push(flag("store") ? 0 : (await Deno.stat(store)).size / records);
    console.error(
      `${client}, detection ${detection}: ${Math.round(rates.at(-1)!)} records/s, ${Math.round(late.at(-1)!)} MB`,
    );
  }
  const all = (values: number[], digits = 0) => {
    const sorted = values.toSorted((a, b) => a - b), text = (value: number) => value.toFixed(digits);
    return `${text(sorted[sorted.length >> 1])} [${text(sorted[0])}, ${text(sorted.at(-1)!)}]`;
  };
  const cells = [client, detection, all(rates), all(cpu, 1), `${all(early)} MB`, `${all(late)} MB`, all(sizes)];
  console.log(`| ${cells.join(" | ")} | ${all(behind, 1)} |`);
}

async function fill(): Promise<void> {
  const transport = platformaticTransport({ brokers: [broker.bootstrap], topic, acks: 1 });
  // It ends now, so that detection has no silence behind it to look at: half an hour for each 50,000.
  const mix = new TransactionMix({ start: Date.now() * 1000 - (records / 50_000) * 1800e6 });
  await transport.connect();
  for (let done = 0; done < records; done += 2000) {
    const results = await transport.send(Array.from({ length: Math.min(2000, records - done) }, () => {
      const { value, recordedAt } = mix.next(), { message } = KafkaMessage.parse(value);
      const key = message instanceof DHCPKafkaMessage ? clientKey(message) : null;
      return { key, value, timestamp: recordedAt / 1000 };
    }));
    if (results.some(({ status }) => status !== "delivered")) throw new Error("not delivered");
  }
  await transport.disconnect();
}

async function collect(client: string, detection: string, store: string, round: number, folder: TempFolder) {
  const where = ["--brokers", broker.bootstrap, "--topic", topic, "--store", store, "--client", client];
  const more = [
    "--consumer-group",
    `bench-${client}-${detection}-${round}`,
    "--from-beginning",
    "--keep-transactions",
    "5200w",
    "--keep-per-client",
    "999999999",
    "--until-caught-up",
    ...detection === "yes" ? ["--warm-up", "7d"] : ["--no-detect"],
  ];
  const v8 = "--v8-flags=--max-semi-space-size=2,--heap-growing-percent=40";
  const command = [Deno.execPath(), "run", "--quiet", v8, "--allow-all", `${repositoryRoot}src/cli/main.ts`, "collect"];
  await using process = new BackgroundProcess([...command, ...where, ...more], { logFile: folder.file("log") });
  await process.waitForLog(/reading partitions/, 60_000);
  const start = performance.now(), before = cpuSeconds(process.pid);
  const megabytes: number[] = [];
  while (!/caught up/.test(await process.log())) {
    if (process.status && !process.status.success) throw new Error(await process.log());
    megabytes.push(residentMegabytes(process.pid));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const seconds = (performance.now() - start) / 1000;
  let last = before;
  while (process.status === undefined) {
    last = Math.max(last, cpuSeconds(process.pid));
    megabytes.push(residentMegabytes(process.pid));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { seconds, behind: (performance.now() - start) / 1000 - seconds, cpuSeconds: last - before, megabytes };
}

function residentMegabytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(ofProcess(pid, "status"))?.[1] ?? 0) / 1024;
}

/** Of all threads, in user and kernel mode; a tick of the clock is a hundredth of a second. 0 when the process is gone. */
function cpuSeconds(pid: number): number {
  const fields = ofProcess(pid, "stat").replace(/^.*\) /, "").split(" ");
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
}

function ofProcess(pid: number, file: string): string {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/${file}`);
  } catch {
    return "";
  }
}
