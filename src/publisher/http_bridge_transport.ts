/**
 * Publishing over HTTP, for places that have no TCP to the brokers, edge runtimes for example: through Strimzi's
 * Kafka bridge, Confluent's REST proxy, Confluent Server or Confluent Cloud. Of its runtime it needs `fetch` alone.
 *
 * @example
 * ```ts
 * import { httpBridgeTransport } from "@dhcpkit/kafka/publisher/http-bridge";
 * import { Publisher } from "@dhcpkit/kafka/publisher";
 *
 * const transport = httpBridgeTransport({
 *   url: "https://bridge.example.org",
 *   topic: "dhcpkit.messages",
 *   dialect: "strimzi",
 *   authorization: () => "Bearer TOKEN",
 * });
 * await using publisher = new Publisher({ transport });
 * console.log(publisher.stats.state);
 * ```
 *
 * @module
 */
import { type BridgeDialect, refusal } from "./_bridge_dialect.ts";
import { type BridgeAnswer, BridgeHttp, type BridgeRequest } from "./_bridge_http.ts";
import { confluentV2Dialect } from "./_confluent_v2_dialect.ts";
import { confluentV3Dialect } from "./_confluent_v3_dialect.ts";
import type { BridgeTarget } from "./_bridge_wording.ts";
import { HttpBridgeError, type HttpBridgeErrorInit } from "./http_bridge_error.ts";
import { strimziDialect } from "./_strimzi_dialect.ts";
import { isRecordTime } from "../kafka/record_time.ts";
import { UnderWay } from "./_under_way.ts";
import type { OutgoingRecord, RecordHeader, SendResult, Transport } from "./transport.ts";

export { HttpBridgeError };
export type { HttpBridgeErrorInit, OutgoingRecord, RecordHeader, SendResult, Transport };

/**
 * The API that a bridge has: `"strimzi"` for Strimzi's Kafka bridge from 0.31 on, `"confluent-v2"` and `"confluent-v3"`
 * for Confluent's. The second carries no timestamps, and no headers: records that have any are not sent.
 */
export type HttpBridgeDialect = "strimzi" | "confluent-v2" | "confluent-v3";

/**
 * How to publish through a bridge. How many brokers have to have a record (`acks`), compression and idempotence are
 * settings of the bridge's own producer, and no request can change them.
 */
export interface HttpBridgeTransportInit {
  /**
   * Where the bridge is, with the path that its API stands under (`https://HOST/kafka` for Confluent Server). A login
   * in it is sent as basic authentication.
   */
  readonly url: string | URL;
  /** The topic. It has to exist. */
  readonly topic: string;
  /** The API of the bridge. */
  readonly dialect: HttpBridgeDialect;
  /** The cluster, in API v3. Default: the one that the bridge tells. */
  readonly clusterId?: string;
  /** Gives the header `Authorization`, `Bearer TOKEN` for example; asked at each request. Default: none. */
  readonly authorization?: () => string | Promise<string>;
  /**
   * Further headers of each request. Values of 16 characters or more, and those of headers that are called after a key, token, secret,
   * password, cookie or the like, are never repeated in errors. Default: none.
   */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * How long an answer may take, in milliseconds. A bridge that has not answered by then may still deliver, so its
   * producer's `delivery.timeout.ms` should be shorter. Default: 10,000.
   */
  readonly requestTimeoutMs?: number;
  /** What sends the requests. Default: that of the runtime. */
  readonly fetch?: typeof fetch;
}

/**
 * A transport that publishes to a topic of Kafka through an HTTP bridge.
 *
 * A bridge sends the records of a request on at once, so those that follow a failed one may be in the topic: they are
 * sent again with it, and arrive twice. A batch that is too large for the bridge is sent in halves.
 *
 * @throws {TypeError} when the address, the topic or a header cannot be used. The text holds no secret.
 */
