import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { storedFinding } from "@dhcpkit/kafka/detectors";
import { testWith } from "../../support/requirements.ts";
import { finding } from "../_findings.ts";
import { fill, glassOn, textOf, withGlass } from "../_fixture.ts";
import { storeKinds } from "../_stores.ts";

for (const kind of storeKinds) {
  testWith({
    name: `problems are filtered by what they are, how bad, about what, and whether they last, on ${kind.name}`,
    needs: kind.needs,
    fn: async () => {
      await using place = await kind.create();
      await using store = await place.open();
      await fill(store);
      await using glass = glassOn(store);
      const found = async (query: string): Promise<string[]> =>
        (await glass.json(`/problems?${query}`)).findings.map(({ detector }: { detector: string }) => detector);
      const now = [
        "no-prefixes",
        "no-binding-loop",
        "zero-lifetime-renew",
        "duids-on-port",
        "from-the-future",
        "duid-burst",
      ];
      assertEquals(await found(""), now);
      assertEquals(await found("state=over"), ["two-servers", "slow-answer"]);
      assertEquals((await found("state=all")).length, 8, "what is no finding is left out");
      assertEquals(await found("severity=failing"), ["no-prefixes", "no-binding-loop"]);
      assertEquals(await found("detector=duid-burst&state="), ["duid-burst"]);
      assertEquals(await found("about=port&severity=&server="), ["duids-on-port"]);
      const servers = (await store.servers()).filter(({ name }) => /^dhcp/.test(name));
      const about = await Promise.all(servers.map(({ id }) => found(`state=all&server=${id}`)));
      assertEquals(about, [["slow-answer"], ["no-prefixes"]]);
    },
  });

  testWith({
    name: `a problem leads to the transactions that show it, and says which are gone, on ${kind.name}`,
    needs: kind.needs,
    fn: async () => {
      await using place = await kind.create();
      await using store = await place.open();
      await fill(store);
      await using glass = glassOn(store);
      const { transactions } = await glass.json("/problems/no-prefixes-1");
      const servers = await Promise.all(
        transactions.map(async (id: number | null) => id && (await store.transaction(id))?.requestType),
      );
      assertEquals(servers, [5, 5, null]);
      const html = await glass.html("/problems/no-prefixes-1"), text = textOf(html);
      for (const id of transactions.slice(0, 2)) assertStringIncludes(html, `href="/transactions/${id}"`);
      assertStringIncludes(text, "dhcp02 dhcpkit.messages[0] at 999999 – not kept any more");
    },
  });
}

Deno.test("a problem says what, why, what to do, what was measured, and how it is found", async () => {
  await withGlass(async (glass) => {
    const text = textOf(await glass.html("/problems/no-prefixes-1"));
    for (
      const part of [
        "Server has no prefixes left",
        "dhcp02 had no prefix for 12 clients within 10 min",
        "Since 2026-01-01 00:00:05.000 UTC, seen 45 s ago. It lasts.",
        "failing: clients go without",
        "Why it matters Customers without a prefix",
        "What to do Look at who is refused",
        "share that is like that 62.5 % 5 %",
        "The first and the last of 1 204 transactions that show it.",
        "How this is found Of the answers of a server",
      ]
    ) assertStringIncludes(text, part);
  });
});

Deno.test("a problem that is over says so, and how often it came back", async () => {
  await withGlass(async (glass) => {
    const text = textOf(await glass.html("/problems/slow-answer-1"));
    assertStringIncludes(text, "2026-01-01 00:00:00.000 UTC to 2026-01-01 00:00:10.000 UTC.");
    assertStringIncludes(
      text,
      "It is over: nothing of it was seen for 20 s. It came back 2 times after it had been over.",
    );
    assert(!(await glass.html("/problems/slow-answer-1")).includes("tone degraded"), "what is over has no colour");
  });
});

Deno.test("a problem of a detector that is not known any more is told as far as it goes", async () => {
  await withGlass(async (glass) => {
    const text = textOf(await glass.html("/problems/from-the-future-1"));
    assertStringIncludes(text, "from-the-future was found for the whole network.");
    assertStringIncludes(text, "No transaction shows it.");
    assert(!text.includes("How this is found"));
    assertEquals((await glass.send("/problems/broken")).status, 404);
    assertEquals((await glass.send("/problems/none")).status, 404);
  });
});

