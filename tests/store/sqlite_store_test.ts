import { assert, assertEquals, assertRejects } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { sqliteJournal, sqliteReader, sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { trafficTotal } from "@dhcpkit/kafka/store";
import { Counters } from "../../src/store/sqlite/counters.ts";
import { Database } from "../../src/store/sqlite/database.ts";
import { attemptCommand } from "../support/command.ts";
import { repositoryRoot } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";
import { SmallDisk } from "../support/small_disk.ts";
import { TempFolder } from "../support/temp_folder.ts";
import {
  ALL,
  clientNamed,
  HOUR,
  leasesOf,
  leasing,
  position,
  range,
  SECOND,
  T0,
  transaction,
  write,
} from "./_transactions.ts";

/** Executes SQL in a file, as another program would. */
function execute(path: string, sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}

Deno.test("a file that is no database is refused, and left as it is", async () => {
  await using folder = await TempFolder.create("store");
  const text = "this is a letter to somebody\n".repeat(200), path = await folder.write("letter.txt", text);
  const words = `The store ${path} is no SQLite database: name another file, or move this one away`;
  await assertRejects(() => sqliteStore(path), Error, words);
  await assertRejects(() => sqliteReader(path), Error, words);
  assertEquals(await Deno.readTextFile(path), text);
});

Deno.test("a database of another program is refused, and left as it is", async () => {
  await using folder = await TempFolder.create("store");
  const path = folder.file("other.db");
  execute(path, "CREATE TABLE migration (version INTEGER); INSERT INTO migration VALUES (1)");
  const words = `The store ${path} is a database of another program: name another file`;
  await assertRejects(() => sqliteStore(path), Error, words);
  await assertRejects(() => sqliteReader(path), Error, words);
});

Deno.test("a store of a newer version is refused by writers and readers", async () => {
  await using folder = await TempFolder.create("store");
  const path = folder.file("store.db");
  await (await sqliteStore(path)).close();
  execute(path, "INSERT INTO migration VALUES (999, '2030-01-01')");
  const words = "is of version 999, newer than the 5 that this program knows: update the program";
  await assertRejects(() => sqliteStore(path), Error, words);
  await assertRejects(() => sqliteReader(path), Error, words);
});

Deno.test("a reader makes nothing: neither a file nor tables", async () => {
  await using folder = await TempFolder.create("store");
  const path = folder.file("store.db");
  await assertRejects(
    () => sqliteReader(path),
    Error,
    `The store ${path} cannot be opened: it is not there, or this user may not read it; a collector makes it`,
  );
  await assertRejects(() => Deno.stat(path), Deno.errors.NotFound);
  execute(path, "PRAGMA journal_mode = WAL");
  await assertRejects(() => sqliteReader(path), Error, "is of version 0, this program reads 5: a collector");
});

/** Makes a store of version 1 of a newer one. */
const BACK_TO_VERSION_1 = `
  DROP TABLE detection; DROP TABLE evidence; DROP INDEX proof_by_time; DROP TABLE counted; DROP TABLE tally; DROP TABLE tally_since; DROP TABLE relay; DROP TABLE client_relay;
  DROP INDEX client_by_port; DROP TABLE swept; DROP TABLE finding; DROP TABLE audit;
  DELETE FROM counter WHERE name = 'write'; DELETE FROM migration WHERE version > 1;
  ALTER TABLE transactions DROP COLUMN recorded_after; ALTER TABLE proof DROP COLUMN recorded_after`;

Deno.test("of a store that was written before traffic was counted, the past is unknown, and told as such", async () => {
  await using folder = await TempFolder.create("store");
  const path = folder.file("store.db"), minute = 60 * SECOND, hour = { from: T0, to: T0 + HOUR };
  {
    await using store = await sqliteStore(path);
    await write(store, ...range(0, 100).map((offset) => transaction(offset)));
  }
  execute(path, BACK_TO_VERSION_1);
  await assertRejects(() => sqliteReader(path), Error, "is of version 1, this program reads 5: a collector");
  await assertRejects(() => sqliteJournal(path), Error, "is of version 1, this program reads 5: a collector");
  await using store = await sqliteStore(path);
  assertEquals((await store.transactions({}, { limit: 1 }))[0].recordedAt, undefined);
  assertEquals(await store.trafficCoverage(), { from: T0 + 2 * minute, fineFrom: T0 + 2 * minute });
  assertEquals(await store.traffic({ ...hour, step: minute }), []);
  assertEquals((await clientNamed(store, "a")).linkAddress, undefined);
  await store.sweep({ ...ALL, transactionsPerClient: 1 });
  await store.moveTo([position(0)]);
  await write(store, ...range(0, 130).map((offset) => transaction(offset)));
  const points = await store.traffic({ ...hour, step: minute });
  assertEquals(points.map((point) => [point.at, trafficTotal(point)]), [
    [T0 + minute, 20],
    [T0 + 2 * minute, 10],
  ], "only what was never read before");
});

Deno.test("whoever writes findings and the audit does not have a collector read its memory again", async () => {
  await using folder = await TempFolder.create("store");
  const path = folder.file("store.db");
  await using first = await sqliteStore(path);
  await using second = await sqliteStore(path);
  await using journal = await sqliteJournal(path);
  await write(first, transaction(0));
  const db = new Database({ path, cacheKiB: 1000, busyTimeoutMs: 1000 }), counters = new Counters(db);
  using _ = { [Symbol.dispose]: () => db.close() };
  counters.load();
  await journal.writeAudit({ at: T0, who: "alice", what: "lease-lookup", detail: "" });
  await journal.writeFindings([]);
  assertEquals([db.changedByOthers(), counters.areOld()], [true, false]);
  await write(second, transaction(1));
  assertEquals(counters.areOld(), true);
});

Deno.test("a journal makes no file", async () => {
  await using folder = await TempFolder.create("store");
  const path = folder.file("store.db");
  await assertRejects(() => sqliteJournal(path), Error, `The store ${path} cannot be opened`);
  await assertRejects(() => Deno.stat(path), Deno.errors.NotFound);
});

Deno.test("a folder that is not there is told", async () => {
  await using folder = await TempFolder.create("store");
  const path = folder.file("nowhere/store.db");
  await assertRejects(
    () => sqliteStore(path),
    Error,
    `The store ${path} cannot be opened: see that its folder is there`,
  );
});

Deno.test("a store that another process keeps locked is told, and fine when that is over", async () => {
  await using folder = await TempFolder.create("store");
  const path = folder.file("store.db");
  await using store = await sqliteStore(path, { busyTimeoutMs: 20 });
  const other = new DatabaseSync(path);
  other.exec("BEGIN IMMEDIATE");
  await assertRejects(
    () => write(store, transaction(0)),
    Error,
    `The store ${path} is being written by another process`,
  );
  other.exec("ROLLBACK");
  other.close();
  assertEquals(await write(store, transaction(0)), { stored: 1, duplicates: 0 });
});

Deno.test("a store that remembers next to nothing writes the same as one that remembers all", async () => {
  const records = range(0, 400).map((offset) =>
    leasing(offset, `2001:db8::${offset % 11}`, {
      client: `${offset % 13}`,
      server: `dhcp0${offset % 3}`,
      hostName: offset % 50 ? "" : `host ${offset}`,
      event: { kind: offset % 17 ? "granted" : "released" },
    })
  );
  const tell = async (options: { rememberedClients?: number }) => {
    await using store = await sqliteStore(":memory:", options);
    for (let at = 0; at < records.length; at += 50) await write(store, ...records.slice(at, at + 50));
    const names = range(0, 13).map(String);
    return [
      await Promise.all(names.map((name) => clientNamed(store, name))),
      await Promise.all(names.map((name) => leasesOf(store, name))),
      await store.transactions({}, { limit: 1000 }),
    ];
  };
  assertEquals(await tell({ rememberedClients: 1 }), await tell({}));
});

Deno.test("a file gets smaller when most of it was swept", async () => {
  await using folder = await TempFolder.create("store");
  await using store = await sqliteStore(folder.file("store.db"));
  const request = new Uint8Array(4000);
  for (const start of range(0, 5)) {
    await write(store, ...range(start * 1000, start * 1000 + 1000).map((offset) => transaction(offset, { request })));
  }
  const before = (await store.size()).bytes;
  await store.sweep({ ...ALL, transactionsFrom: Number.MAX_SAFE_INTEGER, transactionsPerClient: 1 });
  const { bytes, transactions } = await store.size();
  assertEquals(transactions, 0);
  assert(bytes < before / 2, `${before} bytes became ${bytes}`);
});

testWith({
  name: "a full disk is told, loses nothing that was written, and is fine when there is room again",
  needs: ["tmpfs"],
  async fn() {
    await using disk = await SmallDisk.create(8000);
    const path = `${disk.path}/store.db`, filler = `${disk.path}/filler`;
    await using store = await sqliteStore(path);
    await Deno.writeFile(filler, new Uint8Array(5_000_000));
    const some = (round: number) =>
      range(round * 100, round * 100 + 100).map((offset) => transaction(offset, { request: new Uint8Array(1000) }));
    let round = 0;
    await assertRejects(
      async () => {
        for (;; round++) await write(store, ...some(round));
      },
      Error,
      `The store ${path} does not fit on its disk: make room, or keep less`,
    );
    assert(round > 2, "it had room for some");
    assertEquals((await store.size()).transactions, round * 100);
    assertEquals((await store.coverage())[0].next, BigInt(round * 100));
    await Deno.remove(filler);
    assertEquals(await write(store, ...some(round)), { stored: 100, duplicates: 0 });
    assertEquals((await store.coverage())[0].next, BigInt(round * 100 + 100));
  },
});

testWith({
  name: "a disk that may only be read is told",
  needs: ["tmpfs"],
  async fn() {
    await using disk = await SmallDisk.create(2000);
    const path = `${disk.path}/store.db`;
    await (await sqliteStore(path)).close();
    await disk.remount("ro");
    await assertRejects(() => sqliteStore(path), Error, `The store ${path} `);
    await disk.remount("rw");
    await (await sqliteStore(path)).close();
  },
});

Deno.test("the turn to look for trouble needs no more than a collector had: without a file for its lock it is everybody's", async () => {
  await using folder = await TempFolder.create("turn");
  const module = `file://${repositoryRoot}src/store/sqlite_store.ts`, path = folder.file("store.db");
  const script = await folder.write(
    "turn.ts",
    `const store = await (await import(${JSON.stringify(module)})).sqliteStore(${JSON.stringify(path)});
     console.log(await store.watchTurn().isMine());
     await store.close();`,
  );
  const { code, stdout, stderr } = await attemptCommand([
    ...[Deno.execPath(), "run", "--quiet", "--no-prompt", "--allow-read", `--allow-write=${path}`, script],
  ]);
  assertEquals([code, stdout.trim()], [0, "true"], stderr);
  await assertRejects(() => Deno.stat(`${path}-watch`), Deno.errors.NotFound);
});
