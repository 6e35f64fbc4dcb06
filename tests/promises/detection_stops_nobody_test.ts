import { assert, assertEquals } from "@std/assert";
import { Collector, memoryConsumer } from "@dhcpkit/kafka/collector";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { Notifier, WebhookSink } from "@dhcpkit/kafka/detectors/notify";
import { MemoryTopic } from "@dhcpkit/kafka/publisher";
import type { StoredFinding, TransactionStore } from "@dhcpkit/kafka/store";
import { followHere, type Following, followInThread, Watch } from "@dhcpkit/kafka/watch";
import { SETTINGS } from "../detectors/_faulty_day.ts";
import { eventually } from "../support/eventually.ts";
import { faultyYesterday } from "../support/faulty_topic.ts";
import { TempFolder } from "../support/temp_folder.ts";

const yesterday = faultyYesterday(20), count = yesterday.observations.length;
const settings = { detectors: SETTINGS, warmUpMs: 3 * 86_400_000, numbersMs: 0 };

/** Collects yesterday into a store until all is there, beside what watches; `during` waits for whatever is to be seen. */
async function collectBeside(store: TransactionStore, watch: Watch, during: () => Promise<unknown>): Promise<void> {
  const topic = new MemoryTopic(), stop = new AbortController(), { signal } = stop;
  for (const { key, value, timestamp } of yesterday.records) {
    topic.append({ key: key ?? null, value, ...timestamp === undefined ? {} : { timestamp } });
  }
  const caughtUp = Promise.withResolvers<void>(), collector = new Collector({ source: memoryConsumer(topic), store });
  const watching = watch.run({ signal }), collecting = collector.run({ signal, onCaughtUp: caughtUp.resolve });
  try {
    await caughtUp.promise;
    assertEquals(collector.stats.stored, count);
    assertEquals((await store.size()).transactions, count);
    await during();
  } finally {
    stop.abort();
    await Promise.all([watching, collecting]);
  }
  assertEquals(collector.stats.problem, undefined);
}

/** A store whose table of findings is out of order. */
function without(store: TransactionStore, writeFindings: TransactionStore["writeFindings"]): TransactionStore {
  return new Proxy(store, {
    get(target, name) {
      if (name === "writeFindings") return writeFindings;
      const value = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

async function idsIn(store: TransactionStore): Promise<string[]> {
  return (await store.findings({}, { limit: 1000 })).map(({ id }) => id).toSorted();
}

Deno.test("a webhook that never answers holds up neither collecting nor what is written", async () => {
  await using store = await sqliteStore(":memory:");
  const sink = new WebhookSink({ url: "http://127.0.0.1:1/", fetch: () => new Promise(() => {}), capacity: 5 });
  const notifier = new Notifier({ sinks: [sink] });
  const watch = new Watch({ store, follow: () => Promise.resolve(followHere(store, settings)), notifier });
  await collectBeside(store, watch, async () => {
    await eventually("all is found", async () => (await idsIn(store)).length === yesterday.findings.length);
  });
  assertEquals(await idsIn(store), yesterday.findings);
  assert(sink.stats.waiting <= 6, "what waits is bounded");
});

Deno.test("findings that the store refuses or does not take in time wait, bounded, are told of all the same, and are written later", async () => {
  for (const refuses of [true, false]) {
    await using store = await sqliteStore(":memory:");
    const told = new Set<string>(), problems: string[] = [];
    const repaired = Promise.withResolvers<void>();
    let isBroken = true;
    const broken = without(store, async (findings: readonly StoredFinding[]) => {
      if (isBroken && refuses) throw new Error("no such table");
      if (isBroken) await repaired.promise;
      await store.writeFindings(findings);
    });
    const watch = new Watch({
      store: broken,
      follow: () => Promise.resolve(followHere(store, settings)),
      notifier: new Notifier({ sinks: [{ notify: ({ finding }) => void told.add(finding.id) }] }),
      observer: { writeFailed: ({ message }) => problems.push(message) },
      ...{ retryMs: [5, 20], writeMs: 20, everyMs: 10, capacity: 1000 },
    });
    await collectBeside(broken, watch, async () => {
      await eventually("all is told", () => told.size === yesterday.findings.length);
      if (refuses) await eventually("it is tried again", () => problems.length > 1);
      else assertEquals(problems, ["it takes too long"], "there is no second write beside the first");
      assert(watch.stats.pending > 0 && watch.stats.problem !== undefined);
      assertEquals(await idsIn(store), []);
      isBroken = false;
      repaired.resolve();
      await eventually("all is written", async () => (await idsIn(store)).length === yesterday.findings.length);
    });
    assertEquals(watch.stats.problem, undefined);
  }
});

Deno.test("too many findings for a store that takes none are counted, and no more memory is used", async () => {
  await using store = await sqliteStore(":memory:");
  const broken = without(store, () => Promise.reject(new Error("read-only")));
  const follow = () => Promise.resolve(followHere(store, settings));
  const watch = new Watch({ store: broken, follow, retryMs: [5, 20], everyMs: 10, capacity: 5 });
  await collectBeside(broken, watch, () => eventually("some are given up", () => watch.stats.givenUp > 5));
  assertEquals(watch.stats.pending, 5);
});

Deno.test("detection that hangs, or breaks down again and again, is nothing to the collector", async () => {
  const hangs: Following = {
    step: () => new Promise(() => {}),
    save: () => Promise.resolve(undefined),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const breaks: Following = { ...hangs, step: () => Promise.reject(new Error("out of order")) };
  for (const [following, says] of [[hangs, undefined], [breaks, "out of order"]] as const) {
    await using store = await sqliteStore(":memory:");
    const watch = new Watch({ store, follow: () => Promise.resolve(following), retryMs: [5, 20] });
    await collectBeside(store, watch, () => eventually("it was tried", () => watch.stats.problem === says));
  }
});

Deno.test("detection that broke down goes on: nothing is missing, and nothing is told of twice", async () => {
  await using folder = await TempFolder.create("watch");
  const file = folder.file("store.sqlite");
  await using store = await sqliteStore(file);
  const told: string[] = [];
  let steps = 0;
  const follow = async (): Promise<Following> => {
    const thread = await followInThread(file, settings);
    return {
      step: () => [12, 26, 45].includes(++steps) ? Promise.reject(new Error("killed")) : thread.step(),
      save: () => thread.save(),
      [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
    };
  };
  const watch = new Watch({
    ...{ store, follow, retryMs: [5, 20], everyMs: 10 },
    notifier: new Notifier({
      sinks: [{ notify: ({ kind, finding }) => void (kind === "opened" && told.push(finding.id)) }],
    }),
  });
  await collectBeside(store, watch, async () => {
    await eventually("all is found", () => told.length >= yesterday.findings.length, { timeoutMs: 30_000 });
    assert(steps > 45, String(steps));
  });
  assertEquals(told.toSorted(), yesterday.findings);
  assertEquals(await idsIn(store), yesterday.findings);
});
