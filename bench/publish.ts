/**
 * How many records a second go through the publisher, beside the clients alone and librdkafka, and what each costs at a
 * pace: `deno task bench:publish [ROUNDS] [--write]`. With `--write`, the tables go to `bench/PUBLISHING.md` as well.
 *
 * All contenders send the same record (the documented pair, 552 bytes), acks 1, at most 1000 in a request, to one real
 * broker on this machine, each in a process of its own, in turn. Ratios are those of one round; the median of the rounds
 * is told, with the spread. librdkafka runs from Python (confluent-kafka), by the programs in the folder `shared/bench`.
 */
import os from "node:os";
import { runCommand } from "../tests/support/command.ts";
import { KafkaBroker } from "../tests/support/kafka_broker.ts";
import { repositoryRoot, sharedFolder } from "../tests/support/paths.ts";
import { pythonEnvironment } from "../tests/support/python_environment.ts";

/** The topic that the peers' programs write to. */
const TOPIC = "bench-perf-prod";
const CLIENTS = ["kafkajs", "platformatic"] as const, WAYS = ["publisher", "handler", "worker-handler"] as const;

interface Result {
  /** Records a second. */
  readonly rate: number;
  /** Microseconds of processor time a record, of the whole process. */
  readonly cpuUs: number;
}

const rounds = Number(Deno.args.find((argument) => !argument.startsWith("-")) ?? 3);
const python = await pythonEnvironment("python-confluent", ["confluent-kafka==2.16.1"]);
const results = new Map<string, Result[]>();
{
  await using broker = await KafkaBroker.start();
  await broker.createTopic(TOPIC);
  for (let round = 0; round < rounds; round++) {
    console.error(`round ${round + 1} of ${rounds}`);
    for (const linger of [5, 500]) await note(`librdkafka paced ${linger}`, () => librdkafka(broker, `paced${linger}`));
    await note("librdkafka flat 5", () => librdkafka(broker, "linger5"));
    await note("librdkafka pacing", () => librdkafka(broker, "pacednone"));
    await note("own pacing", () => own(broker, "nobody", "paced", 5));
    for (const client of CLIENTS) {
      for (const way of ["raw", ...WAYS]) {
        await note(`${client}-${way} flat 5`, () => own(broker, `${client}-${way}`, "flat", 5));
      }
      for (const linger of [5, 500]) {
        await note(`${client}-handler paced ${linger}`, () => own(broker, `${client}-handler`, "paced", linger));
      }
    }
    await note("handler cost", handlerCost);
  }
}
const text = report();
console.log(text);
if (Deno.args.includes("--write")) {
  await Deno.writeTextFile(`${repositoryRoot}bench/PUBLISHING.md`, text);
  await runCommand([Deno.execPath(), "fmt", "--quiet", "bench/PUBLISHING.md"], { cwd: repositoryRoot });
}

async function note(name: string, measure: () => Promise<Result>): Promise<void> {
  results.set(name, [...results.get(name) ?? [], await measure()]);
}

async function own(broker: KafkaBroker, name: string, mode: string, linger: number): Promise<Result> {
  const work = `${repositoryRoot}bench/publish_work.ts`;
  const command = [Deno.execPath(), "run", "--allow-all", work, name, mode, broker.bootstrap, TOPIC, String(linger)];
  return JSON.parse(
    (await runCommand(command, { cwd: repositoryRoot, timeoutMs: 300_000 })).stdout.trim().split("\n").at(-1)!,
  );
}

async function librdkafka(broker: KafkaBroker, mode: string): Promise<Result> {
  const command = [python, "produce_confluent.py", mode], env = { BENCH_BROKER: broker.bootstrap };
  const { stdout } = await runCommand(command, { cwd: `${sharedFolder}bench/kafka`, env, timeoutMs: 300_000 });
  const { rate, cpu_us: cpuUs } = JSON.parse(stdout.trim().split("\n").at(-1)!);
  return { rate, cpuUs };
}

async function handlerCost(): Promise<Result> {
  const command = [Deno.execPath(), "run", "--allow-all", `${repositoryRoot}bench/handler_cost.ts`];
  const { stdout } = await runCommand(command, { cwd: repositoryRoot, timeoutMs: 300_000 });
  const { medianUs } = JSON.parse(stdout);
  return { rate: 1e6 / medianUs, cpuUs: medianUs };
}

