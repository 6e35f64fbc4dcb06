import { assertEquals } from "@std/assert";
import { measureOf } from "@dhcpkit/kafka/detectors";
import { StatusCode } from "@dhcpkit/kafka/dhcpv6";
import { type Exchange, HOUR, MINUTE, SECOND, START } from "./_exchange.ts";
import { found, foundTexts } from "./_found.ts";
import { prefixOf, SimulatedNetwork } from "./_network.ts";

type Told = Partial<Exchange>;

/** What one client does at server `a`, each thing at its minute. */
function client(...told: readonly (readonly [minute: number, exchange: Told])[]): SimulatedNetwork {
  const network = new SimulatedNetwork(), client = network.client();
  for (const [minute, exchange] of told) {
    network.exchange({ at: START + Math.round(minute * MINUTE), server: "a", client, request: "Solicit", ...exchange });
  }
  return network;
}

/** The same again, `times` times, so many minutes apart. */
function again(times: number, every: number, told: Told | ((i: number) => Told)): [number, Told][] {
  return Array.from({ length: times }, (_, i) => [i * every, typeof told === "function" ? told(i) : told]);
}

const PREFIX = "2001:db8:8000:1::/64";
const LEASE = { prefix: PREFIX, t1: 1800, t2: 2880 };
const GRANT: Told = { request: "Request", response: "Reply", named: "a", asked: {}, given: LEASE };
const renew = (given: Exchange["given"], asked: Exchange["asked"] = { prefix: PREFIX, valid: 0 }): Told => ({
  ...{ request: "Renew", response: "Reply", named: "a", asked, given },
});

Deno.test("unanswered-client: an answer of any server ends the row", () => {
  assertEquals(foundTexts(client(...again(9, 1, {})), "unanswered-client"), []);
  assertEquals(foundTexts(client(...again(10, 1, {})), "unanswered-client"), [
    "Client 02:00:5e:00:00:01 on port ge-0/0/1 with remote-id 9:line-1 got no answer to 10 messages within 9 min.",
  ]);
  const answered = again(20, 1, (i) => i % 9 === 8 ? { server: "b", response: "Advertise" } : {});
  assertEquals(found(client(...answered), "unanswered-client"), []);
});

Deno.test("unanswered-client: what three servers get at once counts once", () => {
  const atOnce = again(9, 1, {}).flatMap(([minute, told]) =>
    ["a", "b", "c"].map((server, i) => [minute + i / 6000, { ...told, server }] as const)
  );
  assertEquals(found(client(...atOnce), "unanswered-client"), []);
});

Deno.test("no-binding-loop: a server that has lost its leases says NoBinding once to each", () => {
  const lost = renew({ status: StatusCode.NoBinding });
  assertEquals(found(client([0, GRANT], [30, lost], [30.1, GRANT], [60, lost], [60.1, GRANT]), "no-binding-loop"), []);
  const [finding] = found(
    client([0, GRANT], [30, lost], [30.1, GRANT], [60, lost], [60.1, GRANT], [90, lost]),
    "no-binding-loop",
  );
  assertEquals([finding.since, finding.count, finding.evidence.length], [START + 30 * MINUTE, 3, 3]);
  const spread = [0, 1, 2, 3].map((i) => [i * 200, lost] as const);
  assertEquals(found(client(...spread), "no-binding-loop"), [], "three within six hours, not ten");
});

Deno.test("zero-lifetime-renew: a lease that is ended with nothing in its place is a finding, a renumbered one is not", () => {
  const ended = (given: Exchange["given"], asked?: Exchange["asked"]) =>
    foundTexts(client([0, GRANT], [30, renew(given, asked)]), "zero-lifetime-renew");
  const who = "2001:db8:8000:1::/64 of client 02:00:5e:00:00:01 on port ge-0/0/1 with remote-id 9:line-1";
  assertEquals(ended({ prefix: PREFIX, valid: 0 }), [
    `${who} was ended by the answer to 1 Renew or Rebind, which the client had sent with lifetimes of 0.`.replace(
      "2001",
      "2001",
    ),
  ]);
  assertEquals(
    ended({ prefix: PREFIX, valid: 0, prefixStatus: StatusCode.NoPrefixAvail }, { prefix: PREFIX, valid: 3600 }),
    [
      `${who} was ended by the answer to 1 Renew or Rebind.`,
    ],
  );
  assertEquals(ended({ prefix: PREFIX, valid: 0, another: "2001:db8:9000::/64" }), [], "another one in its place");
  assertEquals(ended(LEASE), [], "lifetimes of 0 in the request alone are allowed");
  assertEquals(ended({ status: StatusCode.NoBinding }), [], "NoBinding is another finding");
});

