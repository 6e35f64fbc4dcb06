/**
 * How many records a second `transcode` writes, and what each costs: `deno task bench:transcode [RECORDS] [ROUNDS] [--client NAME]`.
 *
 * A real broker on this machine holds the records of `TransactionMix`, packets behind a relay agent with an address and a prefix, in
 * four partitions. Each form is a process of its own that reads them from the beginning until it has caught up; processor time is that of
 * the process alone, its start included.
 */
import os from "node:os";
import process from "node:process";
import { main } from "../src/cli/main.ts";
import { platformaticTransport } from "../src/publisher/platformatic_transport.ts";
import { runCommand } from "../tests/support/command.ts";
import { KafkaBroker } from "../tests/support/kafka_broker.ts";
import { repositoryRoot } from "../tests/support/paths.ts";
import { TransactionMix } from "./_transactions.ts";

const FORMS = ["topic", "back", "ndjson", "csv", "leases"] as const;

interface Result {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

if (Deno.args[0] === "--work") await work(Deno.args.slice(1));
else await measureAll();

async function measureAll(): Promise<void> {
  const at = Deno.args.indexOf("--client"), client = at < 0 ? "kafkajs" : Deno.args[at + 1];
  const [records = 200_000, rounds = 3] = (at < 0 ? Deno.args : Deno.args.toSpliced(at, 2)).map(Number);
  await using broker = await KafkaBroker.start();
  await broker.createTopic("binary", { partitions: 4 });
  const bytes = await fill(broker.bootstrap, records);
  console.log(
    `${records} records of ${Math.round(bytes / records)} bytes, ${client}, Deno ${Deno.version.deno}, ${
      os.cpus()[0].model
    }`,
  );
  const found = new Map<string, Result[]>();
  for (let round = 0; round < rounds; round++) {
    for (const form of FORMS) {
      const args = await argumentsOf(form, round, broker, client);
      const command = [Deno.execPath(), "run", "--allow-all", `${repositoryRoot}bench/transcode.ts`, "--work", ...args];
      const { stdout } = await runCommand(command, { timeoutMs: 580_000 });
      found.set(form, [...found.get(form) ?? [], JSON.parse(stdout.trim().split("\n").at(-1)!)]);
    }
  }
  for (const [form, results] of found) {
    const middle = (of: (result: Result) => number) => results.map(of).sort((a, b) => a - b)[rounds >> 1];
    const rate = Math.round(records / middle(({ seconds }) => seconds)), cpu = middle(({ cpuSeconds }) => cpuSeconds);
    const perCore = Math.round(records / cpu), memory = Math.round(middle(({ megabytes }) => megabytes));
    console.log(`${form.padEnd(8)} ${rate} records/s, ${perCore} a second of processor time, at most ${memory} MB`);
  }
}

async function argumentsOf(form: typeof FORMS[number], round: number, broker: KafkaBroker, client: string) {
  const name = `${form}-${round}`, args = ["--brokers", broker.bootstrap, "--client", client, "--until-caught-up"];
  if (form === "ndjson" || form === "csv") {
    return [...args, "--topic", "binary", "--to", form, "/dev/null", "--consumer-group", name];
  }
  if (form !== "leases") await broker.createTopic(name, { partitions: 4 });
  const source = form === "back" ? ["--from", "json", "--topic", `topic-${round}`] : ["--topic", "binary"];
  return [...args, ...source, "--to", form === "back" ? "topic" : form, name];
}

async function fill(bootstrap: string, count: number): Promise<number> {
  // Brokers delete what is older than a week.
  const mix = new TransactionMix({ clients: 20_000, start: (Date.now() - 86_400_000) * 1000 });
  const transport = platformaticTransport({ brokers: [bootstrap], topic: "binary" });
  await transport.connect();
  let bytes = 0;
  for (let from = 0; from < count; from += 1000) {
    await transport.send(Array.from({ length: Math.min(1000, count - from) }, () => {
      const { value, partition, recordedAt } = mix.next();
      bytes += value.length;
      return { key: new Uint8Array([partition]), value, timestamp: recordedAt / 1000 };
    }));
  }
  await transport.disconnect();
  return bytes;
}

async function work(args: readonly string[]): Promise<void> {
  const started = performance.now(), before = process.cpuUsage();
  const status = await main(["transcode", ...args]);
  if (status !== 0) throw new Error(`transcode ended with status ${status}`);
  const { user, system } = process.cpuUsage(before), megabytes = process.resourceUsage().maxRSS / 1024;
  const result: Result = {
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: (user + system) / 1e6,
    megabytes,
  };
  console.log(JSON.stringify(result));
}
