import { assertEquals } from "@std/assert";
import type { StoredClient } from "@dhcpkit/kafka/store";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { Database } from "../../../src/store/sqlite/database.ts";
import { clientsByLease } from "../../../src/store/sqlite/lease_clients.ts";
import { TempFolder } from "../../support/temp_folder.ts";
import { lease, leasing, range, write } from "../_transactions.ts";

/** More clients than are looked at in one go; each has an address in one of fifty networks, and every third had one elsewhere before. */
const CLIENTS = 2500;

Deno.test("the clients of a prefix are the same whether leases or clients are gone through", async () => {
  await using folder = await TempFolder.create("lease-clients");
  const path = folder.file("store.db");
  await using store = await sqliteStore(path);
  await write(
    store,
    ...range(0, CLIENTS).flatMap((number) => [
      leasing(number * 2, `2001:db8:${number % 50}::${number.toString(16)}`, { client: `client ${number}` }),
      leasing(number * 2 + 1, number % 3 ? `2001:db8:fff::/48` : `fd00::${number.toString(16)}`, {
        client: `client ${number}`,
      }),
    ]),
  );
  const db = new Database({ path, readOnly: true, cacheKiB: 1000, busyTimeoutMs: 1000 });
  try {
    for (
      const text of ["::/0", "2001:db8:7::/48", "2001:db8:fff::1", "fd00::/16", "2001:db8:7::/64", "2001:dead::/32"]
    ) {
      const of = (few: number) => pages((page) => clientsByLease(db, lease(text), page, few));
      const byLeases = of(Number.MAX_SAFE_INTEGER), byClients = of(0);
      assertEquals(byClients, byLeases, text);
    }
    assertEquals(pages((page) => clientsByLease(db, lease("::/0"), page, 0)).length, CLIENTS);
    assertEquals(pages((page) => clientsByLease(db, lease("fd00::/16"), page, 0)).length, Math.ceil(CLIENTS / 3));
  } finally {
    db.close();
  }
});

function pages(fetch: (page: { limit: number; after?: StoredClient }) => StoredClient[]): StoredClient[] {
  const all: StoredClient[] = [];
  for (let part: StoredClient[] = fetch({ limit: 700 }); part.length > 0;) {
    all.push(...part);
    part = fetch({ limit: 700, after: all.at(-1)! });
  }
  return all;
}
