import { Buffer } from "node:buffer";
import { Reader, readRecordsBatch } from "@platformatic/kafka";
import { assertEquals, assertLess, assertRejects } from "@std/assert";
import type { BrokerConnection, ProduceRequest, TopicPlaces } from "../../src/kafka/broker_requests.ts";
import { murmur2 } from "../../src/kafka/murmur2.ts";
import { BatchSender } from "../../src/publisher/_batch_sender.ts";

/** An error of the protocol, as clients throw it. */
const refused = (apiId: string) => Object.assign(new Error(apiId), { apiId });

/** A cluster of which each partition has a leader, and that says what it is told to. */
class ScriptedCluster {
  /** Leaders of the partitions 0, 1, …; the last ones are given for ever. */
  readonly leaders: number[][];
  readonly requests: { readonly broker: number; readonly values: Map<number, number[]> }[] = [];
  readonly opened: number[] = [];
  /** Whether connections are still open when they are asked for again. */
  isOpen = true;
  /** What is said of a partition; `"nothing"` leaves it out. */
  answer: (partition: number, attempt: number, broker: number) => Error | undefined | "nothing" = () => undefined;

  constructor(...leaders: number[][]) {
    this.leaders = leaders;
  }

  sender(acks: 0 | 1 | "all" = "all"): BatchSender {
    return new BatchSender({
      brokers: ["broker1"],
      topic: "any",
      ...{ acks, requestTimeoutMs: 1000, createTopic: true, compression: undefined },
      open: ({ port }) => {
        this.opened.push(port);
        return Promise.resolve(this.#connection(port));
      },
    });
  }

  #connection(broker: number): BrokerConnection {
    const isOpen = () => this.isOpen;
    const connection: Partial<BrokerConnection> = {
      get isOpen() {
        return isOpen();
      },
      places: () => Promise.resolve(this.#places()),
      produce: (request) => Promise.resolve(this.#produce(broker, request)),
    };
    return connection as BrokerConnection;
  }

  #places(): TopicPlaces {
    const leaders = this.leaders.length > 1 ? this.leaders.shift()! : this.leaders[0];
    return {
      brokers: new Map([1, 2, 3].map((id) => [id, { host: "broker", port: id }])),
      leaders: new Map(leaders.entries()),
    };
  }

  #produce(broker: number, { batches }: ProduceRequest): Map<number, Error | undefined> {
    const attempt = this.requests.length;
    const values = new Map(Array.from(batches, ([partition, batch]) => {
      const { records } = readRecordsBatch(Reader.from(Buffer.from(batch)));
      return [partition, records.map(({ value }) => value![0])] as const;
    }));
    this.requests.push({ broker, values });
    const answers = [...batches.keys()].map((partition) =>
      [partition, this.answer(partition, attempt, broker)] as const
    );
    return new Map(answers.filter((one): one is [number, Error | undefined] => one[1] !== "nothing"));
  }
}

/** Keys that fall on the partitions 0, 1 and 2 of three. */
const KEYS = [0, 1, 2].map((partition) => {
  const all = Array.from({ length: 256 }, (_, byte) => new Uint8Array([byte]));
  return all.find((key) => (murmur2(key) & 0x7fffffff) % 3 === partition)!;
});
const records = (...keys: (Uint8Array | null)[]) => keys.map((key, i) => ({ key, value: new Uint8Array([i]) }));

Deno.test("batches go to the leaders of their partitions, one request for each broker", async () => {
  const cluster = new ScriptedCluster([1, 2, 2]), sender = cluster.sender();
  await sender.send(records(KEYS[0], KEYS[1], KEYS[2], KEYS[1]));
  const seen = cluster.requests.map(({ broker, values }) => [broker, [...values.values()].flat().sort()]);
  assertEquals(seen.map(([broker]) => broker).sort(), [1, 2]);
  assertEquals(seen.flatMap(([, values]) => values).sort(), [0, 1, 2, 3]);
  sender.destroy();
});

Deno.test("what one broker refuses goes to its new leader, and what others have is not sent again", async () => {
  const cluster = new ScriptedCluster([1, 2, 3], [1, 3, 3]), sender = cluster.sender();
  cluster.answer = (_, __, broker) => broker === 2 ? refused("NOT_LEADER_OR_FOLLOWER") : undefined;
  await sender.send(records(...KEYS));
  const [moved] = cluster.requests.filter(({ broker }) => broker === 2);
  assertEquals(cluster.requests.at(-1), { broker: 3, values: moved.values });
  assertEquals(cluster.requests.length, 4);
  sender.destroy();
});

Deno.test("a broker that says nothing of a partition has not got it, unless nobody waits for it", async () => {
  const cluster = new ScriptedCluster([1, 1, 1]);
  cluster.answer = () => "nothing";
  for (const acks of [1, "all"] as const) {
    const sender = cluster.sender(acks);
    await assertRejects(() => sender.send(records(null)), Error, "said nothing of the partition");
    sender.destroy();
  }
  const sender = cluster.sender(0);
  await sender.send(records(null));
  sender.destroy();
});

Deno.test("what brokers will never take is not offered twice; all that kept records from it is told", async () => {
  const cluster = new ScriptedCluster([1, 2, 3]), sender = cluster.sender();
  cluster.answer = (partition) => [undefined, refused("MESSAGE_TOO_LARGE"), refused("NOT_ENOUGH_REPLICAS")][partition];
  const error = await assertRejects(() => sender.send(records(...KEYS)), AggregateError);
  assertEquals(error.errors.map(({ message }) => message).sort(), ["MESSAGE_TOO_LARGE", "NOT_ENOUGH_REPLICAS"]);
  assertEquals(cluster.requests.length, 3);
  sender.destroy();
});

Deno.test("records without a key share a partition that somebody leads, the next ones another", async () => {
  const cluster = new ScriptedCluster([1, -1, 2]), sender = cluster.sender();
  for (let batch = 0; batch < 4; batch++) await sender.send(records(null, null));
  assertEquals(cluster.requests.map(({ values }) => [...values]), [[[0, [0, 1]]], [[2, [0, 1]]], [[0, [0, 1]]], [[2, [
    0,
    1,
  ]]]]);
  sender.destroy();
});

Deno.test("a partition that nobody leads is waited for shortly, then told", async () => {
  const back = new ScriptedCluster([-1], [1]), sender = back.sender();
  await sender.send(records(null));
  assertEquals(back.requests.length, 1);
  sender.destroy();
  const gone = new ScriptedCluster([-1]).sender();
  await assertRejects(() => gone.send(records(null)), Error, "nobody leads the partition 0");
  gone.destroy();
});

Deno.test("a connection that its broker has closed is opened again before it is used", async () => {
  const cluster = new ScriptedCluster([1]), sender = cluster.sender();
  await sender.connect();
  await sender.send(records(null));
  const before = cluster.opened.length;
  await sender.send(records(null));
  assertEquals(cluster.opened.length, before);
  cluster.isOpen = false;
  await sender.send(records(null));
  assertEquals([cluster.opened.length, cluster.requests.length], [before + 1, 3]);
  sender.destroy();
});

Deno.test("giving up ends what is under way at once", async () => {
  const cluster = new ScriptedCluster([-1]), sender = cluster.sender(), start = performance.now();
  const sent = assertRejects(() => sender.send(records(null)));
  await sender.connect();
  sender.destroy();
  await sent;
  assertLess(performance.now() - start, 80);
});
