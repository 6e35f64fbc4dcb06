import { createKafkaJsClient, type KafkaJsClientInit } from "./kafkajs_client.ts";
import { describeKafkaError } from "./kafkajs_error.ts";

/** Creates a topic with the brokers' defaults unless it exists. Rejects with what an operator can act on. */
export async function ensureTopic(topic: string, init: KafkaJsClientInit): Promise<void> {
  const client = createKafkaJsClient(init), admin = client.kafka.admin();
  try {
    await admin.connect();
    await admin.createTopics({ topics: [{ topic }], waitForLeaders: true });
  } catch (error) {
    throw describeKafkaError(error, { brokers: init.brokers, topic, toDo: "write to" });
  } finally {
    await admin.disconnect().catch(() => {});
    client.destroy();
  }
}
