import { toHex } from "../dhcpv6/mod.ts";
import type { ServerName } from "./access_node.ts";
import type { Fault, Label, Life } from "./fault.ts";
import * as lives from "./lives.ts";
import { hostNameOf, rogueServerId } from "./servers.ts";
import type { Subscriber } from "./subscriber.ts";

/** Everything that is wrong in the network, with what should be found of it; those that take few clients first. */
export const faults: readonly Fault[] = [
  {
    id: "slow-server",
    what: "dhcp02 has a slow database since six seconds after the beginning.",
    labels: () => [ofServer("slow-answer", "dhcp02")],
  },
  {
    id: "overload",
    what: "dhcp02 leaves three of ten requests without an answer since eight seconds after the beginning.",
    labels: () => [ofServer("no-answer", "dhcp02")],
  },
  {
    id: "silent-server",
    what: "dhcp04 is cut off for 18 seconds, half a minute after the beginning and every three minutes from then on.",
    labels: () => [ofServer("silent-server", "dhcp04")],
  },
  {
    id: "wrong-clock",
    what: "The clock of dhcp03 is three seconds ahead.",
    labels: () => [ofServer("clock-skew", "dhcp03")],
  },
  {
    id: "ignored-port",
    what: "A port is switched off, and servers do not answer it.",
    cast: { count: 1, node: "bng2", wish: "address and prefix", appears: () => 1 },
    labels: (cast) => ofClients("unanswered-client", cast),
  },
  {
    id: "forgotten-lease",
    what: "Servers forget a client's lease, and it does not understand NoBinding.",
    cast: { count: 1, node: "bng2", wish: "address and prefix", appears: () => 2 },
    life: lives.deafLife,
    labels: (cast) => ofClients("no-binding-loop", cast),
  },
  {
    id: "zero-lifetime",
    what: "A client renews with lifetimes of 0, and its server takes that for giving back.",
    cast: { count: 1, node: "bng1", wish: "address and prefix", appears: () => 2 },
    life: lives.zeroLifetimeLife,
    labels: ([{ device }]) => [
      { detector: "zero-lifetime-renew", subject: { kind: "lease", client: { duid: String(device.duid) } } },
    ],
  },
  {
    id: "late-timer",
    what: "A client's timer runs too slowly.",
    cast: { count: 1, node: "bng1", wish: "address and prefix", appears: () => 1 },
    life: lives.lateLife,
    labels: (cast) => ofClients("late-renew", cast),
  },
  {
    id: "early-timer",
    what: "A client renews far more often than it should.",
    cast: { count: 1, node: "bng1", wish: "prefix", appears: () => 2 },
    life: lives.earlyLife,
    labels: (cast) => ofClients("early-renew", cast),
  },
  {
    id: "two-prefixes",
    what: "Two servers do not share leases, and a client goes from one to the other.",
    cast: { count: 1, node: "bng1", wish: "prefix", appears: () => 1 },
    life: lives.changingLife,
    labels: (cast) => ofClients("prefix-flap", cast),
  },
  {
    id: "storm",
    what: "A client solicits four times a second.",
    cast: { count: 1, node: "bng2", wish: "address and prefix", appears: () => 3 },
    life: lives.stormyLife,
    labels: (cast) => ofClients("solicit-storm", cast),
  },
  {
    id: "standby-awake",
    what: "The standby of dhcp01, on the host of dhcp04, answers what dhcp01 is asked.",
    cast: {
      ...{ count: 2, node: "bng1", wish: "address and prefix", alsoHears: ["standby"] },
      appears: (order) => 2 + order,
    },
    life: lives.steadyLife,
    labels: () => [{
      detector: "two-servers",
      subject: { kind: "servers", servers: { 0: hostNameOf("dhcp01"), 1: hostNameOf("dhcp04") } },
    }],
  },
  {
    id: "rogue-server",
    what: "A router that was plugged in the wrong way around gives addresses to its neighbours.",
    cast: { count: 3, node: "bng4", wish: "address and prefix", appears: (order) => 4 + order },
    life: lives.misledLife,
    labels: () => [
      { detector: "unknown-server", subject: { kind: "server-duid", duid: String(rogueServerId) } },
    ],
  },
  {
    id: "cloned-duid",
    what: "Two routers have the same DUID.",
    cast: {
      ...{ count: 2, node: "bng2", wish: "address and prefix", asOneDevice: true },
      appears: (order) => 1 + 4 * order,
    },
    life: lives.steadyLife,
    labels: (cast) => ofClients("duid-on-ports", cast.slice(0, 1)),
  },
  {
    id: "circle",
    what: "Two relay agents send to each other what they should send to servers.",
    cast: { count: 1, node: "bng7", wish: "address and prefix", appears: () => 2 },
    life: lives.steadyLife,
    labels: ([{ place }]) => [
      { detector: "relay-loop", subject: { kind: "relay", linkAddress: String(place.node.linkAddress) } },
    ],
  },
  {
    id: "wrong-times",
    what: "dhcp03 gives clients of bng6 a T1 after T2, so that they must not take it.",
    cast: { count: 3, node: "bng6", wish: "address and prefix", appears: (order) => 2 + order },
    life: lives.steadyLife,
    labels: () => [ofServer("t1-over-t2", "dhcp03")],
  },
  {
    id: "no-addresses",
    what: "dhcp03 has no addresses for hosts at bng6.",
    cast: { count: 4, node: "bng6", wish: "address", appears: (order) => 2 + order },
    labels: () => [ofServer("no-addresses", "dhcp03")],
  },
  {
    id: "crowded-port",
    what: "Six devices with DUIDs of their own are at one port.",
    cast: {
      ...{ count: 6, node: "bng2", wish: "address", atOnePort: true },
      appears: (order) => 1 + 2 * order,
    },
    life: lives.steadyLife,
    labels: (cast) => ofPort("duids-on-port", cast),
  },
  {
    id: "empty-pool",
    what: "bng5 has 24 clients and 16 prefixes.",
    cast: { count: 24, node: "bng5", wish: "address and prefix", appears: (order) => 1 + order / 6 },
    life: lives.steadyLife,
    labels: () => [ofServer("no-prefixes", "dhcp01")],
  },
  {
    id: "many-names",
    what: "Somebody at one port asks under thirty names.",
    cast: {
      ...{ count: 30, node: "bng1", wish: "address and prefix", atOnePort: true },
      appears: (order) => 12 + order / 3,
    },
    life: lives.fleetingLife,
    labels: (cast) => [...ofPort("duid-burst", cast), ...ofPort("duids-on-port", cast)],
  },
];

/** How somebody with a fault lives. */
export function lifeOf({ fault }: Subscriber): Life {
  return faults.find(({ id }) => id === fault)?.life ?? lives.ordinaryLife;
}

function ofServer(detector: string, name: ServerName): Label {
  return { detector, subject: { kind: "server", server: hostNameOf(name) } };
}

function ofClients(detector: string, cast: readonly Subscriber[]): Label[] {
  return cast.map(({ device }) => ({
    detector,
    subject: { kind: "client", client: { duid: String(device.duid) } },
  }));
}

function ofPort(detector: string, [{ place }]: readonly Subscriber[]): Label[] {
  return [{ detector, subject: { kind: "port", interfaceId: toHex(new TextEncoder().encode(place.interfaceId)) } }];
}
