import { assert, assertEquals } from "@std/assert";
import { type ClientServerMessage, MessageType, unwrap } from "@dhcpkit/kafka/dhcpv6";
import {
  ClientId,
  ElapsedTime,
  IaNa,
  IaPd,
  IaPrefix,
  InterfaceId,
  ServerId,
  Status,
} from "@dhcpkit/kafka/dhcpv6/options";
import type { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import type { FaultId } from "../../src/simulation/fault.ts";
import { rogueServerId, servers } from "../../src/simulation/servers.ts";
import { rehearse, type RehearsedRecord } from "./_rehearsal.ts";

/** What was asked and answered, without relay messages. */
interface Seen {
  readonly at: number;
  readonly server: string;
  readonly asked: ClientServerMessage;
  readonly answer: ClientServerMessage | undefined;
  readonly duration: number;
  readonly message: DHCPKafkaMessage;
}

const { provider, records } = await rehearse({ seed: 9, clients: 300 }, 60);
const all = records.map(seen);

function seen({ at, message }: RehearsedRecord): Seen {
  const { serverName: server, messageIn, messageOut } = message;
  return {
    ...{ at, server, message, duration: message.timestampOut - message.timestampIn },
    asked: unwrap(messageIn!).message as ClientServerMessage,
    answer: messageOut && unwrap(messageOut).message as ClientServerMessage,
  };
}

/** What the subscribers with a fault sent. */
function castOf(fault: FaultId): Seen[] {
  const duids = provider.subscribers.filter((one) => one.fault === fault).map(({ device }) => String(device.duid));
  assert(duids.length > 0);
  return all.filter(({ asked }) => duids.includes(String(asked.options.get(ClientId)?.duid)));
}

const isOf = (type: number) => ({ asked }: Seen) => asked.type === type;
const duidOf = ({ asked }: Seen) => String(asked.options.get(ClientId)?.duid);
const pdOf = (message: ClientServerMessage | undefined) => message?.options.get(IaPd);
const prefixOf = (message: ClientServerMessage | undefined) => pdOf(message)?.options.get(IaPrefix);
const statusOf = (message: ClientServerMessage | undefined) => pdOf(message)?.options.get(Status)?.code;
const portOf = ({ message }: Seen) =>
  new TextDecoder().decode(unwrap(message.messageIn!).relays[0].options.get(InterfaceId)!.id);
/** Seconds between one and the next. */
const gaps = (list: readonly Seen[]) => list.slice(1).map(({ at }, i) => at - list[i].at);

Deno.test("a slow server takes more than a second for some answers, and others take no time", () => {
  const slow = all.filter(({ duration }) => duration > 1);
  assert(slow.length > 10);
  assertEquals(
    new Set(all.filter(({ duration }) => duration > 0.05).map(({ server }) => server)),
    new Set(["dhcp02.example.com"]),
  );
  assert(slow.every(({ at }) => at > 6));
});

Deno.test("a server that is overloaded leaves about three of ten requests without an answer, and none at first", () => {
  const ofServer = all.filter(({ server, asked }) => server === "dhcp02.example.com" && !asked.options.has(ServerId));
  const silent = ofServer.filter(({ answer }) => answer === undefined), late = ofServer.filter(({ at }) => at > 8);
  assert(silent.every(({ at }) => at > 8));
  assert(Math.abs(silent.length / late.length - 0.3) < 0.1, `${silent.length} of ${late.length}`);
});

Deno.test("a silent server is not heard of for 18 seconds, and then it is back", () => {
  const times = all.filter(({ server }) => server === "dhcp04.example.com").map(({ at }) => at);
  assertEquals(times.filter((at) => at > 28.01 && at < 46), []);
  assert(times.some((at) => at < 28) && times.some((at) => at > 46));
});

Deno.test("a wrong clock is three seconds ahead of all others", () => {
  for (const { server, at, message } of all) {
    const ahead = message.timestampOut - (records[0].recordedAt / 1e6 - 0.15 - records[0].at) - at;
    assertEquals(Math.round(ahead * 100), server === "dhcp03.example.com" ? 300 : 0);
  }
});

Deno.test("nobody answers a port that is ignored, and it asks again and again, at longer intervals", () => {
  const asked = castOf("ignored-port");
  assert(asked.every(({ answer }) => answer === undefined) && asked.every(isOf(MessageType.Solicit)));
  assertEquals(new Set(asked.map(({ asked }) => asked.transactionId)).size, 1);
  const elapsed = asked.map(({ asked }) => asked.options.get(ElapsedTime)!.elapsed);
  assertEquals(elapsed, elapsed.toSorted((a, b) => a - b));
  assert(elapsed.at(-1)! > 4000);
});

Deno.test("a client whose lease is forgotten is told NoBinding, and sends the same Renew again", () => {
  const renews = castOf("forgotten-lease").filter(isOf(MessageType.Renew)).slice(0, 3);
  assertEquals(renews.map(({ answer }) => statusOf(answer)), [3, 3, 3]);
  assertEquals(new Set(renews.map(({ asked }) => asked.transactionId)).size, 1);
});

Deno.test("a Renew with lifetimes of 0 is answered with lifetimes of 0", () => {
  const renews = castOf("zero-lifetime").filter(isOf(MessageType.Renew));
  assert(renews.length > 0);
  for (const { asked, answer } of renews) {
    assertEquals([prefixOf(asked)?.validLifetime, prefixOf(answer)?.validLifetime], [0, 0]);
  }
});

Deno.test("timers that are wrong renew after three halves and after a quarter of T1", () => {
  const given = (fault: FaultId) => castOf(fault).filter(({ answer }) => answer?.type === MessageType.Reply);
  const late = gaps(given("late-timer")), early = gaps(given("early-timer"));
  assert(late.length >= 2 && late.every((gap) => gap > 17.9 && gap < 18.6), String(late));
  assert(early.length > 8 && early.every((gap) => gap > 2.9 && gap < 3.6), String(early));
});

Deno.test("a client of two servers that do not share leases gets two prefixes by turns", () => {
  const replies = castOf("two-prefixes").filter(({ answer, at }) => answer?.type === MessageType.Reply && at < 28);
  const prefixes = replies.map(({ answer }) => String(prefixOf(answer)?.prefix));
  assert(prefixes.length >= 5);
  assertEquals(new Set(prefixes).size, 2);
  assert(prefixes.every((prefix, i) => i === 0 || prefix !== prefixes[i - 1]));
});

Deno.test("a storm is about four Solicits a second, each of its own", () => {
  const solicits = castOf("storm").filter(({ server, at }) => server === "dhcp01.example.com" && at >= 4 && at < 54);
  assert(solicits.length > 170 && solicits.length < 230, String(solicits.length));
  assertEquals(new Set(solicits.map(({ asked }) => asked.transactionId)).size, solicits.length);
});

Deno.test("the standby answers a Request that its server answers as well, under one name", () => {
  const [request] = castOf("standby-awake").filter(isOf(MessageType.Request));
  const both = all.filter(({ asked }) =>
    asked.transactionId === request.asked.transactionId && asked.type === MessageType.Request
  );
  assertEquals(both.map(({ server }) => server).sort(), ["dhcp01.example.com", "dhcp04.example.com"]);
  const names = both.map(({ answer }) => String(answer?.options.get(ServerId)?.duid));
  assertEquals(names, Array(2).fill(String(servers[0].duid)));
});

Deno.test("those who were misled name a server that nobody knows, and get no answer", () => {
  const named = castOf("rogue-server").filter(({ asked }) => asked.options.has(ServerId));
  assert(named.length > 6);
  assertEquals(
    new Set(named.map(({ asked }) => String(asked.options.get(ServerId)?.duid))),
    new Set([String(rogueServerId)]),
  );
  assert(named.every(({ answer }) => answer === undefined));
});

Deno.test("a cloned DUID is at two ports, and a crowded port has six DUIDs", () => {
  const cloned = castOf("cloned-duid"), crowd = castOf("crowded-port");
  assertEquals([new Set(cloned.map(duidOf)).size, new Set(cloned.map(portOf)).size], [1, 2]);
  assertEquals([new Set(crowd.map(duidOf)).size, new Set(crowd.map(portOf)).size], [6, 1]);
});

Deno.test("many names are thirty DUIDs at one port within ten seconds, which solicit once", () => {
  const asked = castOf("many-names").filter(({ server }) => server === "dhcp01.example.com");
  assertEquals([asked.length, new Set(asked.map(duidOf)).size, new Set(asked.map(portOf)).size], [30, 30, 1]);
  assert(asked.at(-1)!.at - asked[0].at < 10);
});

Deno.test("in a circle a message comes through each relay agent three times", () => {
  for (const { message } of castOf("circle")) {
    const links = unwrap(message.messageIn!).relays.map(({ linkAddress }) => String(linkAddress));
    assertEquals(links.filter((link) => link === "2001:db8:7:a::1").length, 3);
    assertEquals(links.filter((link) => link === "2001:db8:7:b::1").length, 3);
  }
});

Deno.test("who is given T1 after T2 does not take it, and solicits anew", () => {
  const asked = castOf("wrong-times"),
    replies = asked.filter(isOf(MessageType.Request)).map(({ answer }) => pdOf(answer)!);
  assert(replies.length > 3 && replies.every(({ t1, t2 }) => t1 > t2 && t2 > 0));
  assertEquals(asked.filter(isOf(MessageType.Renew)), []);
});

Deno.test("of an empty pool sixteen get a prefix, and eight are told NoPrefixAvail", () => {
  const asked = castOf("empty-pool"), refused = asked.filter(({ answer }) => statusOf(answer) === 6);
  const granted = asked.filter(({ answer }) => answer?.type === MessageType.Reply && prefixOf(answer) !== undefined);
  assertEquals([new Set(refused.map(duidOf)).size, new Set(granted.map(duidOf)).size], [8, 16]);
});

Deno.test("hosts for which there are no addresses are told NoAddrsAvail, and solicit again", () => {
  const asked = castOf("no-addresses");
  assertEquals(new Set(asked.map(duidOf)).size, 4);
  assert(asked.every(isOf(MessageType.Solicit)));
  assertEquals(new Set(asked.map(({ answer }) => answer?.options.get(IaNa)?.options.get(Status)?.code)), new Set([2]));
});
