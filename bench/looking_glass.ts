/**
 * How long the looking glass takes for its pages on a store of millions of transactions, and how much a first visit transfers.
 *
 *     deno task bench:looking-glass [RECORDS] [FILE] [VISITS]
 *
 * Writes the transactions into FILE unless they are there (see `bench:store-queries`), three clients of 20,000 transactions each, and
 * 20,000 findings, of which 400 last. For
 * each page it prints the median and the 95th percentile of VISITS (default: 100) in milliseconds, and the 95th percentile of processor
 * time, which others on the machine change less; in HTML and in JSON, each visit with other parameters. A visit ends with the last byte,
 * which is compressed. The last argument, if there is one, is what the names of pages that are visited begin with.
 */
import process from "node:process";
import { lookingGlass, serveLookingGlass } from "@dhcpkit/kafka/looking-glass";
import { sqliteReader, sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { loadVendors } from "@dhcpkit/kafka/collector/vendor";
import { fillStore } from "./_filled_store.ts";
import { addFindings } from "./_many_findings.ts";
import { glassVisits } from "./_glass_visits.ts";
import { addLoudClients } from "./_loud_clients.ts";
import { firstVisit } from "./_first_visit.ts";

const [records = "5000000", file = ".cache/bench-store.db", visits = "100", only = ""] = Deno.args;
const AIM_MS = 100, AIM_BYTES = 60_000;

await fillStore(() => sqliteStore(file), Number(records));
{
  await using store = await sqliteStore(file);
  await addLoudClients(store);
  await addFindings(store);
}
await using reader = await sqliteReader(file);
const { transactions, leases, clients } = await reader.size();
const last = (await reader.transactions({}, { limit: 1 }))[0].receivedAt;
await using glass = lookingGlass({
  ...{ reader, vendors: await loadVendors(), timeZone: "Europe/Amsterdam", now: () => last / 1000 + 1000 },
  failed: (error) => console.error(error),
});
console.log(`${transactions} transactions, ${leases} leases, ${clients} clients\n`);
console.log("| page | HTML: median | 95 % | processor, 95 % | JSON: median | 95 % | processor, 95 % |");
console.log("| ---- | ------------ | ---- | --------------- | ------------ | ---- | --------------- |");
let slow = 0;
for (const [name, path] of await glassVisits(reader)) {
  if (!name.startsWith(only)) continue;
  const cells: string[] = [];
  for (const accept of ["text/html", "application/json"]) {
    const took: number[] = [], cpu: number[] = [];
    for (let i = 0; i < Number(visits); i++) {
      const wanted = await path();
      const request = new Request(`http://localhost${wanted}`, { headers: { accept, "accept-encoding": "gzip" } });
      const before = process.cpuUsage(), start = performance.now(), response = await glass.fetch(request);
      await response.arrayBuffer();
      took.push(performance.now() - start);
      const { user, system } = process.cpuUsage(before);
      cpu.push((user + system) / 1000);
      if (response.status >= 400) throw new Error(`${wanted}: ${response.status}`);
    }
    if (quantile(took, 0.95) > AIM_MS) slow++;
    cells.push(...[quantile(took, 0.5), quantile(took, 0.95), quantile(cpu, 0.95)].map((ms) => ms.toFixed(1)));
  }
  console.log(`| ${name} | ${cells.join(" | ")} |`);
}
console.log(`\n${slow === 0 ? "All" : `All but ${slow}`} have a 95th percentile of ${AIM_MS} ms at most.\n`);

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)];
}

await using served = serveLookingGlass({ glass, port: 0 });
console.log("| first visit of | bytes of the page | with what it needs |");
console.log("| -------------- | ----------------- | ------------------ |");
for (const path of ["/", "/?span=24h", "/clients", "/clients/1", "/transactions", "/transactions/1", "/relays"]) {
  const { page, all } = await firstVisit(served, path);
  console.log(`| ${path} | ${page} | ${all}${all > AIM_BYTES ? ", too many" : ""} |`);
}
