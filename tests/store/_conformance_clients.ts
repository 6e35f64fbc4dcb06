import { assertEquals } from "@std/assert";
import type { ClientSearch, StoredClient, TransactionReader } from "@dhcpkit/kafka/store";
import { type StoreKind, storeTest } from "./_store_kind.ts";
import { bytes, client, clientNamed, lease, leasing, range, SECOND, T0, transaction, write } from "./_transactions.ts";

const page = { limit: 100 };

/** Names of the clients found, by the end of their DUIDs. */
async function found(store: TransactionReader, search: ClientSearch, limit = 100): Promise<string[]> {
  return (await store.clients(search, { limit })).map(nameOf);
}

function nameOf({ duid }: StoredClient): string {
  return new TextDecoder().decode(duid).replace("duid of ", "");
}

/** What has to be true of servers, clients and the search for clients. */
export function clientConformance(kind: StoreKind): void {
  storeTest(kind, "servers are by name, with the times of their first and last transaction", async (store) => {
    await write(
      store,
      transaction(5, { server: "b" }),
      transaction(6, { server: "a" }),
      transaction(7, { server: "b" }),
    );
    await write(store, transaction(8, { server: "b", receivedAt: T0 }));
    const servers = (await store.servers()).map(({ name, firstSeen, lastSeen }) => [name, firstSeen, lastSeen]);
    assertEquals(servers, [["a", T0 + 6 * SECOND, T0 + 6 * SECOND], ["b", T0, T0 + 7 * SECOND]]);
  });

  storeTest(kind, "a client keeps what it told last, whenever that comes in", async (store) => {
    const address = (last: number) => Uint8Array.from({ length: 16 }, (_, index) => index === 15 ? last : 0xfe);
    const early = {
      hostName: "early",
      vendorClass: "1:early",
      clientAddress: address(1),
      linkAddress: address(11),
      macAddress: "02:00:00:00:00:01",
    };
    const late = {
      hostName: "late",
      vendorClass: "1:late",
      clientAddress: address(2),
      linkAddress: address(12),
      macAddress: "02:00:00:00:00:02",
    };
    const told = async () => {
      const { id: _, duid: __, interfaceId: ___, remoteId: ____, ...rest } = await clientNamed(store, "a");
      return rest;
    };
    await write(store, transaction(10, late));
    await write(store, transaction(20));
    assertEquals(
      await told(),
      { ...late, firstSeen: T0 + 10 * SECOND, lastSeen: T0 + 20 * SECOND },
      "silence is no news",
    );
    await write(store, transaction(5, { ...early, partition: 1 }));
    assertEquals(await told(), { ...late, firstSeen: T0 + 5 * SECOND, lastSeen: T0 + 20 * SECOND });
    await write(store, transaction(30, early));
    assertEquals(await told(), { ...early, firstSeen: T0 + 5 * SECOND, lastSeen: T0 + 30 * SECOND });
  });

  storeTest(kind, "clients are found by DUID, address and MAC address", async (store) => {
    const address = new Uint8Array(16).fill(0xfe), other = new Uint8Array(16).fill(0xfd);
    await write(
      store,
      transaction(0, { client: "a", clientAddress: address, macAddress: "02:00:5e:00:00:0a" }),
      transaction(1, { client: "b", clientAddress: other, macAddress: "02:00:5e:ff:00:0b" }),
      transaction(2, { client: { ...client("a"), interfaceId: bytes("moved") }, clientAddress: address }),
    );
    assertEquals(await found(store, { by: "duid", bytes: client("a").duid }), ["a", "a"]);
    assertEquals(await found(store, { by: "duid", bytes: client("a").duid.subarray(1) }), []);
    assertEquals(await found(store, { by: "clientAddress", bytes: other }), ["b"]);
    assertEquals(await found(store, { by: "clientAddress", bytes: address }), ["a", "a"]);
    assertEquals(await found(store, { by: "macAddress", text: "02:00:5E:00" }), ["a"]);
    assertEquals(await found(store, { by: "macAddress", text: "02:00:5e:ff:00:0B" }), ["b"]);
    assertEquals(await found(store, { by: "macAddress", text: "00:5e" }), [], "by its beginning only");
    assertEquals(await found(store, { by: "macAddress", text: "02:__:%" }), []);
    assertEquals(await found(store, { by: "macAddress", text: "" }), ["b", "a"]);
    const blocks = (...texts: string[]) => found(store, { by: "macBlocks", texts });
    assertEquals(await blocks("02:00:5E:0", "02:00:5e:00", "06", "02:__"), ["a"], "once, however many it begins like");
    assertEquals(await blocks("02:00:5e:ff:0", "02:00:5e:0"), ["b", "a"]);
    assertEquals(await blocks(), []);
  });

  storeTest(kind, "clients are found by parts of texts, whatever the case", async (store) => {
    const port = (text: string) => ({ ...client(text), interfaceId: bytes(text) });
    await write(
      store,
      transaction(0, { client: port("Gi0/1_x"), hostName: "Éclair.example.com", vendorClass: "872:100%" }),
      transaction(1, { client: port("Gi0/10x"), hostName: "eclair", vendorClass: "872:1000" }),
      transaction(2, { client: port("\x01\xab") }),
    );
    const by = (by: "interfaceId" | "remoteId" | "hostName" | "vendorClass", text: string) =>
      found(store, { by, text });
    assertEquals(await by("interfaceId", "gi0/1"), ["Gi0/10x", "Gi0/1_x"]);
    assertEquals(await by("interfaceId", "1_"), ["Gi0/1_x"], "_ stands for itself");
    assertEquals(await by("vendorClass", "00%"), ["Gi0/1_x"], "% stands for itself");
    assertEquals(await by("vendorClass", "\\"), []);
    assertEquals(await by("interfaceId", "0x01c2"), ["\x01\xab"], "bytes that are no text are searched as hexadecimal");
    assertEquals(await by("remoteId", "9:gi0/1_"), ["Gi0/1_x"], "the enterprise number stands before it");
    assertEquals(await by("remoteId", "0/10X"), ["Gi0/10x"]);
    assertEquals(await by("hostName", "éCLAIR"), ["Gi0/1_x"]);
    assertEquals(await by("hostName", "clair"), ["Gi0/10x", "Gi0/1_x"]);
    assertEquals(await by("hostName", "a"), ["Gi0/10x", "Gi0/1_x"], "one letter is enough");
    assertEquals((await by("hostName", "")).length, 3);
    await write(store, transaction(3, { client: port("Gi0/1_x"), hostName: "renamed" }));
    assertEquals(await by("hostName", "éclair"), [], "by what they are called now");
    assertEquals(await by("hostName", "NAMED"), ["Gi0/1_x"]);
  });

  storeTest(kind, "clients are found by what they had, in part or as a whole", async (store) => {
    await write(
      store,
      leasing(0, "2001:db8:1::/48", { client: "a" }),
      leasing(1, "2001:db8:1:5600::/56", { client: "b" }),
      leasing(2, "2001:db8:1:5600::7", { client: "c" }),
      leasing(3, "2001:db8:2::7", { client: "d" }),
      leasing(4, "2001:db8:1:5600::7", { client: "c" }),
    );
    const by = (text: string) => found(store, { by: "lease", lease: lease(text) });
    assertEquals(await by("2001:db8:1:5600::7"), ["c", "b", "a"]);
    assertEquals(await by("2001:db8:1:5600::/56"), ["c", "b", "a"]);
    assertEquals(await by("2001:db8:1::/48"), ["c", "b", "a"]);
    assertEquals(await by("2001:db8:1:5601::/64"), ["b", "a"]);
    assertEquals(await by("2001:db8:1:ffff::/64"), ["a"]);
    assertEquals(await by("::/0"), ["c", "d", "b", "a"]);
    assertEquals(await by("2001:db9::1"), []);
  });

  storeTest(kind, "pages of clients have neither holes nor repetitions", async (store) => {
    const names = range(0, 25).map((number) => `client ${number}`);
    const at = (index: number) => T0 + Math.floor(index / 10) * SECOND;
    const mac = (index: number) => `02:00:5e:0${index % 2}:00:${String(index).padStart(2, "0")}`;
    await write(
      store,
      ...names.map((name, index) =>
        transaction(index, { client: name, receivedAt: at(index), macAddress: mac(index) })
      ),
    );
    const searches: ClientSearch[] = [
      { by: "hostName", text: "" },
      { by: "interfaceId", text: "port of client" },
      { by: "macBlocks", texts: ["02:00:5e:00", "02:00:5e:01"] },
    ];
    for (const search of searches) {
      const whole = await store.clients(search, page), pages: StoredClient[] = [];
      for (let after: StoredClient | undefined; pages.length <= 25; after = pages.at(-1)) {
        const next = await store.clients(search, { limit: 4, ...after && { after } });
        if (next.length === 0) break;
        pages.push(...next);
      }
      assertEquals(pages, whole);
      assertEquals(new Set(whole.map(nameOf)), new Set(names));
      const sorted = whole.toSorted((a, b) => b.lastSeen - a.lastSeen || b.id - a.id);
      assertEquals(whole, sorted, "the one seen last first, then the one that is newer to the store");
    }
  });
}
