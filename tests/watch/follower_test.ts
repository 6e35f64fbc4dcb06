import { assert, assertEquals } from "@std/assert";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { type Finding, type FindingChange, storedFinding } from "@dhcpkit/kafka/detectors";
import type { TransactionStore } from "@dhcpkit/kafka/store";
import { Follower, type FollowSettings } from "@dhcpkit/kafka/watch";
import { detect } from "../detectors/_detect.ts";
import { HOUR, MINUTE, SECOND, START } from "../detectors/_exchange.ts";
import { faultyDay, SETTINGS } from "../detectors/_faulty_day.ts";
import { SimulatedNetwork } from "../detectors/_network.ts";
import { WrittenDay } from "./_day.ts";

/** A store is read by servers' clocks, so that what one does that is a minute ahead comes later: it is left out. */
const partitions = faultyDay(40).network.partitions().map((records) =>
  records.filter(({ transaction }) => transaction.server !== "dhcp07")
);
const settings: FollowSettings = { detectors: SETTINGS, numbersMs: 0 };
/** What is found when all of it is there at once. */
const usual = detect(
  partitions.map((records) => records.map(({ transaction }) => ({ transaction }))),
  SETTINGS,
  partitions.flat().sort((a, b) => a.recordedAt! - b.recordedAt!).map(({ transaction }) => ({ transaction })),
  START + 26 * HOUR,
);

/** Has a follower do all that there is to do, and writes what it finds. */
async function follow(follower: Follower, store: TransactionStore): Promise<FindingChange[]> {
  const changes: FindingChange[] = [];
  for (let steps = 0;; steps++) {
    assert(steps < 5000, "it comes to an end");
    const step = await follower.step();
    await store.writeFindings([...step.abandoned, ...step.changes.map(({ finding }) => storedFinding(finding))]);
    changes.push(...step.changes);
    if (step.isIdle) return changes;
  }
}

const openIn = async (store: TransactionStore) =>
  (await store.findings({ open: true }, { limit: 100 })).map(({ id }) => id).toSorted();
const lastOf = (
  changes: readonly FindingChange[],
) => [...new Map(changes.map(({ finding }) => [finding.id, finding])).values()];
const sorted = (findings: readonly Finding[]) =>
  findings.map(({ id, count, lastSeen, until }) => ({ id, count, lastSeen, until })).toSorted((a, b) =>
    a.id < b.id ? -1 : 1
  );

Deno.test("what is found as it is written, and in a backlog, is what is found in all of it at once", async () => {
  assert(usual.findings.length > 15, String(usual.findings.length));
  for (const every of [20 * MINUTE, 26 * HOUR]) {
    await using store = await sqliteStore(":memory:");
    const day = new WrittenDay(partitions), changes: FindingChange[] = [];
    let now = START;
    const follower = new Follower(store, { ...settings, warmUpMs: 48 * 3_600_000 }, () => now / 1000);
    while (now < START + 26 * HOUR) {
      now += every;
      await day.writeUpTo(store, now);
      changes.push(...await follow(follower, store));
    }
    assertEquals(sorted(lastOf(changes)), sorted(usual.findings));
  }
});

Deno.test("a backlog is looked at while it is being read, without what is still to come", async () => {
  await using store = await sqliteStore(":memory:");
  const day = new WrittenDay(partitions), changes: FindingChange[] = [], now = START + 26 * HOUR;
  const follower = new Follower(store, { ...settings, warmUpMs: 72 * 3_600_000 }, () => now / 1000);
  let atNoon = 0;
  for (let read = START; read < START + 26 * HOUR; read += 30 * MINUTE) {
    await day.writeUpTo(store, read);
    changes.push(...await follow(follower, store));
    if (read === START + 12 * HOUR) atNoon = changes.length;
  }
  assert(atNoon > 5, String(atNoon));
  await day.writeUpTo(store, now);
  changes.push(...await follow(follower, store));
  assertEquals(sorted(lastOf(changes)), sorted(usual.findings));
});

Deno.test("where nothing was kept, findings go on under their ids after a restart, and nothing that was known is found again", async () => {
  await using store = await sqliteStore(":memory:");
  const day = new WrittenDay(partitions), opened: string[] = [];
  let now = START, follower: Follower | undefined;
  for (let step = 0; now < START + 26 * HOUR; step++) {
    if (step % 17 === 0) follower = undefined;
    follower ??= new Follower(store, settings, () => now / 1000);
    now += 10 * MINUTE;
    await day.writeUpTo(store, now);
    for (const { kind, finding } of await follow(follower, store)) if (kind === "opened") opened.push(finding.id);
  }
  assertEquals(opened.length, new Set(opened).size, "each is found once");
  assertEquals(opened.toSorted(), usual.findings.map(({ id }) => id).toSorted());
  assertEquals(await openIn(store), usual.detection.open().map(({ id }) => id).toSorted());
});

