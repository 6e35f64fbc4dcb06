import { openKafkaJsBroker } from "../kafka/kafkajs_broker.ts";
import { groupConsumer } from "./_group_consumer.ts";
import type { ConsumerInit } from "./consumer_init.ts";
import type { GroupSource } from "./consumer_source.ts";

/**
 * A member of a consumer group that talks to brokers through kafkajs. Throws `RangeError` and `TypeError` for settings that cannot work.
 */
export function kafkaJsConsumer(init: ConsumerInit): GroupSource {
  return groupConsumer("kafkajs", init, (address, settings, security, signal) => {
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
