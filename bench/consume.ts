/**
 * How many records a second come out of the consumers, beside the clients alone, and what each costs:
 * `deno task bench:consume [ROUNDS] [--records N] [--write]`. With `--write`, the table goes to `bench/CONSUMING.md` as well.
 *
 * All contenders read the same topic, of one partition, from its beginning, each in a process of its own, in turn. The records
 * have 552 bytes, as many as the documented pair; Kafka's own producer for measurements writes them.
 */
import os from "node:os";
import { runCommand } from "../tests/support/command.ts";
import { javaProduce } from "../tests/support/java_producer.ts";
import { KafkaBroker } from "../tests/support/kafka_broker.ts";

import { repositoryRoot } from "../tests/support/paths.ts";

interface Result {
  /** Records a second. */
  readonly rate: number;
  /** Microseconds of processor time a record, of the whole process. */
  readonly cpuUs: number;
  readonly records: number;
  readonly bytes: number;
}

const TOPIC = "bench-consume", SIZE = 552, CLIENTS = ["kafkajs", "platformatic"] as const;
const { records: count, rounds } = options(Deno.args);
const results = new Map<string, Result[]>();
{
  await using broker = await KafkaBroker.start();
  await broker.createTopic(TOPIC);
  await fill(broker.bootstrap);
  for (let round = 0; round < rounds; round++) {
    for (const client of CLIENTS) {
      for (const way of ["raw", "source"]) {
        const name = `${client}-${way}`, result = await measure(name, broker.bootstrap);
        console.error(`round ${round + 1} of ${rounds}: ${name} ${Math.round(result.rate)}/s`);
        if (result.records !== count || result.bytes !== count * SIZE) {
          throw new Error(`${name} has read ${result.records} records and ${result.bytes} bytes`);
        }
        results.set(name, [...results.get(name) ?? [], result]);
      }
    }
  }
}
const text = report();
console.log(text);
if (Deno.args.includes("--write")) {
  await Deno.writeTextFile(`${repositoryRoot}bench/CONSUMING.md`, text);
  await runCommand([Deno.execPath(), "fmt", "--quiet", "bench/CONSUMING.md"], { cwd: repositoryRoot });
}

function options(args: readonly string[]): { records: number; rounds: number } {
  const at = args.indexOf("--records"), others = at < 0 ? args : args.toSpliced(at, 2);
  return {
    records: at < 0 ? 1_000_000 : Number(args[at + 1]),
    rounds: Number(others.find((it) => !it.startsWith("-")) ?? 3),
  };
}

async function fill(bootstrap: string): Promise<void> {
  const settings = { acks: "1", "batch.size": "200000", "linger.ms": "20" };
  await javaProduce(bootstrap, TOPIC, { records: count, payload: { size: SIZE }, settings });
}

async function measure(name: string, bootstrap: string): Promise<Result> {
  const work = `${repositoryRoot}bench/consume_work.ts`;
  const command = [Deno.execPath(), "run", "--allow-all", work, name, bootstrap, TOPIC, `${count}`];
  const { stdout } = await runCommand(command, { cwd: repositoryRoot, timeoutMs: 300_000 });
  return JSON.parse(stdout.trim().split("\n").at(-1)!);
}

function report(): string {
  const rows = CLIENTS.flatMap((client) =>
    ["raw", "source"].map((way) => {
      const name = `${client}-${way}`, all = results.get(name)!;
      const rates = all.map(({ rate }) => rate).sort((a, b) => a - b);
      const others = results.get(`${client}-raw`)!;
      const ratios = all.map(({ rate }, i) => rate / others[i].rate).sort((a, b) => a - b);
      const cpu = all.map(({ cpuUs }) => cpuUs).sort((a, b) => a - b);
      return [
        name,
        `${thousands(middle(rates))} [${thousands(rates[0])}, ${thousands(rates.at(-1)!)}]`,
        middle(cpu).toFixed(1),
        way === "raw" ? "" : `${middle(ratios).toFixed(2)} [${ratios[0].toFixed(2)}, ${ratios.at(-1)!.toFixed(2)}]`,
      ];
    })
  );
  const head = ["contender", "records/s", "processor µs a record", "rate to the client alone"];
  return [
    "# Consuming and its peers",
    `Made by \`deno task bench:consume --write\`. ${count} records of ${SIZE} bytes in one partition, a broker of one node on ` +
    `the same machine, each contender in a process of its own, ${rounds} rounds in turn. Medians; the least and the most in ` +
    "brackets. Ratios are those within a round.",
    "`raw` is the client's own consumer: batches with kafkajs, the events of a stream of messages with @platformatic/kafka. `source` is the " +
    "consumer of this module through the same client.",
    [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n"),
    `Measured on ${os.cpus()[0].model}, ${os.cpus().length} cores, Deno ${Deno.version.deno}, on ${
      new Date().toISOString().slice(0, 10)
    }.`,
  ].join("\n\n") + "\n";
}

function middle(sorted: readonly number[]): number {
  return sorted[sorted.length >> 1];
}

function thousands(rate: number): string {
  return `${Math.round(rate / 1000)} k`;
}
