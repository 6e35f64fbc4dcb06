import { assertEquals, assertStringIncludes } from "@std/assert";
import { durationBucket, NEVER, type TrafficPoint } from "@dhcpkit/kafka/store";
import { secondsSince } from "../../../src/looking_glass/pages/_span.ts";
import { overviewSentence } from "../../../src/looking_glass/pages/_overview_sentence.ts";
import { knownTime } from "../../../src/looking_glass/pages/_known_time.ts";
import { seriesOf, stepJson, type TrafficFigures } from "../../../src/looking_glass/pages/_traffic_series.ts";
import { testWith } from "../../support/requirements.ts";
import { batch, HOUR, range, SECOND, type Told, transaction } from "../../store/_transactions.ts";
import { storeKinds, storesTest } from "../_stores.ts";
import { allParts, csvRows, glassOn, T0, type TestGlass, textOf, withGlass } from "../_fixture.ts";

const server = (id: number) => ({ id, name: `dhcp0${id}`, firstSeen: 0, lastSeen: 0 });
const figures = (told: Partial<TrafficFigures>): TrafficFigures => ({
  requests: 100,
  unanswered: 0,
  refused: 0,
  p50: 1000,
  p99: 5000,
  ...told,
});
const sentence = (...all: Partial<TrafficFigures>[]) => {
  const byServer = new Map(all.map((one, i) => [i + 1, figures(one)]));
  const { text, tone } = overviewSentence(all.map((_, i) => server(i + 1)), byServer, "the last hour");
  return `${tone}: ${text}`;
};

Deno.test("the overview says in a sentence who answers, who does not, and who is slow", () => {
  assertEquals(sentence({}, {}, {}), "fine: All 3 servers answer.");
  assertEquals(sentence({}), "fine: The server answers.");
  assertEquals(
    sentence({}, { unanswered: 100 }),
    "failing: 1 of 2 servers answer; dhcp02 answers none of 100 requests.",
  );
  assertEquals(sentence({}, { unanswered: 20 }), "degraded: 1 of 2 servers answer; dhcp02 leaves 20 % unanswered.");
  assertEquals(
    sentence({ p50: 50_000 }, { p50: 300_000 }),
    "degraded: 2 of 2 servers answer; dhcp02 is 6× slower than the quickest.",
  );
  assertEquals(sentence({ p50: 100 }, { p50: 1000 }), "fine: All 2 servers answer.");
  assertEquals(sentence({ requests: 0 }), "degraded: There were no transactions in the last hour.");
  assertEquals(
    sentence(...Array.from({ length: 9 }, () => ({ unanswered: 100 }))),
    "failing: dhcp01 answers none of 100 requests; dhcp02 answers none of 100 requests; dhcp03 answers none of 100 " +
      "requests; dhcp04 answers none of 100 requests; 5 others are like these.",
  );
  assertEquals(sentence(), "fine: There were no transactions in the last hour.");
});

Deno.test("what fails clients is in the sentence, two by name", () => {
  const failing = ["a", "b", "c", "d"].map((who) => ({ title: "Silent server", who }));
  const told = (count: number) =>
    overviewSentence([server(1)], new Map([[1, figures({})]]), "the last hour", {
      failing: failing.slice(0, count),
    });
  assertEquals(told(1), { text: "The server answers. Failing now: Silent server (a).", tone: "failing" });
  assertEquals(
    told(4).text,
    "The server answers. Failing now: Silent server (a); Silent server (b); 2 more.",
  );
});

Deno.test("steps without traffic are zero where it was counted, and unknown before", () => {
  const span = { name: "1h", words: "", from: 0, to: 4, step: 1 } as const;
  const point: TrafficPoint = {
    at: 2,
    counts: [{ requestType: 1, responseType: 0, outcome: "unanswered", count: 3 }, {
      requestType: 1,
      responseType: 2,
      outcome: "answered",
      count: 1,
    }],
    durations: [{ bucket: durationBucket(1500), count: 1 }],
  };
  const known = { from: 1, until: 9, holes: [] };
  const [first, second, third, fourth] = seriesOf([point], span, known, 4).map(({ figures }) => figures);
  assertEquals([first, second?.requests, third?.requests, third?.unanswered, fourth?.requests], [
    undefined,
    0,
    4,
    3,
    0,
  ]);
});

