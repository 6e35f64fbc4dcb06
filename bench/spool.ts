/**
 * What it costs to keep records on disk: the spool in both commit modes, and `node:sqlite` doing the same, beside a queue in memory.
 *
 *     deno task bench:spool [ROUNDS]
 *
 * Prints, for each way, microseconds of processor time and of `offer` a record, as medians of all rounds, and their ratio to the
 * spool's. The ways run in turn; compare ratios, since whatever else runs on the machine moves all figures.
 */
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import { type OutgoingRecord, Publisher, type PublisherInit, type Transport } from "@dhcpkit/kafka/publisher";

const ROUNDS = Number(Deno.args[0] ?? 5);
/** A burst, offered in parts with a turn of the event loop between them, and a steady stream of 2000 a second. */
const BURST = 20_000, PART = 100, STEADY = 6000, RATE = 2000;
/** Bytes of a relayed Solicit and Advertise in a record, about. */
const VALUE = 450;

/** A way to keep records. */
interface Keeper {
  offer(record: OutgoingRecord): void;
  /** Resolves when everything offered is kept. */
  kept(): Promise<void>;
  close(): Promise<void>;
}

const turn = () => new Promise<void>((resolve) => setTimeout(resolve));

function publisher(init: Partial<PublisherInit>): Keeper {
  const away: Transport = {
    name: "away",
    connect: () => new Promise(() => {}),
    send: () => Promise.reject(new Error("away")),
    disconnect: () => Promise.resolve(),
  };
  const publisher = new Publisher({ transport: away, queueBytes: 2 ** 28, connectDeadlineMs: 600_000, ...init });
  publisher.connect();
  return {
    offer(record) {
      if (!publisher.offer(record).kept) throw new Error("not kept");
    },
    async kept() {
      while (init.spool && publisher.stats.unwritten > 0) await turn();
    },
    close: async () => void await publisher.close({ deadlineMs: 1 }),
  };
}

/** A table, written to in transactions of what came within one turn of the event loop, or of one record each. */
function sqlite(directory: string, commit: "behind" | "before-answer"): Keeper {
  const db = new DatabaseSync(`${directory}/spool.db`);
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  db.exec("CREATE TABLE record (number INTEGER PRIMARY KEY, at REAL, key BLOB, value BLOB) STRICT");
  const insert = db.prepare("INSERT INTO record (at, key, value) VALUES (?, ?, ?)");
  let waiting: OutgoingRecord[] = [];
  const put = ({ key, value }: OutgoingRecord) => insert.run(performance.now(), key, value);
  const flush = () => {
    db.exec("BEGIN");
    waiting.forEach(put);
    db.exec("COMMIT");
    waiting = [];
  };
  return {
    offer(record) {
      if (commit === "before-answer") put(record);
      else if (waiting.push(record) === 1) queueMicrotask(flush);
    },
    async kept() {
      while (waiting.length > 0) await turn();
    },
    close: () => Promise.resolve(db.close()),
  };
}

const ways: Readonly<Record<string, (directory: string) => Keeper>> = {
  "memory": () => publisher({ queueMessages: BURST * 2 }),
  "spool, behind": (directory) => publisher({ spool: { directory } }),
  "spool, before-answer": (directory) => publisher({ spool: { directory, commit: "before-answer" } }),
  "sqlite, a transaction a turn": (directory) => sqlite(directory, "behind"),
  "sqlite, a transaction a record": (directory) => sqlite(directory, "before-answer"),
};

/** Microseconds a record. */
interface Cost {
  readonly cpu: number;
  readonly offer: number;
}

async function measure(keeper: Keeper, parts: AsyncIterable<number> | Iterable<number>): Promise<Cost> {
  const record = () => ({ key: new Uint8Array(14), value: new Uint8Array(VALUE), timestamp: Date.now() });
  let offering = 0, count = 0;
  const before = process.cpuUsage();
  for await (const size of parts) {
    const records = Array.from({ length: size }, record), start = performance.now();
    for (const record of records) keeper.offer(record);
    offering += performance.now() - start;
    count += size;
  }
  await keeper.kept();
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / count, offer: offering * 1000 / count };
}

async function* burst(): AsyncGenerator<number> {
  for (let done = 0; done < BURST; done += PART) {
    yield PART;
    await turn();
  }
}

/** One record at a time, as packets come. */
async function* steady(): AsyncGenerator<number> {
  const start = performance.now();
  for (let done = 0; done < STEADY; done++) {
    yield 1;
    const wait = start + done * 1000 / RATE - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];
const kinds = { burst, steady } as const, costs = new Map<string, Cost[]>();
for (let round = 0; round < ROUNDS; round++) {
  for (const [kind, parts] of Object.entries(kinds)) {
    for (const [name, make] of Object.entries(ways)) {
      const directory = await Deno.makeTempDir({ prefix: "dhcpkit-bench-spool-" });
      const keeper = make(directory), cost = await measure(keeper, parts());
      await keeper.close();
      await Deno.remove(directory, { recursive: true });
      const key = `${kind}\t${name}`;
      costs.set(key, [...costs.get(key) ?? [], cost]);
    }
  }
}
for (const kind of Object.keys(kinds)) {
  const of = (name: string, what: keyof Cost) => median(costs.get(`${kind}\t${name}`)!.map((cost) => cost[what]));
  console.log(`\n${kind}: records of ${VALUE} bytes, medians of ${ROUNDS} rounds`);
  for (const name of Object.keys(ways)) {
    const [cpu, offer] = [of(name, "cpu"), of(name, "offer")], ratio = cpu / of("spool, behind", "cpu");
    const figures = `${cpu.toFixed(2).padStart(8)} µs CPU  ${offer.toFixed(2).padStart(8)} µs in offer`;
    console.log(`${figures}  ${ratio.toFixed(2).padStart(6)} × spool, behind  ${name}`);
  }
}
