import { assert, assertEquals, assertThrows } from "@std/assert";
import { CurrentLeases, type LeaseChange } from "@dhcpkit/kafka/formats";
import { JsonError } from "@dhcpkit/kafka/dhcpv6";
import type { LeaseEventKind, NewTransaction } from "@dhcpkit/kafka/store";
import { leasing, NEVER_ENDS, SECOND, T0, transaction } from "../store/_transactions.ts";
import { LeaseTopic, through } from "./_lease_topic.ts";

const ADDRESS = "2001:db8::1", PREFIX = "2001:db8:1:5600::/56";
const kind = (event: LeaseEventKind) => ({ event: { kind: event } });

/** What is written when these come, and it is `at` then. */
function written(leases: CurrentLeases, at: number, ...transactions: NewTransaction[]): LeaseChange[] {
  for (const one of transactions) leases.apply(one);
  leases.advance(T0 + at * SECOND);
  return leases.take();
}

Deno.test("a lease is written with who has it until when, and again when it is extended", () => {
  const leases = new CurrentLeases();
  const [change, ...others] = written(
    leases,
    10,
    leasing(10, PREFIX, { macAddress: "34:31:c4:3c:b2:f1", hostName: "box" }),
  );
  assertEquals([others, change.key, change.ended], [[], PREFIX, undefined]);
  assertEquals(change.value, {
    lease: PREFIX,
    "client-duid": new TextEncoder().encode("duid of a").toHex(),
    "client-mac": "34:31:c4:3c:b2:f1",
    "interface-id": "port of a",
    "remote-id": "9:a",
    "host-name": "box",
    association: "ia-pd",
    iaid: 1,
    "server-name": "dhcp01",
    "held-since": "2026-01-01T00:00:10.000000Z",
    "confirmed-at": "2026-01-01T00:00:10.000000Z",
    "renew-at": "2026-01-01T00:30:10.000000Z",
    "rebind-at": "2026-01-01T00:45:10.000000Z",
    "valid-until": "2026-01-01T01:00:10.000000Z",
    record: { topic: "dhcpkit.messages", partition: 0, offset: "10" },
    others: [],
  });
  const [again] = written(leases, 20, leasing(20, PREFIX, { server: "dhcp02" }));
  assertEquals([again.value?.["held-since"], again.value?.["valid-until"], again.value?.["server-name"]], [
    "2026-01-01T00:00:10.000000Z",
    "2026-01-01T01:00:20.000000Z",
    "dhcp02",
  ]);
});

for (const ending of ["released", "declined", "withdrawn", "unbound"] as const) {
  Deno.test(`a lease that is ${ending} gets a tombstone that says so`, () => {
    const leases = new CurrentLeases();
    written(leases, 10, leasing(10, ADDRESS));
    const [{ key, value, ended }] = written(leases, 20, leasing(20, ADDRESS, kind(ending)));
    assertEquals([key, value, ended?.ending, ended?.["ended-at"]], [
      ADDRESS,
      null,
      ending,
      "2026-01-01T00:00:20.000000Z",
    ]);
    assertEquals(written(leases, 30, leasing(25, ADDRESS, kind(ending))), []);
  });
}

Deno.test("a lease expires when everything is read up to its end, and not before", () => {
  const leases = new CurrentLeases();
  written(leases, 10, leasing(10, ADDRESS), leasing(11, PREFIX, { event: { validUntil: NEVER_ENDS } }));
  assertEquals(written(leases, 3609), []);
  const [{ key, value, ended }] = written(leases, 3610);
  assertEquals([key, value, ended?.ending, ended?.["ended-at"]], [
    ADDRESS,
    null,
    "expired",
    "2026-01-01T01:00:10.000000Z",
  ]);
  assertEquals([written(leases, 1e6), leases.size], [[], 1]);
});

Deno.test("a renewal that is read late brings an expired lease back, without a break", () => {
  const leases = new CurrentLeases();
  written(leases, 10, leasing(10, ADDRESS));
  assertEquals(written(leases, 3700).map(({ value }) => value), [null]);
  const [{ value }] = written(leases, 3701, leasing(1800, ADDRESS, { partition: 1 }));
  assertEquals([value?.["held-since"], value?.["valid-until"]], [
    "2026-01-01T00:00:10.000000Z",
    "2026-01-01T01:30:00.000000Z",
  ]);
});

Deno.test("what is granted and over within one batch is not written at all", () => {
  const leases = new CurrentLeases();
  assertEquals(written(leases, 30, leasing(10, ADDRESS), leasing(20, ADDRESS, kind("released"))), []);
  assertEquals(written(leases, 1e5, leasing(40, ADDRESS)), []);
  assertEquals(leases.size, 0);
});

Deno.test("what nobody had cannot be given back, and leaves nothing behind", () => {
  const leases = new CurrentLeases();
  assertEquals(written(leases, 20, leasing(10, ADDRESS, kind("released")), transaction(11)), []);
  assertEquals(leases.size, 0);
});

Deno.test("when two clients have an address, the one confirmed last comes first, and the other one when it is gone", () => {
  const leases = new CurrentLeases();
  written(leases, 10, leasing(10, ADDRESS, { client: "a" }));
  const [both] = written(leases, 20, leasing(20, ADDRESS, { client: "b" }));
  assertEquals([both.value?.["remote-id"], both.value?.others.map((one) => one["remote-id"])], ["9:b", ["9:a"]]);
  const [one] = written(leases, 30, leasing(30, ADDRESS, { client: "b", ...kind("released") }));
  assertEquals([one.value?.["remote-id"], one.value?.others], ["9:a", []]);
  assertEquals(written(leases, 3610).map(({ value }) => value), [null]);
});

