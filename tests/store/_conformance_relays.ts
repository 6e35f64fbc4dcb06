import { assertEquals } from "@std/assert";
import { IPv6Address } from "@dhcpkit/kafka/dhcpv6";
import type { ClientIdentity, RelayTraffic, StoredPort } from "@dhcpkit/kafka/store";
import { type StoreKind, storeTest } from "./_store_kind.ts";
import { ALL, bytes, clientNamed, HOUR, range, SECOND, T0, type Told, transaction, write } from "./_transactions.ts";

const day = { from: T0, to: T0 + 24 * HOUR }, DAY = 24 * HOUR;
const link = (text: string) => IPv6Address.parse(text).bytes;
const A = link("2001:db8:a::1"), B = link("2001:db8:b::1");

/** The link-address as text, and its numbers. */
const told = ({ linkAddress, clients, requests, unanswered, refused }: RelayTraffic) => [
  linkAddress && String(IPv6Address.from(linkAddress)),
  clients,
  requests,
  unanswered,
  refused,
];

/** A client at a port. */
function at(name: string, interfaceId: string, remoteId = "\0\0\0\x09x"): ClientIdentity {
  return { duid: bytes(name), interfaceId: bytes(interfaceId), remoteId: bytes(remoteId) };
}

const portOf = ({ interfaceId, remoteId, clients, linkAddresses }: StoredPort) => [
  new TextDecoder().decode(interfaceId),
  new TextDecoder().decode(remoteId),
  clients,
  linkAddresses,
];

