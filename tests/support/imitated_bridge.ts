import type { HttpBridgeDialect } from "@dhcpkit/kafka/publisher/http-bridge";
import {
  type BridgedPatience,
  type BridgedRecord,
  type BridgedResult,
  ImitatedBridgeProducer,
} from "./imitated_bridge_producer.ts";
import { brokerAddress } from "../../src/kafka/broker_address.ts";
import { fetchMetadata } from "./kafka_wire.ts";

/** What an imitated bridge is made of. */
export interface ImitatedBridgeInit extends BridgedPatience {
  readonly dialect: HttpBridgeDialect;
  /** `HOST:PORT` of the real broker behind it. */
  readonly broker: string;
  /** Bytes of a request, at most. */
  readonly maxRequestBytes?: number;
}

/** The cluster that an imitation of API v3 tells of. */
export const IMITATED_CLUSTER = "imitated-cluster";

/**
 * An imitation of an HTTP bridge in front of a real broker, since the real ones cannot be had: Strimzi's bridge and
 * Confluent's REST proxy are on no registry that the tests may use. It follows what these say of requests and answers,
 * and is as strict as they are:
 *
 * - Strimzi 0.31: openapiv3.json, HttpSourceBridgeEndpoint.java, HttpAdminBridgeEndpoint.java, CHANGELOG.md
 * - Confluent: api/v3/openapi.yaml, ProduceAction.java, AbstractProduceAction.java (v2), ProduceRequest.java (both),
 *   StreamingResponse.java, and KafkaExceptionMapper.java of rest-utils for the codes
 */
export class ImitatedBridge implements AsyncDisposable {
  readonly url: string;
  /** The methods, paths and media types of all requests so far. */
  readonly requests: string[] = [];
  readonly #init: ImitatedBridgeInit;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #producer: ImitatedBridgeProducer;

