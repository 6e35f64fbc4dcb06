import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { TransactionReader } from "@dhcpkit/kafka/store";
import { testWith } from "../../support/requirements.ts";
import { storeKinds } from "../_stores.ts";
import { fill, glassOn, textOf } from "../_fixture.ts";

/** Every page with something that only it says. */
const PAGES: readonly (readonly [path: string, says: string])[] = [
  ["/", "Latest transactions"],
  ["/?span=7d", "in the last 7 days"],
  ["/", "Problems now"],
  ["/problems", "6 problems now; in 2 of them clients go without."],
  ["/problems?state=over", "2 problems that are over."],
  ["/problems/no-prefixes-1", "Look at who is refused"],
  ["/port?interface-id=706f7274206f662062&remote-id=0000000962", "1 client on this port"],
  ["/relays", "Clients were behind"],
  ["/live", "Live"],
  ["/live?request=1&outcome=unanswered", "no answer"],
  ["/clients", "Type what you know of a client into the box above"],
  ["/clients?q=2001:db8::/32", "2 clients are known by whoever had the prefix 2001:db8::/32"],
  ["/clients?link=2001:db8::1", "No client is behind it"],
  ["/transactions", "NoPrefixAvail"],
  ["/transactions", "NoBinding “never heard of it”"],
  ["/servers", "dhcp02"],
  ["/held?lease=2001:db8::1", "2001:db8::1 was held at 2026-01-01"],
  ["/held?lease=2001:db8::1&at=2025-12-31", "2001:db8::1"],
  ["/decode", "nothing of it is kept or logged"],
  ["/decode?text=0bf350d6", "Information-request"],
  ["/health", "could not be read as transactions"],
  ["/audit", "Who looked up what"],
];

for (const kind of storeKinds) {
  testWith({
    name: `every page is there in HTML and JSON, on ${kind.name}`,
    needs: kind.needs,
    fn: async () => {
      await using place = await kind.create();
      await using store = await place.open();
      await fill(store);
      const failures: unknown[] = [];
      await using glass = glassOn(store, { failed: (error) => failures.push(error) });
      for (const [path, says] of [...PAGES, ...await pagesOfRows(store)]) {
        const response = await glass.send(path, { headers: { accept: "text/html" } });
        assertEquals([response.status, response.headers.get("content-type")], [200, "text/html; charset=utf-8"], path);
        assertStringIncludes(textOf(await response.text()), says, path);
        const json = await glass.send(path, { headers: { accept: "application/json" } });
        assertEquals([json.status, json.headers.get("content-type")], [200, "application/json"], path);
        assert(typeof await json.json() === "object");
        const suffixed = path.replace(/^[^?]*/, (pathname) => `${pathname}.json`);
        assertEquals((await glass.send(suffixed)).headers.get("content-type"), "application/json", suffixed);
      }
      assertEquals(failures, []);
    },
  });

  testWith({
    name: `pages of a store with nothing in it say what to do, on ${kind.name}`,
    needs: kind.needs,
    fn: async () => {
      await using place = await kind.create();
      await using store = await place.open();
      await using glass = glassOn(store);
      assertStringIncludes(textOf(await glass.html("/")), "Nothing was read yet.");
      assertStringIncludes(textOf(await glass.html("/servers")), "Is a collector running");
      assertStringIncludes(textOf(await glass.html("/transactions")), "There are no such transactions.");
      assertStringIncludes(textOf(await glass.html("/health")), "Run collect: it fills the store that this reads.");
      assertStringIncludes(textOf(await glass.html("/held?lease=2001:db8::1")), "It is unknown who held 2001:db8::1");
    },
  });
}

/** Pages of rows: stores number them as they like. */
async function pagesOfRows(store: TransactionReader): Promise<[path: string, says: string][]> {
  const [client] = await store.clients({ by: "hostName", text: "cpe-1" }, { limit: 1 });
  const [transaction] = await store.transactions({ clientId: client.id }, { limit: 1 });
  return [
    [`/clients/${client.id}`, "cpe-1"],
    [`/clients/${client.id}/leases`, "2001:db8::1 2026-01-01 00:00:01"],
    [`/transactions?client=${client.id}`, "Request Reply"],
    [`/transactions/${transaction.id}`, "2001:db8::1"],
    [`/servers/${transaction.serverId}`, "dhcp01"],
  ];
}