/** What has to be true of relay agents and ports. */
export function relayConformance(kind: StoreKind): void {
  storeTest(kind, "requests are counted by link-address, the one with most of them first", async (store) => {
    await write(
      store,
      ...range(0, 4).map((offset) => transaction(offset, { client: `${offset % 2}`, linkAddress: A })),
      transaction(4, { client: "b", linkAddress: B, outcome: "unanswered" }),
      transaction(5, { client: "b", linkAddress: B, outcome: "refused" }),
      transaction(6, { client: "c" }),
    );
    assertEquals((await store.relays(day)).map(told), [
      ["2001:db8:a::1", 2, 4, 0, 0],
      ["2001:db8:b::1", 1, 2, 1, 1],
      [undefined, 1, 1, 0, 0],
    ]);
    assertEquals((await store.relays({ ...day, limit: 1 })).map(told), [["2001:db8:a::1", 2, 4, 0, 0]]);
    assertEquals(await store.relays({ ...day, limit: 0 }), []);
    assertEquals(await store.relays({ from: T0 + DAY, to: T0 + 2 * DAY }), []);
    assertEquals((await store.relays({ from: T0 + 59 * SECOND, to: T0 + 60 * SECOND })).length, 3, "in whole hours");
  });

  storeTest(kind, "requests of a link-address are told of one server or all, in any hours", async (store) => {
    const hours = [0, 1, 25];
    await write(
      store,
      ...hours.map((hours, offset) =>
        transaction(offset, { server: `${offset % 2}`, linkAddress: A, receivedAt: T0 + hours * HOUR })
      ),
    );
    const servers = await store.servers();
    const requests = async (serverId?: number) =>
      (await store.relays({ from: T0, to: T0 + 2 * DAY, ...serverId && { serverId } })).map(({ requests }) => requests);
    assertEquals([await requests(), await requests(servers[0].id), await requests(servers[1].id)], [[3], [2], [1]]);
    assertEquals((await store.relays({ from: T0 + HOUR, to: T0 + DAY })).map(({ requests }) => requests), [1]);
  });

  storeTest(kind, "hundreds of link-addresses are each counted on their own", async (store) => {
    const numbers = range(1, 300), of = (number: number) => link(`2001:db8::${number.toString(16)}`);
    for (const round of [0, 1]) {
      const records = numbers.flatMap((number) => range(0, number % 3 + 1).map(() => number)).map((number, index) =>
        transaction(round * 1000 + index, { client: `${number}`, linkAddress: of(number) })
      );
      await write(store, ...records);
    }
    const relays = await store.relays(day);
    assertEquals(
      new Map(relays.map((each) => [told(each)[0], each.requests])),
      new Map(
        numbers.map((number) => [String(IPv6Address.from(of(number))), (number % 3 + 1) * 2]),
      ),
    );
    assertEquals(new Set(relays.map(({ clients }) => clients)), new Set([1]));
  });

  storeTest(kind, "a client is where it was last, whenever that comes in", async (store) => {
    const where = async () => (await clientNamed(store, "a")).linkAddress;
    const found = async (bytes: Uint8Array) =>
      (await store.clients({ by: "linkAddress", bytes }, { limit: 10 })).map(({ duid }) =>
        new TextDecoder().decode(duid)
      );
    const tell = (offset: number, told: Told) => write(store, transaction(offset, { client: "a", ...told }));
    await tell(5, {});
    assertEquals([await where(), await found(A), await found(new Uint8Array())], [undefined, [], []]);
    await tell(10, { linkAddress: A });
    assertEquals([await where(), await found(A), await found(B)], [A, ["duid of a"], []]);
    await tell(3, { linkAddress: B, partition: 1 });
    assertEquals(await where(), A, "what is late is no news");
    await tell(20, {});
    assertEquals(await where(), A, "a client that asks a server itself is where it was");
    await tell(30, { linkAddress: B });
    assertEquals([await where(), await found(A), await found(B)], [B, [], ["duid of a"]]);
    assertEquals(
      (await store.relays(day)).map(told),
      [
        [undefined, 0, 2, 0, 0],
        ["2001:db8:a::1", 0, 1, 0, 0],
        ["2001:db8:b::1", 1, 2, 0, 0],
      ].toSorted((a, b) => Number(b[2]) - Number(a[2])),
      "requests stay where they were",
    );
  });

  storeTest(kind, "a late link-address is better than none", async (store) => {
    await write(store, transaction(10));
    await write(store, transaction(5, { partition: 1, linkAddress: A }));
    assertEquals((await clientNamed(store, "a")).linkAddress, A);
  });

  storeTest(kind, "ports are told with their clients, page by page", async (store) => {
    const clients = [
      ["1", "Gi0/1", A],
      ["2", "Gi0/1", A],
      ["2", "Gi0/1", A],
      ["3", "Gi0/2", A],
      ["4", "Gi0/2", B],
      ["5", "", B],
    ] as const;
    const records = clients.map(([name, port, linkAddress], offset) =>
      transaction(offset, { client: at(name, port), linkAddress })
    );
    await write(store, ...records, transaction(9, { client: at("6", "Gi0/1", "\0\0\0\x09y") }));
    const x = "\0\0\0\x09x", y = "\0\0\0\x09y";
    const whole = await store.ports("all", { limit: 100 });
    assertEquals(whole.map(portOf), [["", x, 1, 1], ["Gi0/1", x, 2, 1], ["Gi0/1", y, 1, 0], ["Gi0/2", x, 2, 2]]);
    const of = async (linkAddress: Uint8Array) => (await store.ports(linkAddress, { limit: 100 })).map(portOf);
    assertEquals(await of(A), [["Gi0/1", x, 2, 1], ["Gi0/2", x, 1, 1]]);
    assertEquals(await of(B), [["", x, 1, 1], ["Gi0/2", x, 1, 1]]);
    assertEquals(await of(link("2001:db8:c::1")), []);
    for (const which of ["all", A] as const) {
      const pages: StoredPort[] = [];
      for (let after: StoredPort | undefined; pages.length < 9; after = pages.at(-1)) {
        const next = await store.ports(which, { limit: 1, ...after && { after } });
        if (next.length === 0) break;
        pages.push(...next);
      }
      assertEquals(pages, await store.ports(which, { limit: 100 }));
    }
  });

  storeTest(kind, "clients are found by exactly their port, however long its names are", async (store) => {
    const long = "x".repeat(1000), longer = `${long}y`;
    const clients = [
      at("a", "Fa2/3"),
      at("b", "Fa2/3"),
      at("c", "Fa2/3", ""),
      at("d", "fa2/3"),
      at("e", long),
      at("f", longer),
    ];
    await write(store, ...clients.map((one, offset) => transaction(offset, { client: one })));
    const on = async ({ interfaceId, remoteId }: ClientIdentity) => {
      const found = await store.clients({ by: "port", port: { interfaceId, remoteId } }, { limit: 10 });
      return found.map(({ duid }) => new TextDecoder().decode(duid)).join();
    };
    assertEquals([await on(clients[0]), await on(clients[2]), await on(clients[3])], ["b,a", "c", "d"]);
    assertEquals([await on(clients[4]), await on(clients[5]), await on(at("", "Fa2"))], ["e", "f", ""]);
  });

  storeTest(kind, "a link-address goes when it has neither clients nor traffic, and may come again", async (store) => {
    await write(store, transaction(0, { linkAddress: A }), transaction(1, { client: "b", linkAddress: B }));
    const late = { ...ALL, transactionsFrom: T0 + 10 * DAY, fineTrafficFrom: T0 + 10 * DAY };
    await store.sweep({ ...late, transactionsFrom: 0 });
    assertEquals((await clientNamed(store, "a")).linkAddress, A, "as long as somebody is behind it");
    await store.sweep(late);
    assertEquals(await store.relays(day), []);
    assertEquals((await store.size()).clients, 0);
    await write(store, transaction(2, { linkAddress: A }), transaction(3, { client: "b", linkAddress: B }));
    assertEquals((await store.relays(day)).map(told).toSorted(), [
      ["2001:db8:a::1", 1, 1, 0, 0],
      ["2001:db8:b::1", 1, 1, 0, 0],
    ]);
  });
}
