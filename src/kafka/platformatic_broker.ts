import {
  Connection,
  fetchV11,
  findCoordinatorV2,
  heartbeatV3,
  joinGroupV5,
  leaveGroupV3,
  listOffsetsV5,
  metadataV8,
  offsetCommitV7,
  offsetFetchV5,
  produceV8,
  ProtocolError,
  protocolErrorsCodesById,
  type Reader,
  type ResponseError,
  syncGroupV3,
  Writer,
} from "@platformatic/kafka";
import { asBuffer } from "./as_buffer.ts";
import type { BrokerAddress } from "./broker_address.ts";
import type { BrokerConnection, FetchedPartition, FetchRequest, ProduceRequest } from "./broker_requests.ts";
import { type FetchAnswer, fetchedPartitions, readFetchAnswer } from "./fetch_answer.ts";
import { errorTypes } from "./kafka_error.ts";
import { platformaticSecurity } from "./platformatic_security.ts";
import type { ClusterSecurity } from "./security.ts";

/** How to connect to one broker through @platformatic/kafka. Times in milliseconds. */
export interface PlatformaticBrokerInit {
  /** Name of this client in the brokers' logs. */
  readonly clientId: string;
  /** How long a connection may take. */
  readonly connectTimeoutMs: number;
  /** How long an answer may take, the longest of all. */
  readonly requestTimeoutMs: number;
  /** The settings that hold now. */
  readonly security: ClusterSecurity;
  /** Closes the connection when it aborts. */
  readonly signal: AbortSignal;
}

/** READ_UNCOMMITTED: what servers publish is in no transaction, and every record is wanted. */
const ISOLATION = 0;
/** A fetch that is not part of a session (KIP-227). */
const NO_SESSION = 0, NO_EPOCH = -1;
/** What a connection is that will never be asked again. */
const OVER: readonly string[] = ["closing", "closed", "error"];

/**
 * Connects to one broker with the requests of @platformatic/kafka, in versions that brokers have known since Kafka 2.4: its stream of
 * messages starts anew at offsets of the group's, and does not tell when there is nothing more.
 */
export async function openPlatformaticBroker(
  { host, port }: BrokerAddress,
  { clientId, connectTimeoutMs, requestTimeoutMs, security, signal }: PlatformaticBrokerInit,
): Promise<BrokerConnection> {
  const connection = new Connection(clientId, {
    connectTimeout: connectTimeoutMs,
    requestTimeout: requestTimeoutMs,
    ...platformaticSecurity(security),
  });
  // Who asks is told of it too.
  connection.on("error", () => {});
  signal.throwIfAborted();
  signal.addEventListener("abort", () => connection.socket?.destroy(new Error("connection given up")));
  await connection.connect(host, port);
  return {
    get isOpen() {
      return !OVER.includes(connection.status);
    },
    async places(topic, create = false) {
      const { brokers, topics: [{ partitions }] } = await metadataV8.api.async(connection, [topic], create);
      return {
        brokers: new Map(brokers.map(({ nodeId, host, port }) => [nodeId, { host, port }])),
        leaders: new Map(partitions.map(({ partitionIndex, leaderId }) => [partitionIndex, leaderId])),
      };
    },
    async findCoordinator(groupId) {
      const { coordinators: [{ host, port }] } = await findCoordinatorV2.api.async(connection, 0, [groupId]);
      return { host, port };
    },
    async join({ groupId, memberId, sessionTimeoutMs, rebalanceTimeoutMs, protocols }) {
      try {
        const answer = await joinGroupV5.api.async(
          connection,
          groupId,
          sessionTimeoutMs,
          rebalanceTimeoutMs,
          memberId,
          null,
          "consumer",
          protocols.map(({ name, metadata }) => ({ name, metadata: asBuffer(metadata) })),
        );
        return {
          generation: answer.generationId,
          memberId: answer.memberId,
          leaderId: answer.leader,
          protocol: answer.protocolName ?? "",
          members: answer.members.map(({ memberId, metadata }) => ({ id: memberId, metadata })),
        };
      } catch (error) {
        if (!errorTypes(error).includes("MEMBER_ID_REQUIRED")) throw error;
        return { comeAgainAs: responseOf<{ readonly memberId: string }>(error)!.memberId };
      }
    },
    async sync({ groupId, memberId, generation }, assignments) {
      const parts = Array.from(assignments, ([memberId, part]) => ({ memberId, assignment: asBuffer(part) }));
      return (await syncGroupV3.api.async(connection, groupId, generation, memberId, null, null, null, parts))
        .assignment;
    },
    async heartbeat({ groupId, memberId, generation }) {
      await heartbeatV3.api.async(connection, groupId, generation, memberId, null);
    },
    async leave(groupId, memberId) {
      await leaveGroupV3.api.async(connection, groupId, [{ memberId, groupInstanceId: null }]);
    },
    async commit({ groupId, memberId, generation }, topic, offsets) {
      const partitions = Array.from(offsets, ([partitionIndex, committedOffset]) => ({
        partitionIndex,
        committedOffset,
        committedLeaderEpoch: -1,
        committedMetadata: null,
      }));
      await offsetCommitV7.api.async(connection, groupId, generation, memberId, null, [{ name: topic, partitions }]);
    },
    async committed(groupId, topic, partitions) {
      const groups = [{ groupId, topics: [{ name: topic, partitionIndexes: [...partitions] }] }];
      const { topics } = await offsetFetchV5.api.async(connection, groups, false);
      const found = topics.flatMap(({ partitions }) => partitions);
      return new Map(
        found.map(({ partitionIndex, committedOffset }) => [partitionIndex, committedOffset] as const)
          .filter(([, offset]) => offset >= 0n),
      );
    },
    async listOffsets(topic, times) {
      const partitions = Array.from(times, ([partitionIndex, timestamp]) => ({
        partitionIndex,
        timestamp,
        currentLeaderEpoch: -1,
      }));
      const { topics } = await listOffsetsV5.api.async(connection, -1, ISOLATION, [{ name: topic, partitions }]);
      return new Map(topics[0].partitions.map(({ partitionIndex, offset }) => [partitionIndex, offset]));
    },
    fetch: (request) => fetchFrom(connection, request),
    async produce(request) {
      const { responses } = await produceTo(connection, request);
      return new Map(
        responses.flatMap(({ partitionResponses }) => partitionResponses)
          .map((
            { index, errorCode: code, errorMessage: text },
          ) => [index, code ? new ProtocolError(code, text) : undefined]),
      );
    },
  };
}

