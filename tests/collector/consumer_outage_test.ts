import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import { atOnce } from "../support/at_once.ts";
import { eventually } from "../support/eventually.ts";
import { freePorts } from "../support/free_port.ts";
import { KafkaBroker, uniqueTopic } from "../support/kafka_broker.ts";
import { kcatProduce } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { silentHost } from "../support/silent_host.ts";
import { type ConsumerKind, consumerKinds } from "./_consumer_kinds.ts";
import { numbered, numberOf, Reading } from "./_reading.ts";

const needs = ["kafka", "kcat"] as const;

/** Impatient, so that outages are noticed soon. */
function impatient(bootstrap: string, topic: string) {
  return {
    brokers: [bootstrap],
    topic,
    groupId: uniqueTopic("group"),
    connectTimeoutMs: 1000,
    requestTimeoutMs: 1000,
    sessionTimeoutMs: 6000,
    rebalanceTimeoutMs: 6000,
  };
}

/** Both at the same time, each with what it needs of its own: they mostly wait. */
function eachClient(name: string, fn: (make: ConsumerKind["make"]) => Promise<void>): void {
  testWith({ name: `each client: ${name}`, needs, fn: () => atOnce(consumerKinds, ({ make }) => fn(make)) });
}

eachClient("a broker that is not there is told by address, and the next attempt is a new one", async (make) => {
  const consumer = make(impatient(`127.0.0.1:${freePorts(1)[0]}`, "any"));
  for (const _attempt of [1, 2]) {
    await using reading = new Reading(consumer);
    assertMatch(String(await reading.ended), /nobody listens at 127\.0\.0\.1:\d+: connection refused/);
    assertEquals(consumer.health.state, "idle");
  }
});

eachClient(
  "a broker that says nothing is given up, and left at once when reading is no longer wanted",
  async (make) => {
    await using host = silentHost();
    const consumer = make(impatient(host.address, "any"));
    {
      await using reading = new Reading(consumer);
      assertMatch(String(await reading.ended), /no answer from 127\.0\.0\.1:\d+ in time/);
    }
    const patient = make({ ...impatient(host.address, "any"), connectTimeoutMs: 20_000, requestTimeoutMs: 20_000 });
    const reading = new Reading(patient);
    await eventually("the attempt", () => patient.health.state === "joining");
    const startedAt = performance.now();
    await reading.stop();
    assertLess(performance.now() - startedAt, 2000);
  },
);

eachClient(
  "reading goes on after the broker was killed and started again, by itself or when iterated again",
  async (make) => {
    await using broker = await KafkaBroker.start();
    const topic = await broker.createTopic("outage", { partitions: 2 });
    const consumer = make(impatient(broker.bootstrap, topic));
    const next = new Map<number, bigint>(), seen: string[] = [];
    const iterate = () =>
      new Reading(consumer, {
        startingPoints: (partitions) => Promise.resolve(new Map(partitions.map((it) => [it, next.get(it) ?? 0n]))),
        onBatch({ partition, records }) {
          for (const { offset } of records) seen.push(`${partition} ${offset}`);
          const last = records.at(-1);
          if (last) next.set(partition, last.offset + 1n);
        },
      });
    for (const partition of [0, 1]) await kcatProduce(broker.bootstrap, topic, numbered(100), { partition });
    let reading = iterate();
    await reading.until("all records", () => seen.length >= 200);
    for (const downMs of [0, 9000]) {
      await broker.kill();
      const { fetchedAt } = consumer.health;
      if (downMs > 0) {
        // Longer than failures are borne.
        assertMatch(String(await reading.ended), /nobody listens|no answer/);
        assertEquals(consumer.health.fetchedAt, fetchedAt);
      }
      await broker.start();
      const before = seen.length;
      for (const partition of [0, 1]) await kcatProduce(broker.bootstrap, topic, numbered(100), { partition });
      await eventually("the new records", async () => {
        if (seen.length >= before + 200) return true;
        const error = await Promise.race([
          reading.ended,
          new Promise((resolve) => setTimeout(resolve, 50, "reading")),
        ]);
        if (error !== "reading") reading = iterate();
        return false;
      }, { timeoutMs: 30_000 });
      assertEquals(reading.misplaced, []);
    }
    await reading.stop();
    assertEquals(seen.length, 600);
    assertEquals(new Set(seen).size, 600);
  },
);

