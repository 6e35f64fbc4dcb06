/**
 * What publishing does to the time that clients wait: `deno task bench:latency [ROUNDS] [SECONDS] [PERCENT]`.
 *
 * Finds how many answers a second a server gives that does not publish, then asks it for 80 % of that, or as told, with each way of
 * publishing in turn, and compares the slowest hundredth. Server, clients and broker share this machine, so ratios of one
 * run count, and the spread tells how much. Where there is `taskset`, clients and broker are kept off the first core, so that
 * the server's answering thread has it for itself.
 */
import { attemptCommand, runCommand } from "../tests/support/command.ts";
import { indexOfNeedle } from "@std/bytes";
import { fromHex, Message, unwrap } from "@dhcpkit/kafka/dhcpv6";
import { KafkaBroker } from "../tests/support/kafka_broker.ts";
import { cacheFolder, sharedFolder } from "../tests/support/paths.ts";

const WAYS = ["off", "kafkajs", "kafkajs-worker", "platformatic", "platformatic-worker"] as const;
const [rounds = 5, seconds = 10, percent = 80] = Deno.args.map(Number);
const canPin = navigator.hardwareConcurrency > 1 &&
  (await attemptCommand(["taskset", "--version"]).catch(() => undefined))?.code === 0;
const others = canPin ? ["taskset", "-c", `1-${navigator.hardwareConcurrency - 1}`] : [];
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
const capacities: number[] = [];
for (let i = 0; i < 3; i++) capacities.push((await measure("off", "capacity")).perSecond);
const capacity = median(capacities), rate = Math.round(capacity * percent / 100);
console.log(`Capacity without publishing: ${Math.round(capacity)} answers a second; asked for: ${rate}\n`);

const results = new Map<string, Load[]>(WAYS.map((way) => [way, []]));
for (let round = 0; round < rounds; round++) {
  for (const way of WAYS) results.get(way)!.push(await measure(way, String(rate)));
  console.error(`round ${round + 1} of ${rounds}`);
}
const off = results.get("off")!;
console.log("| publishing | answered | p50 ms | p99 ms | p99 to off, median of rounds | spread |");
console.log("| --- | --- | --- | --- | --- | --- |");
for (const [way, loads] of results) {
  const ratios = loads.map(({ p99 }, i) => p99 / off[i].p99).sort((a, b) => a - b);
  const answered = loads.reduce((sum, it) => sum + it.answered, 0) / loads.reduce((sum, it) => sum + it.sent, 0);
  console.log(
    `| ${way} | ${(answered * 100).toFixed(2)} % | ${median(loads.map(({ p50 }) => p50)).toFixed(3)} | ${
      median(loads.map(({ p99 }) => p99)).toFixed(3)
    } | ${median(ratios).toFixed(2)} | ${ratios[0].toFixed(2)} to ${ratios.at(-1)!.toFixed(2)} |`,
  );
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
  const { stdout } = await runCommand([...others, clients, ...load], { timeoutMs: 600_000 });
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
