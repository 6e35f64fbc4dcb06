/**
 * Reads a topic to its end and tells how fast: `consume_work.ts CONTENDER BROKER TOPIC COUNT`. Contenders are `kafkajs-raw`,
 * `kafkajs-source`, `platformatic-raw` and `platformatic-source`. The clock starts with the first record, so that joining the group
 * is not in it.
 */
import process from "node:process";
import { Consumer } from "@platformatic/kafka";
import { Kafka, logLevel } from "kafkajs";
import { kafkaJsConsumer } from "@dhcpkit/kafka/collector/kafkajs";
import { platformaticConsumer } from "@dhcpkit/kafka/collector/platformatic";

const [contender, broker, topic, countText] = Deno.args, count = Number(countText);
const groupId = `bench-${crypto.randomUUID()}`, brokers = [broker];

/** Counts records from the first ones on. */
class Clock {
  #seen = 0;
  #bytes = 0;
  #first = 0;
  #startedAt = 0;
  #cpu = process.cpuUsage();

  /** Whether all have come. */
  note(records: number, bytes: number): boolean {
    if (this.#seen === 0) {
      this.#startedAt = performance.now();
      this.#cpu = process.cpuUsage();
      this.#first = records;
    }
    this.#seen += records;
    this.#bytes += bytes;
    return this.#seen >= count;
  }

  result() {
    const { user, system } = process.cpuUsage(this.#cpu), records = this.#seen - this.#first;
    const rate = records / (performance.now() - this.#startedAt) * 1000;
    return { rate, cpuUs: (user + system) / records, bytes: this.#bytes, records: this.#seen };
  }
}

const clock = new Clock();
await read();
console.log(JSON.stringify(clock.result()));
Deno.exit(0);

async function read(): Promise<void> {
  if (contender.endsWith("-source")) {
    const make = contender.startsWith("kafkajs") ? kafkaJsConsumer : platformaticConsumer;
    const startingPoints = (partitions: readonly number[]) =>
      Promise.resolve(new Map(partitions.map((it) => [it, "beginning" as const])));
    const { signal } = new AbortController();
    for await (const { records } of make({ brokers, topic, groupId }).consume({ signal, startingPoints })) {
      let bytes = 0;
      for (const { value } of records) bytes += value!.length;
      if (clock.note(records.length, bytes)) return;
    }
  } else if (contender === "kafkajs-raw") {
    const consumer = new Kafka({ brokers, logLevel: logLevel.NOTHING }).consumer({ groupId });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    const done = Promise.withResolvers<void>();
    await consumer.run({
      autoCommit: false,
      eachBatch({ batch }) {
        let bytes = 0;
        for (const { value } of batch.messages) bytes += value!.length;
        if (clock.note(batch.messages.length, bytes)) done.resolve();
        return Promise.resolve();
      },
    });
    await done.promise;
  } else if (contender === "platformatic-raw") {
    const consumer = new Consumer({ clientId: "bench", groupId, bootstrapBrokers: brokers });
    const stream = await consumer.consume({ topics: [topic], mode: "earliest", autocommit: false });
    const done = Promise.withResolvers<void>();
    stream.on("data", ({ value }) => clock.note(1, value.length) && done.resolve());
    await done.promise;
  } else throw new TypeError(`no contender is called ${contender}`);
}
