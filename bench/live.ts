/**
 * What browsers that look at the live page cost a collector: `deno task bench:live [BROWSERS] [RATE] [ROUNDS] [other|same]`.
 *
 * Transactions are written into a SQLite file at a steady rate (default: 2000 a second), once by another process than that of the looking
 * glass, once by the same. In each round nobody looks for some seconds, then so many browsers do (default: 200), which are connections of
 * a process of their own. Prints how long writing took with and without them, and what they saw.
 */
import { followStore, lookingGlass, serveLookingGlass } from "@dhcpkit/kafka/looking-glass";
import { sqliteReader, sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import type { TransactionReader } from "@dhcpkit/kafka/store";
import { repositoryRoot } from "../tests/support/paths.ts";
import { TempFolder } from "../tests/support/temp_folder.ts";
import type { SeenLive } from "./_live_browsers.ts";
import { writeSteadily, type WrittenBatch } from "./_steady_writer.ts";

const [browsers = "200", rate = "2000", rounds = "5", place = "both"] = Deno.args;
/** Seconds of a window; what is written in the first of them does not count: browsers come and go then. */
const WINDOW = 10, SETTLING = 3, WARM_UP = 5;
const seconds = WARM_UP + Number(rounds) * 2 * WINDOW;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

console.log(
  "| collector in | nobody looks: ms a batch | 95 % | browsers look | 95 % | ratio of medians, each round | began late at most |",
);
console.log("| --- | --- | --- | --- | --- | --- | --- |");
if (place !== "same") await inAnotherProcess();
if (place !== "other") await inTheSameProcess();

async function inAnotherProcess(): Promise<void> {
  await using folder = await TempFolder.create("bench-live");
  const file = folder.file("store.db");
  await (await sqliteStore(file)).close();
  await using reader = await sqliteReader(file);
  const args = [
    "run",
    "--quiet",
    "--allow-all",
    `${repositoryRoot}bench/_steady_writer.ts`,
    file,
    rate,
    String(seconds),
  ];
  const writer = new Deno.Command(Deno.execPath(), { args, stdout: "piped" }).spawn();
  const output = new Response(writer.stdout).text(), windows = await look(reader);
  const lines = (await output).trim().split("\n");
  report("another process", lines.map((line): WrittenBatch => JSON.parse(line)), windows);
}

async function inTheSameProcess(): Promise<void> {
  await using folder = await TempFolder.create("bench-live");
  await using store = await sqliteStore(folder.file("store.db"));
  const batches: WrittenBatch[] = [];
  const writing = writeSteadily(store, { rate: Number(rate), seconds, wrote: (batch) => void batches.push(batch) });
  const windows = await look(store);
  await writing;
  report("the same process", batches, windows);
}

interface Window {
  readonly from: number;
  readonly to: number;
  /** What browsers saw; `undefined` where there were none. */
  readonly seen: SeenLive | undefined;
}

/** Windows in turn without and with browsers. */
async function look(reader: TransactionReader): Promise<Window[]> {
  await using glass = lookingGlass({ reader, live: followStore(reader), timeZone: "UTC" });
  await using served = serveLookingGlass({ glass, port: 0 });
  const windows: Window[] = [];
  await pause(WARM_UP * 1000);
  for (let round = 0; round < Number(rounds); round++) {
    for (const areThere of [false, true]) {
      const from = Date.now() + SETTLING * 1000, to = Date.now() + WINDOW * 1000;
      const seen = areThere ? await browse(served.url) : undefined;
      await pause(to - Date.now());
      windows.push({ from, to: to - 500, seen });
    }
  }
  return windows;
}

async function browse(url: string): Promise<SeenLive> {
  const program = `${repositoryRoot}bench/_live_browsers.ts`;
  const args = ["run", "--quiet", "--allow-net", program, url, browsers, String(WINDOW - 1)];
  const { stdout } = await new Deno.Command(Deno.execPath(), { args, stderr: "inherit" }).output();
  return JSON.parse(new TextDecoder().decode(stdout));
}

function report(place: string, batches: readonly WrittenBatch[], windows: readonly Window[]): void {
  const within = ({ from, to }: Window) => batches.filter(({ at }) => at >= from && at < to);
  const took = (some: readonly Window[]) => some.flatMap(within).map(({ took }) => took).sort((a, b) => a - b);
  const quantile = (sorted: readonly number[], share: number) => sorted[Math.floor(sorted.length * share)];
  const without = windows.filter(({ seen }) => seen === undefined), with_ = windows.filter(({ seen }) => seen);
  const ratios = with_.map((one, i) => quantile(took([one]), 0.5) / quantile(took([without[i]]), 0.5));
  const cells = [without, with_].flatMap((some) => [0.5, 0.95].map((share) => quantile(took(some), share).toFixed(1)));
  const late = [without, with_].map((some) => Math.max(...some.flatMap(within).map(({ late }) => late)));
  const text = ratios.map((ratio) => ratio.toFixed(2)).join(", ");
  console.log(`| ${place} | ${cells.join(" | ")} | ${text} | ${late.join(" ms, ")} ms |`);
  for (const { seen } of with_) console.error(`  ${JSON.stringify(seen)}`);
}
