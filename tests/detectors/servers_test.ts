import { assert, assertEquals } from "@std/assert";
import { type Finding, measureOf } from "@dhcpkit/kafka/detectors";
import { StatusCode, toHex } from "@dhcpkit/kafka/dhcpv6";
import { type Client, HOUR, MINUTE, SECOND, serverDuid, START } from "./_exchange.ts";
import { found, foundTexts } from "./_found.ts";
import { prefixOf, SimulatedNetwork } from "./_network.ts";

/** So many clients in turn, one each second, for so long; `each` makes the exchange. */
function eachSecond(
  seconds: number,
  clients: number,
  each: (network: SimulatedNetwork, client: Client, at: number, second: number) => void,
): SimulatedNetwork {
  const network = new SimulatedNetwork(), all = Array.from({ length: clients }, () => network.client());
  for (let second = 0; second < seconds; second++) {
    each(network, all[second % clients], START + second * SECOND, second);
  }
  return network;
}

const solicit = { request: "Solicit", response: "Advertise" } as const;

Deno.test("no-answer: a server that is asked for another server is not blamed", () => {
  const network = eachSecond(600, 10, (network, client, at) => {
    network.exchange({ at, server: "a", client, request: "Solicit", response: "Advertise" });
    network.exchange({ at: at + 10, server: "b", client, request: "Solicit", response: "Advertise" });
    network.exchange({ at: at + 20, server: "a", client, request: "Request", response: "Reply", named: "a" });
    network.exchange({ at: at + 30, server: "b", client, request: "Request", named: "a" });
  });
  assertEquals(found(network, "no-answer"), []);
});

Deno.test("no-answer: one client that nobody wants is not the server's fault, three are", () => {
  const ignored = (clients: number) =>
    eachSecond(600, 10, (network, client, at, second) => {
      network.exchange(
        second % 10 < clients
          ? { at, server: "a", client, request: "Solicit" }
          : { at, server: "a", client, ...solicit },
      );
    });
  const settings = { thresholds: { "no-answer": { share: 10 } } };
  assertEquals(found(ignored(2), "no-answer", settings), []);
  assertEquals(foundTexts(ignored(3), "no-answer", settings), [
    "a left 90 of 300 requests without an answer within 5 min (30 %).",
  ]);
});

Deno.test("slow-answer: a server is compared with what it was, and with a second", () => {
  const slow = (durationOf: (second: number) => number) =>
    eachSecond(
      5400,
      10,
      (network, client, at, second) =>
        network.exchange({ at, server: "a", client, ...solicit, duration: durationOf(second) }),
    );
  assertEquals(found(slow(() => 90_000), "slow-answer"), [], "always 90 ms");
  assertEquals(found(slow(() => 700_000), "slow-answer"), [], "always 0.7 s, and no peers");
  const [sixTimes] = foundTexts(slow((second) => second < 3600 ? 50_000 : 300_000), "slow-answer");
  assertEquals(sixTimes, "a answers 6 times slower than usual: p99 326 ms, usually 52.7 ms.");
  const [seconds] = found(slow((second) => second % 10 === 0 && second > 3600 ? 2_000_000 : 2000), "slow-answer");
  assertEquals([seconds.severity, Math.round(measureOf(seconds, "share"))], ["warning", 10]);
});

Deno.test("slow-answer: before a server's own level is known, it is compared with its peers", () => {
  const peers = (duration: number) =>
    eachSecond(900, 10, (network, client, at) => {
      for (const server of ["a", "b", "c"]) network.exchange({ at, server, client, ...solicit, duration: 20_000 });
      network.exchange({ at, server: "d", client, ...solicit, duration });
    });
  assertEquals(found(peers(80_000), "slow-answer"), []);
  assertEquals(found(peers(300_000), "slow-answer").map(({ subject }) => subject), [{ kind: "server", server: "d" }]);
});

Deno.test("silent-server: it recovers when something is heard again, and names its last transaction", () => {
  const network = eachSecond(9000, 10, (network, client, at, second) => {
    if (second < 4000 || second >= 5000) network.exchange({ at, server: "a", client, ...solicit });
  });
  const [finding, ...others] = found(network, "silent-server", {}, START + 9000 * SECOND);
  assertEquals(others, []);
  assertEquals([finding.since, finding.count, finding.evidence.length], [START + 3999 * SECOND, 1, 1]);
  assert(finding.until! < START + 5050 * SECOND && finding.until! > START + 5000 * SECOND);
});

Deno.test("silent-server: clients that renew together make pauses that are no finding", () => {
  const network = new SimulatedNetwork();
  for (let i = 0; i < 100; i++) {
    network.live({ client: network.client(), server: "a", from: START + i * SECOND, to: START + 12 * HOUR });
  }
  assertEquals(found(network, "silent-server", {}, START + 12 * HOUR), []);
});

