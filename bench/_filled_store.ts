import type { NewTransaction, StoredFinding, TransactionStore } from "@dhcpkit/kafka/store";
import { TOPIC, TransactionMix } from "./_transactions.ts";

const BATCH = 4000;

/** Where the mix begins, in microseconds. */
export const MIX_START: number = Date.UTC(2026, 0, 1) * 1000;

/**
 * Has so many transactions of the mix in a store, with 20,000 findings and entries of the audit. What is there stays: it goes on
 * where it was ended before.
 */
export async function fillStore(open: () => Promise<TransactionStore>, records: number): Promise<void> {
  await using store = await open();
  const mix = new TransactionMix(), there = (await store.size()).transactions;
  for (let done = 0; done < records && there < records; done += BATCH) {
    const batch = Array.from({ length: BATCH }, () => done < there ? mix.next() : mix.nextTransaction());
    if (done < there) continue;
    await writeBatch(store, batch as NewTransaction[]);
    if (done % 400_000 === 0) {
      console.log(`${done + BATCH} written, ${Math.round(Deno.memoryUsage().rss / 2 ** 20)} MiB of memory`);
    }
  }
  if ((await store.audit({ limit: 1 })).length === 0) await fillJournal(store);
}

/** Writes transactions, and how far their partitions were read with them. */
export async function writeBatch(store: TransactionStore, transactions: readonly NewTransaction[]): Promise<void> {
  const last = new Map(transactions.map((one) => [one.place.partition, one]));
  const positions = Array.from(last.values(), ({ place, receivedAt }) => ({
    topic: TOPIC,
    partition: place.partition,
    next: place.offset + 1n,
    coveredUntil: receivedAt,
  }));
  await store.write({ transactions, positions, quarantined: [], gaps: [] });
}

async function fillJournal(store: TransactionStore): Promise<void> {
  await store.writeFindings(Array.from({ length: 20_000 }, (_, i): StoredFinding => ({
    ...{ id: `finding ${i}`, detector: `detector ${i % 17}`, severity: "degraded", subjectKind: "client" },
    ...{ subject: `${i % 5000}`, since: MIX_START + i * 9e6, lastSeen: MIX_START + i * 9e6 + 6e7 },
    ...{ occurrences: i % 9 + 1, until: i % 100 ? MIX_START + i * 9e6 + 6e7 : undefined },
    detail: JSON.stringify({ text: "x".repeat(400) }),
  })));
  for (let i = 0; i < 20_000; i++) {
    await store.writeAudit({ at: MIX_START + i, who: "alice", what: "lease-lookup", detail: `2001:db8::${i}` });
  }
}
