import { assert, assertEquals } from "@std/assert";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { findingJson, storedObservation } from "@dhcpkit/kafka/detectors";
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

/** The server whose clock is ahead: a store does not know Kafka's time. */
const AHEAD = "dhcp07";

Deno.test("what a store holds gives the findings that the topic gave", async () => {
  await using store = await sqliteStore(":memory:");
  const partitions = faultyDay(60).network.partitions();
  const read = [...oneByOne(partitions)].filter(({ transaction }) => transaction.server !== AHEAD)
    .map(({ transaction }) => ({ transaction }));
  for (let start = 0; start < read.length; start += 1000) {
    const transactions = read.slice(start, start + 1000).map(({ transaction }) => transaction);
    await store.write({ transactions, quarantined: [], positions: [], gaps: [] });
  }
  const stored = (await allOf(store)).map(storedObservation);
  assertEquals(stored.length, read.length);
  const ofTopic = detect(partitions, SETTINGS, read), ofStore = detect(partitions, SETTINGS, stored);
  assert(ofTopic.findings.length > 15, String(ofTopic.findings.length));
  assertEquals(ofStore.findings.map(findingJson), ofTopic.findings.map(findingJson));
});
