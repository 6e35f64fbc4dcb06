import { assertEquals } from "@std/assert";
import { type DetectorSettingsInit, measureOf } from "@dhcpkit/kafka/detectors";
import { HOUR, MINUTE, SECOND, START } from "./_exchange.ts";
import { found, foundTexts } from "./_found.ts";
import { SimulatedNetwork } from "./_network.ts";

/** So many clients on one port, so many seconds apart; a port is told by these. */
function onOnePort(clients: number, apart: number, port: { interfaceId: string; remoteId: string }): SimulatedNetwork {
  const network = new SimulatedNetwork();
  for (let i = 0; i < clients; i++) {
    const client = network.client({ ...port, relay: 1 });
    network.exchange({
      at: START + i * apart * SECOND,
      server: "a",
      client,
      request: "Solicit",
      response: "Advertise",
    });
  }
  return network;
}

const PORT = { interfaceId: "Fa2/3", remoteId: "line" };

Deno.test("duids-on-port: three within an hour are as they may be, a fourth is not, and later it is", () => {
  assertEquals(foundTexts(onOnePort(3, 60, PORT), "duids-on-port"), []);
  assertEquals(foundTexts(onOnePort(4, 60, PORT), "duids-on-port"), [
    "Port Fa2/3 with remote-id 9:line has 4 DUIDs within 1 h.",
  ]);
  assertEquals(found(onOnePort(8, 1300, PORT), "duids-on-port"), []);
  assertEquals(
    found(onOnePort(8, 1300, PORT), "duids-on-port", { thresholds: { "duids-on-port": { most: 2 } } }).length,
    1,
  );
});

Deno.test("what a port is can be chosen, and an Interface-Id alone is told apart by the relay agent's link", () => {
  const network = new SimulatedNetwork();
  for (let i = 0; i < 5; i++) {
    const at = START + i * SECOND, told = { server: "a", request: "Solicit" } as const;
    network.exchange({ at, client: network.client({ interfaceId: "same", remoteId: `line-${i}`, relay: i }), ...told });
    network.exchange({ at, client: network.client({ interfaceId: `port-${i}`, remoteId: "same", relay: i }), ...told });
    network.exchange({ at, client: network.client({ interfaceId: "alone", remoteId: "", relay: 7 }), ...told });
    network.exchange({ at, client: network.client({ interfaceId: "other", remoteId: "", relay: i }), ...told });
  }
  const by = (port: "both" | "interface-id" | "remote-id") =>
    foundTexts(network, "duids-on-port", { common: { port } });
  assertEquals(by("both"), ["Port alone has 5 DUIDs within 1 h."]);
  assertEquals(by("remote-id"), ["Remote-id 9:same has 5 DUIDs within 1 h."]);
  assertEquals(by("interface-id"), ["Port alone has 5 DUIDs within 1 h."]);
});

/** New clients, each on a port of its own, behind relay agents in turn; before, so many in each hour. */
function newClients(count: number, relays: number, perHour: number): SimulatedNetwork {
  const network = new SimulatedNetwork();
  const each = (at: number, relay: number) =>
    network.exchange({ at, server: "a", client: network.client({ relay }), request: "Solicit" });
  for (let hour = 0; hour < 10; hour++) {
    for (let i = 0; i < perHour; i++) each(START + hour * HOUR + i * 3600 / perHour * SECOND, i % relays);
  }
  for (let i = 0; i < count; i++) each(START + 10 * HOUR + i * SECOND / 5, i % relays);
  return network;
}

const LEARNED: DetectorSettingsInit = { thresholds: { "duid-burst": { learning: 3600 } } };

Deno.test("duid-burst: the narrowest place that explains it is told", () => {
  const kinds = (network: SimulatedNetwork, settings = LEARNED) =>
    found(network, "duid-burst", settings).map(({ subject }) => subject.kind);
  assertEquals(kinds(onOnePort(25, 5, PORT)), ["port"]);
  assertEquals(kinds(newClients(300, 1, 60)), ["relay"]);
  assertEquals(kinds(newClients(1000, 10, 60)), ["network"]);
  assertEquals(kinds(newClients(150, 1, 60)), [], "too few");
  assertEquals(kinds(newClients(1000, 10, 60), {}), [], "all are new while it learns");
});

Deno.test("duid-burst: clients that had to be forgotten are not taken for new ones", () => {
  const settings = { ...LEARNED, common: { clients: 600 } };
  assertEquals(found(newClients(1000, 10, 60), "duid-burst", settings), []);
});

Deno.test("relay-loop: a few relay agents are none, the same one twice is", () => {
  const through = (...addresses: string[]) => {
    const network = new SimulatedNetwork(), client = network.client();
    for (let i = 0; i < 3; i++) {
      network.exchange({ at: START + i * MINUTE, server: "a", client, request: "Solicit", through: addresses });
    }
    return found(network, "relay-loop").map((finding) => [measureOf(finding, "relays"), measureOf(finding, "twice")]);
  };
  const address = (i: number) => `2001:db8:ff::${i}`;
  assertEquals(through(), []);
  assertEquals(through(address(1), address(2), address(3)), []);
  assertEquals(through("::", "::"), [], "relay agents that give no address");
  assertEquals(through(address(1), address(1)), [[3, 1]]);
  assertEquals(through(address(1), address(2), address(3), address(4)), [[5, 0]]);
});
