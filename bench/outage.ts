/**
 * Hours without Kafka, shortened or not: offers records at a steady rate while the cluster is away, samples the memory, lets the
 * cluster come back while records go on coming, and looks at what arrived.
 *
 *     deno task bench:outage [--policy spool] [--minutes 30] [--rate 2000] [--warm-up 120] [--kafka]
 *
 * Prints a sample a line and a {@linkcode OutageReport} at the end, as JSON. With `--kafka` a real broker is killed and started again
 * (it needs what the tests with Kafka need), otherwise the cluster is within this process.
 */
import { type OutgoingRecord, Publisher, type QueuePolicy, type Transport } from "@dhcpkit/kafka/publisher";

/** What came of it. Memory in megabytes. */
export interface OutageReport {
  readonly offered: number;
  readonly delivered: number;
  /** Records that the publisher counts as lost. */
  readonly dropped: number;
  /** Memory of the process, and of JavaScript's objects, after the warm-up. */
  readonly rss: number;
  readonly heap: number;
  /** How much more there was at most afterwards, up to the cluster's return. */
  readonly rssGrowth: number;
  readonly heapGrowth: number;
  /** Deliveries a second after the cluster's return, by the rate of arrival; tells something where much has waited. */
  readonly drainFactor: number;
  /** Records that arrived more than once, and after one of the same client that was offered later. */
  readonly duplicates: number;
  readonly reordered: number;
}

const VALUE = 450, CLIENTS = 1000, MEGABYTE = 2 ** 20;

/** A record that says its number in text, of one of a thousand clients. */
function recordOf(number: number): OutgoingRecord {
  const value = new Uint8Array(VALUE).fill(0x2e), client = number % CLIENTS;
  new TextEncoder().encodeInto(`${number} `, value);
  return { key: new TextEncoder().encode(`client-${client}`), value, timestamp: Date.now() };
}

/** Looks at numbers in the order in which they arrive. */
class Arrivals {
  readonly #latest: number[] = new Array(CLIENTS).fill(-1);
  readonly #seen: Uint8Array;
  count = 0;
  duplicates = 0;
  reordered = 0;

  constructor(numbers: number) {
    this.#seen = new Uint8Array(numbers);
  }

