import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { TRANSACTIONS, withGlass } from "../_fixture.ts";

Deno.test("a list goes on where it ended, in HTML and JSON, until all was there once", async () => {
  await withGlass(async (glass) => {
    const seen: number[] = [];
    let next: string | null = "/transactions.json?limit=2";
    while (next !== null) {
      const data: { transactions: { id: number }[]; next: string | null } = await glass.json(next);
      seen.push(...data.transactions.map(({ id }) => id));
      next = data.next;
    }
    assertEquals(seen, [5, 4, 3, 2, 1]);
    const html = await glass.html("/transactions?limit=1&server=1");
    assertMatch(html, /href="\/transactions\?limit=1&amp;server=1&amp;after=\d+-\d+" rel="next"/);
  });
});

Deno.test("filters hold together, and what they cannot be is said", async () => {
  await withGlass(async (glass) => {
    const ids = async (query: string) =>
      (await glass.json(`/transactions?${query}`)).transactions.map(({ id }: { id: number }) => id);
    assertEquals(await ids("client=2"), [5, 2]);
    assertEquals(await ids("client=2&to=2026-01-01T00:00:03Z"), [2]);
    assertEquals(await ids("from=57s%20ago"), [5, 4, 3]);
    assertEquals(await ids("server=&client=&from=&to="), [5, 4, 3, 2, 1]);
    for (const wrong of ["server=x", "client=-1", "from=nonsense", "after=x", "limit=1001", "limit=x", "after=1-2-3"]) {
      const response = await glass.send(`/transactions?${wrong}`);
      assertEquals(response.status === 400 || response.status === 404, true, wrong);
      assertStringIncludes(await response.text(), "</html>");
    }
  });
});

Deno.test("all transactions of a filter are exported, with the place of each record", async () => {
  await withGlass(async (glass) => {
    const response = await glass.send("/transactions.ndjson?client=2");
    assertEquals(response.headers.get("content-disposition"), 'attachment; filename="transactions.ndjson"');
    const rows = (await response.text()).trim().split("\n").map((line) => JSON.parse(line));
    assertEquals(rows.map(({ record }) => record), ["dhcpkit.messages[0]@5", "dhcpkit.messages[0]@2"]);
    assertEquals(
      (await (await glass.send("/transactions.csv")).text()).trim().split("\r\n").length,
      TRANSACTIONS.length + 1,
    );
  });
});

Deno.test("transactions are found by what came of them", async () => {
  await withGlass(async (glass) => {
    const ids = async (query: string) =>
      (await glass.json(`/transactions?${query}`)).transactions.map(({ id }: { id: number }) => id);
    assertEquals(await ids("outcome=refused"), [5, 4]);
    assertEquals(await ids("outcome=refused&reason=NoPrefix"), [4]);
    assertEquals(await ids("request=5"), [5, 2]);
    assertEquals(await ids("slower=1"), [5, 4, 2, 1]);
    assertEquals(await ids("slower=2"), []);
    assertEquals((await glass.send("/transactions?outcome=lost")).status, 400);
  });
});

Deno.test("what cannot be exported is told before anything is sent", async () => {
  await withGlass(async (glass) => {
    const response = await glass.send("/transactions.csv?from=nonsense");
    assertEquals([response.status, response.headers.get("content-type")], [400, "application/json"]);
    assertStringIncludes((await response.json()).error.message, "is no time");
  });
});
