import { assert, assertEquals, assertLess } from "@std/assert";
import { LoudMinutes, type TallySource } from "../../../src/store/tally/loud_minutes.ts";
import type { TallyKind, TallyRow } from "../../../src/store/tally/tally.ts";
import { TrafficTally } from "../../../src/store/tally/traffic_tally.ts";
import { HOUR, SECOND, T0, type Told, transaction } from "../_transactions.ts";

const MINUTE = 60 * SECOND;

/** Tallies of transactions at so many minutes, and how many of them were read. */
class Tallies implements TallySource {
  read = 0;
  readonly #rows: TallyRow[] = [];
  readonly #fineFrom: number;

  constructor(minutes: readonly (readonly [minute: number, told: Told])[], { fineFrom = 0, servers = 1 } = {}) {
    this.#fineFrom = fineFrom;
    for (const kind of [1, 60] as const) {
      const span = kind * MINUTE, tallies = new Map<number, TrafficTally>();
      for (const [minute, told] of minutes) {
        const at = Math.floor((T0 + minute * MINUTE) / span) * span, tally = tallies.get(at) ?? new TrafficTally();
        tally.count(transaction(0, told));
        tallies.set(at, tally);
      }
      for (const [at, tally] of tallies) {
        const row = { kind, at, part: 0, body: tally.save() };
        for (let serverId = 1; serverId <= servers; serverId++) this.#rows.push({ ...row, serverId });
      }
    }
  }

  coverage() {
    return Promise.resolve({ from: 0, fineFrom: this.#fineFrom });
  }

  tallies(wanted: TallyKind, { from, to }: { from: number; to: number }) {
    const rows = this.#rows.filter(({ kind, at }) => kind === wanted && at >= from && at < to);
    this.read += rows.length;
    return Promise.resolve(rows);
  }

  latest(wanted: TallyKind, before: number) {
    const rows = this.#rows.filter(({ kind, at }) => kind === wanted && at < before);
    return Promise.resolve(rows.map(({ at }) => at).sort((a, b) => a - b).at(-1));
  }
}

/** The minutes from T0 at which stretches begin, from the last one on. */
async function stretches(loud: LoudMinutes, before = Number.MAX_SAFE_INTEGER): Promise<(number | string)[]> {
  const found: (number | string)[] = [];
  for (let time = before; found.length < 100;) {
    const stretch = await loud.before(time);
    if (stretch === undefined) return found;
    assert(stretch.from < time, "it goes on");
    found.push(stretch.isTired ? "tired" : (stretch.from - T0) / MINUTE);
    time = stretch.from;
  }
  throw new Error("it does not end");
}

Deno.test("minutes are told that have what is wanted, in weeks without any as well, the latest first", async () => {
  const refused: Told = { outcome: "refused" }, week = 7 * 24 * 60;
  const source = new Tallies([[3, refused], [4, {}], [70, refused], [9 * week, refused], [9 * week + 1, {}]]);
  const loud = (await LoudMinutes.of(source, { outcome: "refused" }))!;
  assertEquals(await stretches(loud), [9 * week, 70, 3]);
  const some = (await LoudMinutes.of(source, { outcome: "refused", from: T0 + 4 * MINUTE }))!;
  assertEquals(await stretches(some, T0 + 9 * week * MINUTE), [70]);
});

Deno.test("what was before there were counts may hold anything", async () => {
  const fineFrom = T0 + HOUR + 1, from = T0 - HOUR;
  const source = new Tallies([[10, { requestType: 1 }], [130, { requestType: 1 }]], { fineFrom });
  assertEquals(await stretches((await LoudMinutes.of(source, { requestType: 1, from }))!), [130, -60]);
  assertEquals(await stretches((await LoudMinutes.of(source, { requestType: 2, from }))!), [-60]);
  assertEquals(await (await LoudMinutes.of(source, { requestType: 2, from }))!.before(T0 + MINUTE), {
    from,
    to: T0 + MINUTE,
  });
});

Deno.test("a search that counts tell nothing of has no such minutes", async () => {
  const source = new Tallies([]);
  for (const search of [{}, { from: T0 }, { reason: "" }, { clientId: 1, requestType: 1 }]) {
    assertEquals(await LoudMinutes.of(source, search), undefined);
  }
});

Deno.test("however many counts there are, so many are read at once, and it comes further each time", async () => {
  const told = (minute: number): Told => minute % 2 ? { requestType: 1 } : { duration: 9_000_000 };
  const minutes = Array.from({ length: 60 * 40 }, (_, minute) => [minute, told(minute)] as const);
  const search = { requestType: 1, minDuration: 1_000_000, from: T0 };
  let time = Number.MAX_SAFE_INTEGER, goes = 0;
  for (; goes < 100; goes++) {
    const source = new Tallies(minutes, { servers: 30 });
    const stretch = await (await LoudMinutes.of(source, search))!.before(time);
    assertLess(source.read, 10_000 + 7 * 24 * 30 + 60 * 30);
    if (stretch === undefined) break;
    assert(stretch.isTired && stretch.to < time);
    time = stretch.to;
  }
  assert(goes > 1 && goes < 100);
});
