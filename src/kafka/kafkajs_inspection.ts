import Broker from "kafkajs/src/broker/index.js";
import ConnectionPool from "kafkajs/src/network/connectionPool.js";
import Decoder from "kafkajs/src/protocol/decoder.js";
import Encoder from "kafkajs/src/protocol/encoder.js";
import type { BrokerAddress } from "./broker_address.ts";
import { createKafkaJsConnection } from "./kafkajs_client.ts";
import type { ClusterSecurity } from "./security.ts";

/** How to ask one broker. Times in milliseconds. */
export interface InspectionInit extends BrokerAddress {
  /** The settings that hold now. */
  readonly security: ClusterSecurity;
  /** Address of this host to connect from. Default: the operating system chooses. */
  readonly sourceAddress?: string | undefined;
  /** How long a connection, and each answer, may take. */
  readonly timeoutMs: number;
}

/** What a broker says about its cluster and one topic. */
export interface ClusterView {
  /** All brokers that are up, as they are advertised to this client. */
  readonly brokers: readonly (BrokerAddress & { readonly id: number })[];
  /** The topic, or the protocol's code for why not. */
  readonly topic: TopicView | { readonly error: number };
}

/** A topic. */
export interface TopicView {
  /** In the order of their numbers. */
  readonly partitions: readonly PartitionView[];
  /** Kafka's codes of what this client may do with it (`AclOperation`); `undefined` when the broker does not tell. */
  readonly allowed: ReadonlySet<number> | undefined;
}

/** The brokers that have a partition, by their ids. */
export interface PartitionView {
  readonly partition: number;
  /** The one to write to; -1 without one. */
  readonly leader: number;
  /** Those that should have it. */
  readonly replicas: readonly number[];
  /** Those of them that have everything. */
  readonly inSync: readonly number[];
}

/** A connection to one broker, for looking. */
export interface Inspection extends AsyncDisposable {
  /** Asks about the cluster and a topic, which is not made by that. */
  describe(topic: string): Promise<ClusterView>;
  /** Settings of a topic by their names. Rejects when this client may not know. */
  topicSettings(topic: string, names: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

const METADATA = 3, VERSION = 8, TOPIC_RESOURCE = 2, UNKNOWN = -2147483648;

/**
 * Connects to one broker through kafkajs, with TLS and SASL as the publisher does. kafkajs does not ask what a client may do (Metadata
 * since version 8, KIP-430), so that request is made here, on its connection.
 */
export async function inspectBroker(init: InspectionInit): Promise<Inspection> {
  const { connection, destroy } = createKafkaJsConnection(init);
  const pool = new ConnectionPool(connection);
  const broker = new Broker({ connectionPool: pool, logger: connection.logger, allowAutoTopicCreation: false });
  try {
    await broker.connect();
    // kafkajs takes the refusal of a token for an answer of the mechanism; the broker then tells nothing.
    const { brokers } = await pool.send(metadataRequest([])) as ClusterView;
    if (brokers.length === 0) throw new Error("No brokers are told to this client");
  } catch (error) {
    destroy();
    throw error;
  }
  return {
    describe: (topic) => pool.send(metadataRequest([topic])),
    async topicSettings(topic, configNames) {
      const resources = [{ type: TOPIC_RESOURCE, name: topic, configNames: [...configNames] }];
      const { resources: [found] } = await broker.describeConfigs({ resources }) as ConfigAnswer;
      return new Map(found.configEntries.map(({ configName, configValue }) => [configName, configValue]));
    },
    async [Symbol.asyncDispose]() {
      destroy();
      await broker.disconnect();
    },
  };
}

interface ConfigAnswer {
  readonly resources: readonly { readonly configEntries: readonly { configName: string; configValue: string }[] }[];
}

/** Metadata, version 8: [topic], allow_auto_topic_creation, include_cluster_…, include_topic_authorized_operations. */
function metadataRequest(topics: readonly string[]): unknown {
  return {
    request: {
      apiKey: METADATA,
      apiVersion: VERSION,
      apiName: "Metadata",
      encode: () =>
        Promise.resolve(new Encoder().writeArray(topics).writeBoolean(false).writeBoolean(false).writeBoolean(true)),
    },
    response: {
      decode: (body: unknown) => Promise.resolve(readMetadata(new Decoder(body))),
      parse: (view: unknown) => view,
    },
  };
}

/** Metadata response, version 8. */
function readMetadata(answer: DecoderLike): ClusterView {
  answer.readInt32(); // throttle_time_ms
  const brokers = answer.readArray(() => {
    const broker = { id: answer.readInt32(), host: answer.readString(), port: answer.readInt32() };
    answer.readString(); // rack
    return broker;
  });
  answer.readString(); // cluster_id
  answer.readInt32(); // controller_id
  const [topic = { error: 3 }] = answer.readArray(() => {
    const error = answer.readInt16();
    answer.readString(); // name
    answer.readBoolean(); // is_internal
    const partitions = answer.readArray(() => readPartition(answer));
    const allowed = answer.readInt32();
    partitions.sort((a, b) => a.partition - b.partition);
    return error === 0 ? { partitions, allowed: operations(allowed) } : { error };
  });
  return { brokers, topic };
}

function readPartition(answer: DecoderLike): PartitionView {
  const ids = () => answer.readArray(() => answer.readInt32());
  answer.readInt16(); // error_code
  const partition = answer.readInt32(), leader = answer.readInt32();
  answer.readInt32(); // leader_epoch
  const replicas = ids(), inSync = ids();
  ids(); // offline_replicas
  return { partition, leader, replicas, inSync };
}

/** A bit for each operation, at the place of its code. */
function operations(bits: number): Set<number> | undefined {
  if (bits === UNKNOWN) return undefined;
  return new Set(Array.from({ length: 31 }, (_, code) => code).filter((code) => bits & (1 << code)));
}

interface DecoderLike {
  readInt16(): number;
  readInt32(): number;
  readBoolean(): boolean;
  readString(): string;
  readArray<T>(read: () => T): T[];
}
