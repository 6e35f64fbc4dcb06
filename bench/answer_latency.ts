/**
 * What publishing does to the time that clients wait: `deno task bench:latency [ROUNDS] [SECONDS] [PERCENT] [--write]`.
 *
 * Finds for each way of publishing how many answers a second a server gives that publishes so, then asks for 80 % of that,
 * or as told, of one that does not publish and one that does, in turn, and compares the slowest hundredth. Server, clients
 * and broker share this machine, so ratios of one run count, and the spread tells how much. Where there is `taskset`,
 * clients and broker are kept off the first core. With `--write`, the table goes to `bench/LATENCY.md` as well.
 */
import os from "node:os";
import { indexOfNeedle } from "@std/bytes";
import { fromHex, Message, unwrap } from "@dhcpkit/kafka/dhcpv6";
import { attemptCommand, runCommand } from "../tests/support/command.ts";
import { KafkaBroker } from "../tests/support/kafka_broker.ts";
import { cacheFolder, repositoryRoot, sharedFolder } from "../tests/support/paths.ts";

const WAYS = ["kafkajs", "kafkajs-worker", "platformatic", "platformatic-worker"] as const;
const [rounds = 5, seconds = 10, percent = 80] = Deno.args.filter((argument) => argument !== "--write").map(Number);
const canPin = navigator.hardwareConcurrency > 1 &&
  (await attemptCommand(["taskset", "--version"]).catch(() => undefined))?.code === 0;
const others = canPin ? ["taskset", "-c", `1-${navigator.hardwareConcurrency - 1}`] : [];
// Clients that have to wait for the broker's processor time would be late themselves, and would send in bursts.
const mayHurry = (await attemptCommand(["nice", "-n", "-15", "true"]).catch(() => undefined))?.code === 0;
const asClients = mayHurry ? [...others, "nice", "-n", "-15"] : others;
const here = new URL(".", import.meta.url).pathname;

interface Load {
  readonly sent: number;
  readonly answered: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

await using broker = await KafkaBroker.start();
if (canPin) await runCommand(["taskset", "-a", "-p", "-c", others[2], `${broker.pid}`]);
const topic = await broker.createTopic("latency"), clients = await builtClients();
const request = fromHex(Deno.readTextFileSync(`${sharedFolder}bench/fixtures/3.hex`).trim());
const transactionAt = indexOfNeedle(request, unwrap(Message.parse(request)).message.save()) + 1;
const lines: string[] = [];
print(
  "| publishing | capacity | to not publishing | asked for | p50 off, on | p99 off, on | p99 on to off | answered off, on |",
);
print("| --- | --- | --- | --- | --- | --- | --- | --- |");
const plain = await capacityOf("off");
for (const way of WAYS) {
  const capacity = await capacityOf(way),
    rate = Math.round(capacity * percent / 100),
    off: Load[] = [],
    on: Load[] = [];
  for (let round = 0; round < rounds; round++) {
    console.error(`${way}: round ${round + 1} of ${rounds}`);
    off.push(await measure("off", String(rate)));
    on.push(await measure(way, String(rate)));
  }
  const ratios = on.map(({ p99 }, i) => p99 / off[i].p99).sort((a, b) => a - b);
  const both = (of: (load: Load) => number, digits: number) =>
    [off, on].map((loads) => median(loads.map(of)).toFixed(digits)).join(", ");
  const cells = [
    way,
    thousands(capacity),
    (capacity / plain).toFixed(2),
    thousands(rate),
    `${both(({ p50 }) => p50, 2)} ms`,
    `${both(({ p99 }) => p99, 2)} ms`,
    `${median(ratios).toFixed(2)} [${ratios[0].toFixed(2)}, ${ratios.at(-1)!.toFixed(2)}]`,
    `${both(({ answered, sent }) => answered / sent * 100, 1)} %`,
  ];
  print(`| ${cells.join(" | ")} |`);
}

if (Deno.args.includes("--write")) {
  const text = [
    "# Publishing and the time that clients wait",
    `Made by \`deno task bench:latency ${rounds} ${seconds} ${percent} --write\`. For each way of publishing, its capacity (the most ` +
    `answers a second, 64 clients waiting at a time), and the answer times at ${percent} % of that, with publishing off and on in ` +
    `turn, ${rounds} times ${seconds} s each: medians, and for the ratio the least and the most in brackets. A Solicit relayed twice, ` +
    "acks 1, the defaults otherwise.",
    lines.join("\n"),
    `Clients, server and broker on one machine: ${
      os.cpus()[0].model
    }, ${os.cpus().length} cores, Deno ${Deno.version.deno}, ${
      new Date().toISOString().slice(0, 10)
    }. With two cores there is none to spare for the client of Kafka, in whichever thread it runs.`,
  ].join("\n\n");
  await Deno.writeTextFile(`${repositoryRoot}bench/LATENCY.md`, `${text}\n`);
  await runCommand([Deno.execPath(), "fmt", "--quiet", "bench/LATENCY.md"], { cwd: repositoryRoot });
}

function print(line: string): void {
  lines.push(line);
  console.log(line);
}

/** Answers a second, the middle one of three tries. */
async function capacityOf(way: string): Promise<number> {
  const tries: number[] = [];
  for (let i = 0; i < 3; i++) tries.push((await measure(way, "capacity")).perSecond);
  return median(tries);
}

function thousands(rate: number): string {
  return `${(rate / 1000).toFixed(1)} k/s`;
}

/** The clients, built by Go in the cache. */
async function builtClients(): Promise<string> {
  const program = `${cacheFolder}bench/latency_load`;
  await Deno.mkdir(`${cacheFolder}bench`, { recursive: true });
  await runCommand(["go", "build", "-o", program, "."], { cwd: `${here}latency_load`, timeoutMs: 300_000 });
  return program;
}

async function measure(way: string, pace: string): Promise<Load> {
  const server = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", `${here}_latency_responder.ts`, way, broker.bootstrap, topic],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const output = server.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const port = (await output.read()).value!.trim();
  const load = [port, pace, String(pace === "capacity" ? 3 : seconds), request.toHex(), String(transactionAt)];
  const { stdout } = await runCommand([...asClients, clients, ...load], { timeoutMs: 600_000 });
  await server.stdin.close();
  const { delivered, dropped } = JSON.parse((await output.read()).value!);
  await server.status;
  const lost = Object.values((dropped ?? {}) as Record<string, number>).reduce((sum, count) => sum + count, 0);
  if (way !== "off" && lost > 0) console.error(`${way}: ${lost} of ${delivered + lost} were dropped`);
  return JSON.parse(stdout);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
