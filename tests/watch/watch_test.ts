import { assert, assertEquals } from "@std/assert";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { Notifier } from "@dhcpkit/kafka/detectors/notify";
import type { TransactionStore } from "@dhcpkit/kafka/store";
import { followHere, Watch, type WatchObserver } from "@dhcpkit/kafka/watch";
import { HOUR, START } from "../detectors/_exchange.ts";
import { faultyDay, SETTINGS } from "../detectors/_faulty_day.ts";
import { eventually } from "../support/eventually.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { WrittenDay } from "./_day.ts";

/** Without a wrong clock, which is found again and again. */
const partitions = faultyDay(10).network.partitions().map((records) =>
  records.filter(({ transaction }) => transaction.server !== "dhcp07")
);
const NOON = START + 12 * HOUR, END = START + 26 * HOUR;
const soon = { everyMs: 5, turnMs: 5, retryMs: [5, 20] } as const;

/** A watch at a time of the day, who is told, and a way to end it. */
class Watching implements AsyncDisposable {
  readonly told: string[] = [];
  readonly watch: Watch;
  now = NOON;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  constructor(store: TransactionStore, observer: WatchObserver = {}, keepMs = 300_000) {
    const settings = { detectors: SETTINGS, numbersMs: 0, warmUpMs: 13 * 3_600_000 };
    this.watch = new Watch({
      ...{ ...soon, store, observer, keepMs },
      follow: () => Promise.resolve(followHere(store, settings, () => this.now / 1000)),
      notifier: new Notifier({
        sinks: [{ notify: ({ kind, finding: { id } }) => void this.told.push(`${kind} ${id}`) }],
      }),
    });
    this.#running = this.watch.run({ signal: this.#stop.signal });
  }

  get opened(): string[] {
    return this.told.filter((one) => one.startsWith("opened"));
  }

