import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { StoreBusyError } from "@dhcpkit/kafka/store";
import { postgresReader } from "@dhcpkit/kafka/collector/postgres";
import { createPostgresPlace } from "../../store/_postgres_kind.ts";
import { TableHolder } from "../../store/_table_holder.ts";
import { eventually } from "../../support/eventually.ts";
import { testWith } from "../../support/requirements.ts";
import { fill, glassOn, textOf, withGlass } from "../_fixture.ts";

testWith({
  name: "PostgreSQL works no more for a page that is given up, and for a list that nobody takes any more",
  needs: ["postgres"],
  async fn() {
    await using place = await createPostgresPlace();
    {
      await using store = await place.open();
      await fill(store);
    }
    const settings = { ...place.settings, applicationName: `page-${crypto.randomUUID()}`, readConnections: 2 };
    await using reader = await postgresReader(settings);
    await using glass = glassOn(reader, { timeLimitMs: 300 });
    {
      await using holder = await TableHolder.hold("clients", settings);
      const pages = [
        "/clients/1",
        "/clients",
        "/clients.json?q=port",
        "/clients.csv",
        "/port?interface-id=706f7274206f662062",
      ];
      const sent = pages.map((path) => glass.send(path));
      await eventually("PostgreSQL to be busy", async () => await holder.busy() === 2);
      for (const response of await Promise.all(sent)) {
        assertEquals(response.status, 503);
        assertStringIncludes(await response.text(), "This took too long.");
      }
      await eventually("PostgreSQL to be idle", async () => await holder.busy() === 0);
    }
    assertEquals((await glass.json("/clients")).clients.length, 4);
  },
});

Deno.test("a page on SQLite, which keeps the process busy while it looks, asks nothing more when the time is over", async () => {
  await withGlass(async (glass, store) => {
    const asked: string[] = [], client = store.client.bind(store), servers = store.servers.bind(store);
    store.client = (id) => {
      asked.push("client");
      for (const end = performance.now() + 60; performance.now() < end;);
      return client(id);
    };
    store.servers = () => {
      asked.push("servers");
      return servers();
    };
    const response = await glass.send("/clients/1");
    assertEquals([response.status, asked], [503, ["client"]]);
    assertStringIncludes(textOf(await response.text()), "This took too long. Ask for less");
  }, { timeLimitMs: 50 });
});

Deno.test("where too many ask the store at once, it is said at once, and that it may be tried again", async () => {
  const failures: unknown[] = [];
  await withGlass(async (glass, store) => {
    store.servers = () => Promise.reject(new StoreBusyError("too many"));
    const response = await glass.send("/servers.json");
    assertEquals([response.status, response.headers.get("retry-after")], [503, "5"]);
    assertEquals((await response.json()).error.message, "Too much is asked of the store at once.");
    assertEquals(failures, []);
  }, { failed: (error) => failures.push(error) });
});

Deno.test("a form that does not come in to its end is given up, at the log-in as well", async () => {
  const access = { tokens: [{ name: "boss", role: "admin", secret: "0123456789abcdef" }] } as const;
  let left = 0;
  const slow = () =>
    new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new Uint8Array([97])),
      cancel: () => void left++,
    });
  await withGlass(async (glass) => {
    const response = await glass.send("/login", { method: "POST", body: slow() });
    assertEquals(response.status, 408);
    assertStringIncludes(textOf(await response.text()), "This form did not come in to its end.");
  }, { access, timeLimitMs: 20 });
  await withGlass(async (glass) => {
    const headers = { "content-type": "application/octet-stream" };
    const response = await glass.send("/decode.json", { method: "POST", body: slow(), headers });
    assertEquals(response.status, 503);
    await response.text();
  }, { timeLimitMs: 20 });
  assertEquals(left, 2);
});

Deno.test("a list on SQLite lets others in each time before it looks for rows", async () => {
  await withGlass(async (glass, store) => {
    let looked = 0, isDone = false, between = 0;
    store.searchTransactions = () => {
      const next = ++looked < 50 ? { receivedAt: 1, id: 1 } : undefined;
      return Promise.resolve({ transactions: [], next });
    };
    const list = glass.send("/transactions.csv").then((response) => response.text()).then(() => isDone = true);
    while (!isDone) {
      await new Promise((resolve) => setTimeout(resolve));
      between++;
    }
    await list;
    assert(looked === 50 && between >= 25, `${looked} looks, ${between} times that others were let in`);
  });
});
