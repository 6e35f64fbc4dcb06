import Broker from "kafkajs/src/broker/index.js";
import ConnectionPool from "kafkajs/src/network/connectionPool.js";
import Encoder from "kafkajs/src/protocol/encoder.js";
import { createErrorFromCode } from "kafkajs/src/protocol/error.js";
import { requests } from "kafkajs/src/protocol/requests/index.js";
import apiKeys from "kafkajs/src/protocol/requests/apiKeys.js";
import { asBuffer } from "./as_buffer.ts";
import type { BrokerAddress } from "./broker_address.ts";
import type { BrokerConnection, FetchRequest, ProduceRequest } from "./broker_requests.ts";
import { type FetchAnswer, fetchedPartitions, readFetchAnswer } from "./fetch_answer.ts";
import { createKafkaJsConnection } from "./kafkajs_client.ts";
import type { ClusterSecurity } from "./security.ts";

/** How to connect to one broker through kafkajs. Times in milliseconds. */
export interface KafkaJsBrokerInit {
  /** Name of this client in the brokers' logs. */
  readonly clientId: string;
  /** Address of this host to connect from. */
  readonly sourceAddress: string | undefined;
  /** How long a connection may take. */
  readonly connectTimeoutMs: number;
  /** How long an answer may take. */
  readonly requestTimeoutMs: number;
  /** The settings that hold now. */
  readonly security: ClusterSecurity;
  /** Hears what kafkajs has to say. Default: nobody. */
  readonly onLog?: ((message: string) => void) | undefined;
  /** Closes the connection when it aborts. */
  readonly signal: AbortSignal;
}

/** READ_UNCOMMITTED: what servers publish is in no transaction, and every record is wanted. */
const ISOLATION = 0;
const MEMBER_ID_REQUIRED = 79;

/**
 * Connects to one broker through kafkajs' inner classes: its consumer restarts by itself or dies in silence, and can neither start at
 * offsets of our choice without reading others first, nor tell that a partition has nothing new.
 */
