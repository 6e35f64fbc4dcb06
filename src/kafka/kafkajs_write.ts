import { Partitioners } from "kafkajs";
import { asBuffer } from "./as_buffer.ts";
import { createKafkaJsClient, type KafkaJsClientInit } from "./kafkajs_client.ts";
import type { ClusterSecurity } from "./security.ts";

/** What became of a record that was written to see whether it can be. */
export interface Written {
  /** When the broker wrote it, in milliseconds since 1970-01-01 UTC by its clock; `undefined` unless the topic has it stamp records. */
  readonly brokerTimeMs: number | undefined;
  /** When it was on its way, by the clock here. */
  readonly sentMs: number;
  /** When the answer had come, by the clock here. */
  readonly answeredMs: number;
}

/** Writes one record to a topic and waits until all replicas in sync have it. */
export async function writeOne(
  topic: string,
  value: Uint8Array,
  init: KafkaJsClientInit,
  security: ClusterSecurity,
): Promise<Written> {
  const client = createKafkaJsClient(init, security);
  const producer = client.kafka.producer({
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  try {
    await producer.connect();
    const messages = [{ value: asBuffer(value) }];
    const sentMs = Date.now(), [{ logAppendTime }] = await producer.send({ topic, acks: -1, messages });
    const stamped = Number(logAppendTime ?? -1), answeredMs = Date.now();
    return { brokerTimeMs: stamped < 0 ? undefined : stamped, sentMs, answeredMs };
  } finally {
    client.destroy();
    await producer.disconnect().catch(() => {});
  }
}
