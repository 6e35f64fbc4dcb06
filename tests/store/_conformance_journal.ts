import { assert, assertEquals, assertRejects } from "@std/assert";
import type { FindingFilter, StoredFinding } from "@dhcpkit/kafka/store";
import { type StoreKind, storeTest } from "./_store_kind.ts";
import { ALL, leasesOf, leasing, range, SECOND, T0, write } from "./_transactions.ts";

const page = { limit: 100 };

/** A finding that began at a second. */
function finding(second: number, told: Partial<StoredFinding> = {}): StoredFinding {
  return {
    id: `finding ${second}`,
    detector: "slow-answer",
    severity: "degraded",
    subjectKind: "server",
    subject: "dhcp01",
    since: T0 + second * SECOND,
    lastSeen: T0 + (second + 5) * SECOND,
    until: undefined,
    occurrences: 3,
    detail: `{"p99":${second}}`,
    ...told,
  };
}

/** What has to be true of findings and of the audit. */
export function journalConformance(kind: StoreKind): void {
  storeTest(kind, "a finding comes back as it was, and is replaced when it is written again", async (store) => {
    assertEquals([await store.findings({}, page), await store.finding("none")], [[], undefined]);
    const first = finding(1), second = finding(2, { subject: `'; \\ "quoted" \u{1f600}`, detail: "[]" });
    await store.writeFindings([]);
    await store.writeFindings([first, second]);
    assertEquals(await store.findings({}, page), [second, first]);
    const over = { ...first, until: T0 + 9 * SECOND, occurrences: 4, severity: "failing" };
    await store.writeFindings([over, finding(3)]);
    assertEquals(await store.finding(first.id), over);
    assertEquals(await store.findings({}, page), [finding(3), second, over]);
    await store.writeFindings([finding(4, { subject: "nul\0lone\ud800" })]);
    assertEquals((await store.finding("finding 4"))?.subject, "nul\ufffdlone\ufffd");
  });

  storeTest(kind, "findings that cannot all be written leave nothing", async (store) => {
    const broken = finding(2, { since: "yesterday" as unknown as number });
    await assertRejects(() => store.writeFindings([finding(1), broken]));
    assertEquals(await store.findings({}, page), []);
  });

  storeTest(kind, "findings are filtered, and paged without holes or repetitions", async (store) => {
    await store.writeFindings([
      finding(0, { until: T0 + 2 * SECOND, lastSeen: T0 + 2 * SECOND }),
      finding(1, { detector: "silent-server", severity: "failing" }),
      finding(2, { subjectKind: "client", subject: "7", until: T0 + 7 * SECOND, lastSeen: T0 + 7 * SECOND }),
      finding(3, { subject: "dhcp02" }),
      finding(3, { id: "another", subject: "dhcp02" }),
    ]);
    const ids = async (filter: FindingFilter) => (await store.findings(filter, page)).map(({ id }) => id);
    assertEquals(await ids({}), ["finding 3", "another", "finding 2", "finding 1", "finding 0"]);
    assertEquals(await ids({ open: true }), ["finding 3", "another", "finding 1"]);
    assertEquals(await ids({ open: false }), ["finding 2", "finding 0"]);
    assertEquals(await ids({ detector: "silent-server" }), ["finding 1"]);
    assertEquals(await ids({ subjectKind: "client" }), ["finding 2"]);
    assertEquals(await ids({ subjectKind: "server", subject: "dhcp02" }), ["finding 3", "another"]);
    assertEquals(await ids({ subjectKind: "client", subject: "dhcp02" }), []);
    assertEquals(await ids({ subject: ["dhcp02", "7", "'; \\ \"", "{,}", "nul\0"] }), [
      "finding 3",
      "another",
      "finding 2",
    ]);
    assertEquals(await ids({ subject: [] }), []);
    assertEquals(await ids({ severity: "failing" }), ["finding 1"]);
    assertEquals(await ids({ from: T0 + 3 * SECOND, to: T0 + 3 * SECOND }), ["finding 2", "finding 1"]);
    assertEquals(await ids({ from: T0 + 8 * SECOND, open: false }), []);
    for (const filter of [{}, { open: true }]) {
      const pages: StoredFinding[] = [];
      for (let after: StoredFinding | undefined; pages.length < 9; after = pages.at(-1)) {
        const next = await store.findings(filter, { limit: 1, ...after && { after } });
        if (next.length === 0) break;
        pages.push(...next);
      }
      assertEquals(pages, await store.findings(filter, page));
    }
  });

  storeTest(kind, "the audit has every entry, the latest first", async (store) => {
    const entry = (number: number) => ({ at: T0 + number, who: "alice", what: "lease-lookup", detail: `::${number}` });
    for (const number of range(0, 5)) await store.writeAudit(entry(number));
    await store.writeAudit({ ...entry(0), who: "nul\0" });
    const whole = await store.audit(page);
    assertEquals(whole.map(({ id: _, ...rest }) => rest), [
      { ...entry(0), who: "nul\ufffd" },
      ...range(0, 5).map(entry).toReversed(),
    ]);
    const first = await store.audit({ limit: 2 }), rest = await store.audit({ limit: 100, after: first[1].id });
    assertEquals([...first, ...rest], whole);
  });

  storeTest(kind, "findings that are over and entries of the audit go by age", async (store) => {
    const over = (second: number) => finding(second, { until: T0 + (second + 5) * SECOND });
    await store.writeFindings([over(0), over(10), finding(1), finding(11)]);
    for (const number of range(0, 4)) {
      await store.writeAudit({ at: T0 + number * SECOND, who: "bob", what: "export", detail: "" });
    }
    await store.sweep({ ...ALL, findingsFrom: T0 + 10 * SECOND, auditFrom: T0 + 2 * SECOND });
    assertEquals((await store.findings({}, page)).map(({ id }) => id), ["finding 11", "finding 10"]);
    assertEquals((await store.audit(page)).map(({ at }) => at), [T0 + 3 * SECOND, T0 + 2 * SECOND]);
  });

  storeTest(kind, "what detection knows is kept, and what is kept later takes its place", async (store) => {
    assertEquals(await store.keptDetection(), []);
    const large = crypto.getRandomValues(new Uint8Array(60_000));
    await store.keepDetection([large, new Uint8Array(), new Uint8Array([0, 255, 92])]);
    assertEquals(await store.keptDetection(), [large, new Uint8Array(), new Uint8Array([0, 255, 92])]);
    await store.keepDetection([new Uint8Array([1])]);
    assertEquals(await store.keptDetection(), [new Uint8Array([1])]);
    await assertRejects(() => store.keepDetection([large, "text" as unknown as Uint8Array, null!]));
    assertEquals(await store.keptDetection(), [new Uint8Array([1])], "all of it or nothing");
  });

  if (!kind.lasts) return;

  storeTest(
    kind,
    "one of several has the turn to look for trouble, and the next one when that ends",
    async (store, place) => {
      await using other = await place.open();
      const first = store.watchTurn(), second = other.watchTurn();
      assertEquals([await first.isMine(), await first.isMine(), await second.isMine()], [true, true, false]);
      await first[Symbol.asyncDispose]();
      assertEquals([await second.isMine(), await first.isMine()], [true, false]);
      await second[Symbol.asyncDispose]();
      assertEquals(await first.isMine(), true);
      await first[Symbol.asyncDispose]();
      await write(store, leasing(0, "2001:db8::1"));
    },
  );

  storeTest(kind, "pages that cannot write transactions write findings and the audit", async (store, place) => {
    await using journal = await place.openJournal();
    await using reader = await place.openReader();
    await write(store, leasing(0, "2001:db8::1"));
    for (const number of range(1, 6)) {
      await journal.writeFindings([finding(number)]);
      await journal.writeAudit({ at: T0 + number, who: "alice", what: "lease-lookup", detail: "" });
      await write(store, leasing(number, "2001:db8::1"));
    }
    assertEquals((await reader.findings({}, page)).length, 5);
    assertEquals((await reader.audit(page)).length, 5);
    await store.keepDetection([new Uint8Array([7])]);
    assertEquals(await reader.keptDetection(), [new Uint8Array([7])]);
    assertEquals(await store.findings({}, page), await reader.findings({}, page));
    assertEquals((await leasesOf(reader, "a")).map(({ grants }) => grants), [6]);
    assert(!("write" in reader) && !("writeAudit" in reader), "a reader has no way to write");
  });
}
