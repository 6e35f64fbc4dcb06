/**
 * What counting costs a collector: `CollectorMetrics.stored` in batches of 500 transactions of twenty servers, whose names are new strings
 * each time, as those that are read from a topic; and what somebody who asks for metrics costs then. Prints a line of JSON.
 */
import { CollectorMetrics, newRegistry } from "@dhcpkit/kafka/metrics";
import { transaction } from "../tests/metrics/_transaction.ts";

const BATCH = 500, ROUNDS = 31, BATCHES = 40;
const registry = newRegistry(), metrics = new CollectorMetrics({ registry });
const decoder = new TextDecoder(), outcomes = ["answered", "refused", "unanswered"] as const;
const names = Array.from({ length: 20 }, (_, i) => new TextEncoder().encode(`dhcp${i}.example.com`));
const outcome = { stored: BATCH, duplicates: 0 };

function batch(start: number) {
  return Array.from({ length: BATCH }, (_, i) =>
    transaction({
      server: decoder.decode(names[(start + i) % names.length]),
      requestType: 1 + (i % 11),
      outcome: outcomes[i % 3],
      duration: (i * 7919) % 100_000,
      receivedAt: 1.7e15 + start + i,
    }));
}

const figures: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const batches = Array.from({ length: BATCHES }, (_, i) => batch(i * BATCH));
  const start = performance.now();
  for (const transactions of batches) metrics.stored(transactions, outcome);
  figures.push((performance.now() - start) * 1e6 / (batches.length * BATCH));
}
const settled = figures.slice(6).sort((a, b) => a - b);
const start = performance.now();
const text = await registry.metrics();
console.log(JSON.stringify({
  medianNs: Math.round(settled[settled.length >> 1]),
  spreadNs: [settled[0], settled.at(-1)!].map(Math.round),
  scrapeMs: Number((performance.now() - start).toFixed(1)),
  scrapeBytes: text.length,
}));
