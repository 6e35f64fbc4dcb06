import type { DetectorSettingsInit, FindingSubject } from "@dhcpkit/kafka/detectors";
import { StatusCode } from "@dhcpkit/kafka/dhcpv6";
import { toHex } from "@dhcpkit/kafka/dhcpv6";
import type { Microseconds } from "@dhcpkit/kafka/store";
import { type Client, HOUR, MINUTE, SECOND, serverDuid, START } from "./_exchange.ts";
import { prefixOf, SimulatedNetwork } from "./_network.ts";

/** What a detector should find. */
export interface Label {
  readonly detector: string;
  /** What the subject has to have. */
  readonly subject: Partial<Record<string, unknown>> & { readonly kind: FindingSubject["kind"] };
}

export interface FaultyDay {
  readonly network: SimulatedNetwork;
  readonly labels: readonly Label[];
}

/** A day is too short for the default of what has to be learned, and servers are known. */
export const SETTINGS: DetectorSettingsInit = {
  common: { knownServers: Array.from({ length: 7 }, (_, i) => String(serverDuid(`dhcp0${i + 1}`))) },
  thresholds: { "duid-burst": { learning: 7200 } },
};

/** The hour of the day. */
const at = (hours: number): Microseconds => START + Math.round(hours * HOUR);

/** A usual day, and everything that can go wrong on it, once each. */
export function faultyDay(clients: number, seed = 1): FaultyDay {
  const network = new SimulatedNetwork(seed), labels: Label[] = [];
  network.usualDay(clients);
  for (const fault of FAULTS) labels.push(...fault(network));
  return { network, labels };
}

type Fault = (network: SimulatedNetwork) => Label[];

const serverOutage: Fault = (network) => {
  const isDown = (time: Microseconds) => time >= at(9) && time < at(9.5);
  for (let i = 0; i < 40; i++) {
    network.live({ client: network.client(), server: "dhcp04", from: at(0) + i * 45 * SECOND, to: at(24), isDown });
  }
  return [{ detector: "no-answer", subject: { kind: "server", server: "dhcp04" } }];
};

/** Slow for half an hour; later, nothing is heard of it any more. */
const slowThenSilent: Fault = (network) => {
  const duration = (time: Microseconds, random: SimulatedNetwork["random"]) =>
    time >= at(14) && time < at(14.5) ? 200_000 + random.below(2 * SECOND) : 1500 + random.below(3000);
  for (let i = 0; i < 260; i++) {
    const from = at(11.5) + i * 7 * SECOND;
    network.live({ client: network.client(), server: "dhcp05", from, to: at(15), t1: 600, duration });
  }
  const subject = { kind: "server", server: "dhcp05" } as const;
  return [{ detector: "slow-answer", subject }, { detector: "silent-server", subject }];
};

const exhaustedPools: Fault = (network) => {
  const refused = (server: string, hour: number, what: { addressStatus: number } | { given: { status: number } }) => {
    for (let i = 0; i < 6; i++) {
      const client = network.client();
      for (let minute = i; minute < 30; minute += 2) {
        const time = at(hour) + minute * MINUTE;
        network.exchange({ at: time, server, client, request: "Solicit", response: "Advertise", asked: {}, ...what });
      }
    }
  };
  refused("dhcp01", 16, { given: { status: StatusCode.NoPrefixAvail } });
  refused("dhcp02", 17, { addressStatus: StatusCode.NoAddrsAvail });
  return [
    { detector: "no-prefixes", subject: { kind: "server", server: "dhcp01" } },
    { detector: "no-addresses", subject: { kind: "server", server: "dhcp02" } },
  ];
};

const wrongTimes: Fault = (network) => {
  const client = network.client();
  network.live({ client, server: "dhcp06", from: at(0.2), to: at(0.3) });
  network.bind(client, "dhcp06", at(18), { prefix: prefixOf(client), t1: 4000, t2: 1000, valid: 7200 });
  return [{ detector: "t1-over-t2", subject: { kind: "server", server: "dhcp06" } }];
};

