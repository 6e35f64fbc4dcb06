import { Buffer } from "node:buffer";
import Broker from "kafkajs/src/broker/index.js";
import ConnectionPool from "kafkajs/src/network/connectionPool.js";
import Encoder from "kafkajs/src/protocol/encoder.js";
import { createErrorFromCode } from "kafkajs/src/protocol/error.js";
import { requests } from "kafkajs/src/protocol/requests/index.js";
import apiKeys from "kafkajs/src/protocol/requests/apiKeys.js";
import type { BrokerAddress } from "./broker_address.ts";
import type {
  BrokerConnection,
  FetchedHeader,
  FetchedPartition,
  FetchedRecord,
  FetchRequest,
  ProduceRequest,
} from "./broker_requests.ts";
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
      const groupProtocols = protocols.map(({ name, metadata }) => ({ name, metadata: buffer(metadata) }));
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
        memberAssignment: buffer(assignment),
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
      });
      if (answer.errorCode) throw createErrorFromCode(answer.errorCode);
      return answer.responses.flatMap(({ partitions }) =>
        partitions.map((part) => fetched(topic, part, positions.get(part.partition) ?? 0n))
      );
    },
    async produce(request) {
      const encode = () => Promise.resolve(produceRequest(request));
      const answer = await ask<ProduceAnswer | undefined>("Produce", { acks: request.acks, topicData: [] }, encode);
      const partitions = answer?.topics.flatMap(({ partitions }) => partitions) ?? [];
      return new Map(
        partitions.map((
          { partition, errorCode: code },
        ) => [partition, code === 0 ? undefined : createErrorFromCode(code)]),
      );
    },
  };

  /** The answer as it is: kafkajs' own check tells of one partition only. With `encode`, what is asked is written by it. */
  function ask<T>(name: "JoinGroup" | "Fetch" | "Produce", body: unknown, encode?: () => Promise<Encoder>): Promise<T> {
    const { request, response } = broker.lookupRequest(apiKeys[name], requests[name])(body);
    return pool.send({
      request: encode === undefined ? request : { ...request, encode },
      response: { decode: response.decode, parse: (answer: T) => answer },
    });
  }
}

/** What stands in front of batches is the same in all versions that kafkajs knows of it and brokers still do: 3 to 7. */
function produceRequest({ topic, acks, timeoutMs, batches }: ProduceRequest): Encoder {
  const length = [...batches.values()].reduce((sum, batch) => sum + batch.length + 8, 100 + 3 * topic.length);
  const encoder = new Encoder(length).writeString(null).writeInt16(acks).writeInt32(timeoutMs);
  encoder.writeInt32(1).writeString(topic).writeInt32(batches.size);
  for (const [partition, batch] of batches) {
    encoder.writeInt32(partition).writeInt32(batch.length).writeBuffer(buffer(batch));
  }
  return encoder;
}

function fetched(topic: string, part: FetchedPart, from: bigint): FetchedPartition {
  const { partition, messages, errorCode, highWatermark } = part;
  const error = errorCode === 0 ? undefined : createErrorFromCode(errorCode).type;
  const records: FetchedRecord[] = [], marks: bigint[] = [], base = firstOfUnbroken(messages);
  let bytes = 0, timeText = "", timestamp = 0;
  messages.forEach((message, i) => {
    const { key, value } = message, offset = base === undefined ? BigInt(message.offset) : base + BigInt(i);
    // A batch is given as a whole, with what was before the offset that was asked for.
    if (offset < from) return;
    if (message.isControlRecord) return void marks.push(offset);
    if (message.timestamp !== timeText) timestamp = Number(timeText = message.timestamp);
    bytes += (key?.length ?? 0) + (value?.length ?? 0);
    const headers = headersOf(message);
    records.push(
      headers === undefined
        ? { topic, partition, offset, timestamp, key, value }
        : { topic, partition, offset, timestamp, key, value, headers },
    );
  });
  const next = behind(messages.at(-1), from);
  return { partition, error, endOffset: BigInt(highWatermark), next, records, marks, bytes };
}

/** kafkajs keeps them by their names, and takes what every object has under such a name, such as `constructor`, for a value. */
function headersOf({ headers }: KafkaJsMessage): FetchedHeader[] | undefined {
  let found: FetchedHeader[] | undefined;
  for (const name in headers) {
    const values = headers[name];
    for (const value of Array.isArray(values) ? values : [values]) {
      if (value === null || value instanceof Uint8Array) {
        (found ??= []).push({ name, value: value ?? new Uint8Array() });
      }
    }
  }
  return found;
}

/** The first offset, when no other one is left out: the texts of all others need not be read then, which takes its time. */
function firstOfUnbroken(messages: readonly KafkaJsMessage[]): bigint | undefined {
  const last = messages.at(-1);
  if (!last) return undefined;
  const first = BigInt(messages[0].offset);
  return BigInt(last.offset) - first === BigInt(messages.length - 1) ? first : undefined;
}

/** Compaction may have taken the last records of a batch, which says nevertheless where it ends. */
function behind(last: KafkaJsMessage | undefined, from: bigint): bigint {
  if (!last) return from;
  const { firstOffset, lastOffsetDelta } = last.batchContext ?? {};
  const next = firstOffset === undefined ? BigInt(last.offset) : BigInt(firstOffset) + BigInt(lastOffsetDelta ?? 0);
  return next + 1n > from ? next + 1n : from;
}

function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
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

interface FetchAnswer {
  readonly errorCode?: number;
  readonly responses: readonly { readonly partitions: readonly FetchedPart[] }[];
}

interface FetchedPart {
  readonly partition: number;
  readonly errorCode: number;
  readonly highWatermark: string;
  readonly messages: readonly KafkaJsMessage[];
}

interface KafkaJsMessage {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: { readonly [name: string]: Buffer | null | (Buffer | null)[] };
  readonly isControlRecord?: boolean;
  readonly batchContext?: { readonly firstOffset?: string; readonly lastOffsetDelta?: number };
}
