import { assertEquals } from "@std/assert";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { leaseAnswerJson, type LogGap, readTransaction, type TransactionStore, whoHeld } from "@dhcpkit/kafka/store";
import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import { Message } from "@dhcpkit/kafka/dhcpv6";
import { address, ia, packet } from "./_packets.ts";
import { ALL, batch, HOUR, lease, leasing, position, SECOND, T0, TOPIC, write } from "./_transactions.ts";

const ADDRESS = "2001:db8:1:5600::7", PREFIX = "2001:db8:1:5600::/56";

type Data = Record<string, unknown>;

/** A store of which everything was read up to `readUntil` seconds, except for gaps from and to so many seconds. */
async function stored(
  test: (store: TransactionStore) => Promise<void>,
  { readUntil = 1e6, gaps = [] }: { readUntil?: number; gaps?: readonly (readonly [number, number])[] } = {},
): Promise<void> {
  await using store = await sqliteStore(":memory:");
  await store.moveTo([position(0, { coveredUntil: T0 + readUntil * SECOND })]);
  const missing = gaps.map(([from, to], i): LogGap => ({
    ...{ topic: TOPIC, partition: 0, fromOffset: BigInt(1000 + i), toOffset: BigInt(1001 + i) },
    ...{ from: T0 + from * SECOND, to: T0 + to * SECOND },
  }));
  await store.write(batch([], { gaps: missing }));
  await test(store);
}

async function ask(store: TransactionStore, text: string, at: number, toleranceMs = 0) {
  const answer = await whoHeld(store, lease(text), T0 + at * SECOND, { toleranceMs });
  const name = (one: typeof answer.holder) => one && new TextDecoder().decode(one.client?.duid).replace("duid of ", "");
  return { ...answer, name: name(answer.holder), others: answer.others.map(name), last: name(answer.before) };
}

Deno.test("an address is had by whoever has it or a prefix around it, and by nobody before and after", async () => {
  await stored(async (store) => {
    await write(store, leasing(10, PREFIX));
    const answers = [9, 10, 3609, 3610].map(async (at) => (await ask(store, ADDRESS, at)).verdict);
    assertEquals(await Promise.all(answers), ["free", "held", "held", "free"]);
    const { name, holder, last } = await ask(store, ADDRESS, 11);
    assertEquals([name, holder?.openedBy?.place.offset, holder?.server?.name, last], ["a", 10n, "dhcp01", undefined]);
    assertEquals((await ask(store, ADDRESS, 5000)).last, "a");
    assertEquals((await ask(store, "2001:db8:1:5700::7", 11)).verdict, "free");
  });
});

Deno.test("of several, the longest prefix comes first, then who was confirmed last; all are told", async () => {
  await stored(async (store) => {
    await write(
      store,
      leasing(0, ADDRESS, { client: "short" }),
      leasing(1, PREFIX, { client: "wide" }),
      leasing(2, ADDRESS, { client: "second" }),
    );
    const { name, others } = await ask(store, ADDRESS, 3);
    assertEquals([name, others], ["second", ["short", "wide"]]);
    const before = await ask(store, ADDRESS, 1);
    assertEquals([before.name, before.others], ["short", ["wide"]]);
  });
});

Deno.test("asked for a prefix, it tells who had parts of it at that time", async () => {
  await stored(async (store) => {
    await write(store, leasing(0, ADDRESS, { client: "a" }), leasing(1, "2001:db8:1:5600::8", { client: "b" }));
    const { verdict, within } = await ask(store, PREFIX, 0);
    assertEquals([verdict, within.map(({ interval }) => interval.lease)], ["free", [lease(ADDRESS)]]);
  });
});

Deno.test("of a prefix of many, the first 50 are told, and that there were more", async () => {
  await stored(async (store) => {
    const address = (i: number) => `2001:db8:1:5600::${i.toString(16)}`;
    const leased = Array.from({ length: 51 }, (_, i) => leasing(i, address(i + 1), { client: `${i}` }));
    await write(store, ...leased.slice(0, 50));
    const all = await ask(store, PREFIX, 100);
    assertEquals([all.within.length, all.hasMoreWithin], [50, false]);
    await write(store, leased[50]);
    const first = await whoHeld(store, lease(PREFIX), T0 + 100 * SECOND), { within } = first;
    assertEquals([within.length, first.hasMoreWithin, leaseAnswerJson(first)["more-within"]], [50, true, true]);
    assertEquals(within.map(({ interval }) => interval.lease), all.within.map(({ interval }) => interval.lease));
  });
});

Deno.test("what is missing after the last confirmation makes it unknown, and what is missing before does not", async () => {
  const gaps = [[50, 60]] as const;
  await stored(async (store) => {
    await write(store, leasing(10, ADDRESS));
    const { verdict, name, doubts } = await ask(store, ADDRESS, 70);
    assertEquals([verdict, name, doubts.map(({ why }) => why)], ["unknown", "a", ["gap"]]);
    assertEquals((await ask(store, ADDRESS, 49)).verdict, "held");
    await write(store, leasing(65, ADDRESS));
    assertEquals((await ask(store, ADDRESS, 70)).verdict, "held");
    // The lease ended long before the gap, but somebody else could have got the address in it.
    assertEquals((await ask(store, "2001:db8::1", 70)).verdict, "unknown");
  }, { gaps });
});