function report(): string {
  const flat = CLIENTS.flatMap((client) =>
    ["raw", ...WAYS].map((way) => {
      const name = `${client}-${way}`, key = `${name} flat 5`;
      const toRaw = ratios(key, `${client}-raw flat 5`, "rate"),
        toLibrdkafka = ratios(key, "librdkafka flat 5", "rate");
      return [
        name,
        thousands(median(key, "rate")),
        median(key, "cpuUs").toFixed(1),
        way === "raw" ? "" : toRaw,
        toLibrdkafka,
      ];
    })
  );
  flat.push([
    "librdkafka",
    thousands(median("librdkafka flat 5", "rate")),
    median("librdkafka flat 5", "cpuUs").toFixed(1),
    "",
    "",
  ]);
  const paced = [5, 500].flatMap((linger) =>
    [...CLIENTS.map((client) => `${client}-handler`), "librdkafka"].map((name) => {
      const key = `${name} paced ${linger}`, net = `${key} net`, pacing = name === "librdkafka" ? name : "own";
      results.set(net, without(key, `${pacing} pacing`));
      const peer = `librdkafka paced ${linger}`;
      results.set(`${peer} net`, without(peer, "librdkafka pacing"));
      const toLibrdkafka = name === "librdkafka"
        ? ["", ""]
        : [ratios(key, peer, "cpuUs"), ratios(net, `${peer} net`, "cpuUs")];
      return [name, `${linger} ms`, median(key, "cpuUs").toFixed(1), median(net, "cpuUs").toFixed(1), ...toLibrdkafka];
    })
  );
  return [
    "# Publishing and its peers",
    "Made by `deno task bench:publish --write`. A record of 552 bytes, acks 1, at most 1000 records in a request, a broker of one " +
    `node on the same machine; each contender in a process of its own, ${rounds} rounds in turn, for 5 s behind 2 s, and at a ` +
    "pace behind 20 s, in which the program gets as fast as it will be. Ratios are those within a round: the median, and the " +
    "least and the most in brackets.",
    "`raw` is the client alone: batches of records that are ready, one after the other. `publisher` is offered one record at a time; " +
    "`handler` is given one transaction at a time, and encodes the record as well; in `worker-handler` the client runs in a " +
    "thread of its own.",
    "## As many as go through, lingering 5 ms",
    table(["contender", "records/s", "processor µs a record", "rate to the client alone", "rate to librdkafka"], flat),
    "## Processor time at 2000 transactions a second",
    "`less` is without what the loop that keeps the pace costs when it offers nothing: " +
    `${median("own pacing", "cpuUs").toFixed(1)} µs in Deno, ${
      median("librdkafka pacing", "cpuUs").toFixed(1)
    } in Python.`,
    table(["contender", "linger", "µs a transaction", "less", "to librdkafka from Python", "both less"], paced),
    "## Targets",
    table(["what", "target", "measured", "reached"], [
      ...CLIENTS.map((client) => {
        const key = `${client}-handler flat 5`;
        return target(`${client}-handler to the client alone`, ratio(key, `${client}-raw flat 5`, "rate"), {
          least: 0.95,
        });
      }),
      target("platformatic-handler to librdkafka", ratio("platformatic-handler flat 5", "librdkafka flat 5", "rate"), {
        least: 0.5,
      }),
      ...[5, 500].flatMap((linger) =>
        CLIENTS.map((client) => {
          const [own, peer] = [`${client}-handler paced ${linger}`, `librdkafka paced ${linger}`];
          return target(`processor time to librdkafka's: ${client}, ${linger} ms`, ratio(own, peer, "cpuUs"), {
            most: 1,
          });
        })
      ),
    ]),
    "## What the answering thread spends",
    `\`analysePre\` and \`analysePost\` with encoding: ${
      median("handler cost", "cpuUs").toFixed(2)
    } µs, the median of all ` +
    "transactions of a relayed Solicit and its Advertise.",
    `Measured on ${os.cpus()[0].model}, ${os.cpus().length} cores, Deno ${Deno.version.deno}, on ${
      new Date().toISOString().slice(0, 10)
    }.`,
  ].join("\n\n") + "\n";
}

/** Processor time without that of a round's loop that keeps the pace. */
function without(key: string, pacing: string): Result[] {
  const loops = results.get(pacing)!;
  return results.get(key)!.map(({ rate, cpuUs }, i) => ({ rate, cpuUs: cpuUs - loops[i].cpuUs }));
}

function median(key: string, of: keyof Result): number {
  const values = results.get(key)!.map((result) => result[of]).sort((a, b) => a - b);
  return values[values.length >> 1];
}

function ratios(key: string, to: string, of: keyof Result): string {
  const others = results.get(to)!;
  const all = results.get(key)!.map((result, i) => result[of] / others[i][of]).sort((a, b) => a - b);
  return `${all[all.length >> 1].toFixed(2)} [${all[0].toFixed(2)}, ${all.at(-1)!.toFixed(2)}]`;
}

/** The median of the rounds' ratios. */
function ratio(key: string, to: string, of: keyof Result): number {
  return Number(ratios(key, to, of).split(" ", 1)[0]);
}

function target(what: string, measured: number, { least = 0, most = Infinity }): string[] {
  const isReached = measured >= least && measured <= most;
  return [what, least > 0 ? `≥ ${least}` : `≤ ${most}`, measured.toFixed(2), isReached ? "yes" : "no"];
}

function thousands(rate: number): string {
  return `${Math.round(rate / 1000)} k`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
