import type { ConsumerInit } from "@dhcpkit/kafka/collector/kafkajs";
import { type RunningBroker, uniqueTopic } from "../support/kafka_broker.ts";
import { kcatProduce } from "../support/kcat.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { numbered } from "./_reading.ts";

/** A topic, and how to read it. */
export interface TopicWith {
  readonly broker: RunningBroker;
  readonly bootstrap: string;
  readonly topic: string;
  readonly init: ConsumerInit & { readonly groupId: string };
}

/** A topic of the shared broker with so many records in each partition, and settings to read it as the only member of a new group. */
export async function topicWith(
  { partitions = 1, records = 0 }: { partitions?: number; records?: number } = {},
): Promise<TopicWith> {
  const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("consume"), { partitions });
  for (let partition = 0; partition < partitions && records > 0; partition++) {
    await kcatProduce(broker.bootstrap, topic, numbered(records), { partition });
  }
  const init = { brokers: [broker.bootstrap], topic, groupId: uniqueTopic("group"), sessionTimeoutMs: 6000 };
  return { broker, topic, init, bootstrap: broker.bootstrap };
}