Deno.test("a finding that ended while nobody looked is over, and one of a detector that is off as well", async () => {
  await using store = await sqliteStore(":memory:");
  const day = new WrittenDay(partitions);
  let now = START + 9.25 * HOUR;
  await day.writeUpTo(store, now);
  await follow(new Follower(store, settings, () => now / 1000), store);
  const open = await store.findings({ open: true, detector: "no-answer" }, { limit: 10 });
  assertEquals(open.map(({ subject }) => subject), ["server dhcp04"]);
  await store.writeFindings([{ ...open[0], id: "of-old", detector: "no-longer" }]);
  now += 4 * HOUR;
  await day.writeUpTo(store, now);
  await follow(new Follower(store, settings, () => now / 1000), store);
  const { until, lastSeen } = (await store.finding(open[0].id))!;
  assert(until! > START + 9.5 * HOUR && until! < START + 10 * HOUR, String(until));
  assert(lastSeen > open[0].lastSeen);
  assertEquals((await store.finding("of-old"))!.until, open[0].lastSeen);
});

Deno.test("where what was known was kept, findings that are not found again are closed, and others go on", async () => {
  await using store = await sqliteStore(":memory:");
  const day = new WrittenDay(partitions);
  let now = START + 9.25 * HOUR;
  await day.writeUpTo(store, now);
  const first = new Follower(store, settings, () => now / 1000);
  await follow(first, store);
  await store.keepDetection((await first.save())!);
  const [open] = await store.findings({ open: true, detector: "no-answer" }, { limit: 10 });
  const others = { ghost: open, old: { ...open, detector: "no-longer" }, odd: { ...open, detail: "{}" } };
  await store.writeFindings(Object.entries(others).map(([id, finding]) => ({ ...finding, id })));
  const second = new Follower(store, settings, () => now / 1000);
  await day.writeUpTo(store, now += 5 * MINUTE);
  assertEquals((await follow(second, store)).filter(({ finding }) => finding.id === open.id).length, 1, "it goes on");
  await day.writeUpTo(store, now += 4 * HOUR);
  await follow(second, store);
  for (const id of Object.keys(others)) assertEquals((await store.finding(id))!.until, open.lastSeen, id);
  const { until } = (await store.finding(open.id))!;
  assert(until! > START + 9.5 * HOUR && until! < START + 10 * HOUR, String(until));
});

Deno.test("on a quiet topic, records that come half a minute late are in their place, which a shorter wait would cost", async () => {
  const network = new SimulatedNetwork(), [one, other] = [network.client(), network.client()];
  for (let n = 0; n < 60; n++) {
    // The leader of a partition was away for half a minute: what the server published meanwhile comes when it is back.
    const at = START + n * 20 * SECOND, isAway = n === 30;
    const told = { at, server: "dhcp01", client: n % 30 === 0 ? other : one, asked: {} };
    network.exchange({ ...told, request: "Solicit", ...isAway ? { recordedAfter: 30 * SECOND } : {} });
  }
  const late = async (settleMs?: number) => {
    await using store = await sqliteStore(":memory:");
    const day = new WrittenDay(network.partitions());
    let now = START, seen = { observed: 0, late: 0 };
    const follower = new Follower(
      store,
      { numbersMs: 0, ...settleMs === undefined ? {} : { settleMs } },
      () => now / 1000,
    );
    while (now < START + HOUR) {
      now += 5 * SECOND;
      await day.writeUpTo(store, now);
      for (let isIdle = false; !isIdle;) ({ isIdle, progress: seen } = await follower.step());
    }
    return [seen.observed, seen.late];
  };
  assertEquals(await late(), [60, 0]);
  assertEquals(await late(15_000), [59, 1]);
});

Deno.test("a store in which nothing was written says nothing", async () => {
  await using store = await sqliteStore(":memory:");
  const follower = new Follower(store, settings, () => START / 1000);
  const { changes, isIdle, progress } = await follower.step();
  assertEquals([changes, isIdle, progress], [[], true, { observed: 0, late: 0, lag: 0, open: [] }]);
});
