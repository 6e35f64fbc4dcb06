import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { MemoryAudit, storeAudit } from "@dhcpkit/kafka/looking-glass";
import type { AuditEntry, LogGap, QuarantinedRecord } from "@dhcpkit/kafka/store";
import { batch, bytes, clientNamed, leasing, range, SECOND, TOPIC, transaction } from "../../store/_transactions.ts";
import { storesTest } from "../_stores.ts";
import { allParts, csvRows, glassOn, T0, type TestGlass, textOf } from "../_fixture.ts";

/** All of one of several lists of a page, whose next part has a name of its own. */
async function allOf(
  glass: TestGlass,
  path: string,
  name: string,
  nextName: string,
): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for (let next: string | null = path; next !== null;) {
    const part: Record<string, unknown> = await glass.json(next);
    rows.push(...part[name] as Record<string, unknown>[]);
    next = part[nextName] as string | null;
  }
  return rows;
}

storesTest("all transactions of a client are exported, however many", async (store) => {
  await store.write(batch([transaction(0)]));
  const { id } = await clientNamed(store, "a");
  await using glass = glassOn(store);
  assertEquals(await csvRows(glass, `/clients/${id}.csv`), 1);
  await store.write(batch(range(1, 900).map((offset) => transaction(offset))));
  await store.write(batch(range(900, 2100).map((offset) => transaction(offset, { receivedAt: T0 + SECOND * 900 }))));
  assertEquals(await csvRows(glass, `/clients/${id}.csv`), 2100);
  const lines = (await (await glass.send(`/clients/${id}.ndjson`)).text()).trim().split("\n");
  assertEquals(new Set(lines.map((line) => JSON.parse(line).id)).size, 2100, "each once");
});

storesTest("all leases of a client are listed, part after part", async (store) => {
  await store.write(batch([transaction(0)]));
  const { id } = await clientNamed(store, "a"), path = `/clients/${id}/leases`;
  await using glass = glassOn(store);
  assertEquals(await allParts(glass, path, "leases"), []);
  assertStringIncludes(textOf(await glass.html(path)), "No server has given it an address or prefix");
  await store.write(batch([leasing(1, "2001:db8::1")]));
  assertEquals((await allParts(glass, path, "leases")).map(({ lease }) => lease), ["2001:db8::1"]);
  assertEquals((await glass.json(`/clients/${id}`))["more-leases"], null);
  await store.write(batch(range(2, 601).map((number) => leasing(number, `2001:db8::${number}`))));
  const all = await allParts(glass, `${path}?limit=200`, "leases");
  assertEquals([all.length, all[0].lease, all.at(-1)!.lease], [600, "2001:db8::600", "2001:db8::1"]);
  assertEquals(await csvRows(glass, `${path}.csv`), 600);
  const { leases, "more-leases": more } = await glass.json(`/clients/${id}`);
  assertEquals([leases.length, more], [500, `/clients/${id}/leases.json`]);
  const html = await glass.html(`/clients/${id}`);
  assertStringIncludes(textOf(html), "The latest 60 are shown.");
  assertStringIncludes(html, `href="${path}">All of its leases as a list`);
  assertEquals((await glass.send("/clients/99999/leases")).status, 404);
  assertEquals((await glass.send("/clients/99999/leases.csv")).status, 404);
});

storesTest("holes in the log and what was kept aside are listed part after part, each on its own", async (store) => {
  await using glass = glassOn(store);
  const holes = () => allOf(glass, "/health.json?limit=30", "gaps", "gaps-next");
  const aside = () => allOf(glass, "/health.json?limit=30", "quarantine", "next");
  assertEquals([await holes(), await aside(), await csvRows(glass, "/health.csv")], [[], [], 0]);
  const gap = (number: number): LogGap => ({
    ...{ topic: number % 2 ? TOPIC : "t-1.x", partition: 0, fromOffset: 2n ** 60n + BigInt(number * 9) },
    ...{ toOffset: 2n ** 60n + BigInt(number * 9 + 3), from: T0 + Math.floor(number / 5), to: T0 + SECOND },
  });
  const record = (number: number): QuarantinedRecord => ({
    place: { topic: TOPIC, partition: 0, offset: BigInt(number) },
    recordedAt: T0 + number,
    ...{ reason: "no transaction", key: undefined, value: bytes(`value ${number}`) },
  });
  await store.write(batch([], { gaps: [gap(0)], quarantined: [record(0)] }));
  assertEquals([(await holes()).length, (await aside()).length], [1, 1]);
  assertStringIncludes(textOf(await glass.html("/health")), "▲ 1 hole in the log");
  const numbers = range(1, 130);
  await store.write(batch([], { gaps: numbers.map(gap), quarantined: numbers.map(record) }));
  const all = await holes();
  assertEquals(new Set(all.map((one) => `${one.topic} ${one["from-offset"]}`)).size, 130);
  assertEquals([all.length, (await aside()).length, await csvRows(glass, "/health.csv")], [130, 130, 130]);
  assertEquals(await csvRows(glass, "/health.csv?list=gaps"), 130);
  const whole = await glass.send("/health.ndjson?list=gaps");
  assertEquals(whole.headers.get("content-disposition"), 'attachment; filename="health-gaps.ndjson"');
  assertEquals((await whole.text()).trim().split("\n").map((line) => JSON.parse(line)), all);
  const html = await glass.html("/health");
  assertStringIncludes(html, 'href="/health.csv?list=gaps"');
  assertStringIncludes(textOf(html), "▲ more than 50 holes in the log");
  assertStringIncludes(html, ">Earlier holes</a>");
  const { "gaps-next": next } = await glass.json("/health?limit=30");
  assertEquals((await glass.json(next)).quarantine.length, 30, "the other list stays where it was");
  for (const wrong of ["x", "1-1-99999999999999999999-t", "1-0-9999999999999999999-t", "1-2-3"]) {
    assertEquals((await glass.send(`/health?gaps-after=${wrong}`)).status, 400, wrong);
  }
  const first = JSON.parse((await (await glass.send("/health.ndjson")).text()).split("\n")[0]);
  assertEquals(first.value, "76616c756520313239", "an admin has the bytes");
});

const entry = (number: number): AuditEntry => ({ at: T0 + number, who: "alice", what: "client", detail: `${number}` });

storesTest("the audit is listed part after part and exported whole, from a store or from memory", async (store) => {
  const kept = storeAudit({ journal: store, reader: store, failed: (error) => assert(false, String(error)) });
  for (const audit of [kept, new MemoryAudit()]) {
    await using glass = glassOn(store, { audit });
    const add = async (number: number) =>
      audit === kept ? await store.writeAudit(entry(number)) : audit.write(entry(number));
    const listed = async () => (await allParts(glass, "/audit?limit=50", "entries")).map(({ detail }) => detail);
    assertEquals(await listed(), []);
    assertEquals((await (await glass.send("/audit.csv")).text()).trim(), "");
    await add(0);
    assertEquals(await listed(), ["0"]);
    for (const number of range(1, 120)) await add(number);
    assertEquals(await listed(), range(0, 120).map(String).toReversed());
    assertEquals(await csvRows(glass, "/audit.csv"), 120);
    assertStringIncludes(await glass.html("/audit"), 'rel="next">Earlier ones</a>');
  }
});