Deno.test("a lease whose lifetime ended may have been extended in what is missing before that", async () => {
  await stored(async (store) => {
    await write(store, leasing(10, ADDRESS, { event: { validUntil: T0 + 100 * SECOND } }));
    await write(store, leasing(11, "2001:db8::1"), leasing(70, "2001:db8::1", { event: { kind: "released" } }));
    assertEquals((await ask(store, ADDRESS, 110)).verdict, "unknown");
    assertEquals((await ask(store, "2001:db8::1", 110)).verdict, "free", "given back after it");
  }, { gaps: [[50, 60]] });
});

Deno.test("a gap so long ago that no lease could have lasted until now does not matter", async () => {
  await stored(async (store) => {
    await write(store, leasing(20, ADDRESS));
    assertEquals((await ask(store, "2001:db8::1", 3000)).verdict, "unknown");
    assertEquals((await ask(store, "2001:db8::1", 3700)).verdict, "free");
    await write(store, leasing(30, "2001:db8::2", { event: { validUntil: Number.MAX_SAFE_INTEGER } }));
    assertEquals((await ask(store, "2001:db8::1", 3700)).verdict, "unknown", "leases can be infinite");
  }, { gaps: [[0, 10]] });
});

Deno.test("what was not read yet is unknown, but for the tolerance that is asked for", async () => {
  await stored(async (store) => {
    await write(store, leasing(10, ADDRESS));
    const { verdict, name, doubts } = await ask(store, ADDRESS, 110);
    assertEquals([verdict, name, doubts.map(({ why }) => why)], ["unknown", "a", ["not-read-yet"]]);
    assertEquals((await ask(store, ADDRESS, 110, 20_000)).verdict, "held");
    assertEquals((await ask(store, ADDRESS, 100)).verdict, "held");
  }, { readUntil: 100 });
});

Deno.test("a store that has read nothing knows nothing", async () => {
  await using store = await sqliteStore(":memory:");
  const { verdict, doubts } = await whoHeld(store, lease(ADDRESS), T0);
  assertEquals([verdict, doubts], ["unknown", [{ why: "nothing-read" }]]);
});

Deno.test("the proof is the last answer up to the time, not the last of all", async () => {
  await stored(async (store) => {
    const granted = (offset: number, type: "Request" | "Renew") => {
      const messageIn = Message.parse(packet(type, ia(address(ADDRESS, 0))));
      const messageOut = Message.parse(packet("Reply", ia(address(ADDRESS, 3600))));
      const timestampIn = T0 / 1e6 + offset, timestampOut = timestampIn + 0.5;
      const message = new DHCPKafkaMessage({ serverName: "dhcp01", timestampIn, messageIn, timestampOut, messageOut });
      const recordedAt = T0 + (offset + 1) * SECOND;
      return readTransaction(message.save(), { topic: TOPIC, partition: 0, offset: BigInt(offset) }, recordedAt);
    };
    await write(store, granted(10, "Request"), granted(20, "Renew"), granted(30, "Renew"), granted(40, "Renew"));
    for (const [at, offset] of [[11, 10n], [20.4, 10n], [29, 20n], [31, 30n], [99, 40n]] as const) {
      const { holder } = await ask(store, ADDRESS, at);
      assertEquals([holder?.confirmedBy?.place.offset, holder?.confirmedAt], [
        offset,
        T0 + (Number(offset) + 0.5) * SECOND,
      ]);
    }
  });
});

Deno.test("an answer by a clock that is ahead hides nothing that was answered after it", async () => {
  await stored(async (store) => {
    const messageIn = Message.parse(packet("Renew", ia(address(ADDRESS, 0))));
    const messageOut = Message.parse(packet("Reply", ia(address(ADDRESS, 3600))));
    const granted = (offset: number, ahead = 0) => {
      const timestampIn = T0 / 1e6 + offset * 1800 + ahead, timestampOut = timestampIn + 0.5;
      const value = new DHCPKafkaMessage({ serverName: "dhcp01", timestampIn, messageIn, timestampOut, messageOut })
        .save();
      const recordedAt = T0 + (offset * 1800 + 1) * SECOND;
      return readTransaction(value, { topic: TOPIC, partition: 0, offset: BigInt(offset) }, recordedAt);
    };
    await write(store, granted(1, 100 * 365 * 86_400));
    for (const offset of [2, 3, 4, 5]) await write(store, granted(offset));
    const { verdict, holder } = await ask(store, ADDRESS, 4.5 * 1800);
    assertEquals([verdict, holder?.interval.startedAt, holder?.interval.grants], [
      "held",
      T0 + 1801.5 * SECOND + 1000,
      5,
    ]);
  });
});

