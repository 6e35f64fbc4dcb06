import { leaseText, type StoredClient, type TransactionReader } from "@dhcpkit/kafka/store";
import { toHex } from "@dhcpkit/kafka/dhcpv6";
import { detectorDescriptions } from "@dhcpkit/kafka/detectors";
import { findingId } from "./_many_findings.ts";
import { MIX_START } from "./_filled_store.ts";
import { duidOf, LOUD } from "./_loud_clients.ts";

/** A page and how its next address is made. */
export type Visit = readonly [name: string, path: () => Promise<string> | string];

/** What people look at, each time with other parameters: of few and of many, early and late, what is there and what is not. */
export async function glassVisits(reader: TransactionReader): Promise<Visit[]> {
  const { clients } = await reader.size(), newest = await reader.lastTransactionId();
  const last = (await reader.transactions({}, { limit: 1 }))[0].receivedAt;
  let random = 7;
  const below = (limit: number) => {
    random = (Math.imul(random, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor(random / 0x80000000 * limit);
  };
  const time = () => new Date((MIX_START + below(2 ** 31) / 2 ** 31 * (last - MIX_START)) / 1000).toISOString();
  const someone = async (): Promise<StoredClient> => await reader.client(1 + below(clients - 10)) ?? await someone();
  const leaseOf = async (association: "na" | "pd"): Promise<string> => {
    const leases = await reader.leasesOf((await someone()).id, { limit: 1 + below(20) });
    return leases.findLast((one) => one.association === association)?.lease ?? await leaseOf(association);
  };
  const loud = async (client: number) => {
    const bytes = Uint8Array.from(duidOf(client).match(/../g)!, (pair) => parseInt(pair, 16));
    return (await reader.clients({ by: "duid", bytes }, { limit: 1 }))[0].id;
  };
  const ids = Object.fromEntries(
    await Promise.all(Object.entries(LOUD).map(async ([name, number]) => [name, await loud(number)])),
  );
  const search = (name: string, text: () => Promise<string> | string): Visit => [
    `search: ${name}`,
    async () => `/clients?q=${encodeURIComponent(await text())}&as=0`,
  ];
  const free = (name: string, text: () => string): Visit => [
    `search: ${name}`,
    () => `/clients?q=${encodeURIComponent(text())}`,
  ];
  return [
    ["overview, an hour", () => "/"],
    ["overview, a day", () => "/?span=24h"],
    ["overview, a week", () => "/?span=7d"],
    ["live", () => "/live"],
    ["clients, seen last", () => "/clients"],
    ["clients, seen before a time", () => `/clients?after=${(last - below(3600) * 1e6).toFixed()}-1`],
    search("DUID", async () => toHex((await someone()).duid)),
    search("MAC address", async () => (await someone()).macAddress!),
    search("vendor with more than 1,000 blocks", () => "Cisco"),
    search("beginning of MAC addresses, of all clients", () => "02:00:00"),
    search("address of a lease", async () => leaseText(await leaseOf("na"))),
    search("prefix with the leases of all clients", () => "2001:db9::/32"),
    search("link-local address", async () => ipv6((await someone()).clientAddress!)),
    search("interface-id", () => `Gi0/${below(48)}`),
    search("remote-id", () => `9:olt-${below(700)}`),
    search("host name", async () => (await someone()).hostName),
    search("part of all host names", () => "example.com"),
    free("text that nothing is found by", () => `nobody-${below(1000)}`),
    free("word that nothing is found by", () => `zzz${"abcdefghij"[below(10)]}`),
    free("MAC address that nobody has", () => `06:00:00:00:00:${10 + below(89)}`),
    free("address that nobody had", () => `2001:db8:ffff::${below(10000)}`),
    ["a client", async () => `/clients/${(await someone()).id}`],
    ["leases of a client", async () => `/clients/${(await someone()).id}/leases`],
    ["a client, 20,000 transactions", () => `/clients/${ids.busy}`],
    ["a client, 20,000 unanswered", () => `/clients/${ids.unanswered}`],
    ["a client, some refused", () => `/clients/${ids.refused}`],
    ["transactions, the latest", () => "/transactions"],
    ["transactions before a time", () => `/transactions?to=${time()}`],
    ["transactions of a server before a time", () => `/transactions?server=${1 + below(3)}&to=${time()}`],
    ["transactions of a client", async () => `/transactions?client=${(await someone()).id}`],
    ["transactions of a client with 20,000", () => `/transactions?client=${ids.busy}`],
    ["transactions refused, very few", () => "/transactions?outcome=refused"],
    ["transactions refused for a reason, before a time", () => `/transactions?reason=NoPrefixAvail&to=${time()}`],
    ["transactions refused for a reason that none is", () => "/transactions?reason=NoSuchReason"],
    ["transactions without an answer, before a time", () => `/transactions?outcome=unanswered&to=${time()}`],
    ["transactions slower than any", () => "/transactions?slower=2"],
    ["transactions of a rare type", () => `/transactions?request=11&to=${time()}`],
    ["a transaction", () => `/transactions/${1 + below(newest - 1)}`],
    ["problems now", () => "/problems"],
    [
      "problems that are over",
      () => `/problems?state=over&after=${(MIX_START + below(2 ** 31) / 2 ** 31 * (last - MIX_START)).toFixed()}-z`,
    ],
    [
      "problems of a detector",
      () => `/problems?state=all&detector=${detectorDescriptions[below(detectorDescriptions.length)].id}`,
    ],
    ["a problem", () => `/problems/${findingId(below(20_000))}`],
    ["servers", () => `/servers?span=${["1h", "24h", "7d"][below(3)]}`],
    ["a server", () => `/servers/${1 + below(3)}?span=${["1h", "24h", "7d"][below(3)]}`],
    ["relays, an hour", () => "/relays"],
    ["relays, a day", () => "/relays?span=24h"],
    ["relays, a week", () => "/relays?span=7d"],
    ["clients behind a relay", async () => `/clients?link=${ipv6((await someone()).linkAddress!)}`],
    ["ports of a relay", async () => `/relays?link=${ipv6((await someone()).linkAddress!)}`],
    ["who held an address", async () => `/held?lease=${leaseText(await leaseOf("na"))}&at=${time()}`],
    [
      "who held a prefix that 256 clients had",
      async () => `/held?lease=${leaseText(await leaseOf("pd"))}&at=${time()}`,
    ],
    ["who held anything in a /32", () => `/held?lease=2001:db9::/32&at=${time()}`],
    ["health", () => "/health"],
    ["audit", () => "/audit"],
  ];
}

function ipv6(bytes: Uint8Array): string {
  return leaseText(`${toHex(bytes)}80`);
}