Deno.test("steps are unknown behind what was read, and in holes of the log, where more may have been than was counted", () => {
  const span = { name: "1h", words: "", from: 0, to: 6, step: 1 } as const;
  const count = { requestType: 1, responseType: 2, outcome: "answered", count: 1 } as const;
  const points = [0, 2, 4].map((at): TrafficPoint => ({ at, counts: [count], durations: [] }));
  const series = seriesOf(points, span, { from: 0, until: 4.5, holes: [{ from: 1.2, to: 2.1 }] }, 6);
  assertEquals(series.map(stepJson).map(({ known, requests = "?" }) => `${known} ${requests}`), [
    "true 1",
    "false ?",
    "false 1",
    "true 0",
    "false 1",
    "false ?",
  ]);
});

Deno.test("what is known begins with the first record, and ends where the partition ends that was read least far", () => {
  const second = 1e6,
    position = (until: number) => ({ topic: "t", partition: 0, next: 1n, coveredUntil: until * second });
  const gap = (from: number, to: number, records = 0) => ({
    ...{ topic: "t", partition: 0, fromOffset: 7n, toOffset: 7n + BigInt(records) },
    ...{ from: from * second, to: to * second },
  });
  const known = (now: number, ...gaps: ReturnType<typeof gap>[]) =>
    knownTime({ from: 0 }, [position(900), position(100)], gaps, now * second);
  assertEquals(
    known(120),
    { from: 0, until: NEVER, holes: [] },
    "up to now, as a partition without records is heard of",
  );
  assertEquals(known(900), { from: 0, until: 100 * second, holes: [] });
  assertEquals(known(900, gap(0, 50), gap(0, 70), gap(80, 90, 3)), {
    from: 50 * second,
    until: 100 * second,
    holes: [{ from: 80 * second, to: 90 * second }],
  });
  assertEquals(knownTime({ from: 5 }, [], [], 9), { from: 5, until: 0, holes: [] }, "before anything was read");
});

for (const kind of storeKinds) {
  testWith({
    name: `time that was never read is a hole on the overview and the page of a server, on ${kind.name}`,
    needs: kind.needs,
    fn: async () => {
      await using place = await kind.create();
      await using store = await place.open();
      const records = Array.from({ length: 60 }, (_, i) => transaction(i + 1, { receivedAt: T0 + i * 10 * SECOND }));
      await store.write(batch(records));
      await using glass = glassOn(store, { now: () => T0 / 1000 + 45 * 60_000 });
      const overview = await glass.json("/"), { id } = overview.servers[0];
      const { series, server } = await glass.json(`/servers/${id}`);
      assertEquals(server.requests, 60);
      for (const steps of [overview.series, series]) {
        // Of the tenth minute, ten seconds are not known.
        const told = steps.slice(-45).map(({ known, requests }: Record<string, unknown>) => [known, requests]);
        assertEquals(told.slice(0, 9), Array(9).fill([true, 6]));
        assertEquals(told[9], [false, 6]);
        assertEquals(told.slice(10), Array(35).fill([false, undefined]));
      }
      assertEquals(overview.sentence, "Nothing was read of the last 35 min 10 s. Before that: the server answers.");
      for (const path of ["/", `/servers/${id}`]) {
        const html = await glass.html(path);
        assertStringIncludes(html, 'class="unknown"');
        assertStringIncludes(textOf(html), "shaded: not known, or not all of it");
        assertStringIncludes(textOf(html), "Nothing was read of the last 35 min 10 s.");
      }
    },
  });
}

Deno.test("a rate is of the time since when something is there, and not of the hour before", () => {
  const minute = 60e6, span = { from: 1000 * minute, to: 1060 * minute };
  assertEquals(secondsSince(0, span, 1059.5 * minute), 59.5 * 60, "up to now, which is before the end of a step");
  assertEquals(secondsSince(1058 * minute, span, 1059.5 * minute), 90);
  assertEquals(secondsSince(1059.5 * minute, span, 1059.5 * minute), 10, "of next to nothing there is no rate");
  assertEquals(secondsSince(1070 * minute, span, 1059.5 * minute), 10, "by a clock that is ahead");
});

Deno.test("the figures of the overview and of a server are those of the store", async () => {
  await withGlass(async (glass) => {
    const overview = await glass.json("/");
    assertEquals(
      overview.servers.map((
        { name, requests, unanswered, refused }: Record<string, unknown>,
      ) => [name, requests, unanswered, refused]),
      [
        ["<script>alert(1)</script>", 1, 0, 1],
        ["dhcp01", 2, 1, 0],
        ["dhcp02", 2, 0, 1],
      ],
    );
    assertEquals(
      overview.sentence,
      "Nothing was read of the last 54 s. Before that: 2 of 3 servers answer; dhcp01 leaves 50 % unanswered. Failing now: Server has no prefixes left (dhcp02); " +
        "NoBinding again and again (client 64756964206f662062 on port port of b with remote-id 9:b).",
    );
    const now = overview["problems-now"].map(({ detector }: Record<string, unknown>) => detector);
    assertEquals(now.slice(0, 2), ["no-prefixes", "no-binding-loop"], "those that fail clients come first");
    assertEquals(now.length, 6);
    const one = await glass.json("/servers/1?span=24h");
    assertEquals([one.server.requests, one.span, one.series.length], [2, "24h", 72]);
  });
});