  add(number: number): void {
    this.count++;
    const client = number % CLIENTS;
    if (this.#seen[number]++) this.duplicates++;
    else if (number < this.#latest[client]) this.reordered++;
    this.#latest[client] = Math.max(this.#latest[client], number);
  }
}

interface Cluster extends AsyncDisposable {
  readonly transport: Transport;
  comeBack(): Promise<void>;
  arrivals(): Promise<Arrivals>;
}

/** A cluster within this process. */
function nearCluster(numbers: number): Cluster {
  const arrivals = new Arrivals(numbers);
  let isAway = true;
  return {
    transport: {
      name: "near",
      connect: () => isAway ? Promise.reject(new Error("away")) : Promise.resolve(),
      send(records) {
        for (const { value } of records) arrivals.add(parseInt(new TextDecoder().decode(value.subarray(0, 12))));
        return Promise.resolve(records.map(() => ({ status: "delivered" })));
      },
      disconnect: () => Promise.resolve(),
    },
    comeBack: () => Promise.resolve(void (isAway = false)),
    arrivals: () => Promise.resolve(arrivals),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** A real broker, killed at first. */
async function kafkaCluster(numbers: number): Promise<Cluster> {
  const { KafkaBroker } = await import("../tests/support/kafka_broker.ts");
  const { kafkaJsTransport } = await import("@dhcpkit/kafka/publisher/kafkajs");
  const broker = await KafkaBroker.start(), topic = await broker.createTopic("outage", { partitions: 3 });
  await broker.kill();
  return {
    transport: kafkaJsTransport({ brokers: [broker.bootstrap], topic }),
    comeBack: () => broker.restart(),
    async arrivals() {
      const arrivals = new Arrivals(numbers), decoder = new TextDecoderStream();
      const args = ["-C", "-q", "-u", "-e", "-b", broker.bootstrap, "-t", topic, "-o", "beginning", "-f", "%s\n"];
      const kcat = new Deno.Command("kcat", { args, stdin: "null", stdout: "piped" }).spawn();
      let rest = "";
      for await (const text of kcat.stdout.pipeThrough(decoder)) {
        const lines = (rest + text).split("\n");
        rest = lines.pop()!;
        for (const line of lines) arrivals.add(parseInt(line));
      }
      return arrivals;
    },
    [Symbol.asyncDispose]: () => broker[Symbol.asyncDispose](),
  };
}

const option = (name: string, usual: string) => Deno.args[Deno.args.indexOf(`--${name}`) + 1 || Infinity] ?? usual;
const queuePolicy = option("policy", "spool") as QueuePolicy, rate = Number(option("rate", "2000"));
const seconds = Number(option("minutes", "30")) * 60, warmUp = Number(option("warm-up", "120"));

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
const directory = await Deno.makeTempDir({ prefix: "dhcpkit-outage-" });
const most = Math.ceil(rate * seconds * 1.5) + 100_000;
await using cluster = Deno.args.includes("--kafka") ? await kafkaCluster(most) : nearCluster(most);
const publisher = new Publisher({
  transport: cluster.transport,
  queuePolicy,
  maxRetryMs: 1000,
  ...(queuePolicy === "spool" ? { spool: { directory, maxBytes: 16 * 2 ** 30 } } : {}),
});
const start = performance.now(), elapsed = () => (performance.now() - start) / 1000;
let next = 0, sampledAt = -Infinity;
let usual = { rss: 0, heap: 0 }, highest = { rss: 0, heap: 0 };

function offerDue(): void {
  for (const due = Math.floor(elapsed() * rate); next < due; next++) publisher.offer(recordOf(next));
}

function sample(): void {
  (globalThis as { gc?: () => void }).gc?.();
  const { rss, heapUsed, external } = Deno.memoryUsage(), { queued, spooled, dropped } = publisher.stats;
  const now = { rss: rss / MEGABYTE, heap: (heapUsed + external) / MEGABYTE };
  if (elapsed() < warmUp) usual = highest = now;
  else highest = { rss: Math.max(highest.rss, now.rss), heap: Math.max(highest.heap, now.heap) };
  const megabytes = { rss: Math.round(now.rss), heap: Math.round(now.heap) };
  console.log(JSON.stringify({ seconds: Math.round(elapsed()), ...megabytes, queued, spooled, dropped: sum(dropped) }));
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

while (elapsed() < seconds) {
  offerDue();
  if (performance.now() - sampledAt > Math.min(seconds * 1000 / 60, 10_000)) {
    sampledAt = performance.now();
    sample();
  }
  await pause(2);
}
await cluster.comeBack();
while (publisher.stats.delivered === 0) {
  offerDue();
  await pause(2);
}
const back = performance.now();
while (publisher.stats.spooled > 0 || publisher.stats.queued > rate) {
  offerDue();
  await pause(1);
}
const drained = publisher.stats.delivered / ((performance.now() - back) / 1000);
const stats = await publisher.close({ deadlineMs: 30_000 }), arrivals = await cluster.arrivals();
const report: OutageReport = {
  offered: stats.offered,
  delivered: stats.delivered,
  dropped: sum(stats.dropped),
  rss: Math.round(usual.rss),
  heap: Math.round(usual.heap),
  rssGrowth: Math.round(highest.rss - usual.rss),
  heapGrowth: Math.round(highest.heap - usual.heap),
  drainFactor: Math.round(drained / rate * 10) / 10,
  duplicates: arrivals.duplicates,
  reordered: arrivals.reordered,
};
console.log(JSON.stringify(report));
await Deno.remove(directory, { recursive: true });
if (arrivals.count - arrivals.duplicates !== stats.delivered || stats.offered !== stats.delivered + report.dropped) {
  console.error(`${stats.delivered} delivered, but ${arrivals.count - arrivals.duplicates} arrived`);
  Deno.exit(1);
}
