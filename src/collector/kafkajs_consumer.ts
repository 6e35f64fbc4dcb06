import { openKafkaJsBroker } from "../kafka/kafkajs_broker.ts";
import { kafkaJsCompression } from "../kafka/kafkajs_compression.ts";
import { groupConsumer } from "./_group_consumer.ts";
import type { ConsumerInit } from "./consumer_init.ts";
import type { GroupSource } from "./consumer_source.ts";

/**
 * A member of a consumer group that talks to brokers through kafkajs. Throws `RangeError` and `TypeError` for settings that cannot work.
 */
export function kafkaJsConsumer(init: ConsumerInit): GroupSource {
  return groupConsumer("kafkajs", init, async (address, settings, security, signal) => {
    await kafkaJsCompression("snappy"); // and lz4
    await kafkaJsCompression("zstd");
    const { clientId, sourceAddress, connectTimeoutMs, requestTimeoutMs } = settings;
    return openKafkaJsBroker(address, {
      clientId,
      sourceAddress,
      connectTimeoutMs,
      requestTimeoutMs,
      security,
      signal,
    });
  });
}
