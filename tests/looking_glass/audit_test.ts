import { assert, assertEquals } from "@std/assert";
import { followStore, MemoryAudit } from "@dhcpkit/kafka/looking-glass";
import { allPages } from "../../src/looking_glass/pages/_all_pages.ts";
import { toHex } from "@dhcpkit/kafka/dhcpv6";
import { client, TRANSACTIONS, withGlass } from "./_fixture.ts";

/** An address of each page, by its path, where it shows what it can. */
const ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  "/": ["/"],
  "/problems": ["/problems?state=all"],
  "/problems/:id": ["/problems/duids-on-port-1"],
  "/live": ["/live", "/live?client=02:00"],
  "/clients": ["/clients", "/clients?q=port", "/clients?q=2001:db8::1&as=0", "/clients?link=2001:db8::1"],
  "/clients/:id{[0-9]+}": ["/clients/1", "/clients/4"],
  "/clients/:id{[0-9]+}/leases": ["/clients/1/leases"],
  "/transactions": ["/transactions", "/transactions?client=1"],
  "/transactions/:id{[0-9]+}": ["/transactions/1", "/transactions/4"],
  "/servers": ["/servers"],
  "/servers/:id{[0-9]+}": ["/servers/1"],
  "/relays": ["/relays", "/relays?shares=ports"],
  "/port": [
    `/port?${new URLSearchParams({
      "interface-id": toHex(client("b").interfaceId),
      "remote-id": toHex(client("b").remoteId),
    })}`,
  ],
  "/held": ["/held", "/held?lease=2001:db8::1"],
  "/decode": ["/decode", "/decode?text=0bf350d6"],
  "/health": ["/health"],
  "/audit": ["/audit"],
};
const FORMS = ["", ".json", ".csv", ".ndjson", ".pcap"];

/** What tells a client: its number, its identifiers and names, in text or digits, and the bytes of its packets. */
const MARKS: readonly (string | RegExp)[] = [
  ...TRANSACTIONS.flatMap(({ client: { duid, interfaceId, remoteId }, hostName = "", macAddress = "" }) => [
    ...[duid, interfaceId, remoteId].map((bytes) => toHex(bytes)),
    ...[hostName, macAddress].filter((text) => text !== ""),
  ]),
  ...["port of", "duid of", "hostile", "2001:db8:1000::"],
  /"client(-id)?":|href="\/clients\/\d|(^|,)client-id(,|\r)/,
];

Deno.test("whatever shows something of a client is written down, on every page in every form", async () => {
  assertEquals(Object.keys(ADDRESSES).sort(), allPages.map(({ path }) => path).sort());
  const audit = new MemoryAudit();
  const showing: string[] = [], silent: string[] = [], wordy: string[] = [];
  await withGlass(async (glass) => {
    for (const path of Object.values(ADDRESSES).flat()) {
      for (const form of FORMS) {
        const address = path.replace(/^[^?]*/, (pathname) => pathname + form), before = audit.latest(1000).length;
        const response = await glass.send(address, { headers: { accept: form === "" ? "text/html" : "*/*" } });
        // What stands on every page, and what was asked, is nothing of a client.
        const text = await bytesAsText(response);
        const told = text.replace(/<header>[^]*?<\/header>|<form class="filters">[^]*?<\/form>/g, "");
        const isAboutClients = response.status === 200 && !/^\/(audit|decode|health)/.test(path);
        const shows = isAboutClients &&
          (form === ".pcap" || MARKS.some((mark) => typeof mark === "string" ? told.includes(mark) : mark.test(told)));
        const isNoted = audit.latest(1000).length > before;
        if (shows) showing.push(address);
        if (shows && !isNoted) silent.push(address);
        if (/^\/(audit|decode|health|servers)(\.|\?|$)/.test(address) && isNoted) wordy.push(address);
      }
    }
  }, { audit });
  assertEquals(silent, []);
  assertEquals(wordy, []);
  assert(showing.length > 40, showing.join(" "));
});

Deno.test("what is written down says who was looked for, however it was asked", async () => {
  const audit = new MemoryAudit();
  await withGlass(async (glass, store) => {
    const noted = async (path: string) => {
      const response = await glass.send(path);
      await response.body?.cancel();
      const [{ what, detail }] = audit.latest(1);
      return `${what} ${detail}`.trim();
    };
    const duid = toHex(client("a").duid), hostile = toHex(TRANSACTIONS[3].client.duid);
    assertEquals(await noted("/clients.csv?q=port"), "search port");
    assertEquals(await noted("/clients.ndjson?q=2001:db8::1"), "search 2001:db8::1");
    assertEquals(await noted(`/clients.ndjson?q=${"7".repeat(601)}`), `search ${"7".repeat(300)}…`);
    assertEquals(await noted("/clients.csv"), "clients");
    const [{ id }] = await store.clients({ by: "duid", bytes: client("a").duid }, { limit: 1 });
    assertEquals(await noted(`/clients/${id}.csv`), `client ${id} ${duid}`);
    assertEquals(await noted("/clients/99"), "client 99");
    const { id: number, clientId } = (await store.transactions({}, { limit: 9 })).find(({ place }) =>
      place.offset === 4n
    )!;
    assertEquals(await noted(`/transactions/${number}`), `transaction ${number} of client ${clientId} ${hostile}`);
    assertEquals(await noted("/transactions.json?client=1&zone=utc"), "transactions client=1");
    assertEquals(await noted("/live.json?client=02:00"), "live client=02:00");
    assertEquals(await noted("/live/events?client=02:00"), "live client=02:00");
    assertEquals(await noted(ADDRESSES["/port"][0].replace("?", ".csv?")), "port port of b · 9:b");
    assertEquals(
      await noted("/held.json?lease=2001:db8::1&at=2026-01-01T00:00:30Z"),
      [
        "who-held 2001:db8::1 at 2026-01-01 00:00:30.000 UTC",
      ].join(),
    );
  }, {
    audit,
    live: followStore({ lastTransactionId: () => Promise.resolve(0), transactionsAfter: () => Promise.resolve([]) }),
  });
});

/** A text of any bytes, those of a packet as digits. */
async function bytesAsText(response: Response): Promise<string> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  return response.headers.get("content-type")?.includes("pcap") ? toHex(bytes) : new TextDecoder().decode(bytes);
}