const twoServers: Fault = (network) => {
  const client = network.client(), given = { prefix: prefixOf(client), t1: 1800, t2: 2880 };
  for (let minute = 0; minute < 5; minute++) {
    const time = at(8) + minute * MINUTE, xid = network.random.below(0x1000000);
    const told = { client, request: "Request", response: "Reply", named: "dhcp01", asked: {}, given, xid } as const;
    network.exchange({ ...told, at: time, server: "dhcp01" });
    network.exchange({ ...told, at: time + 3000, server: "dhcp02" });
  }
  return [{ detector: "two-servers", subject: { kind: "servers", servers: ["dhcp01", "dhcp02"] } }];
};

const rogueServer: Fault = (network) => {
  for (let i = 0; i < 3; i++) {
    const client = network.client();
    network.exchange({
      at: at(7) + i * MINUTE,
      server: "dhcp01",
      client,
      request: "Request",
      named: "rogue",
      asked: {},
    });
  }
  return [{ detector: "unknown-server", subject: { kind: "server-duid", duid: toHex(serverDuid("rogue").bytes) } }];
};

const wrongClock: Fault = (network) => {
  for (let i = 0; i < 30; i++) {
    const from = at(11) + i * 20 * SECOND;
    network.live({ client: network.client(), server: "dhcp07", from, to: at(24), ahead: 60 * SECOND });
  }
  return [{ detector: "clock-skew", subject: { kind: "server", server: "dhcp07" } }];
};

const ignoredClient: Fault = (network) => {
  const client = network.client();
  for (let i = 0, time = at(10), wait = SECOND; i < 12; i++, time += wait, wait = Math.min(2 * wait, 120 * SECOND)) {
    const xid = network.random.below(0x1000000);
    for (const server of ["dhcp01", "dhcp02", "dhcp03"]) {
      network.exchange({
        at: time + 1000,
        server,
        client,
        request: "Solicit",
        asked: {},
        xid,
        elapsed: (time - at(10)) / SECOND,
      });
    }
  }
  return [ofClient("unanswered-client", client)];
};

const bindingLost: Fault = (network) => {
  const client = network.client(), asked = { prefix: prefixOf(client) };
  network.bind(client, "dhcp01", at(12.5), { ...asked, t1: 1800, t2: 2880 });
  for (let i = 0; i < 4; i++) {
    const time = at(13 + i), given = { status: StatusCode.NoBinding };
    network.exchange({
      at: time,
      server: "dhcp01",
      client,
      request: "Renew",
      response: "Reply",
      named: "dhcp01",
      asked,
      given,
    });
  }
  return [ofClient("no-binding-loop", client)];
};

const endedByRenew: Fault = (network) => {
  const client = network.client(), prefix = prefixOf(client);
  network.bind(client, "dhcp02", at(13), { prefix, t1: 1800, t2: 2880 });
  const told = { request: "Renew", response: "Reply", named: "dhcp02", server: "dhcp02" } as const;
  network.exchange({ ...told, at: at(13.5), client, asked: { prefix, valid: 0 }, given: { prefix, valid: 0 } });
  return [{ detector: "zero-lifetime-renew", subject: { kind: "lease", client: clientOf(client) } }];
};

const flappingPrefix: Fault = (network) => {
  const client = network.client();
  for (let i = 0; i < 6; i++) {
    network.bind(client, "dhcp03", at(12 + i), { prefix: prefixOf(client, i + 1), t1: 1800, t2: 2880 });
  }
  return [ofClient("prefix-flap", client)];
};

const wrongTimers: Fault = (network) => {
  const late = network.client(), early = network.client();
  network.live({ client: late, server: "dhcp01", from: at(6), to: at(12), every: 4200, valid: 14_400 });
  network.live({ client: early, server: "dhcp02", from: at(6), to: at(7), every: 300 });
  return [ofClient("late-renew", late), ofClient("early-renew", early)];
};