export async function openKafkaJsBroker(address: BrokerAddress, init: KafkaJsBrokerInit): Promise<BrokerConnection> {
  const { connection, destroy } = createKafkaJsConnection({
    ...address,
    ...init,
    timeoutMs: init.connectTimeoutMs,
  });
  const pool = new ConnectionPool(connection);
  const broker = new Broker({ connectionPool: pool, logger: connection.logger, allowAutoTopicCreation: false });
  const close = () => {
    destroy();
    broker.disconnect().catch(() => {});
  };
  if (init.signal.aborted) close();
  else init.signal.addEventListener("abort", close);
  await broker.connect();
  return {
    get isOpen() {
      return pool.isConnected();
    },
    async places(topic, create = false) {
      broker.allowAutoTopicCreation = create;
      const { brokers, topicMetadata } = await broker.metadata([topic]) as MetadataAnswer;
      return {
        brokers: new Map(brokers.map(({ nodeId, host, port }) => [nodeId, { host, port }])),
        leaders: new Map(topicMetadata[0].partitionMetadata.map(({ partitionId, leader }) => [partitionId, leader])),
      };
    },
    async findCoordinator(groupId) {
      const { coordinator: { host, port } } = await broker.findGroupCoordinator({ groupId, coordinatorType: 0 });
      return { host, port };
    },
    async join({ groupId, memberId, sessionTimeoutMs, rebalanceTimeoutMs, protocols }) {
      const groupProtocols = protocols.map(({ name, metadata }) => ({ name, metadata: asBuffer(metadata) }));
      const times = { sessionTimeout: sessionTimeoutMs, rebalanceTimeout: rebalanceTimeoutMs };
      const answer = await ask<JoinGroupAnswer>("JoinGroup", {
        ...times,
        groupId,
        memberId,
        groupProtocols,
        protocolType: "consumer",
      });
      if (answer.errorCode === MEMBER_ID_REQUIRED) return { comeAgainAs: answer.memberId };
      if (answer.errorCode !== 0) throw createErrorFromCode(answer.errorCode);
      return {
        generation: answer.generationId,
        memberId: answer.memberId,
        leaderId: answer.leaderId,
        protocol: answer.groupProtocol,
        members: answer.members.map(({ memberId, memberMetadata }) => ({ id: memberId, metadata: memberMetadata })),
      };
    },
    async sync({ groupId, memberId, generation }, assignments) {
      const groupAssignment = Array.from(assignments, ([memberId, assignment]) => ({
        memberId,
        memberAssignment: asBuffer(assignment),
      }));
      const answer = await broker.syncGroup({ groupId, memberId, generationId: generation, groupAssignment });
      return answer.memberAssignment;
    },
    async heartbeat({ groupId, memberId, generation }) {
      await broker.heartbeat({ groupId, memberId, groupGenerationId: generation });
    },
    async leave(groupId, memberId) {
      await broker.leaveGroup({ groupId, memberId });
    },
    async commit({ groupId, memberId, generation }, topic, offsets) {
      const partitions = Array.from(offsets, ([partition, offset]) => ({ partition, offset: `${offset}` }));
      const topics = [{ topic, partitions }];
      await broker.offsetCommit({ groupId, memberId, groupGenerationId: generation, topics });
    },
    async committed(groupId, topic, partitions) {
      const topics = [{ topic, partitions: partitions.map((partition) => ({ partition })) }];
      const { responses } = await broker.offsetFetch({ groupId, topics }) as ListOffsetsAnswer;
      const found = responses.flatMap(({ partitions }) => partitions);
      return new Map(
        found.map(({ partition, offset }) => [partition, BigInt(offset)] as const).filter(([, offset]) => offset >= 0n),
      );
    },
    async listOffsets(topic, times) {
      const partitions = Array.from(times, ([partition, time]) => ({ partition, timestamp: `${time}` }));
      const { responses } = await broker.listOffsets({
        replicaId: -1,
        isolationLevel: ISOLATION,
        topics: [{ topic, partitions }],
      }) as ListOffsetsAnswer;
      return new Map(responses[0].partitions.map(({ partition, offset }) => [partition, BigInt(offset)]));
    },
    async fetch({ topic, positions, maxBytes, partitionMaxBytes, maxWaitMs }: FetchRequest) {
      const partitions = Array.from(positions, ([partition, offset]) => ({
        partition,
        fetchOffset: `${offset}`,
        maxBytes: partitionMaxBytes,
      }));
      const answer = await ask<FetchAnswer>("Fetch", {
        isolationLevel: ISOLATION,
        maxWaitTime: maxWaitMs,
        minBytes: 1,
        maxBytes,
        topics: [{ topic, partitions }],
        rackId: "",
      }, { decode: readAnswer });
      if (answer.errorCode !== 0) throw createErrorFromCode(answer.errorCode);
      const errorName = (code: number) => createErrorFromCode(code).type;
      return fetchedPartitions(answer, { topic, positions }, errorName);
    },
    async produce(request) {
      const encode = () => Promise.resolve(produceRequest(request));
      const answer = await ask<ProduceAnswer | undefined>("Produce", { acks: request.acks, topicData: [] }, { encode });
      const partitions = answer?.topics.flatMap(({ partitions }) => partitions) ?? [];
      return new Map(
        partitions.map((
          { partition, errorCode: code },
        ) => [partition, code === 0 ? undefined : createErrorFromCode(code)]),
      );
    },
  };

  /**
   * The answer as it is: kafkajs' own check tells of one partition only. With `encode`, what is asked is written by it; with `decode`, the
   * answer to a request of that version is read by it.
   */
  function ask<T>(
    name: "JoinGroup" | "Fetch" | "Produce",
    body: unknown,
    { encode, decode }: { encode?: () => Promise<Encoder>; decode?: (bytes: Uint8Array, version: number) => T } = {},
  ): Promise<T> {
    // With how long an answer may take, which for a join is as long as others may take to join.
    const wire = broker.lookupRequest(apiKeys[name], requests[name])(body), { request, response } = wire;
    const read = decode === undefined
      ? response.decode
      : (bytes: Uint8Array) => Promise.resolve(decode(bytes, request.apiVersion));
    return pool.send({
      ...wire,
      request: encode === undefined ? request : { ...request, encode },
      response: { decode: read, parse: (answer: T) => answer },
    });
  }
}

/** kafkajs reads each field of each record by itself, and takes notice of how long it is asked to wait by this name. */
function readAnswer(bytes: Uint8Array, version: number): FetchAnswer & { readonly clientSideThrottleTime: number } {
  const answer = readFetchAnswer(bytes, version);
  return { ...answer, clientSideThrottleTime: answer.throttleMs };
}

/** What stands in front of batches is the same in all versions that kafkajs knows of it and brokers still do: 3 to 7. */
function produceRequest({ topic, acks, timeoutMs, batches }: ProduceRequest): Encoder {
  const length = [...batches.values()].reduce((sum, batch) => sum + batch.length + 8, 100 + 3 * topic.length);
  const encoder = new Encoder(length).writeString(null).writeInt16(acks).writeInt32(timeoutMs);
  encoder.writeInt32(1).writeString(topic).writeInt32(batches.size);
  for (const [partition, batch] of batches) {
    encoder.writeInt32(partition).writeInt32(batch.length).writeBuffer(asBuffer(batch));
  }
  return encoder;
}

interface MetadataAnswer {
  readonly brokers: readonly { readonly nodeId: number; readonly host: string; readonly port: number }[];
  readonly topicMetadata: readonly {
    readonly partitionMetadata: readonly { readonly partitionId: number; readonly leader: number }[];
  }[];
}

interface JoinGroupAnswer {
  readonly errorCode: number;
  readonly generationId: number;
  readonly memberId: string;
  readonly leaderId: string;
  readonly groupProtocol: string;
  readonly members: readonly { readonly memberId: string; readonly memberMetadata: Uint8Array }[];
}

interface ListOffsetsAnswer {
  readonly responses: readonly {
    readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
  }[];
}

interface ProduceAnswer {
  readonly topics: readonly {
    readonly partitions: readonly { readonly partition: number; readonly errorCode: number }[];
  }[];
}
