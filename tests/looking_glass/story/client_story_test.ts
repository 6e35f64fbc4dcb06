import { assert, assertEquals } from "@std/assert";
import type { StoredTransaction } from "@dhcpkit/kafka/store";
import { timesIn } from "../../../src/looking_glass/present/times.ts";
import { clientHeadline } from "../../../src/looking_glass/story/client_headline.ts";
import { clientStory } from "../../../src/looking_glass/story/client_story.ts";
import { sentenceText } from "../../../src/looking_glass/story/sentence.ts";
import type { StoryView } from "../../../src/looking_glass/story/story_event.ts";
import { advertise, Life, moment, pd, reply, silence, status } from "./_life.ts";

const A = "2001:db8:100::/56", view: StoryView = { now: moment("18:00"), times: timesIn("UTC") };

/** The transactions of a life as a store would give them, the latest first. */
function stored(life: Life): StoredTransaction[] {
  const servers = ["dhcp01", "dhcp02", "dhcp03"];
  return life.transactions.map((one, id) => ({ ...one, id, serverId: servers.indexOf(one.server), clientId: 1 }))
    .toSorted((a, b) => b.receivedAt - a.receivedAt || b.id - a.id);
}

function busy(): Life {
  const life = new Life();
  for (let hour = 0; hour < 18; hour++) {
    const time = (minute: string) => `${hour}:${minute}`;
    life.sends(time("00"), { type: "Solicit", options: [pd()] }, {
      dhcp01: advertise(pd(A)),
      dhcp02: silence,
      dhcp03: advertise(pd(status("NoPrefixAvail"))),
    })
      .sends(time("00:01"), { type: "Request", to: "dhcp01", options: [pd(A)] }, {
        dhcp01: reply(pd(A)),
        dhcp02: silence,
      })
      .sends(time("20"), { type: "Renew", to: "dhcp01", options: [pd(A)] }, {
        dhcp01: hour % 3 ? reply(pd(A)) : reply(pd(status("NoBinding"))),
      })
      .repeats([time("25"), time("26")], { type: "Rebind", options: [pd(A)] }, { dhcp02: silence })
      .sends(time("30"), { type: "InformationRequest" }, { dhcp01: reply() })
      .sends(time("31"), { type: "Confirm" }, { dhcp01: silence })
      .sends(time("32"), { type: "Leasequery" }, { dhcp01: { type: "LeasequeryReply", options: [] } })
      .reconfigures(time("33"), "dhcp03", 6)
      .sends(time("40"), { type: "Release", to: "dhcp01", options: [pd(A)] }, {
        dhcp01: reply(pd(status("NoBinding"))),
      });
  }
  return life;
}

Deno.test("every transaction is a part of one event, and the latest event comes first", () => {
  const transactions = stored(busy()), events = clientStory({ transactions, leases: [] }, view);
  const ids = events.flatMap((event) => event.transactions.map(({ id }) => id)).sort((a, b) => a - b);
  assertEquals(ids, transactions.map(({ id }) => id).sort((a, b) => a - b));
  const times = events.map(({ at }) => at);
  assertEquals(times, times.toSorted((a, b) => b - a));
  for (const { at, until, transactions } of events) {
    if (transactions.length > 0) {
      assertEquals([transactions[0].receivedAt, transactions.at(-1)!.receivedAt], [at, until]);
    }
  }
});

Deno.test("packets that are damaged in any way are told as far as they can be read", () => {
  const whole = stored(busy()).slice(0, 60);
  let seed = 7;
  const random = (below: number) => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % below;
  const damaged = (packet: Uint8Array | undefined) => {
    if (packet === undefined || random(4) === 0) return undefined;
    const copy = packet.slice(0, 1 + random(packet.length));
    for (let i = random(4); i > 0; i--) copy[random(copy.length)] = random(256);
    return copy;
  };
  for (let round = 0; round < 100; round++) {
    const transactions = whole.map((one) => ({
      ...one,
      request: damaged(one.request),
      response: damaged(one.response),
      requestType: random(40),
      responseType: random(40),
      duration: random(2) ? one.duration : -1e15,
    }));
    const facts = { transactions, leases: [] }, events = clientStory(facts, view);
    assertEquals(events.flatMap((event) => event.transactions).length, transactions.length);
    assert(events.every(({ sentence }) => sentenceText(sentence).length > 10));
    assert(sentenceText(clientHeadline(facts, view).sentence).endsWith("."));
  }
});

Deno.test("of nothing nothing is told", () => {
  assertEquals(clientStory({ transactions: [], leases: [] }, view), []);
  assertEquals(
    sentenceText(clientHeadline({ transactions: [], leases: [] }, view).sentence),
    "Nothing is known of this client.",
  );
});

Deno.test("a thousand transactions of a client that asks in vain are one event, soon", () => {
  const life = new Life();
  for (let i = 0; i < 1000; i++) {
    const time = `${String(Math.floor(i / 60)).padStart(2, "0")}:${String(i % 60).padStart(2, "0")}`;
    life.sends(time, { type: "Solicit", options: [pd()] }, { dhcp01: silence });
  }
  const started = performance.now(), events = clientStory({ transactions: stored(life), leases: [] }, view);
  assertEquals(events.map(({ sentence }) => sentenceText(sentence)), [
    "Asked all servers 1000 times in 16 h 39 min, nobody answered",
  ]);
  assert(performance.now() - started < 5000);
});
