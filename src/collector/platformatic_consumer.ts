/**
 * The faster way to read a topic as a member of a consumer group: the npm package `@platformatic/kafka`, for Kafka 2.3 and later.
 *
 * It reads its WebAssembly from where Deno keeps packages and looks at all of the environment, so a program that uses it
 * runs with `--allow-read` and `--ignore-env` (or `--allow-env`). It cannot be told which address to connect from.
 *
 * @example
 * ```ts ignore
 * import { platformaticConsumer } from "@dhcpkit/kafka/collector/platformatic";
 *
 * const consumer = platformaticConsumer({ brokers: ["localhost:9092"], topic: "dhcpkit.messages" });
 * const startingPoints = (partitions: readonly number[]) =>
 *   Promise.resolve(new Map(partitions.map((partition) => [partition, "beginning" as const])));
 * for await (const { partition, records } of consumer.consume({ signal: AbortSignal.timeout(10_000), startingPoints })) {
 *   console.log(partition, records.length);
 * }
 * ```
 *
 * @module
 */
import { openPlatformaticBroker } from "../kafka/platformatic_broker.ts";
import { groupConsumer } from "./_group_consumer.ts";
import type { ConsumerInit } from "./consumer_init.ts";
import type {
  AssignedPartition,
  ConsumeOptions,
  ConsumerSource,
  GroupSource,
  RecordBatch,
  SourceHealth,
  StartingPoint,
} from "./consumer_source.ts";

export type {
  AssignedPartition,
  ConsumeOptions,
  ConsumerInit,
  ConsumerSource,
  RecordBatch,
  SourceHealth,
  StartingPoint,
};

/** The longest request is the one to join a group, which waits for the other members. */
const JOIN_MARGIN_MS = 10_000;

/**
 * A member of a consumer group that talks to brokers through @platformatic/kafka. Throws `RangeError` for settings that cannot work, and
 * `TypeError` for a source address, which the package knows nothing of.
 */
export function platformaticConsumer(init: ConsumerInit): GroupSource {
  if (init.sourceAddress !== undefined) {
    throw new TypeError("@platformatic/kafka cannot connect from a source address; kafkajs can");
  }
  return groupConsumer("platformatic", init, (address, settings, security, signal) => {
    const { clientId, connectTimeoutMs, requestTimeoutMs, rebalanceTimeoutMs } = settings;
    const longest = Math.max(requestTimeoutMs, rebalanceTimeoutMs + JOIN_MARGIN_MS);
    return openPlatformaticBroker(address, { clientId, connectTimeoutMs, requestTimeoutMs: longest, security, signal });
  });
}
