import { assertEquals } from "@std/assert";
import { durationBucket, type TrafficPoint } from "@dhcpkit/kafka/store";
import { secondsSince } from "../../../src/looking_glass/pages/_span.ts";
import { overviewSentence } from "../../../src/looking_glass/pages/_overview_sentence.ts";
import { seriesOf, type TrafficFigures } from "../../../src/looking_glass/pages/_traffic_series.ts";
import { withGlass } from "../_fixture.ts";

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
  assertEquals(sentence(), "fine: There were no transactions in the last hour.");
});

Deno.test("what fails clients is in the sentence, two by name", () => {
  const failing = ["a", "b", "c", "d"].map((who) => ({ title: "Silent server", who }));
  const told = (count: number) =>
    overviewSentence([server(1)], new Map([[1, figures({})]]), "the last hour", failing.slice(0, count));
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
  const [first, second, third, fourth] = seriesOf([point], span, { from: 1 }).map(({ figures }) => figures);
  assertEquals([first, second?.requests, third?.requests, third?.unanswered, fourth?.requests], [
    undefined,
    0,
    4,
    3,
    0,
  ]);
});

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
      "2 of 3 servers answer; dhcp01 leaves 50 % unanswered. Failing now: Server has no prefixes left (dhcp02); " +
        "NoBinding again and again (client 64756964206f662062 on port port of b with remote-id 9:b).",
    );
    const now = overview["problems-now"].map(({ detector }: Record<string, unknown>) => detector);
    assertEquals(now.slice(0, 2), ["no-prefixes", "no-binding-loop"], "those that fail clients come first");
    assertEquals(now.length, 6);
    const one = await glass.json("/servers/1?span=24h");
    assertEquals([one.server.requests, one.span, one.series.length], [2, "24h", 96]);
  });
});