Deno.test("problems are paged, and exported whole", async () => {
  await withGlass(async (glass, store) => {
    await store.writeFindings(Array.from({ length: 30 }, (_, i) =>
      storedFinding(finding("silent-server", i, {
        id: `many-${i}`,
        subject: { kind: "server", server: `dhcp-${i}` },
      }))));
    const ids: string[] = [];
    for (let next: string | null = "/problems.json?detector=silent-server&limit=7"; next !== null;) {
      const part: { findings: { id: string }[]; next: string | null } = await glass.json(next);
      ids.push(...part.findings.map(({ id }) => id));
      next = part.next;
    }
    assertEquals(ids, Array.from({ length: 30 }, (_, i) => `many-${29 - i}`));
    const csv = await (await glass.send("/problems.csv?detector=silent-server")).text();
    assertEquals(csv.trim().split("\r\n").length, 31);
    const lines = (await (await glass.send("/problems.ndjson?detector=no-prefixes")).text()).trim().split("\n");
    const { who, severity, transactions, until } = JSON.parse(lines[0]);
    assertEquals([lines.length, who, severity, transactions, until], [1, "dhcp02", "failing", 1204, null]);
  });
});

Deno.test("what cannot be asked of problems is refused with what can", async () => {
  await withGlass(async (glass) => {
    const status = async (query: string) => (await glass.send(`/problems?${query}`)).status;
    assertEquals(await status("state=sometimes"), 400);
    assertEquals(await status("detector=constructor"), 400);
    assertEquals(await status("after=yesterday"), 400);
    assertEquals(await status("server=99"), 404);
    assertStringIncludes(await glass.html("/problems?severity=mild"), "it is failing, warning.");
  });
});

Deno.test("where nothing was found it is said what that means", async () => {
  await withGlass(async (glass, store) => {
    assertStringIncludes(
      textOf(await glass.html("/problems?detector=silent-server")),
      "Nothing is like that. All problems",
    );
    const open = await store.findings({ open: true }, { limit: 100 });
    await store.writeFindings(open.map((one) => ({ ...one, until: one.lastSeen })));
    for (const path of ["/", "/problems"]) {
      assertStringIncludes(textOf(await glass.html(path)), "Nothing is known to be wrong. What is over");
    }
    assert(!(await glass.json("/")).sentence.includes("Failing"));
  });
});

Deno.test("clients, servers and relay agents show what was found of them, and nothing else", async () => {
  await withGlass(async (glass, store) => {
    const of = async (path: string): Promise<string[]> =>
      (await glass.json(path)).problems.map(({ detector }: { detector: string }) => detector);
    const [client] = await store.clients({ by: "interfaceId", text: "port of b" }, { limit: 1 });
    assertEquals(await of(`/clients/${client.id}`), ["no-binding-loop", "zero-lifetime-renew"]);
    assertEquals(await of("/clients/1"), []);
    assertEquals(await of("/clients/4"), ["duids-on-port"], "the problem of its port");
    assertEquals(await of("/servers/1"), ["two-servers", "slow-answer"]);
    assertEquals(await of("/servers/2"), ["no-prefixes", "two-servers"], "those that last come first");
    assertEquals(await of("/relays?link=2001:db8:0:1::1"), ["duid-burst"]);
    assertEquals(await of("/relays?link=2001:db8:0:2::1"), []);
    assertMatch(textOf(await glass.html("/servers/2")), /Problems 1 of them now/);
  });
});

Deno.test("the parts of whom a problem is about lead to their pages", async () => {
  await withGlass(async (glass) => {
    const html = await glass.html("/problems?state=all");
    for (
      const link of [
        "/servers/2",
        "/relays?link=2001%3Adb8%3A0%3A1%3A%3A1",
        "/held?lease=2001%3Adb8%3A1000%3A%3A%2F56",
        "/problems/duids-on-port-1#evidence",
      ]
    ) assertStringIncludes(html, `href="${link}"`);
    const links = Array.from(
      html.matchAll(/href="(\/(?:port|clients)\?[^"]+)"/g),
      ([, link]) => link.replaceAll("&amp;", "&"),
    );
    assertEquals(links.length, 5);
    for (const link of links) assert([200, 303].includes((await glass.send(link)).status), link);
  });
});