export function httpBridgeTransport(init: HttpBridgeTransportInit): Transport {
  const { topic } = init;
  if (!/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/.test(topic)) {
    throw new TypeError("the topic of the bridge is no name of a topic");
  }
  const http = new BridgeHttp({
    ...init,
    requestTimeoutMs: init.requestTimeoutMs ?? 10_000,
    fetch: init.fetch ?? ((...args) => globalThis.fetch(...args)),
  });
  const target: BridgeTarget = { where: http.where, topic, dialect: init.dialect };
  const dialect = dialectOf(init, target);
  let isOpen = false, notBefore = 0;
  const underWay = new UnderWay();

  async function connect(): Promise<void> {
    const left = Math.ceil((notBefore - performance.now()) / 1000);
    if (left > 0) throw new HttpBridgeError(`${http.where} wants to be left alone for another ${left} s`);
    isOpen = true;
    try {
      await watched(dialect.check(call));
    } catch (error) {
      isOpen = false;
      throw error;
    }
  }

  async function call(request: BridgeRequest): Promise<BridgeAnswer> {
    if (!isOpen) throw new HttpBridgeError(`not connected to ${http.where}`);
    return await http.call(request);
  }

  async function send(records: readonly OutgoingRecord[]): Promise<readonly SendResult[]> {
    const encoded = records.map((record) => encode(record, dialect));
    const texts = encoded.filter((it) => typeof it === "string"),
      batch: Batch = { hasTaken: false, doubtful: new Set() };
    const results = (texts.length > 0 ? await deliver(texts, batch) : []).map((result) => settled(result, batch))
      .values();
    return encoded.map((it) => typeof it === "string" ? results.next().value! : it);
  }

  /** Sends records in one request, or in as many as it takes for the bridge to accept them. */
  async function deliver(records: readonly string[], batch: Batch): Promise<readonly SendResult[]> {
    try {
      const results = await watched(produce(records));
      batch.hasTaken ||= results.some(({ status }) => status === "delivered");
      return results;
    } catch (error) {
      if (!(error instanceof HttpBridgeError) || !isAboutContent(error)) throw error;
      if (records.length === 1) return [refused(error, batch)];
      const middle = records.length >> 1, first = await deliver(records.slice(0, middle), batch);
      return [...first, ...await deliverAfter(first, records.slice(middle), batch)];
    }
  }

  /** The second half is sent only when nothing of the first has to be sent again: order comes first. */
  async function deliverAfter(
    first: readonly SendResult[],
    records: readonly string[],
    batch: Batch,
  ): Promise<readonly SendResult[]> {
    const { hasTaken, doubtful } = batch, isHopeless = !hasTaken && doubtful.size >= MOST_DOUBTS;
    const failed = first.find((it) => it.status === "failed" && (isHopeless || !doubtful.has(it)));
    if (failed) return records.map(() => failed);
    try {
      return await deliver(records, batch);
    } catch (error) {
      return records.map(() => ({ status: "failed", error: error as Error }));
    }
  }

  async function produce(records: readonly string[]): Promise<readonly SendResult[]> {
    const answer = await call(dialect.produce(records));
    if (answer.status < 200 || answer.status > 299) throw refusal(answer, target);
    return dialect.results(answer, records.length);
  }

  /** Notes how long the bridge wants to be left alone. */
  async function watched<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      const { retryAfterMs } = error as Partial<HttpBridgeError>;
      if (retryAfterMs !== undefined) notBefore = performance.now() + retryAfterMs;
      throw error;
    }
  }

  return {
    name: `http-bridge (${init.dialect})`,
    connect: () => underWay.note(connect()),
    send: (records) => underWay.note(send(records)),
    async disconnect() {
      isOpen = false;
      http.abort();
      await underWay.over();
    },
  };
}

function dialectOf({ dialect, clusterId }: HttpBridgeTransportInit, target: BridgeTarget): BridgeDialect {
  switch (dialect) {
    case "strimzi":
      return strimziDialect(target);
    case "confluent-v2":
      return confluentV2Dialect(target);
    case "confluent-v3":
      return confluentV3Dialect(target, clusterId);
  }
  throw new TypeError(`the dialect of the bridge is "strimzi", "confluent-v2" or "confluent-v3"`);
}

/** The record as JSON, or its rejection: a time that no clock shows is the record's own fault. */
function encode(record: OutgoingRecord, dialect: BridgeDialect): string | SendResult {
  if (record.timestamp === undefined) return dialect.encode(record);
  const timestamp = Math.round(record.timestamp);
  if (isRecordTime(timestamp)) return dialect.encode({ ...record, timestamp });
  return { status: "rejected", error: new HttpBridgeError(`the record is of the time ${timestamp}, which is none`) };
}

/** Whether the bridge refuses what it was sent, and might accept parts of it. */
function isAboutContent({ status }: HttpBridgeError): boolean {
  return status === 400 || status === 413 || status === 422;
}

/** What is known so far of the records that are sent together. */
interface Batch {
  /** Whether the bridge has taken one of them. */
  hasTaken: boolean;
  /** Results of records that the bridge finds invalid, for whatever reason. */
  readonly doubtful: Set<SendResult>;
}

/** So many records found invalid before any other is taken are enough to know that it is not about them. */
const MOST_DOUBTS = 10;

/** A record refused alone. One that is too large is at fault; of one that is invalid that is not yet known. */
function refused(error: HttpBridgeError, { doubtful }: Batch): SendResult {
  if (error.status === 413) return { status: "rejected", error };
  const result: SendResult = { status: "failed", error };
  doubtful.add(result);
  return result;
}

/**
 * An invalid record is at fault if the bridge takes others of the batch, and so understands what it is told. Otherwise
 * the url or the dialect may be wrong, or a proxy in the way, which must not cost records.
 */
function settled(result: SendResult, { hasTaken, doubtful }: Batch): SendResult {
  if (result.status !== "failed" || !hasTaken || !doubtful.has(result)) return result;
  return { status: "rejected", error: result.error };
}
