import { assertEquals } from "@std/assert";
import type { ClientIdentity } from "@dhcpkit/kafka/store";
import { type StoreKind, storeTest } from "./_store_kind.ts";
import { batch, bytes, clientNamed, position, SECOND, T0, TOPIC, transaction, write } from "./_transactions.ts";

const page = { limit: 100 };
const NOBODY: ClientIdentity = { duid: new Uint8Array(), interfaceId: new Uint8Array(), remoteId: new Uint8Array() };

/** Bytes that are all different from the ones before, so many of them. */
function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => index * 7 + (index >> 8));
}

/** What has to be true of whatever comes in: it has a row, and comes back as it was. */
export function contentConformance(kind: StoreKind): void {
  storeTest(kind, "a transaction comes back as it was", async (store) => {
    const told = transaction(9, {
      clientAddress: pattern(16),
      linkAddress: pattern(16).fill(1, 3),
      macAddress: "02:00:5e:00:00:01",
      duration: -2_000_001,
      requestType: 5,
      responseType: 7,
      transactionId: 0xffffff,
      outcome: "refused",
      reason: "NoPrefixAvail: all in use",
      request: pattern(65_535),
      response: pattern(256),
      hostName: "host.example.com",
      vendorClass: "872:first,second",
      digest: 0x80000000,
    });
    await write(store, told);
    const [found] = await store.transactions({}, page), [server] = await store.servers();
    const {
      clientAddress,
      linkAddress,
      macAddress,
      hostName,
      vendorClass,
      leaseEvents: _,
      client: who,
      ...rest
    } = told;
    const known = await clientNamed(store, "a");
    assertEquals(found, { ...rest, id: found.id, serverId: server.id, clientId: known.id });
    assertEquals(await store.transaction(found.id), found);
    const seen = { firstSeen: told.receivedAt, lastSeen: told.receivedAt };
    assertEquals(known, {
      ...who,
      id: known.id,
      clientAddress,
      linkAddress,
      macAddress,
      hostName,
      vendorClass,
      ...seen,
    });
    assertEquals(await store.client(known.id), known);
  });

  storeTest(kind, "whatever a transaction lacks, it has a row", async (store) => {
    const rows = [
      transaction(0, { client: NOBODY, requestType: 11 }),
      transaction(1, { client: { ...NOBODY, duid: bytes("direct") } }),
      transaction(2, { response: undefined, responseType: 0, outcome: "unanswered" }),
      transaction(3, { request: undefined, requestType: 0, outcome: "no-request" }),
      transaction(4, {
        request: undefined,
        response: undefined,
        requestType: 0,
        responseType: 0,
        outcome: "no-request",
      }),
      transaction(5, { receivedAt: T0, transactionId: 77 }),
      transaction(6, { receivedAt: T0, transactionId: 77, response: bytes("another server's answer") }),
      transaction(7, { receivedAt: T0 + SECOND, transactionId: 77 }),
      transaction(8, { receivedAt: T0 - 3600 * SECOND }),
      transaction(9, { requestType: 255, responseType: 255 }),
      transaction(10, { receivedAt: 1, duration: 0 }),
    ];
    assertEquals(await write(store, ...rows), { stored: rows.length, duplicates: 0 });
    const found = await store.transactions({}, page);
    const byOffset = found.toSorted((a, b) => Number(a.place.offset - b.place.offset));
    assertEquals(
      byOffset.map(({ requestType, responseType, outcome, request, response }) => [
        requestType,
        responseType,
        outcome,
        request,
        response,
      ]),
      rows.map(({ requestType, responseType, outcome, request, response }) => [
        requestType,
        responseType,
        outcome,
        request,
        response,
      ]),
    );
    assertEquals((await store.clients({ by: "duid", bytes: new Uint8Array() }, page)).length, 1);
    assertEquals((await store.size()).clients, 3);
  });

  storeTest(kind, "a packet of no bytes is not the same as none", async (store) => {
    const empty = new Uint8Array();
    await write(store, transaction(0, { request: empty, response: undefined }), transaction(1, { response: empty }));
    const [second, first] = await store.transactions({}, page);
    assertEquals([first.request, first.response], [empty, undefined]);
    assertEquals(second.response, empty);
  });

  storeTest(kind, "clients with long identities are apart down to the last byte", async (store) => {
    const long = pattern(65_535), other = long.slice();
    other[65_534] ^= 1;
    const clients: ClientIdentity[] = [
      { duid: pattern(130), interfaceId: long, remoteId: long },
      { duid: pattern(130), interfaceId: other, remoteId: long },
      { duid: pattern(130), interfaceId: long, remoteId: other },
      { duid: pattern(131), interfaceId: long, remoteId: long },
      { duid: pattern(65_535), interfaceId: NOBODY.interfaceId, remoteId: NOBODY.remoteId },
      { duid: new Uint8Array(), interfaceId: bytes("ab"), remoteId: bytes("c") },
      { duid: new Uint8Array(), interfaceId: bytes("a"), remoteId: bytes("bc") },
      { duid: bytes("a"), interfaceId: bytes("b"), remoteId: bytes("c") },
    ];
    await write(store, ...[...clients, ...clients].map((client, offset) => transaction(offset, { client })));
    const rows = await store.transactions({}, page);
    assertEquals(new Set(rows.map(({ clientId }) => clientId)).size, clients.length);
    for (const [index, row] of rows.toReversed().entries()) {
      const found = await store.client(row.clientId), { duid, interfaceId, remoteId } = found!;
      assertEquals({ duid, interfaceId, remoteId }, clients[index % clients.length]);
    }
  });

  storeTest(kind, "texts come back as they were, but for what no database holds", async (store) => {
    const texts = [
      `'; DROP TABLE transactions; --`,
      `100 % _sure_ \\ "quoted"`,
      "line\nfeed\ttab \x01\x1b[31m\x7f",
      "Zürich 東京 \u{1f600}",
      "\u202egnp.exe",
    ];
    const rows = texts.map((text, offset) =>
      transaction(offset, { server: text, reason: text, client: `${offset}`, hostName: text, vendorClass: text })
    );
    await write(store, ...rows);
    for (const [index, row] of (await store.transactions({}, page)).toReversed().entries()) {
      assertEquals([row.server, row.reason], [texts[index], texts[index]]);
      const { hostName, vendorClass } = await clientNamed(store, `${index}`);
      assertEquals([hostName, vendorClass], [texts[index], texts[index]]);
    }
    const broken = "nul\0lone\ud800end", held = "nul\ufffdlone\ufffdend";
    await write(
      store,
      transaction(20, { server: broken, reason: broken, client: "x", hostName: broken, vendorClass: broken }),
      transaction(21, { server: broken, client: "x" }),
    );
    const [again, row] = await store.transactions({}, { limit: 2 });
    assertEquals([row.server, row.reason, again.serverId], [held, held, row.serverId]);
    const { hostName, vendorClass } = await clientNamed(store, "x");
    assertEquals([hostName, vendorClass], [held, held]);
  });

  storeTest(
    kind,
    "quarantined records of a log that was made anew are kept beside those of the one before",
    async (store) => {
      const place = { topic: TOPIC, partition: 0, offset: 4n };
      const record = { place, recordedAt: T0, reason: "empty", key: undefined, value: undefined };
      await store.write(batch([], { quarantined: [record] }));
      await store.moveTo([position(0)]);
      await store.write(batch([], { quarantined: [{ ...record, recordedAt: T0 + SECOND }] }));
      await store.moveTo([position(0)]);
      await store.write(batch([], { quarantined: [{ ...record, recordedAt: T0 + SECOND }] }));
      assertEquals((await store.quarantine(page)).map(({ recordedAt }) => recordedAt), [T0 + SECOND, T0]);
    },
  );

  storeTest(kind, "quarantined records come back as they were, the latest first", async (store) => {
    const record = (offset: number, key: Uint8Array | undefined, value: Uint8Array | undefined) => ({
      place: { topic: TOPIC, partition: 0, offset: BigInt(offset) },
      recordedAt: T0 + offset * SECOND,
      reason: `no \0 '${offset}'`,
      key,
      value,
    });
    const records = [
      record(0, undefined, bytes("{}")),
      record(1, bytes("gone"), undefined),
      record(2, new Uint8Array(), new Uint8Array()),
      record(3, pattern(300), pattern(100_000)),
    ];
    assertEquals(await store.write(batch([], { quarantined: records })), { stored: 0, duplicates: 0 });
    const found = await store.quarantine(page);
    assertEquals(
      found.map(({ id: _, ...rest }) => rest),
      records.toReversed().map((kept) => ({ ...kept, reason: kept.reason.replace("\0", "\ufffd") })),
    );
    assertEquals(await store.quarantine({ limit: 2 }), found.slice(0, 2));
    assertEquals(await store.quarantine({ limit: 2, after: found[1].id }), found.slice(2));
  });

  storeTest(kind, "the bytes that were given may change afterwards", async (store) => {
    const value = bytes("request"), duid = bytes("duid");
    const who = { ...NOBODY, duid };
    await write(store, transaction(0, { client: who, request: value }));
    value.fill(0);
    duid.fill(0);
    await write(store, transaction(1, { client: { ...NOBODY, duid: bytes("duid") } }), transaction(2, { client: who }));
    const [zeros, second, first] = await store.transactions({}, page);
    assertEquals(first.request, bytes("request"));
    assertEquals(second.clientId, first.clientId);
    assertEquals((await store.client(zeros.clientId))?.duid, new Uint8Array(4));
  });
}