eachClient(
  "while the broker is paused nothing is fetched and no heartbeat taken; afterwards reading goes on",
  async (make) => {
    await using broker = await KafkaBroker.start();
    const topic = await broker.createTopic("paused");
    const consumer = make({ ...impatient(broker.bootstrap, topic), sessionTimeoutMs: 20_000 });
    await kcatProduce(broker.bootstrap, topic, numbered(100));
    await using reading = new Reading(consumer);
    await reading.until("all records", () => reading.records.length >= 100);
    const { fetchedAt, heartbeatAt } = consumer.health;
    assert(fetchedAt !== undefined && heartbeatAt !== undefined);
    await reading.until(
      "signs of life",
      () => consumer.health.fetchedAt! > fetchedAt && consumer.health.heartbeatAt! > heartbeatAt,
    );
    broker.pause();
    const pausedAt = performance.now();
    // What was under way when it was paused.
    await eventually("silence", () => performance.now() - pausedAt > 600);
    const silent = consumer.health;
    await eventually("more than the request time-out", () => performance.now() - pausedAt > 4000);
    assertEquals([consumer.health.fetchedAt, consumer.health.heartbeatAt], [silent.fetchedAt, silent.heartbeatAt]);
    broker.resume();
    await kcatProduce(broker.bootstrap, topic, numbered(1, 100));
    await reading.until("the new record", () => reading.records.some((record) => numberOf(record) === 100));
    await reading.until("heartbeats", () => consumer.health.heartbeatAt! > silent.heartbeatAt!);
    assertEquals(reading.misplaced, []);
    assertEquals(consumer.health.state, "reading");
  },
);

eachClient(
  "in each phase, two seconds after it is no longer wanted, reading is over and the group is left",
  async (make) => {
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("abort"));
    const init = { ...impatient(broker.bootstrap, topic), rebalanceTimeoutMs: 20_000, requestTimeoutMs: 10_000 };
    await kcatProduce(broker.bootstrap, topic, numbered(10));
    const endsSoon = async (reading: Reading, phase: string) => {
      const startedAt = performance.now();
      await reading.stop();
      assertLess(performance.now() - startedAt, 2200, phase);
    };
    const never = new Promise<never>(() => {});

    await endsSoon(new Reading(make(init)), "before anything");
    const asked = Promise.withResolvers<void>();
    const asking = new Reading(make(init), {
      startingPoints() {
        asked.resolve();
        return never;
      },
    });
    await asked.promise;
    await endsSoon(asking, "while it asks where to start");

    // The first member has to finish a batch, for which the second one waits to join.
    const isBusy = Promise.withResolvers<void>(), done = Promise.withResolvers<void>();
    const busy = new Reading(make(init), {
      async onBatch({ records }) {
        isBusy.resolve();
        if (records.length > 0) await done.promise;
      },
    });
    await isBusy.promise;
    const waiting = new Reading(make(init));
    await eventually("word of the second member", () => busy.consumer.health.state === "joining");
    await endsSoon(waiting, "while it waits to join");
    assertEquals(waiting.assignments, []);
    done.resolve();
    await busy.until("the partition again", () => busy.assignments.length === 2);
    await endsSoon(busy, "while it reads");

    // Nobody is left behind who would hold up the next one.
    await using next = new Reading(make(init));
    await next.until("all records", () => next.records.length >= 10, 3000);
  },
);

eachClient("with a broker that is paused, reading is over in two seconds as well", async (make) => {
  await using broker = await KafkaBroker.start();
  const topic = await broker.createTopic("silent");
  const consumer = make({ ...impatient(broker.bootstrap, topic), requestTimeoutMs: 10_000 });
  const reading = new Reading(consumer);
  await reading.until("an empty batch", () => reading.batches.length > 0);
  broker.pause();
  const startedAt = performance.now();
  await reading.stop();
  assertLess(performance.now() - startedAt, 2200);
  broker.resume();
});

eachClient("a reader that does not come back from its last batch does not keep the group waiting", async (make) => {
  const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("stuck"));
  const init = impatient(broker.bootstrap, topic);
  await kcatProduce(broker.bootstrap, topic, numbered(10));
  const isBusy = Promise.withResolvers<void>(), done = Promise.withResolvers<void>();
  const stuck = new Reading(make({ ...init, sessionTimeoutMs: 60_000 }), {
    onBatch() {
      isBusy.resolve();
      return done.promise;
    },
  });
  await isBusy.promise;
  stuck.abort();
  await using next = new Reading(make(init));
  await next.until("all records", () => next.records.length >= 10, 4000);
  done.resolve();
  assertEquals(await stuck.ended, undefined);
});
