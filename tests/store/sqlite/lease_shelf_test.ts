import { assertEquals } from "@std/assert";
import type { LeaseInterval } from "@dhcpkit/kafka/store";
import { LeaseShelf, NO_SLOT, type Slot } from "../../../src/store/sqlite/lease_shelf.ts";
import { NEVER_ENDS, T0 } from "../_transactions.ts";

const OPEN: LeaseInterval = {
  id: 7,
  lease: "20010db8ffccfe00000000000000000038",
  clientId: 3,
  serverId: 2,
  iaid: 0xffffffff,
  association: "pd",
  startedAt: T0,
  confirmedAt: T0 + 1,
  renewAt: T0 + 2,
  rebindAt: 0,
  validUntil: NEVER_ENDS,
  endedAt: undefined,
  ending: undefined,
  grants: 4_000_000_000,
  openedBy: 2 ** 40,
  confirmedBy: 2 ** 40 + 1,
  endedBy: undefined,
  changedAt: T0 + 3,
  partition: 2 ** 31 - 1,
  offset: 2n ** 63n - 1n,
};
const ENDED: LeaseInterval = { ...OPEN, association: "na", endedAt: T0, ending: "unbound", endedBy: 0, offset: 0n };

for (const [what, interval] of [["open", OPEN], ["ended", ENDED]] as const) {
  Deno.test(`an interval that is ${what} comes back as it was`, () => {
    const shelf = new LeaseShelf(), slot = shelf.add(interval, NO_SLOT);
    assertEquals(shelf.get(slot, interval.lease, interval.clientId), interval);
    assertEquals(shelf.key(slot), interval.lease);
    shelf.set(slot, { ...ENDED, grants: 9 });
    assertEquals(shelf.get(slot, interval.lease, interval.clientId), { ...ENDED, grants: 9 });
  });
}

Deno.test("a lease is found in its own chain only, whichever digit of its key differs", () => {
  const shelf = new LeaseShelf();
  const other = (at: number) => OPEN.lease.slice(0, at) + "f" + OPEN.lease.slice(at + 1);
  const keys = [OPEN.lease, ...Array.from({ length: 34 }, (_, at) => other(at)).filter((key) => key !== OPEN.lease)];
  let first: Slot = NO_SLOT;
  for (const lease of keys) {
    assertEquals(shelf.find(first, lease), NO_SLOT);
    first = shelf.add({ ...OPEN, lease }, first);
  }
  for (const lease of keys) assertEquals(shelf.key(shelf.find(first, lease)), lease);
  assertEquals(shelf.find(NO_SLOT, OPEN.lease), NO_SLOT);
});

Deno.test("slots that were given up are used again, and the others stay as they are", () => {
  const shelf = new LeaseShelf(), slots: Slot[] = [];
  for (let id = 0; id < 5000; id++) slots.push(shelf.add({ ...OPEN, id }, NO_SLOT));
  const givenUp = slots.filter((_, at) => at % 3 === 0);
  givenUp.forEach((slot) => shelf.remove(slot));
  const again = givenUp.map((_, at) => shelf.add({ ...OPEN, id: 10_000 + at }, NO_SLOT));
  assertEquals(again.toSorted((a, b) => a - b), givenUp);
  slots.forEach((slot, id) => {
    if (id % 3 !== 0) assertEquals(shelf.get(slot, OPEN.lease, 3).id, id);
  });
});
