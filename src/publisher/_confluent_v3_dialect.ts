import { toBase64 } from "../wire/base64.ts";
import { type BridgeCall, type BridgeDialect, checkTopic, jsonOf, recordResult, refusal } from "./_bridge_dialect.ts";
import type { BridgeAnswer } from "./_bridge_http.ts";
import { concatenatedJson, isObject } from "./_concatenated_json.ts";
import { type BridgeTarget, shortText } from "./_bridge_wording.ts";
import { HttpBridgeError } from "./http_bridge_error.ts";
import { headerBytes } from "./_header_bytes.ts";
import type { SendResult } from "./transport.ts";

const JSON_TYPE = "application/json";

/** Confluent's REST proxy, Confluent Server and Confluent Cloud, API v3 (kafka-rest: api/v3/openapi.yaml). */
export function confluentV3Dialect(target: BridgeTarget, clusterId?: string): BridgeDialect {
  let cluster = clusterId;
  const topicPath = () => `/v3/clusters/${encodeURIComponent(cluster ?? "")}/topics/${target.topic}`;
  return {
    async check(call) {
      // Asked for with each connection: another cluster may be behind the bridge by then.
      cluster = clusterId ?? await findCluster(call, target);
      await checkTopic(call, topicPath(), JSON_TYPE, target);
    },
    // {"key"?: {"type", "data"}, "value": {"type", "data"}, "timestamp"?: text, "headers"?: [{"name", "value"}]}
    encode({ key, value, timestamp, headers }) {
      return JSON.stringify({
        key: key === null ? undefined : { type: "BINARY", data: toBase64(key) },
        value: { type: "BINARY", data: toBase64(value) },
        timestamp: timestamp === undefined ? undefined : new Date(timestamp).toISOString(),
        headers: headers?.map((header) => ({ name: header.name, value: toBase64(headerBytes(header)) })),
      });
    },
    produce: (records) => ({
      path: `${topicPath()}/records`,
      accept: JSON_TYPE,
      post: { contentType: JSON_TYPE, body: records.length === 1 ? records[0] : streamOf(records) },
    }),
    results: (answer, count) => reports(answer, count, target),
  };
}

/** The proxy tells of one cluster alone: its own. */
async function findCluster(call: BridgeCall, target: BridgeTarget): Promise<string> {
  const answer = await call({ path: "/v3/clusters", accept: JSON_TYPE });
  if (answer.status >= 300) {
    throw answer.status === 403 || answer.status === 404
      ? new HttpBridgeError(`${target.where} does not tell the id of its cluster (${answer.status}); set clusterId`)
      : refusal(answer, target);
  }
  const json = jsonOf(answer, target),
    clusters: unknown[] = isObject(json) && Array.isArray(json.data) ? json.data : [];
  const ids = clusters.flatMap((it) => isObject(it) && typeof it.cluster_id === "string" ? [it.cluster_id] : []);
  if (ids.length !== 1) {
    throw new HttpBridgeError(`${target.where} tells of ${ids.length} clusters; set clusterId to one of them`);
  }
  return ids[0];
}

/** Streaming mode: a request without a length, as the API wants it for more than one record. */
function streamOf(records: readonly string[]): ReadableStream<Uint8Array> {
  const utf8 = new TextEncoder();
  let next = 0;
  return new ReadableStream({
    pull(controller) {
      if (next === records.length) controller.close();
      else controller.enqueue(utf8.encode(`${records[next++]}\n`));
    },
  });
}

/** One report for each record, in order. They are streamed, so those before a cut are true; the others are failures. */
function reports(answer: BridgeAnswer, count: number, target: BridgeTarget): readonly SendResult[] {
  const { where } = target;
  let found: Record<string, unknown>[];
  try {
    found = concatenatedJson(answer.text);
  } catch {
    throw new HttpBridgeError(
      `${where} answers ${answer.status} with no JSON: ${shortText(answer.text)}; check the url`,
    );
  }
  if (found.length > count) {
    throw new HttpBridgeError(
      `${where} answers ${found.length} reports for ${count} records, so none counts; they are sent again`,
    );
  }
  if (found.length === 0 && answer.cut) throw answer.cut;
  const missing = answer.cut ??
    new HttpBridgeError(`${where} answers ${found.length} reports for ${count} records; the others are sent again`);
  return Array.from({ length: count }, (_, i) => {
    return i < found.length ? recordResult(found[i], target) : { status: "failed", error: missing };
  });
}
