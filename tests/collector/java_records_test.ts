import { assertEquals } from "@std/assert";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { javaProduce } from "../support/java_producer.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { consumerKinds } from "./_consumer_kinds.ts";
import { Reading } from "./_reading.ts";

testWith({
  name: "what Kafka's Java client has compressed is read, in each of its ways",
  needs: ["kafka"],
  async fn(t) {
    await using folder = await TempFolder.create("java");
    const line = "one line is what each record is, long enough to be worth compressing ".repeat(8).trim();
    const file = await folder.write("payload", `${line}\n`), broker = await sharedBroker();
    for (const codec of ["gzip", "snappy", "lz4", "zstd"]) {
      const topic = await broker.createTopic(uniqueTopic(codec));
      const settings = { "compression.type": codec, "linger.ms": "50", "batch.size": "100000" };
      await javaProduce(broker.bootstrap, topic, { records: 500, payload: { file }, settings });
      for (const { name, make } of consumerKinds) {
        await t.step(`${codec} with ${name}`, async () => {
          const init = { brokers: [broker.bootstrap], topic, groupId: uniqueTopic("group") };
          await using reading = new Reading(make(init));
          await reading.until("all records", () => reading.records.length >= 500);
          assertEquals(new Set(reading.records.map(({ value }) => new TextDecoder().decode(value!))), new Set([line]));
          assertEquals(reading.misplaced, []);
        });
      }
    }
  },
});
