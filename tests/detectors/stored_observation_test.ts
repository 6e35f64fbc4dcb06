import { assert, assertEquals } from "@std/assert";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { findingJson, type Observation, storedObservation } from "@dhcpkit/kafka/detectors";
import type { StoredTransaction, TransactionReader } from "@dhcpkit/kafka/store";
import { detect, oneByOne } from "./_detect.ts";
import { faultyDay, SETTINGS } from "./_faulty_day.ts";

/** All transactions of a store, the earliest first. */
async function allOf(store: TransactionReader): Promise<StoredTransaction[]> {
  const all: StoredTransaction[] = [];
  for (;;) {
    const page = await store.transactions({}, { limit: 1000, after: all.at(-1) });
    if (page.length === 0) return all.reverse();
    all.push(...page);
  }
}

/** The server whose clock is a minute ahead: what a store has of it comes a minute later than what a topic has. */
const AHEAD = "dhcp07";

async function storedOf(observations: readonly Observation[]): Promise<Observation[]> {
  await using store = await sqliteStore(":memory:");
  for (let start = 0; start < observations.length; start += 1000) {
    const transactions = observations.slice(start, start + 1000).map(({ transaction }) => transaction);
    await store.write({ transactions, quarantined: [], positions: [], gaps: [] });
  }
  return (await allOf(store)).map(storedObservation);
}

Deno.test("what a store holds gives the findings that the topic gave", async () => {
  const partitions = faultyDay(60).network.partitions();
  const read = [...oneByOne(partitions)].filter(({ transaction }) => transaction.server !== AHEAD);
  const stored = await storedOf(read);
  assertEquals(stored.length, read.length);
  const ofTopic = detect(partitions, SETTINGS, read), ofStore = detect(partitions, SETTINGS, stored);
  assert(ofTopic.findings.length > 15, String(ofTopic.findings.length));
  assertEquals(ofStore.findings.map(findingJson), ofTopic.findings.map(findingJson));
});

Deno.test("what a store holds tells of wrong clocks, as the topic did", async () => {
  const partitions = faultyDay(20).network.partitions(), read = [...oneByOne(partitions)];
  const wrongClocks = (observations: readonly Observation[]) =>
    detect(partitions, SETTINGS, observations).findings.filter(({ detector }) => detector === "clock-skew").map(
      (finding) => ({ server: finding.subject, ahead: finding.measures.find(({ name }) => name === "ahead")?.value }),
    );
  const ofTopic = wrongClocks(read);
  assertEquals(ofTopic.map(({ server }) => server), [{ kind: "server", server: AHEAD }]);
  assertEquals(wrongClocks(await storedOf(read)), ofTopic);
});