Deno.test("prefix-flap: the same prefix again, and a few others in a day, are no finding", () => {
  const prefixes = (...numbers: number[]) => {
    const network = new SimulatedNetwork(), one = network.client();
    numbers.forEach((number, i) =>
      network.bind(one, "a", START + i * HOUR, { ...LEASE, prefix: prefixOf(one, number) })
    );
    return found(network, "prefix-flap").map((finding) => measureOf(finding, "times"));
  };
  assertEquals([prefixes(1, 1, 1, 1, 1, 1), prefixes(1, 2, 3, 4)], [[], []]);
  assertEquals([prefixes(1, 2, 3, 4, 5), prefixes(1, 2, 1, 2, 1)], [[4], [4]]);
});

/** A client that renews after these minutes, one after the other, with a T1 of 30 minutes. */
function renewing(minutes: readonly number[], told: Told = {}): SimulatedNetwork {
  let at = 0;
  return client([0, GRANT], ...minutes.map((after) => [at += after, { ...renew(LEASE), ...told }] as const));
}

Deno.test("late-renew: once is chance, twice in a row is not, and who was not answered is not blamed", () => {
  assertEquals(found(renewing([30, 70, 30, 70]), "late-renew"), []);
  assertEquals(foundTexts(renewing([30, 70, 70]), "late-renew"), [
    "Client 02:00:5e:00:00:01 on port ge-0/0/1 with remote-id 9:line-1 renewed late 2 times in a row, the last time by 40 min.",
  ]);
  assertEquals(found(renewing([37, 37, 37]), "late-renew"), [], "a quarter of T1");
  assertEquals(found(renewing([39, 39, 39], { elapsed: 540 }), "late-renew"), [], "began in time");
  assertEquals(found(renewing([45, 45, 45], { elapsed: 900 }), "late-renew"), [], "a time that is too long to tell");
  assertEquals(found(renewing([48, 48, 48], { request: "Rebind" }), "late-renew"), [], "T2");
});

Deno.test("early-renew: five in a row before half of T1", () => {
  assertEquals(found(renewing([5, 5, 5, 5, 30, 5]), "early-renew"), []);
  assertEquals(found(renewing([16, 16, 16, 16, 16, 16]), "early-renew"), []);
  assertEquals(foundTexts(renewing([5, 5, 5, 5, 5]), "early-renew"), [
    "Client 02:00:5e:00:00:01 on port ge-0/0/1 with remote-id 9:line-1 renewed early 5 times in a row, the last time after 5 min with a T1 of 30 min.",
  ]);
});

Deno.test("renewals of leases without T1, or that nobody saw granted, are not judged", () => {
  const free = { prefix: PREFIX, t1: 0, t2: 0 };
  const noT1 = client([0, { ...GRANT, given: free }], ...again(8, 1, renew(free)));
  const unseen = client(...again(2, 70, renew({ status: StatusCode.NoBinding })));
  for (const network of [noT1, unseen]) {
    assertEquals([found(network, "late-renew"), found(network, "early-renew")], [[], []]);
  }
});

Deno.test("solicit-storm: what RFC 9915 asks for is none, however many servers get it", () => {
  const waits = [0, 1, 3, 7, 15, 31, 63].map((second) => second / 60);
  const usual = waits.flatMap((minute, i) =>
    ["a", "b", "c", "d", "e"].map((server) => [minute, { server, xid: i }] as const)
  );
  assertEquals(found(client(...usual), "solicit-storm"), []);
  const [storm, ...others] = found(client(...again(40, 1 / 40, {})), "solicit-storm");
  assertEquals([storm.severity, measureOf(storm, "times"), others.length], ["warning", 40, 0]);
  assertEquals(found(client(...again(1200, 1 / 600, {})), "solicit-storm")[0].severity, "failing");
});

Deno.test("duid-on-ports: a client that moves once is at home there, one that is in both places is not", () => {
  const network = (turns: (i: number) => number) => {
    const made = new SimulatedNetwork(), one = made.client(), other = { ...made.client(), duid: one.duid };
    for (let i = 0; i < 12; i++) {
      made.exchange({ at: START + i * 20 * MINUTE, server: "a", client: [one, other][turns(i)], request: "Solicit" });
    }
    return found(made, "duid-on-ports").map((finding) => [measureOf(finding, "times"), measureOf(finding, "ports")]);
  };
  assertEquals(network((i) => i < 6 ? 0 : 1), []);
  assertEquals(network((i) => i % 2), [[11, 2]]);
});

Deno.test("a client without a DUID is nobody, and breaks nothing", () => {
  const network = new SimulatedNetwork(), nobody = network.client({ duid: "" });
  for (let i = 0; i < 100; i++) {
    network.exchange({ at: START + i * SECOND, server: "a", client: nobody, request: "Solicit" });
  }
  assertEquals(found(network, "solicit-storm"), []);
});