Deno.test("a record that is published twice changes nothing", () => {
  const leases = new CurrentLeases(), grant = leasing(10, ADDRESS);
  written(leases, 20, grant);
  written(leases, 30, leasing(20, ADDRESS, kind("released")));
  assertEquals(written(leases, 40, { ...grant, place: { ...grant.place, offset: 21n } }), []);
});

Deno.test("the memory is bounded: what changes first is forgotten and counted, and the topic keeps its record", () => {
  const leases = new CurrentLeases({ mostLeases: 100 });
  const name = (i: number) => `2001:db8::${i.toString(16)}`;
  for (let i = 0; i < 300; i++) leases.apply(leasing(i, name(i)));
  assertEquals(written(leases, 300).length, 300);
  assertEquals([leases.size, leases.forgotten], [100, 200]);
  assertEquals(written(leases, 1e5).map(({ key }) => key), Array.from({ length: 100 }, (_, i) => name(200 + i)));
  // Renewals and endings leave nothing behind either.
  for (let i = 0; i < 20_000; i++) {
    const at = 2e5 + i;
    written(leases, at, leasing(at, name(i % 50), i % 3 === 2 ? kind("released") : { client: `c${i % 20}` }));
  }
  assert(leases.size <= 50, `${leases.size}`);
});

Deno.test("clients of one lease are bounded too", () => {
  const leases = new CurrentLeases();
  for (let i = 0; i < 50; i++) leases.apply(leasing(i, ADDRESS, { client: `c${i}` }));
  const [{ value }] = written(leases, 60);
  assertEquals([value?.["remote-id"], value?.others.length], ["9:c49", 7]);
});

Deno.test("a topic that is read again makes the same state, endings that may still matter included", () => {
  const topic = new LeaseTopic(), leases = new CurrentLeases();
  topic.write(written(leases, 10, leasing(10, ADDRESS, { client: "a" }), leasing(11, ADDRESS, { client: "b" })));
  topic.write(written(leases, 30, leasing(12, PREFIX), leasing(20, PREFIX, kind("released"))));
  topic.write(written(leases, 31, leasing(30, PREFIX, { client: "c" })));
  topic.write(written(leases, 41, leasing(40, PREFIX, { client: "c", ...kind("declined") })));
  const again = topic.restored();
  assertEquals(again.size, 2);
  // What comes late is before the end, and changes nothing.
  assertEquals(written(again, 50, leasing(35, PREFIX, { client: "c", partition: 1 })), []);
  const changes = written(again, 3610);
  assertEquals(changes.map(({ key, value }) => [key, value?.["remote-id"]]), [[ADDRESS, "9:b"]]);
  assertEquals(written(again, 3611).map(({ value }) => value), [null]);
});

Deno.test("records of another topic take their place by time alone, and the record that said so last is named as it is", () => {
  const leases = new CurrentLeases(), again = new CurrentLeases();
  const [{ value }] = written(leases, 110, leasing(100, ADDRESS));
  again.restore(ADDRESS, through(value));
  // It begins earlier than was known, and that changes nothing of who said so last.
  const [earlier] = written(again, 120, leasing(50, ADDRESS, { server: "dhcp02", topic: "other" }));
  assertEquals([earlier.value?.["held-since"], earlier.value?.record], ["2026-01-01T00:00:50.000000Z", value!.record]);
  new CurrentLeases().restore(ADDRESS, through(earlier.value));
  // Offsets of the first topic still tell what was read already.
  assertEquals(written(again, 130, leasing(90, ADDRESS, kind("released"))), []);
  const [later] = written(again, 140, leasing(130, ADDRESS, { topic: "other" }));
  assertEquals(later.value?.record, { topic: "other", partition: 0, offset: "130" });
});

Deno.test("what has a time that no text tells is left out", () => {
  const leases = new CurrentLeases();
  for (const receivedAt of [Number.MAX_SAFE_INTEGER, -62167219200e6 - 1e6, NaN]) {
    assertEquals(written(leases, 10, leasing(1, ADDRESS, { receivedAt })), []);
  }
  assertEquals(leases.size, 0);
});

Deno.test("a record that is none of a lease topic is refused with the place", () => {
  const leases = new CurrentLeases(), [{ value }] = written(new CurrentLeases(), 1, leasing(1, ADDRESS));
  const cases: readonly (readonly [key: string, value: unknown, says: string])[] = [
    ["nobody", value, '"nobody" is neither an address nor a prefix'],
    [ADDRESS, "x", '"x" is not an object'],
    [ADDRESS, {}, "/record: null is not an object"],
    [ADDRESS, { ...value, record: { topic: "t", partition: 0, offset: 1 } }, "/record/offset: 1 is not text"],
    [ADDRESS, { ...value, iaid: -1 }, "/iaid: -1 is not a whole number"],
    [ADDRESS, { ...value, association: "na?" }, "/association: "],
    [ADDRESS, { ...value, "held-since": "yesterday" }, '/held-since: "yesterday" is not a time'],
    [ADDRESS, { ...value, others: [{}] }, "/others/0/record: null is not an object"],
    [ADDRESS, { ...value, "ended-at": null, ending: "granted" }, '/ending: "granted" is none of expired, released, '],
    [ADDRESS, { ...value, "ended-at": null, ending: 1 }, "/ending: 1 is not text"],
  ];
  for (const [key, json, says] of cases) assertThrows(() => leases.restore(key, json), JsonError, says);
  leases.restore(ADDRESS, value);
  leases.restore(ADDRESS, null);
  assertEquals(leases.size, 0);
});