Deno.test("no-prefixes: the clients and the share are told, and addresses are not prefixes", () => {
  const network = eachSecond(900, 30, (network, client, at, second) => {
    const given = second % 30 < 3 ? { status: StatusCode.NoPrefixAvail } : { prefix: prefixOf(client) };
    network.exchange({ at, server: "a", client, ...solicit, asked: {}, given });
  });
  assertEquals(found(network, "no-addresses"), []);
  const [finding] = found(network, "no-prefixes");
  assertEquals([measureOf(finding, "clients"), Math.round(measureOf(finding, "share")), finding.severity], [
    3,
    10,
    "warning",
  ]);
});

Deno.test("t1-over-t2: equal times, and a T2 of 0, are as they may be", () => {
  const times = (t1: number, t2: number) => {
    const network = new SimulatedNetwork(), client = network.client();
    network.bind(client, "a", START, { prefix: prefixOf(client), t1, t2 });
    return foundTexts(network, "t1-over-t2");
  };
  assertEquals([times(1000, 1000), times(1000, 0), times(0, 0)], [[], [], []]);
  assertEquals(times(1001, 1000), ["a sent 1 Reply with T1 after T2, the last one with T1 17 min and T2 17 min."]);
});

Deno.test("two-servers: several offers, and answers to what is for all, are as they should be", () => {
  const both = (request: "Solicit" | "Rebind" | "Renew", response: "Advertise" | "Reply") => {
    const network = new SimulatedNetwork(), client = network.client();
    for (let i = 0; i < 5; i++) {
      const told = { at: START + i * MINUTE, client, request, response, xid: i } as const;
      network.exchange({ ...told, server: "b" });
      network.exchange({ ...told, at: told.at + 5000, server: "a" });
    }
    return foundTexts(network, "two-servers");
  };
  assertEquals([both("Solicit", "Advertise"), both("Rebind", "Reply")], [[], []]);
  const expected = ["a and b both answered 5 transactions within 10 min."];
  assertEquals([both("Renew", "Reply"), both("Solicit", "Reply")], [expected, expected]);
});

Deno.test("unknown-server: what answers while it learns is known, another one afterwards is not", () => {
  const network = new SimulatedNetwork(), client = network.client();
  for (const [hour, server] of [[0, "a"], [20, "b"], [23.9, "a"], [25, "a"], [26, "b"], [27, "c"]] as const) {
    network.exchange({ at: START + hour * HOUR, server, client, ...solicit });
  }
  const findings = found(network, "unknown-server", {}, START + 30 * HOUR);
  assertEquals(findings.map(({ subject }) => subject), [{ kind: "server-duid", duid: toHex(serverDuid("c").bytes) }]);
});

Deno.test("unknown-server: one client with the DUID of a server that is gone is no finding, two are", () => {
  const addressed = (clients: number) => {
    const network = new SimulatedNetwork();
    for (let i = 0; i < clients; i++) {
      network.exchange({
        at: START + i * SECOND,
        server: "a",
        client: network.client(),
        request: "Renew",
        named: "gone",
      });
    }
    return foundTexts(network, "unknown-server", { common: { knownServers: [String(serverDuid("a"))] } });
  };
  assertEquals(addressed(1), []);
  assertEquals(addressed(2), ["Server 000200000009676f6e65, which is not known, is addressed by 2 clients."]);
});

/** The clock of one server, with records that are in Kafka after `delayOf` a second. */
function clock(ahead: number, delayOf: (second: number) => number = () => 0.1): Finding[] {
  const network = eachSecond(1200, 10, (network, client, at, second) => {
    network.exchange({ at, server: "right", client, ...solicit });
    network.exchange({
      at,
      server: "wrong",
      client,
      ...solicit,
      ahead: ahead * SECOND,
      recordedAfter: delayOf(second) * SECOND,
    });
  });
  return found(network, "clock-skew", {}, START + HOUR);
}

Deno.test("clock-skew: a clock that is ahead or behind is told, by how much", () => {
  const ofWrong = { kind: "server", server: "wrong" };
  for (const ahead of [3, 3600, -40, -7200]) {
    const [finding, ...others] = clock(ahead);
    assertEquals([finding.subject, others.length], [ofWrong, 0]);
    assert(Math.abs(measureOf(finding, "ahead") - ahead) < 1, `${ahead}: ${measureOf(finding, "ahead")}`);
  }
  assertEquals(clock(1), []);
});

Deno.test("clock-skew: records that waited in a spool are not a clock that is behind", () => {
  assertEquals(clock(0, (second) => Math.max(0.1, 600 - second)), []);
});
