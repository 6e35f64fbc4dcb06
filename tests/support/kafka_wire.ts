/**
 * The few Kafka requests that the tests' own housekeeping needs (make a topic, ask how long it is), spoken directly: no JVM to
 * start, no client library whose timers would outlive a test, and independent of what is being tested.
 * Formats: Kafka protocol guide, the last version of each request before "flexible" ones.
 */
import { type BrokerAddress, KafkaWireError, request } from "./kafka_request.ts";

export { type BrokerAddress, KafkaWireError };

export interface TopicOptions {
  /** 1 unless told. */
  partitions?: number;
  /** How many brokers hold each partition: 1 unless told. */
  replicas?: number;
  /** Topic settings, for example `{ "max.message.bytes": "1000" }`. */
  config?: Record<string, string>;
}

/** What a broker says about its cluster and one topic. */
export interface Metadata {
  readonly clusterId: string;
  readonly brokers: number;
  /** Of the topic, or of all topics; empty when the topic does not exist. */
  readonly partitions: PartitionMetadata[];
}

/** Which nodes have a partition. */
export interface PartitionMetadata {
  readonly partition: number;
  readonly hasLeader: boolean;
  /** The node that clients write to; -1 without one. */
  readonly leader: number;
  /** All nodes that should have it, the preferred leader first. */
  readonly replicas: number[];
  /** Those of them that have everything. */
  readonly inSync: number[];
}

/** Metadata, version 4, of one topic or of all. Never creates the topic. */
export async function fetchMetadata(address: BrokerAddress, topic?: string): Promise<Metadata> {
  const answer = await request(address, { api: 3, version: 4 }, (body) => {
    if (topic === undefined) body.int32(-1);
    else body.int32(1).string(topic);
    body.int8(0); // allow_auto_topic_creation
  });
  answer.int32(); // throttle_time_ms
  const brokers = answer.array(() => [answer.int32(), answer.string(), answer.int32(), answer.string()]);
  const clusterId = answer.string();
  answer.int32(); // controller_id
  const topics = answer.array(() => {
    answer.int16(); // error_code
    answer.string();
    answer.int8(); // is_internal
    return answer.array(() => {
      const error = answer.int16();
      const partition = answer.int32();
      const leader = answer.int32();
      const replicas = answer.array(() => answer.int32());
      const inSync = answer.array(() => answer.int32());
      return { partition, hasLeader: error === 0 && leader >= 0, leader, replicas, inSync };
    });
  });
  const partitions = topics.flat().sort((a, b) => a.partition - b.partition);
  return { clusterId, brokers: brokers.length, partitions };
}

/** CreateTopics, version 4. */
export async function createTopic(address: BrokerAddress, name: string, options: TopicOptions = {}): Promise<void> {
  const config = Object.entries(options.config ?? {});
  const answer = await request(address, { api: 19, version: 4 }, (body) => {
    body.int32(1).string(name).int32(options.partitions ?? 1).int16(options.replicas ?? 1).int32(0).int32(
      config.length,
    );
    for (const [key, value] of config) body.string(key).string(value);
    body.int32(10_000).int8(0); // timeout_ms, validate_only
  });
  answer.int32(); // throttle_time_ms
  answer.array(() => {
    answer.string();
    const code = answer.int16();
    const message = answer.string();
    if (code !== 0) throw new KafkaWireError(`topic ${name}: error ${code}${message ? `: ${message}` : ""}`, code);
  });
}

/** ListOffsets, version 4: per partition the offset that the next record will get. */
export async function fetchEndOffsets(
  address: BrokerAddress,
  topic: string,
  partitions: readonly number[],
): Promise<bigint[]> {
  const answer = await request(address, { api: 2, version: 4 }, (body) => {
    body.int32(-1).int8(0).int32(1).string(topic).int32(partitions.length); // replica_id, isolation_level
    for (const partition of partitions) body.int32(partition).int32(-1).int64(-1n); // current_leader_epoch, timestamp
  });
  answer.int32(); // throttle_time_ms
  const ends = new Map<number, bigint>();
  answer.array(() => {
    answer.string();
    answer.array(() => {
      const partition = answer.int32();
      const code = answer.int16();
      answer.int64(); // timestamp
      ends.set(partition, answer.int64());
      answer.int32(); // leader_epoch
      if (code !== 0) throw new KafkaWireError(`${topic} partition ${partition}: error ${code}`, code);
    });
  });
  return partitions.map((partition) => ends.get(partition)!);
}
