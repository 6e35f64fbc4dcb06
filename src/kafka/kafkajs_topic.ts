import { createKafkaJsClient, type KafkaJsClientInit } from "./kafkajs_client.ts";
import { checkedSecurity } from "./credentials_check.ts";
import { explainKafkaError } from "./kafka_error.ts";

/** Creates a topic with the brokers' defaults unless it exists. Rejects with what an operator can act on. */
export async function ensureTopic(topic: string, init: KafkaJsClientInit): Promise<void> {
  const security = await checkedSecurity(init.security), { brokers, sourceAddress, connectTimeoutMs: timeoutMs } = init;
  const client = createKafkaJsClient(init, security), admin = client.kafka.admin();
  try {
    await admin.connect();
    await admin.createTopics({ topics: [{ topic }], waitForLeaders: true });
  } catch (error) {
    throw await explainKafkaError(error, { brokers, topic, toDo: "write to", security, sourceAddress, timeoutMs });
  } finally {
    await admin.disconnect().catch(() => {});
    client.destroy();
  }
}
