import { assertEquals } from "@std/assert";
import { type Observation, Sequencer } from "@dhcpkit/kafka/detectors";
import { transaction } from "../metrics/_transaction.ts";
import { MINUTE, SECOND, START } from "./_exchange.ts";

const offsets = new Map<number, bigint>();

/** A record of a partition, `after` seconds after the start. */
function record(after: number, partition = 0, changes: Partial<Observation["transaction"]> = {}): Observation {
  const offset = (offsets.get(partition) ?? -1n) + 1n;
  offsets.set(partition, offset);
  return {
    transaction: transaction({
      receivedAt: START + after * SECOND,
      place: { topic: "t", partition, offset },
      digest: Number(offset),
      ...changes,
    }),
  };
}

/** Servers whose clocks are one: what comes of other things is told sooner. */
const TOGETHER = { clocksApart: 0 };

/** Seconds after the start. */
const timesOf = (released: readonly Observation[]) =>
  released.map(({ transaction }) => (transaction.receivedAt - START) / SECOND);

Deno.test("transactions wait for the lateness and go on in the order of their time", () => {
  const sequencer = new Sequencer(TOGETHER);
  const released = [5, 3, 4, 16, 14].map((after) => timesOf(sequencer.add(record(after))));
  assertEquals(released, [[], [], [], [3, 4, 5], []]);
  assertEquals(timesOf(sequencer.drain()), [14, 16]);
});

Deno.test("at one time the order is by server, then by digest, whatever came first", () => {
  const one = record(1, 0, { server: "b", digest: 1 }), two = record(1, 0, { server: "a", digest: 9 });
  const three = record(1, 0, { server: "a", digest: 2 });
  for (const order of [[one, two, three], [three, two, one]]) {
    const sequencer = new Sequencer(TOGETHER);
    order.forEach((each) => sequencer.add(each));
    assertEquals(sequencer.drain(), [three, two, one]);
  }
});

Deno.test("what comes after later ones have gone on is counted and handed out as late", () => {
  const late: Observation[] = [],
    sequencer = new Sequencer({ ...TOGETHER, onLate: (observation) => late.push(observation) });
  sequencer.add(record(1));
  sequencer.add(record(60));
  const tooLate = record(30);
  assertEquals(sequencer.add(tooLate), []);
  assertEquals(late, [tooLate]);
  const { received, released, waiting } = sequencer.stats;
  assertEquals([received, released, sequencer.stats.late, waiting], [3, 1, 1, 1]);
});

Deno.test("a partition that is behind is waited for, up to the patience", () => {
  const sequencer = new Sequencer(TOGETHER);
  sequencer.expect("t", 1);
  assertEquals(timesOf(sequencer.add(record(0, 0))), []);
  assertEquals(timesOf(sequencer.add(record(300, 0))), []);
  assertEquals(timesOf(sequencer.add(record(1, 1))), []);
  assertEquals(timesOf(sequencer.add(record(20, 1))), [0, 1]);
  assertEquals(timesOf(sequencer.add(record(700, 0))), [20], "ten minutes ahead of partition 1");
});

Deno.test("a partition that is not read any more is not waited for", () => {
  const sequencer = new Sequencer(TOGETHER);
  sequencer.expect("t", 1);
  sequencer.add(record(0));
  sequencer.forget("t", 1);
  assertEquals(timesOf(sequencer.add(record(60))), [0]);
});

Deno.test("who says that nothing earlier will come gets what waits", () => {
  const sequencer = new Sequencer(TOGETHER);
  sequencer.add(record(1));
  sequencer.add(record(2));
  assertEquals(timesOf(sequencer.advance(START + 2 * SECOND)), [1]);
  assertEquals(timesOf(sequencer.advance(START)), [], "time does not go back");
  assertEquals(timesOf(sequencer.add(record(1.5))), []);
  assertEquals(sequencer.stats.late, 1);
});

Deno.test("a record that is published twice, or read again, goes on once", () => {
  const sequencer = new Sequencer(TOGETHER), first = record(1, 0, { digest: 7 }), second = record(1, 0, { digest: 7 });
  sequencer.add(first);
  sequencer.add(second);
  assertEquals(sequencer.drain(), [first]);
  assertEquals(sequencer.add(first), []);
  const { duplicates, late } = sequencer.stats;
  assertEquals([duplicates, late], [2, 0]);
});

Deno.test("with more than the capacity the first in order go on early, and are counted", () => {
  const sequencer = new Sequencer({ ...TOGETHER, capacity: 3 });
  const released = [4, 1, 3, 2].flatMap((after) => timesOf(sequencer.add(record(after))));
  assertEquals(released, [1]);
  const { forced, waiting } = sequencer.stats;
  assertEquals([forced, waiting], [1, 3]);
});

Deno.test("one record of another year does not make all others late", () => {
  const sequencer = new Sequencer(TOGETHER);
  sequencer.add(record(1));
  sequencer.add(record(86_400 * 365));
  sequencer.add(record(2));
  assertEquals([sequencer.stats.late, timesOf(sequencer.add(record(20)))], [0, [1, 2]]);
});

Deno.test("after a pause of hours two records are enough to go on", () => {
  const sequencer = new Sequencer(TOGETHER);
  sequencer.add(record(1));
  sequencer.add(record(10_000));
  assertEquals(timesOf(sequencer.add(record(10_011))), [1, 10_000]);
});

Deno.test("a server whose clock is ahead by less than a minute makes no other late, and one that is silent is not waited for", () => {
  const sequencer = new Sequencer();
  for (let second = 0; second < 300; second++) {
    sequencer.add(record(second + 50, 0, { server: "ahead" }));
    sequencer.add(record(second, 0, { server: "right" }));
  }
  assertEquals(sequencer.stats.late, 0);
  const released = timesOf(sequencer.add(record(500, 0, { server: "ahead" })));
  assertEquals(Math.max(...released), 349, "60 seconds and the lateness behind");
});

Deno.test("a server whose clock is ahead is ordered by Kafka's time", () => {
  const sequencer = new Sequencer(), ahead = record(3600);
  sequencer.add({ ...ahead, recordedAt: START + 2 * SECOND });
  sequencer.add(record(3));
  assertEquals(timesOf(sequencer.advance(START + MINUTE)), [3600, 3]);
});