/** The package writes each field of each record by itself, which takes most of the time: what it is given here is written already. */
function produceTo(
  connection: Connection,
  { topic, acks, timeoutMs, batches }: ProduceRequest,
): Promise<ProduceResponse> {
  const request = () => {
    const writer = Writer.create().appendString(null, false).appendInt16(acks).appendInt32(timeoutMs);
    writer.appendInt32(1).appendString(topic, false).appendInt32(batches.size);
    for (const [partition, batch] of batches) {
      writer.appendInt32(partition).appendInt32(batch.length).append(asBuffer(batch));
    }
    if (acks === 0) writer.context.noResponse = true;
    return writer;
  };
  return new Promise((resolve, reject) => {
    const { api: { key, version }, parseResponse } = produceV8;
    connection.send<ProduceResponse>(key, version, request, parseResponse, false, false, (error, response) => {
      // An error of one partition is one of the answer, which is inside and tells of the others.
      const answer = error === null ? response : responseOf<ProduceResponse>(error);
      if (answer) resolve(acks === 0 ? NO_ANSWER : answer);
      else reject(error);
    });
  });
}

/** The package reads each field of each record by itself: it is given the bytes of the answer alone. */
async function fetchFrom(connection: Connection, request: FetchRequest): Promise<FetchedPartition[]> {
  const { topic, positions, maxBytes, partitionMaxBytes, maxWaitMs } = request;
  const partitions = Array.from(positions, ([partition, fetchOffset]) => ({
    partition,
    fetchOffset,
    partitionMaxBytes,
    currentLeaderEpoch: -1,
    lastFetchedEpoch: -1,
  }));
  const { api: { key, version }, createRequest } = fetchV11, topics = [{ topicId: topic, partitions }];
  const write = () => createRequest(maxWaitMs, 1, maxBytes, ISOLATION, NO_SESSION, NO_EPOCH, topics, [], "");
  const read = (_: number, __: number, version: number, { buffer, position }: Reader) =>
    readFetchAnswer(buffer.buffer.subarray(position), version);
  const answer = await new Promise<FetchAnswer>((resolve, reject) => {
    connection.send<FetchAnswer>(key, version, write, read, false, false, (error, answer) => {
      if (answer) resolve(answer);
      else reject(error);
    });
  });
  if (answer.errorCode !== 0) throw new ProtocolError(answer.errorCode);
  const errorName = (code: number) => protocolErrorsCodesById[code] ?? `error ${code}`;
  return fetchedPartitions(answer, request, errorName);
}

type ProduceResponse = ReturnType<typeof produceV8.parseResponse>;
/** Of a broker that nobody waits for. */
const NO_ANSWER: ProduceResponse = { responses: [], throttleTimeMs: 0 };

/** The answer inside an error of the protocol. */
function responseOf<T>(error: unknown): T | undefined {
  return (error as ResponseError & { readonly response?: T }).response;
}
