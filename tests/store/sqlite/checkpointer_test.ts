import { assert, assertEquals } from "@std/assert";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { Checkpointer } from "../../../src/store/sqlite/checkpointer.ts";
import { Database } from "../../../src/store/sqlite/database.ts";
import { runCommand } from "../../support/command.ts";
import { eventually } from "../../support/eventually.ts";
import { repositoryRoot } from "../../support/paths.ts";
import { TempFolder } from "../../support/temp_folder.ts";
import { range, transaction, write } from "../_transactions.ts";

Deno.test("what is written is brought into the file while more is written, and nothing is left beside it at the end", async () => {
  await using folder = await TempFolder.create("store");
  const path = folder.file("store.db"), store = await sqliteStore(path);
  const empty = (await Deno.stat(path)).size;
  let at = 0;
  await eventually("a larger file", async () => {
    await write(store, ...range(at, at += 1000).map((offset) => transaction(offset)));
    return (await Deno.stat(path)).size > empty + 500_000;
  }, { everyMs: 1, timeoutMs: 60_000 });
  const log = (await Deno.stat(`${path}-wal`)).size;
  assert(log < 128 * 2 ** 20, `with ${log} bytes in the log the writer does so itself`);
  await store.close();
  assertEquals((await Array.fromAsync(Deno.readDir(folder.path))).map(({ name }) => name), ["store.db"]);
});

Deno.test("a thread that comes in the midst of a batch waits for its end, and then does its work", async () => {
  await using folder = await TempFolder.create("store");
  const path = folder.file("store.db"), db = new Database({ path, cacheKiB: 256, busyTimeoutMs: 0 });
  db.exec("CREATE TABLE filling (bytes BLOB)");
  const checkpointer = new Checkpointer(db);
  db.exec("BEGIN IMMEDIATE");
  db.exec("INSERT INTO filling VALUES (zeroblob(1000000))");
  checkpointer.wrote(10_000);
  // So long it takes to load a thread, about; a slower one finds the batch written, which is no other outcome.
  await new Promise((resolve) => setTimeout(resolve, 500));
  db.exec("COMMIT");
  await eventually("a larger file", async () => (await Deno.stat(path)).size > 1_000_000);
  await checkpointer.close();
  db.close();
});

Deno.test("where no thread can be loaded, everything is written all the same", async () => {
  await using folder = await TempFolder.create("store");
  const path = folder.file("store.db"), program = folder.file("write.ts");
  await Deno.writeTextFile(
    program,
    `import { sqliteStore } from "${repositoryRoot}src/store/sqlite_store.ts";
     import { range, transaction, write } from "${repositoryRoot}tests/store/_transactions.ts";
     const store = await sqliteStore(Deno.args[0]);
     for (let batch = 0; batch < 10; batch++) {
       await write(store, ...range(batch * 1000, batch * 1000 + 1000).map((offset) => transaction(offset)));
       await new Promise((resolve) => setTimeout(resolve, 50));
     }
     console.log((await store.size()).transactions);
     await store.close();`,
  );
  const files = [path, `${path}-wal`, `${path}-shm`, `${path}-journal`].join(",");
  const { stdout } = await runCommand([
    ...[Deno.execPath(), "run", "--quiet", "--no-prompt", `--config=${repositoryRoot}deno.json`],
    ...[`--allow-read=${files}`, `--allow-write=${files}`, program, path],
  ]);
  assertEquals(stdout.trim(), "10000");
});
