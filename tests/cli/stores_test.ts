import { assertEquals, assertRejects } from "@std/assert";
import { openJournal, openReader, openStore } from "../../src/cli/_stores.ts";
import { UserError } from "../../src/cli/_terminal.ts";
import { TempFolder } from "../support/temp_folder.ts";

Deno.test("a journal is written to a store that is there, and read by others", async () => {
  await using folder = await TempFolder.create("store");
  const path = folder.file("store.db"), words = `cannot open the store ${path}: `;
  await assertRejects(() => openJournal(path), UserError, words);
  await using store = await openStore(path);
  const entry = { at: 1000, who: "alice", what: "lease-lookup", detail: "2001:db8::1" };
  {
    await using journal = await openJournal(path);
    await journal.writeAudit(entry);
  }
  await using reader = await openReader(path);
  assertEquals(await reader.audit({ limit: 10 }), [{ ...entry, id: 1 }]);
  assertEquals(await store.audit({ limit: 10 }), [{ ...entry, id: 1 }]);
});