  /** Resolves when all that is there was looked at. */
  async settled(): Promise<void> {
    await this.watch.settled({ signal: this.#stop.signal, now: () => this.now / 1000 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }
}

Deno.test("what is known is kept when a watch ends, so that the next one looks at nothing again and tells nothing again", async () => {
  await using store = await sqliteStore(":memory:");
  const day = new WrittenDay(partitions);
  await day.writeUpTo(store, NOON);
  const told: string[] = [];
  {
    await using first = new Watching(store);
    await first.settled();
    assert(first.watch.stats.observed > 100 && first.opened.length > 3);
    told.push(...first.told);
  }
  assert((await store.keptDetection()).length > 0);
  await using second = new Watching(store);
  await second.settled();
  assertEquals([second.watch.stats.observed, second.told], [0, []]);
  assert(second.watch.stats.open.length > 0);
  await day.writeUpTo(store, second.now = END);
  await eventually("the rest is found", () => second.opened.length > 3);
  assertEquals(new Set([...told, ...second.opened]).size, told.length + second.opened.length);
});

Deno.test("of two that watch one store one stands by, and goes on when the other one ends", async () => {
  await using folder = await TempFolder.create("watch");
  await using store = await sqliteStore(folder.file("store.sqlite"));
  await using other = await sqliteStore(folder.file("store.sqlite"));
  const day = new WrittenDay(partitions), said: string[] = [];
  await day.writeUpTo(store, NOON);
  const first = new Watching(store);
  await first.settled();
  await using second = new Watching(other, {
    stoodBy: () => said.push("stands by"),
    tookOver: () => said.push("took over"),
  });
  await second.settled();
  assertEquals([second.watch.stats.standsBy, first.watch.stats.standsBy], [true, false]);
  await day.writeUpTo(store, first.now = second.now = END);
  await first.settled();
  await first[Symbol.asyncDispose]();
  await eventually("the other one goes on", () => said.includes("took over"));
  await second.settled();
  assertEquals(said, ["stands by", "took over"]);
  assertEquals(second.told, [], "all was told");
  assertEquals((await store.findings({}, { limit: 1000 })).length, first.opened.length);
});

Deno.test("one that lost its turn tells and writes nothing, and what it found is found by whoever has the turn", async () => {
  await using store = await sqliteStore(":memory:");
  const day = new WrittenDay(partitions);
  let isMine = true, asked = 0;
  const turn = { isMine: () => Promise.resolve((asked++, isMine)), [Symbol.asyncDispose]: () => Promise.resolve() };
  const lost = new Proxy(store, {
    get(target, name) {
      if (name === "watchTurn") return () => turn;
      const value = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  await day.writeUpTo(store, NOON);
  await using first = new Watching(lost);
  await first.settled();
  const told = first.told.length, written = await store.findings({}, { limit: 1000 });
  isMine = false;
  await eventually("it stands by", () => first.watch.stats.standsBy);
  await day.writeUpTo(store, first.now = END);
  const before = asked;
  await eventually("it asks again and again", () => asked > before + 3);
  assertEquals([first.told.length, first.watch.stats.open], [told, []]);
  assertEquals(await store.findings({}, { limit: 1000 }), written);
  isMine = true;
  await eventually("it goes on", () => first.told.length > told + 3);
  assertEquals(first.opened.length, new Set(first.opened).size);
});

Deno.test("a turn that is lost for a moment, when something was found and not told yet, costs nothing", async () => {
  await using store = await sqliteStore(":memory:");
  await new WrittenDay(partitions).writeUpTo(store, NOON);
  let asked = 0;
  const turn = {
    isMine: () => Promise.resolve(![2, 7, 11].includes(++asked)),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const fickle = new Proxy(store, {
    get(target, name) {
      if (name === "watchTurn") return () => turn;
      const value = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  await using one = new Watching(fickle);
  await using usual = await sqliteStore(":memory:");
  await new WrittenDay(partitions).writeUpTo(usual, NOON);
  await using other = new Watching(usual);
  await other.settled();
  await eventually("all is told", () => asked > 11 && one.told.length >= other.told.length);
  assertEquals(one.told.toSorted(), other.told.toSorted());
  const page = { limit: 1000 };
  assertEquals(await store.findings({}, page), await usual.findings({}, page));
});

Deno.test("that nothing can be kept, or that it is not known whose turn it is, is told, and tried again", async () => {
  await using store = await sqliteStore(":memory:");
  const problems: string[] = [];
  let isBroken = true;
  const broken = new Proxy(store, {
    get(target, name) {
      if (name === "keepDetection" && isBroken) return () => Promise.reject(new Error("read-only"));
      if (name === "watchTurn" && isBroken) {
        const isMine = () => problems.length === 0 ? Promise.reject(new Error("gone")) : Promise.resolve(true);
        return () => ({ isMine, [Symbol.asyncDispose]: () => Promise.resolve() });
      }
      const value = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  await new WrittenDay(partitions).writeUpTo(store, NOON);
  await using watching = new Watching(broken, {
    failed: ({ message }) => problems.push(message),
    keepFailed: ({ message }) => problems.push(message),
  }, 10);
  await eventually("it is tried again", () => problems.length > 2);
  assertEquals(problems.slice(0, 3), ["gone", "read-only", "read-only"]);
  isBroken = false;
  await eventually("it is kept", async () => (await store.keptDetection()).length > 0);
  assert(watching.opened.length > 3);
});

Deno.test("what was kept by another version, or is damaged, is left aside: the last hours are looked at again", async () => {
  for (const kept of [[new Uint8Array([1, 2, 3])], [await gzip("[]")], [await gzip('{"version":0}\n["head",{}]')]]) {
    await using store = await sqliteStore(":memory:");
    await new WrittenDay(partitions).writeUpTo(store, NOON);
    await store.keepDetection(kept);
    await using watching = new Watching(store);
    await watching.settled();
    assert(watching.opened.length > 3);
    assertEquals(watching.watch.stats.problem, undefined);
  }
});

async function gzip(text: string): Promise<Uint8Array> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