const storm: Fault = (network) => {
  const client = network.client();
  for (let i = 0; i < 300; i++) {
    network.exchange({
      ...{ at: at(5) + i * 200_000, server: "dhcp01", client, request: "Solicit", response: "Advertise" },
      ...{ asked: {}, given: { prefix: prefixOf(client), t1: 1800, t2: 2880 } },
    });
  }
  return [ofClient("solicit-storm", client)];
};

const clonedDuid: Fault = (network) => {
  const one = network.client(), other = { ...network.client(), duid: one.duid };
  for (const [client, from] of [[one, at(3)], [other, at(3) + 17 * MINUTE]] as const) {
    network.live({ client, server: "dhcp01", from, to: at(8), prefix: prefixOf(one) });
  }
  return [ofClient("duid-on-ports", one)];
};

const crowdedPort: Fault = (network) => {
  const first = network.client();
  for (let i = 0; i < 6; i++) {
    const client = i === 0
      ? first
      : network.client({ interfaceId: first.interfaceId, remoteId: first.remoteId, relay: first.relay });
    network.bind(client, "dhcp01", at(19) + i * 5 * MINUTE, { prefix: prefixOf(client), t1: 1800, t2: 2880 });
  }
  return [ofPort("duids-on-port", first)];
};

const starvation: Fault = (network) => {
  const first = network.client();
  for (let i = 0; i < 40; i++) {
    const client = network.client({ interfaceId: first.interfaceId, remoteId: first.remoteId, relay: first.relay });
    const given = { prefix: prefixOf(client), t1: 1800, t2: 2880 };
    network.exchange({
      at: at(20) + i * 5 * SECOND,
      server: "dhcp03",
      client,
      request: "Solicit",
      response: "Advertise",
      asked: {},
      given,
    });
  }
  for (let i = 0; i < 250; i++) {
    const client = network.client({ relay: 9 }), given = { prefix: prefixOf(client), t1: 1800, t2: 2880 };
    network.exchange({
      at: at(21) + i * SECOND,
      server: "dhcp03",
      client,
      request: "Solicit",
      response: "Advertise",
      asked: {},
      given,
    });
  }
  return [
    ...[ofPort("duid-burst", first), ofPort("duids-on-port", first)],
    { detector: "duid-burst", subject: { kind: "relay", linkAddress: "2001:db8:109::1" } },
  ];
};

const circle: Fault = (network) => {
  const client = network.client({ relay: 8 }), through = ["2001:db8:1ff::1", "2001:db8:1ff::2", "2001:db8:1ff::1"];
  for (let i = 0; i < 4; i++) {
    network.exchange({
      at: at(22) + i * MINUTE,
      server: "dhcp02",
      client,
      request: "Solicit",
      response: "Advertise",
      through,
    });
  }
  return [{ detector: "relay-loop", subject: { kind: "relay", linkAddress: "2001:db8:108::1" } }];
};

const FAULTS: readonly Fault[] = [
  ...[serverOutage, slowThenSilent, exhaustedPools, wrongTimes, twoServers, rogueServer, wrongClock],
  ...[ignoredClient, bindingLost, endedByRenew, flappingPrefix, wrongTimers, storm, clonedDuid],
  ...[crowdedPort, starvation, circle],
];

function ofClient(detector: string, client: Client): Label {
  return { detector, subject: { kind: "client", client: clientOf(client) } };
}

function ofPort(detector: string, { interfaceId }: Client): Label {
  return { detector, subject: { kind: "port", interfaceId: hex(interfaceId) } };
}

function clientOf({ duid }: Client): { duid: string } {
  return { duid };
}

function hex(text: string): string {
  return toHex(new TextEncoder().encode(text));
}