  constructor(init: ImitatedBridgeInit) {
    this.#init = init;
    this.#producer = new ImitatedBridgeProducer(init.broker, init);
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      (request) => this.#answer(request),
    );
    this.url = `http://127.0.0.1:${this.#server.addr.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#producer[Symbol.asyncDispose]();
    await this.#server.shutdown();
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url), { dialect } = this.#init;
    this.requests.push(`${request.method} ${pathname} ${request.headers.get("content-type") ?? ""}`.trim());
    const base = dialect === "confluent-v3" ? `/v3/clusters/${IMITATED_CLUSTER}` : "";
    const topic = new RegExp(`^${base}/topics/([^/]+)(/.*)?$`).exec(pathname);
    if (request.method === "GET") {
      if (pathname === "/" && dialect === "strimzi") return Response.json({ bridge_version: "0.31.0" });
      if (pathname === "/v3/clusters" && dialect === "confluent-v3") {
        return Response.json({ kind: "KafkaClusterList", data: [{ cluster_id: IMITATED_CLUSTER }] });
      }
      if (topic) return await this.#describe(topic[1]);
    } else if (topic && (dialect === "confluent-v3") === (topic[2] === "/records")) {
      return await this.#produce(topic[1], request);
    }
    return fault(404, "HTTP 404 Not Found");
  }

  async #describe(topic: string): Promise<Response> {
    const { host: hostname, port } = brokerAddress(this.#init.broker);
    const metadata = await fetchMetadata({ hostname, port }, topic).catch((error: Error) => error);
    if (metadata instanceof Error) return fault(500, metadata.message);
    const { partitions } = metadata;
    if (partitions.length === 0) {
      return fault(
        404,
        "This server does not host this topic-partition.",
        this.#init.dialect === "strimzi" ? 404 : 40403,
      );
    }
    const list = partitions.map(({ partition }) => ({ partition }));
    return Response.json(
      this.#init.dialect === "confluent-v3" ? { topic_name: topic, partitions_count: list.length } : list,
    );
  }

  async #produce(topic: string, request: Request): Promise<Response> {
    const { dialect, maxRequestBytes = Infinity } = this.#init;
    const body = new Uint8Array(await request.arrayBuffer());
    if (body.length > maxRequestBytes) return fault(413, "Request Entity Too Large");
    const wanted = dialect === "confluent-v3" ? "application/json" : "application/vnd.kafka.binary.v2+json";
    if (request.headers.get("content-type") !== wanted) return fault(415, "HTTP 415 Unsupported Media Type");
    let records: BridgedRecord[];
    try {
      records = readRecords(dialect, new TextDecoder("utf-8", { fatal: true }).decode(body));
    } catch (error) {
      const [status, code] = dialect === "confluent-v2" ? [422, 422] : [400, 400];
      return fault(status, (error as Error).message, code);
    }
    if (dialect === "confluent-v3" && request.headers.get("content-length") !== null && records.length > 1) {
      return fault(400, "more than one record without streaming");
    }
    const results = await this.#producer.send(topic, records);
    if (dialect === "confluent-v3") return reports(topic, results);
    return Response.json({ offsets: results.map((result) => offset(dialect, result)) }, {
      headers: { "content-type": "application/vnd.kafka.v2+json" },
    });
  }
}

function fault(status: number, message: string, error_code = status): Response {
  return Response.json({ error_code, message }, { status });
}

/** Fields that a record may have; another is an error in all three. */
const FIELDS: Record<HttpBridgeDialect, readonly string[]> = {
  "strimzi": ["key", "value", "partition", "timestamp", "headers"],
  "confluent-v2": ["key", "value", "partition"],
  "confluent-v3": ["partition_id", "headers", "key", "value", "timestamp"],
};

function readRecords(dialect: HttpBridgeDialect, text: string): BridgedRecord[] {
  const list: Record<string, unknown>[] = dialect === "confluent-v3"
    ? text.split("\n").filter(Boolean).map((line) => JSON.parse(line))
    : JSON.parse(text).records;
  if (!Array.isArray(list) || list.length === 0) throw new Error("records may not be empty");
  return list.map((record) => {
    const stray = Object.keys(record).find((name) => !FIELDS[dialect].includes(name));
    if (stray) throw new Error(`Unrecognized field: ${stray}`);
    const { key = null, value = null, timestamp, headers = [] } = record;
    const name = dialect === "strimzi" ? "key" : "name";
    if (dialect === "strimzi" && timestamp !== undefined && typeof timestamp !== "number") throw new Error("timestamp");
    return {
      key: bytes(dialect, key),
      value: bytes(dialect, value),
      timestamp: timestamp === undefined ? undefined : new Date(timestamp as number | string).getTime(),
      headers: (headers as Record<string, string>[]).map((it) => [it[name], Uint8Array.fromBase64(it.value)] as const),
    };
  });
}

function bytes(dialect: HttpBridgeDialect, field: unknown): Uint8Array | null {
  if (field === null) return null;
  if (dialect !== "confluent-v3") return Uint8Array.fromBase64(field as string);
  const { type, data } = field as { type: string; data: string };
  if (type !== "BINARY") throw new Error(`no such type: ${type}`);
  return Uint8Array.fromBase64(data);
}

/** How each bridge tells of an exception: the code of Strimzi's, and that of Confluent's. */
const CODES = {
  RecordTooLarge: [500, 50002],
  Timeout: [500, 50003],
  Network: [500, 50003],
  MissingTopic: [404, 50003],
} as const;

function offset(dialect: HttpBridgeDialect, result: BridgedResult): unknown {
  if (!("exception" in result)) {
    return dialect === "strimzi" ? result : { ...result, error_code: null, error: null };
  }
  const [strimzi, confluent] = CODES[result.exception];
  if (dialect === "strimzi") return { error_code: strimzi, message: result.message };
  return { partition: null, offset: null, error_code: confluent, error: result.message };
}

function reports(topic: string, results: readonly BridgedResult[]): Response {
  const lines = results.map((result) => {
    if ("exception" in result) {
      const code = result.exception === "MissingTopic" ? 40401 : CODES[result.exception][1];
      return JSON.stringify({ error_code: code, message: result.message });
    }
    const { partition, offset } = result;
    const report = {
      error_code: 200,
      cluster_id: IMITATED_CLUSTER,
      topic_name: topic,
      partition_id: partition,
      offset,
    };
    return JSON.stringify({ ...report, value: { type: "BINARY", size: 1 } });
  });
  return new Response(lines.join("\r\n"), { headers: { "content-type": "application/json" } });
}
