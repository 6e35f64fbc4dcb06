import { SeededRandom } from "../vectors/random.ts";
import { runCommand } from "./command.ts";
import type { KafkaBroker } from "./kafka_broker.ts";
import { kcatConsume } from "./kcat.ts";
import { repositoryRoot } from "./paths.ts";
import type { VictimOrders } from "./spool_victim.ts";
import { TempFolder } from "./temp_folder.ts";

/** How publishers are killed. */
export interface KillStorm {
  readonly kills: number;
  readonly seed: number;
  readonly commit: "behind" | "before-answer";
  /** A broker that is killed in turn with the publishers, and its topic. Default: a cluster that is a file, now and then away. */
  readonly kafka?: { readonly broker: KafkaBroker; readonly topic: string };
  /** Is told after each kill. */
  readonly progress?: (kill: number) => void;
}

/** What came of it. */
export interface StormReport {
  /** Records of which a publisher knew that they were on disk. */
  readonly known: number;
  /** Different records that came to the cluster. */
  readonly delivered: number;
  /** Known ones that did not. */
  readonly lost: number;
  /** Records that came before one with the same key that had been offered earlier, not counting what came again. */
  readonly reordered: number;
  /** Records that came again, byte for byte. */
  readonly duplicates: number;
  /** Records that came again, but changed. */
  readonly changed: number;
}

/** So far apart are the numbers of what two victims offer. */
const RUN = 1_000_000;
const victim = `${repositoryRoot}tests/support/spool_victim.ts`;

/** Kills publishers that share a spool, one after the other, lets one of them deliver the rest, and looks at what came. */
export async function killStorm({ kills, seed, commit, kafka, progress }: KillStorm): Promise<StormReport> {
  await using folder = await TempFolder.create("storm");
  const random = new SeededRandom(seed), known: number[] = [], file = folder.file("cluster");
  const orders = (run: number, perTick: number): VictimOrders => ({
    spool: { directory: folder.file("spool"), commit, segmentBytes: 200_000, retryMs: 10, syncMs: 100 },
    cluster: kafka
      ? { broker: kafka.broker.bootstrap, topic: kafka.topic }
      : { file, refuses: perTick > 0 && random.oneIn(3) },
    first: run * RUN,
    perTick,
    knownFile: folder.file(`known-${run}`),
  });
  for (let run = 0; run < kills; run++) {
    const isBrokersTurn = kafka !== undefined && run % 2 === 1;
    await using victim = new Victim(orders(run, 1 + random.below(8)));
    const living = 50 + random.below(600);
    await victim.firstKnown();
    await new Promise((resolve) => setTimeout(resolve, living));
    if (isBrokersTurn) {
      await kafka.broker.kill();
      await new Promise((resolve) => setTimeout(resolve, random.below(1000)));
    }
    await victim.kill();
    known.push(victim.known() ?? run * RUN);
    if (isBrokersTurn) await kafka.broker.restart();
    progress?.(run + 1);
  }
  const args = ["run", "--allow-all", victim, JSON.stringify(orders(kills, 0))];
  await runCommand([Deno.execPath(), ...args], { timeoutMs: 120_000, cwd: repositoryRoot });
  return judge(known, kafka ? await fromTopic(kafka) : await fromFile(file));
}

/** A process that publishes until it is killed. */
class Victim implements AsyncDisposable {
  readonly #orders: VictimOrders;
  readonly #child: Deno.ChildProcess;

  constructor(orders: VictimOrders) {
    this.#orders = orders;
    const args = ["run", "--allow-all", victim, JSON.stringify(orders)];
    this.#child = new Deno.Command(Deno.execPath(), { args, cwd: repositoryRoot, stdin: "null", stdout: "null" })
      .spawn();
  }

  /** Waits until it knows of a record that is on disk. */
  async firstKnown(): Promise<void> {
    const deadline = performance.now() + 20_000;
    while (this.known() === undefined) {
      if (performance.now() > deadline) throw new Error("the publisher does not get anything to the disk");
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** The number after the last one that it knew to be on disk. */
  known(): number | undefined {
    try {
      const bytes = Deno.readFileSync(this.#orders.knownFile);
      return bytes.length < 8 ? undefined : new DataView(bytes.buffer).getFloat64(0);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  }

  async kill(): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    await this.#child.status;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }
}

/** Values by partition, in order. */
type Came = readonly (readonly Uint8Array[])[];

async function fromFile(file: string): Promise<Came> {
  const lines = (await Deno.readTextFile(file)).split("\n").filter((line) => line.endsWith("."));
  return [lines.map((line) => Uint8Array.fromHex(line.slice(0, -1)))];
}

async function fromTopic({ broker, topic }: NonNullable<KillStorm["kafka"]>): Promise<Came> {
  const partitions: Uint8Array[][] = [];
  for (const { partition, value } of await kcatConsume(broker.bootstrap, topic, { timeoutMs: 120_000 })) {
    (partitions[partition] ??= []).push(value!);
  }
  return partitions.filter(Boolean);
}

function judge(known: readonly number[], came: Came): StormReport {
  const values = new Map<number, Uint8Array>();
  let duplicates = 0, changed = 0, reordered = 0;
  for (const partition of came) {
    const latest = new Map<number, number>();
    for (const value of partition) {
      const number = new DataView(value.buffer, value.byteOffset).getFloat64(0), before = values.get(number);
      if (before === undefined) {
        if (number < (latest.get(number % 7) ?? 0)) reordered++;
        latest.set(number % 7, number);
        values.set(number, value);
      } else if (before.length === value.length && before.every((byte, i) => byte === value[i])) duplicates++;
      else changed++;
    }
  }
  let total = 0, lost = 0;
  known.forEach((end, run) => {
    for (let number = run * RUN; number < end; number++, total++) if (!values.has(number)) lost++;
  });
  return { known: total, delivered: values.size, lost, reordered, duplicates, changed };
}
