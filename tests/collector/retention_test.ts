import { assertEquals } from "@std/assert";
import { retentionAt, sweepRegularly } from "@dhcpkit/kafka/collector";
import type { Retention, Swept } from "@dhcpkit/kafka/store";
import { eventually } from "../support/eventually.ts";
import { PlainStore } from "./_scripted.ts";

const DAY_MS = 86_400_000, NOW = Date.UTC(2026, 10, 30);

Deno.test("unless told otherwise, transactions are kept for a week, 20 of each client, leases and traffic for a year", () => {
  assertEquals(retentionAt(NOW), {
    transactionsFrom: (NOW - 7 * DAY_MS) * 1000,
    transactionsPerClient: 20,
    leasesFrom: (NOW - 365 * DAY_MS) * 1000,
    quarantineFrom: (NOW - 30 * DAY_MS) * 1000,
    trafficFrom: (NOW - 400 * DAY_MS) * 1000,
    fineTrafficFrom: (NOW - 8 * DAY_MS) * 1000,
    findingsFrom: (NOW - 400 * DAY_MS) * 1000,
    auditFrom: (NOW - 400 * DAY_MS) * 1000,
  });
});

Deno.test("what is kept for ever is never before any time", () => {
  const settings = {
    ...{ transactionAgeMs: Infinity, leaseAgeMs: Infinity, trafficAgeMs: Infinity },
    ...{ quarantineAgeMs: 1, fineTrafficAgeMs: 2, findingAgeMs: 3, auditAgeMs: 4, transactionsPerClient: 5 },
  };
  assertEquals(retentionAt(NOW, settings), {
    transactionsFrom: 0,
    transactionsPerClient: 5,
    leasesFrom: 0,
    quarantineFrom: (NOW - 1) * 1000,
    trafficFrom: 0,
    fineTrafficFrom: (NOW - 2) * 1000,
    findingsFrom: (NOW - 3) * 1000,
    auditFrom: (NOW - 4) * 1000,
  });
});

Deno.test("it is swept at once and again, also after a failure, until it is to end", async () => {
  class OftenSwept extends PlainStore {
    readonly asked: Retention[] = [];
    override sweep(retention: Retention): Promise<Swept> {
      this.asked.push(retention);
      if (this.asked.length === 1) return Promise.reject(new Error("database is locked"));
      return super.sweep(retention);
    }
  }
  const store = new OftenSwept(), stop = new AbortController(), failed: string[] = [], swept: Swept[] = [];
  const sweeping = sweepRegularly(store, {
    signal: stop.signal,
    everyMs: 1,
    settings: { transactionsPerClient: 7 },
    failed: (error) => failed.push(error.message),
    swept: (one) => swept.push(one),
  });
  await eventually("two sweeps", () => swept.length >= 2, { everyMs: 1 });
  stop.abort();
  await sweeping;
  assertEquals([failed, store.asked[0].transactionsPerClient], [["database is locked"], 7]);
});
