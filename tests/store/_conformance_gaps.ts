import { assertEquals } from "@std/assert";
import type { LogGap, TransactionStore } from "@dhcpkit/kafka/store";
import { type StoreKind, storeTest } from "./_store_kind.ts";
import { batch, position, range, SECOND, T0, TOPIC, transaction } from "./_transactions.ts";

/** Records that are missing between those of two seconds. */
function hole(fromOffset: number, toOffset: number, told: Partial<LogGap> = {}): LogGap {
  return {
    ...{ topic: TOPIC, partition: 0, fromOffset: BigInt(fromOffset), toOffset: BigInt(toOffset) },
    ...{ from: T0 + (fromOffset - 1) * SECOND, to: T0 + (toOffset + 1) * SECOND },
    ...told,
  };
}

/** Nothing was read before this record. */
function beginning(offset: number): LogGap {
  return hole(offset, offset, { from: 0 });
}

async function gaps(store: TransactionStore): Promise<(readonly number[])[]> {
  const found = await store.gaps({ from: 0, to: Number.MAX_SAFE_INTEGER });
  return found.map(({ fromOffset, toOffset }) => [Number(fromOffset), Number(toOffset)]);
}

/** Reads so many records, a second apart from a time on, and notes these gaps. */
async function read(store: TransactionStore, from: number, to: number, found: LogGap[] = [], time = T0): Promise<void> {
  const told = range(from, to).map((offset) => {
    const recordedAt = time + offset * SECOND;
    return transaction(offset, { receivedAt: recordedAt, recordedAt });
  });
  await store.write(batch(told, { gaps: found }));
}

/** What has to be true of gaps when records are read again. */
export function gapConformance(kind: StoreKind): void {
  storeTest(kind, "what was skipped and is read later is missing no more, once all of it is read", async (store) => {
    await read(store, 20, 30, [beginning(20)]);
    await store.moveTo([position(0)]);
    await read(store, 0, 10, [beginning(0)]);
    assertEquals(await gaps(store), [[0, 0], [20, 20]]);
    await read(store, 10, 30);
    assertEquals(await gaps(store), [[0, 0]]);
  });

  storeTest(kind, "a hole that is read later becomes smaller, and is gone at its end", async (store) => {
    await read(store, 0, 5, [beginning(0)]);
    await read(store, 9, 12, [hole(5, 9)]);
    await store.moveTo([position(0)]);
    await read(store, 0, 7);
    assertEquals(await store.gaps({ from: T0 + 2 * SECOND, to: T0 + 11 * SECOND }), [{
      ...hole(5, 9),
      fromOffset: 7n,
    }]);
    await read(store, 7, 12);
    assertEquals(await gaps(store), [[0, 0]]);
  });

  storeTest(kind, "what is not read from its beginning on, or is missing again, stays missing", async (store) => {
    await read(store, 0, 5, [beginning(0)]);
    await read(store, 9, 12, [hole(5, 9)]);
    await store.moveTo([position(6)]);
    await read(store, 6, 12, [beginning(6)]);
    assertEquals(await gaps(store), [[0, 0], [5, 9]]);
    await store.moveTo([position(0)]);
    const again = [...range(0, 5), ...range(9, 12)].map((offset) => transaction(offset));
    await store.write(batch(again, { gaps: [hole(5, 9)] }));
    assertEquals(await gaps(store), [[0, 0], [5, 9]]);
    await read(store, 12, 20);
    assertEquals(await gaps(store), [[0, 0], [5, 9]]);
  });

  storeTest(kind, "records of a log that was made anew fill no hole of the one before", async (store) => {
    await read(store, 3, 5, [beginning(3)]);
    await read(store, 9, 12, [hole(5, 9)]);
    await store.moveTo([position(0, { coveredUntil: T0 + 12 * SECOND })]);
    const lost = hole(12, 12, { from: T0 + 11 * SECOND, to: T0 + 1000 * SECOND });
    await read(store, 0, 30, [lost], T0 + 1000 * SECOND);
    assertEquals(await gaps(store), [[3, 3], [5, 9], [12, 12]]);
  });

  storeTest(kind, "the same offsets that are missing twice are missing in both times", async (store) => {
    await store.write(batch([], { gaps: [hole(5, 9)] }));
    const later = hole(5, 9, { from: T0 + 100 * SECOND, to: T0 + 200 * SECOND });
    await store.write(batch([], { gaps: [later] }));
    assertEquals(await store.gaps({ from: 0, to: T0 + 300 * SECOND }), [{ ...later, from: hole(5, 9).from }]);
  });

  storeTest(kind, "partitions and topics keep their gaps apart", async (store) => {
    for (const told of [{ partition: 1 }, { topic: "other" }]) {
      await store.write(batch([transaction(20, told)], { gaps: [{ ...beginning(20), ...told }] }));
    }
    await read(store, 20, 30, [beginning(20)]);
    await store.moveTo([position(0)]);
    await read(store, 0, 30, [beginning(0)]);
    const found = await store.gaps({ from: 0, to: Number.MAX_SAFE_INTEGER });
    assertEquals(found.map(({ topic, partition, toOffset }) => [topic, partition, Number(toOffset)]).sort(), [
      [TOPIC, 0, 0],
      [TOPIC, 1, 20],
      ["other", 0, 20],
    ]);
  });
}
