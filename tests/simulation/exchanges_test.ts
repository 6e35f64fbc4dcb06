import { assertEquals } from "@std/assert";
import { ClientServerMessage, MessageType } from "@dhcpkit/kafka/dhcpv6";
import { Exchanges } from "../../src/simulation/exchanges.ts";
import { VirtualTimeline } from "./_virtual_timeline.ts";

const solicit = new ClientServerMessage({ type: MessageType.Solicit, transactionId: 7 }).save();
const advertise = new ClientServerMessage({ type: MessageType.Advertise, transactionId: 7 }).save();

function question(changes: Partial<Parameters<Exchanges["ask"]>[0]> = {}) {
  const { signal } = new AbortController(), servers = ["dhcp01", "dhcp04"] as const;
  return { transactionId: 7, packet: solicit, servers, seconds: 1, isEnough: () => true, signal, ...changes };
}

Deno.test("an answer that is enough ends the waiting", async () => {
  const timeline = new VirtualTimeline(0), exchanges = new Exchanges(() => {}, timeline);
  const asking = exchanges.ask(question());
  await timeline.pass(0.2);
  exchanges.take(advertise, "dhcp04");
  assertEquals((await asking).map(({ server }) => server), ["dhcp04"]);
  assertEquals([timeline.now(), exchanges.isFree(7)], [0.2, true]);
});

Deno.test("what is not enough is kept until the time is over, in the order in which it came", async () => {
  const timeline = new VirtualTimeline(0), exchanges = new Exchanges(() => {}, timeline);
  const asking = exchanges.ask(question({ isEnough: () => false }));
  await timeline.pass(0.2);
  exchanges.take(advertise, "dhcp04");
  exchanges.take(advertise, "dhcp01");
  await timeline.pass(1);
  assertEquals((await asking).map(({ server }) => server), ["dhcp04", "dhcp01"]);
  assertEquals(exchanges.stats, { sent: 2, answered: 1 });
});

Deno.test("who is told to stop stops, without an answer", async () => {
  const timeline = new VirtualTimeline(0), exchanges = new Exchanges(() => {}, timeline), over = new AbortController();
  const asking = exchanges.ask(question({ signal: over.signal }));
  over.abort();
  assertEquals(await asking, []);
  assertEquals(exchanges.stats, { sent: 2, answered: 0 });
});

Deno.test("what nobody waits for, and what is no message, does no harm", () => {
  const exchanges = new Exchanges(() => {}, new VirtualTimeline(0));
  exchanges.take(advertise, "dhcp01");
  for (const bytes of [[], [2], [13, 0, 0], [12, 9, ...Array(40).fill(255)]]) {
    exchanges.take(new Uint8Array(bytes), "dhcp01");
  }
  assertEquals(exchanges.stats, { sent: 0, answered: 0 });
});