storesTest("the overview has rates by type, and each number leads to what it counts", async (store) => {
  const at = (offset: number, told: Told = {}) => transaction(offset, { requestType: 1, responseType: 2, ...told });
  await store.write(batch([
    // Before the hour: nothing of it is counted, or listed.
    ...range(0, 4).map((offset) => at(offset, { receivedAt: T0 - 2 * HOUR + offset })),
    ...range(4, 9).map((offset) => at(offset)),
    at(9, { responseType: 0, outcome: "unanswered", response: undefined }),
    at(10, { outcome: "refused", duration: 30_000, server: "dhcp02" }),
    at(11, { requestType: 3, responseType: 7, server: "dhcp02" }),
    at(12, { requestType: 0, responseType: 7, outcome: "no-request", request: undefined }),
  ]));
  await using glass = glassOn(store, { now: () => T0 / 1000 + 20_000 });
  const { types, series, servers } = await glass.json("/");
  assertEquals(
    types.map((one: Record<string, unknown>) => [one.request, one.requests, one.unanswered, one.refused]),
    [["solicit", 7, 1, 1], [null, 1, 0, 0], ["request", 1, 0, 0]],
  );
  for (const { requests, series: steps } of types) {
    assertEquals(steps.length, series.length);
    assertEquals(steps.reduce((sum: number, step: number) => sum + step, 0), requests);
  }
  const html = await glass.html("/"), text = textOf(html);
  assertStringIncludes(text, "Requests by type");
  const counts = await countsBehind(glass, html);
  // Rates of the three types, the share unanswered and refused of the first; then two servers, whose slowest answers lead to lists as well.
  assertEquals(counts.slice(0, 5), [7, 1, 1, 1, 1]);
  assertEquals(
    counts.slice(5),
    servers.flatMap(({ name }: { name: string }) => name === "dhcp01" ? [7, 5, 5, 1] : [2, 2, 1, 1]),
  );
  const one = await glass.html(`/servers/${servers[1].id}`);
  assertEquals((await countsBehind(glass, one)).slice(0, 4), [2, 2, 1, 1]);
});

storesTest(
  "names of servers may be any number: those asked most are shown, and all are listed in parts",
  async (store) => {
    await using glass = glassOn(store);
    assertEquals([(await glass.json("/")).servers, (await glass.json("/servers")).servers], [[], []]);
    await store.write(batch([transaction(0, { server: "s" })]));
    assertEquals((await allParts(glass, "/servers", "servers")).length, 1);
    assertEquals((await glass.html("/servers")).includes('class="pager"'), false);

    const names = range(0, 250).map((number) => `s${number}`);
    await store.write(batch([...names, "s7", "s7"].map((server, i) => transaction(i + 1, { server }))));
    const overview = await glass.json("/");
    assertEquals([overview.servers.length, overview["all-servers"], overview.servers[0].name], [20, 251, "s7"]);
    assertStringIncludes(textOf(await glass.html("/")), "These are asked most. All 251 servers");
    const all = await allParts(glass, "/servers?limit=100", "servers");
    assertEquals(all.map(({ name }) => name), ["s", ...names.toSorted()]);
    assertEquals(await csvRows(glass, "/servers.csv"), 251);
    assertStringIncludes(await glass.html("/servers"), ">More servers</a>");
    const s99 = all.find(({ name }) => name === "s99")!;
    for (const path of ["/transactions", "/live", "/problems"]) {
      const options = async (query = "") => (await glass.html(`${path}${query}`)).match(/<option/g)!.length;
      assertEquals(
        await options(`?server=${s99["id"]}`),
        await options() + 1,
        `${path}: one that is not offered, but chosen`,
      );
      assertEquals(await options() < 290, true, path);
    }
  },
);

/** How many transactions the links of a page to lists of them lead to, but for those to all of a store or a server. */
async function countsBehind(glass: TestGlass, html: string): Promise<number[]> {
  const links = html.split("Latest transactions")[0].matchAll(/href="(\/transactions\?[^"]*from=[^"]*)"/g);
  return await Promise.all(
    Array.from(links, async ([, path]) => (await glass.json(path.replaceAll("&amp;", "&"))).transactions.length),
  );
}
