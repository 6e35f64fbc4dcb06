import { assertEquals } from "@std/assert";
import {
  applyLeaseEvent,
  type LeaseEvent,
  type LeaseEventKind,
  type LeaseEventSource,
  type LeaseInterval,
  needsWholeHistory,
} from "@dhcpkit/kafka/store";
import { event, NEVER_ENDS, SECOND, T0 } from "./_transactions.ts";

const LEASE = "2001:db8::1", LASTS = 10;

/** An answer in a test: what, at which second, and from which record, server and lifetime. */
interface Told {
  readonly kind?: LeaseEventKind;
  readonly at: number;
  readonly partition?: number;
  readonly offset?: number;
  readonly server?: number;
  readonly lasts?: number;
}

function eventOf({ kind = "granted", at, lasts = LASTS }: Told): LeaseEvent {
  const time = T0 + at * SECOND;
  return event(LEASE, time, { kind, ...kind === "granted" && { validUntil: time + lasts * SECOND } });
}

function sourceOf({ at, partition = 0, offset = at, server = 1 }: Told): LeaseEventSource {
  return { transactionId: 100 * partition + at, clientId: 1, serverId: server, partition, offset: BigInt(offset) };
}

function historyOf(...all: Told[]): LeaseInterval[] {
  const history: LeaseInterval[] = [];
  for (const told of all) applyLeaseEvent(history, eventOf(told), sourceOf(told));
  return history;
}

/** Start, last confirmation, end of the lifetime, end by an answer. */
function times(history: readonly LeaseInterval[]): (number | undefined)[][] {
  const second = (time: number | undefined) => time === undefined ? undefined : (time - T0) / SECOND;
  return history.map(({ startedAt, confirmedAt, validUntil, endedAt }) =>
    [startedAt, confirmedAt, validUntil, endedAt].map(second)
  );
}

Deno.test("a first grant opens an interval, with its transaction as proof", () => {
  const [interval] = historyOf({ at: 5 }), { openedBy, confirmedBy, endedBy, grants, ending } = interval;
  assertEquals(times([interval]), [[5, 5, 15, undefined]]);
  assertEquals({ openedBy, confirmedBy, endedBy, grants, ending }, {
    openedBy: 5,
    confirmedBy: 5,
    endedBy: undefined,
    grants: 1,
    ending: undefined,
  });
});

Deno.test("a grant within the lifetime extends, up to its last moment, also by another server", () => {
  const [interval, ...others] = historyOf({ at: 0 }, { at: 10, server: 2 }, { at: 20 });
  assertEquals([times([interval]), others], [[[0, 20, 30, undefined]], []]);
  assertEquals([interval.grants, interval.openedBy, interval.confirmedBy], [3, 0, 20]);
  assertEquals(historyOf({ at: 0 }, { at: 10, server: 2 })[0].serverId, 2);
});

Deno.test("a grant behind the lifetime opens another interval", () => {
  assertEquals(times(historyOf({ at: 0 }, { at: 11 })), [[0, 0, 10, undefined], [11, 11, 21, undefined]]);
});

Deno.test("a grant may shorten a lifetime", () => {
  assertEquals(times(historyOf({ at: 0, lasts: 100 }, { at: 1, lasts: 2 })), [[0, 1, 3, undefined]]);
});

Deno.test("an infinite lease is extended at any time", () => {
  const history: LeaseInterval[] = [];
  applyLeaseEvent(history, event(LEASE, T0, { validUntil: NEVER_ENDS }), sourceOf({ at: 0 }));
  applyLeaseEvent(history, eventOf({ at: 1e9 }), sourceOf({ at: 1e9 }));
  assertEquals(times(history), [[0, 1e9, 1e9 + LASTS, undefined]]);
});

for (const kind of ["released", "declined", "withdrawn", "unbound"] as const) {
  Deno.test(`${kind}: the interval ends, once, and a grant at that very moment opens another`, () => {
    const [interval] = historyOf({ at: 0 }, { at: 3, kind }, { at: 4, kind });
    assertEquals([times([interval]), interval.ending, interval.endedBy], [[[0, 0, 10, 3]], kind, 3]);
    const again = historyOf({ at: 0 }, { at: 3, kind }, { at: 3, offset: 4 });
    assertEquals(times(again), [[0, 0, 10, 3], [3, 3, 13, undefined]]);
    assertEquals(historyOf({ at: 3, kind }), [], "without an interval there is nothing to end");
    assertEquals(times(historyOf({ at: 0 }, { at: 10, kind })), [[0, 0, 10, undefined]], "it is over already");
  });
}

Deno.test("a server that knows nothing of a lease ends only what it granted itself", () => {
  assertEquals(times(historyOf({ at: 0 }, { at: 3, kind: "unbound", server: 2 })), [[0, 0, 10, undefined]]);
  assertEquals(times(historyOf({ at: 0 }, { at: 3, kind: "released", server: 2 })), [[0, 0, 10, 3]]);
});

Deno.test("within a partition the order of records counts, when a clock goes back", () => {
  assertEquals(times(historyOf({ at: 10, offset: 1 }, { at: 4, offset: 2, kind: "released" })), [[10, 10, 20, 10]]);
  assertEquals(times(historyOf({ at: 10, offset: 1 }, { at: 4, offset: 2, lasts: 30 })), [[10, 10, 40, undefined]]);
});

Deno.test("between partitions time tells the order, and what comes late takes its place", () => {
  const late = { partition: 1 };
  assertEquals(times(historyOf({ at: 50 }, { at: 20, ...late })), [[20, 20, 30, undefined], [50, 50, 60, undefined]]);
  assertEquals(
    times(historyOf({ at: 50 }, { at: 42, ...late })),
    [[42, 50, 60, undefined]],
    "it reaches the later one",
  );
  const released = { kind: "released", ...late } as const;
  assertEquals(times(historyOf({ at: 0 }, { at: 50 }, { at: 5, ...released })), [[0, 0, 10, 5], [
    50,
    50,
    60,
    undefined,
  ]]);
  assertEquals(
    times(historyOf({ at: 0 }, { at: 8 }, { at: 5, ...released })),
    [[0, 8, 18, undefined]],
    "confirmed since",
  );
});

Deno.test("a late grant counts without taking back what a later one said", () => {
  const [interval] = historyOf({ at: 0 }, { at: 8 }, { at: 4, partition: 1, server: 2 });
  assertEquals([times([interval]), interval.grants, interval.serverId], [[[0, 8, 18, undefined]], 3, 1]);
});

Deno.test("the last interval is enough, but for what happened before it in another partition", () => {
  const [last] = historyOf({ at: 10, offset: 10 });
  const needs = (told: Told) => needsWholeHistory(last, eventOf(told), sourceOf(told));
  assertEquals(needs({ at: 11 }), false);
  assertEquals(needs({ at: 10, partition: 1 }), false);
  assertEquals(needs({ at: 9, partition: 1 }), true);
  assertEquals(needs({ at: 9, offset: 11 }), false, "a later record of its partition counts as of its time");
  assertEquals(needs({ at: 9, offset: 9 }), true);
});
