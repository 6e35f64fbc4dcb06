import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { StoredTransaction } from "@dhcpkit/kafka/store";
import type { LiveBatch, LiveFeed } from "@dhcpkit/kafka/looking-glass";
import { LiveHub, type LiveHubInit } from "../../../src/looking_glass/live/live_hub.ts";
import { timesIn } from "../../../src/looking_glass/present/times.ts";
import { eventually } from "../../support/eventually.ts";
import { SCRIPT } from "../_fixture.ts";
import { transaction } from "../../store/_transactions.ts";

const zones = { local: timesIn("Europe/Amsterdam"), utc: timesIn("UTC") };
const stored = (id: number, told = {}): StoredTransaction => ({
  ...transaction(id, told),
  id,
  serverId: 1,
  clientId: 1,
});

/** A feed that gives what a test says. */
class ScriptedFeed implements LiveFeed {
  isFollowed = false;
  #wake = Promise.withResolvers<LiveBatch>();

  async *follow(signal: AbortSignal): AsyncIterable<LiveBatch> {
    this.isFollowed = true;
    const ended = new Promise<undefined>((resolve) => signal.addEventListener("abort", () => resolve(undefined)));
    while (!signal.aborted) {
      const batch = await Promise.race([this.#wake.promise, ended]);
      this.#wake = Promise.withResolvers();
      if (batch !== undefined) yield batch;
    }
    this.isFollowed = false;
  }

  give(total: number, ...transactions: StoredTransaction[]): void {
    this.#wake.resolve({ transactions, total });
  }
}

/** Reads a stream as a browser does. */
class Browser {
  text = "";
  isEnded = false;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;

  constructor(stream: ReadableStream<Uint8Array> | undefined) {
    assert(stream);
    this.#reader = stream.getReader();
    void this.#read();
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    while (true) {
      const { value, done } = await this.#reader.read();
      if (done) break;
      this.text += decoder.decode(value, { stream: true });
    }
    this.isEnded = true;
  }

  async leave(): Promise<void> {
    await this.#reader.cancel();
  }
}

async function withHub(
  init: Partial<LiveHubInit>,
  fn: (hub: LiveHub, feed: ScriptedFeed) => Promise<void>,
): Promise<void> {
  const feed = new ScriptedFeed(), hub = new LiveHub({ feed, zones, everyMs: 5, ...init });
  try {
    await fn(hub, feed);
  } finally {
    hub.close();
    await eventually("the feed to end", () => !feed.isFollowed);
  }
}

Deno.test("every browser gets every row, in its own zone, and escaped", async () => {
  await withHub({}, async (hub, feed) => {
    const [one, other] = [new Browser(hub.subscribe("local")), new Browser(hub.subscribe("utc"))];
    feed.give(1, stored(7, { server: SCRIPT }));
    await eventually("the row", () => one.text.includes("id: 7") && other.text.includes("id: 7"));
    assertStringIncludes(one.text, "01:00:07.000");
    assertStringIncludes(other.text, "00:00:07.000");
    assertStringIncludes(one.text, "&lt;script&gt;");
    assertMatch(one.text, /event: rows\ndata: <tr>/);
    assertMatch(one.text, /event: status\ndata: Showing all: \d+ a second\.\n\n/);
  });
});

Deno.test("of very many a sample is shown, and it is said", async () => {
  await withHub({ rows: 3, everyMs: 1000 / 100 }, async (hub, feed) => {
    const browser = new Browser(hub.subscribe("utc"));
    feed.give(20, ...Array.from({ length: 20 }, (_, i) => stored(i + 1)));
    await eventually("the rows", () => browser.text.includes("id: 20"));
    assertEquals(browser.text.match(/<tr>/g)?.length, 3);
    assertStringIncludes(browser.text, "Showing 3 of 2\u202f000 a second.");
  });
});

Deno.test("a browser whose connection was lost gets what it missed", async () => {
  await withHub({}, async (hub, feed) => {
    const first = new Browser(hub.subscribe("utc"));
    feed.give(1, stored(7));
    await eventually("the row", () => first.text.includes("id: 7"));
    const again = new Browser(hub.subscribe("utc", { lastId: 6 })),
      other = new Browser(hub.subscribe("utc", { lastId: 7 }));
    await eventually("what it missed", () => again.text.includes("id: 7"));
    await eventually("a word", () => other.text.includes("Waiting"));
    assert(!other.text.includes("id: 7"));
  });
});

Deno.test("a browser that does not take what it gets costs no more than its backlog, and others nothing", async () => {
  await withHub({ backlogBytes: 1000 }, async (hub, feed) => {
    const slow = hub.subscribe("utc")!, quick = new Browser(hub.subscribe("utc"));
    for (let id = 1; id <= 30; id++) {
      feed.give(1, stored(id));
      await eventually(`row ${id}`, () => quick.text.includes(`id: ${id}\n`));
    }
    const reader = slow.getReader(), kept = (await reader.read()).value!.length + (await reader.read()).value!.length;
    feed.give(1, stored(31));
    let text = "";
    while (!text.includes("id: 31")) text += new TextDecoder().decode((await reader.read()).value);
    assert(kept < 4000, `${kept} bytes were kept`);
    assert(!text.includes("id: 9\n"), text);
    assertMatch(text, /: \d+ messages were left out/);
    await reader.cancel();
  });
});

Deno.test("the feed is followed while somebody looks", async () => {
  await withHub({}, async (hub, feed) => {
    assertEquals(feed.isFollowed, false);
    const browser = new Browser(hub.subscribe("utc"));
    await eventually("it to be followed", () => feed.isFollowed);
    await browser.leave();
    await eventually("it to be left", () => !feed.isFollowed);
    assertEquals(hub.size, 0);
  });
});

Deno.test("there is room for so many browsers, and what is closed ends every stream with a word", async () => {
  await withHub({ browsers: 1 }, async (hub) => {
    const browser = new Browser(hub.subscribe("utc"));
    assertEquals(hub.subscribe("utc"), undefined);
    hub.close();
    await eventually("the end", () => browser.isEnded);
    assertStringIncludes(browser.text, "The looking glass was closed.");
    assertEquals(hub.subscribe("utc"), undefined);
  });
});

Deno.test("who wants some rows gets these alone, found before a sample is taken", async () => {
  await withHub({ rows: 3 }, async (hub, feed) => {
    const refused = new Browser(hub.subscribe("utc", { filter: { outcome: "refused" } }));
    const all = new Browser(hub.subscribe("utc"));
    const many = Array.from({ length: 20 }, (_, i) => stored(i + 1, i === 0 ? { outcome: "refused" } : {}));
    feed.give(20, ...many);
    await eventually("the rows", () => all.text.includes("id: 20") && refused.text.includes("id: 1\n"));
    assertEquals(refused.text.match(/<tr>/g)?.length, 1);
    assertMatch(refused.text, /Showing all 1 that match, of .+ a second\.\n/);
    assert(!all.text.includes("id: 1\n"));
  });
});

Deno.test("what was not even looked at is said to those who look for some rows", async () => {
  await withHub({ rows: 3, everyMs: 1000 / 100 }, async (hub, feed) => {
    const browser = new Browser(hub.subscribe("utc", { filter: { serverId: 2 } }));
    feed.give(20, stored(20));
    await eventually("a word", () => browser.text.includes("None matches"));
    assertStringIncludes(browser.text, "None matches of 100 a second that were looked at; 2\u202f000 came in.");
    assert(!browser.text.includes("event: rows"));
  });
});

Deno.test("a lost connection is taken up with the rows that are wanted", async () => {
  await withHub({}, async (hub, feed) => {
    const first = new Browser(hub.subscribe("utc"));
    feed.give(2, stored(7), stored(8, { outcome: "refused" }));
    await eventually("the rows", () => first.text.includes("id: 8"));
    const again = new Browser(hub.subscribe("utc", { filter: { outcome: "refused" }, lastId: 6 }));
    await eventually("what it missed", () => again.text.includes("id: 8"));
    assertEquals(again.text.match(/<tr>/g)?.length, 1);
  });
});

Deno.test("there is room for so many different filters, and for any number of browsers that want the same", async () => {
  await withHub({ filters: 2 }, async (hub) => {
    const wanting = (serverId: number) => hub.subscribe("utc", { filter: { serverId } });
    const [one, two, same] = [new Browser(wanting(1)), new Browser(wanting(2)), new Browser(wanting(1))];
    assertEquals(wanting(3), undefined);
    await two.leave();
    const three = new Browser(wanting(3));
    assertEquals(hub.size, 3);
    for (const browser of [one, same, three]) await browser.leave();
    assertEquals(hub.size, 0);
  });
});

Deno.test("of many visitors one takes no more than its share of streams and filters", async () => {
  await withHub({ each: { browsers: 3, filters: 2 } }, async (hub) => {
    const wanting = (who: string, serverId?: number) =>
      hub.subscribe("utc", { who, ...(serverId === undefined ? {} : { filter: { serverId } }) });
    const taken = [wanting("ann"), wanting("ann", 1), wanting("ann", 1)].map((stream) => new Browser(stream));
    assertEquals([wanting("ann"), wanting("ann", 1)], [undefined, undefined]);
    const others = [new Browser(wanting("bert", 2)), new Browser(wanting("bert", 3))];
    assertEquals(wanting("bert", 4), undefined);
    others.push(new Browser(wanting("bert", 3)));
    await taken[0].leave();
    await taken[1].leave();
    taken.push(new Browser(wanting("ann", 5)));
    assertEquals(hub.size, 5);
    for (const browser of [...taken, ...others]) await browser.leave();
    assertEquals(hub.size, 0);
    const anybody = Array.from({ length: 9 }, () => new Browser(hub.subscribe("utc")));
    for (const browser of anybody) await browser.leave();
  });
});

Deno.test("a stream ends with the session, and after a time at the latest, so that it is asked again who looks", async () => {
  let now = 0;
  await withHub({ lifetimeMs: 1000, now: () => now }, async (hub) => {
    const [short, long] = [new Browser(hub.subscribe("utc", { until: 500 })), new Browser(hub.subscribe("utc"))];
    now = 499;
    const other = new Browser(hub.subscribe("utc"));
    now = 500;
    await eventually("the end of the session", () => short.isEnded);
    assertEquals([long.isEnded, hub.size], [false, 2]);
    now = 1000;
    await eventually("the end of its time", () => long.isEnded);
    assertEquals([other.isEnded, hub.size], [false, 1]);
    assertMatch(long.text, /^retry: \d+\n/);
    await other.leave();
  });
});

Deno.test("a feed that fails is told of, and browsers are sent away to come again", async () => {
  const failures: unknown[] = [];
  let isBroken = true;
  const feed: LiveFeed = {
    async *follow(signal) {
      if (isBroken) throw new Error("the feed broke");
      yield { transactions: [stored(7)], total: 1 };
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    },
  };
  const hub = new LiveHub({ feed, zones, everyMs: 5, failed: (error) => failures.push((error as Error).message) });
  const first = new Browser(hub.subscribe("utc"));
  await eventually("the end", () => first.isEnded);
  assertEquals([failures, hub.size], [["the feed broke"], 0]);
  isBroken = false;
  const again = new Browser(hub.subscribe("utc"));
  await eventually("the row", () => again.text.includes("id: 7"));
  hub.close();
  await eventually("the end", () => again.isEnded);
});