Deno.test("of a partition that was read from its very beginning, nothing is missing once its topic had any record", async () => {
  const begins = (partition: number, offset: number, second: number, topic = TOPIC): LogGap => ({
    ...{ topic, partition, fromOffset: BigInt(offset), toOffset: BigInt(offset), from: 0, to: T0 + second * SECOND },
  });
  const verdicts = async (gaps: readonly LogGap[], ...seconds: number[]) => {
    await using store = await sqliteStore(":memory:");
    await store.moveTo(gaps.map(({ topic, partition }) => {
      return { topic, partition, next: 100n, coveredUntil: T0 + 1e6 * SECOND };
    }));
    await store.write({ ...batch([leasing(100, ADDRESS)]), gaps });
    return await Promise.all(seconds.map(async (at) => (await ask(store, ADDRESS, at)).verdict));
  };
  // The topic got a partition at 300 s; another one has always been empty.
  const grown = [begins(0, 0, 50), begins(1, 0, 300), begins(2, 0, 900)];
  assertEquals(await verdicts(grown, 60, 120, 500, 5000), ["unknown", "held", "held", "free"]);
  // Of the first one, retention had taken the beginning before it was read.
  assertEquals(await verdicts([begins(0, 7, 200), begins(1, 0, 300)], 120, 250), ["unknown", "unknown"]);
  assertEquals(await verdicts([begins(0, 7, 50), begins(1, 0, 300)], 60, 120), ["unknown", "held"]);
  assertEquals(await verdicts([begins(0, 0, 50), begins(1, 7, 300)], 120, 500), ["unknown", "unknown"]);
  assertEquals(await verdicts([begins(0, 0, 50), begins(0, 0, 300, "other")], 120), ["unknown"], "topics are apart");
});

Deno.test("a topic that nobody reads any more makes answers unknown until it is forgotten", async () => {
  await stored(async (store) => {
    await store.moveTo([position(5, { topic: "given-up", coveredUntil: T0 })]);
    await write(store, leasing(10, ADDRESS));
    assertEquals((await ask(store, ADDRESS, 20)).doubts.map(({ why }) => why), ["not-read-yet"]);
    await store.forgetTopic("given-up");
    assertEquals((await ask(store, ADDRESS, 20)).verdict, "held");
  });
});

Deno.test("where leases were deleted, nobody is not known to have had it", async () => {
  await stored(async (store) => {
    const until = (second: number) => ({ event: { validUntil: T0 + second * SECOND } });
    await write(store, leasing(10, ADDRESS, until(20)), leasing(11, PREFIX, until(200)));
    assertEquals((await ask(store, ADDRESS, 15)).verdict, "held");
    await store.sweep({ ...ALL, leasesFrom: T0 + 100 * SECOND });
    const other = "2001:db8::1", { verdict, doubts } = await ask(store, other, 15);
    assertEquals([verdict, doubts], ["unknown", [{ why: "forgotten", before: T0 + 100 * SECOND }]]);
    assertEquals((await ask(store, other, 100)).verdict, "free");
    assertEquals((await ask(store, PREFIX, 15)).verdict, "held");
    const within = await ask(store, ADDRESS, 15);
    assertEquals([within.verdict, within.name], ["unknown", "a"], "the address itself may have been held by another");
    await store.sweep(ALL);
    assertEquals((await ask(store, other, 15)).verdict, "unknown", "it stays so");
    assertEquals(leaseAnswerJson(await whoHeld(store, lease(other), T0)).doubts, [
      { why: "forgotten", before: "2026-01-01T00:01:40.000000Z" },
    ]);
  });
});

Deno.test("the answer as data has every time, place and byte", async () => {
  await stored(async (store) => {
    await write(store, leasing(10, ADDRESS, { request: new Uint8Array([12, 1]), event: { renewAt: T0 + HOUR } }));
    const answer = leaseAnswerJson(await whoHeld(store, lease(ADDRESS), T0 + 70 * SECOND));
    assertEquals(answer.verdict, "unknown");
    assertEquals(answer.doubts, [{
      ...{ why: "gap", topic: TOPIC, partition: 0, "from-offset": "1000", "to-offset": "1001" },
      ...{ from: "2026-01-01T00:00:50.000000Z", to: "2026-01-01T00:01:00.000000Z" },
    }]);
    const { client, proof, ...holder } = answer.holder as { client: Data; proof: Record<string, Data> } & Data;
    assertEquals(holder, {
      lease: ADDRESS,
      server: "dhcp01",
      iaid: 1,
      association: "ia-na",
      from: "2026-01-01T00:00:10.000000Z",
      until: "2026-01-01T01:00:10.000000Z",
      ending: "expired",
      "valid-until": "2026-01-01T01:00:10.000000Z",
      "confirmed-at": "2026-01-01T00:00:10.000000Z",
    });
    assertEquals([client.duid, client["remote-id"]], [new TextEncoder().encode("duid of a").toHex(), "9:a"]);
    const { opened } = proof;
    assertEquals([opened.record, opened["request-bytes"]], [{ topic: TOPIC, partition: 0, offset: "10" }, "0c01"]);
  }, { gaps: [[50, 60]] });
});
