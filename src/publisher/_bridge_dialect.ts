import type { BridgeAnswer, BridgeRequest } from "./_bridge_http.ts";
import { isObject } from "./_concatenated_json.ts";
import { type BridgeTarget, describeStatus, errorMessage, oneLine, shortText } from "./_bridge_wording.ts";
import { HttpBridgeError } from "./http_bridge_error.ts";
import type { OutgoingRecord, SendResult } from "./transport.ts";

/** Asks the bridge for something. */
export type BridgeCall = (request: BridgeRequest) => Promise<BridgeAnswer>;

/** How one kind of bridge wants to be talked to. */
export interface BridgeDialect {
  /** Rejects when the bridge is not there, is none, or knows that the topic does not exist. */
  check(call: BridgeCall): Promise<void>;
  /** A record as JSON; throws when the bridge cannot be told of it. */
  encode(record: OutgoingRecord): string;
  /** The request that carries these records. */
  produce(records: readonly string[]): BridgeRequest;
  /** What a 2xx says of each of the records, in order; throws when that cannot be told. */
  results(answer: BridgeAnswer, count: number): readonly SendResult[];
}

/** What Kafka says of records that it will never take, through whichever bridge (org.apache.kafka.common.errors). */
const RECORD_AT_FAULT = [
  /larger than/, // RecordTooLargeException, of the producer and of the broker; RecordBatchTooLargeException
  /timestamp.* out of (acceptable )?range/i, // InvalidTimestampException
  /hence will be rejected|records have been rejected|rejected by the record interceptor/, // InvalidRecordException
  /failed its CRC checksum|cannot accept message without key/, // CorruptRecordException, compacted topics
];

/** A record of which the bridge tells an error. The code is a status of HTTP, or that with two more digits. */
export function failure(error: Record<string, unknown>, { where, topic }: BridgeTarget): SendResult {
  const code = Number(error.error_code), said = oneLine(errorMessage(error) ?? ""), text = said ? `: ${said}` : "";
  const status = code > 999 ? Math.floor(code / 100) : code;
  const failed = (message: string): SendResult => ({
    status: "failed",
    error: new HttpBridgeError(message, { status }),
  });
  if (RECORD_AT_FAULT.some((it) => it.test(said)) || status === 413 || status === 422) {
    return {
      status: "rejected",
      error: new HttpBridgeError(`the cluster behind ${where} refuses the record (${code})${text}`, { status }),
    };
  }
  if (status === 401 || status === 403 || /not authorized/i.test(said)) {
    return failed(
      `the bridge at ${where} may not write to the topic ${topic} (${code})${text}; allow it on the brokers (ACL)`,
    );
  }
  if (status === 404 || /not present in metadata/.test(said)) return failed(missingTopic({ where, topic }, text));
  if (status === 429) {
    return failed(`${where} has too many requests (${code})${text}; raise its quota, or the linger time`);
  }
  return failed(
    `the cluster behind ${where} did not take the record (${code})${text}; look at the bridge's log and its brokers`,
  );
}

/** Reads one result: where the record is, or why it is not there. */
export function recordResult(result: unknown, target: BridgeTarget): SendResult {
  if (isObject(result)) {
    const { error_code: code, offset } = result;
    if (typeof code === "number" && code !== 200) return failure(result, target);
    if (Number.isInteger(offset)) return { status: "delivered" };
  }
  const error = new HttpBridgeError(
    `${target.where} answers with something that is no result of a record; ${checkDialect(target)}`,
  );
  return { status: "failed", error };
}

/** The results in the `offsets` of Strimzi and of Confluent's API v2. */
export function offsetResults(answer: BridgeAnswer, count: number, target: BridgeTarget): readonly SendResult[] {
  if (answer.cut) throw answer.cut;
  const json = jsonOf(answer, target), offsets = isObject(json) ? json.offsets : undefined;
  if (!Array.isArray(offsets)) {
    throw new HttpBridgeError(`${target.where} answers without offsets; ${checkDialect(target)}`);
  }
  if (offsets.length !== count) {
    throw new HttpBridgeError(
      `${target.where} answers ${offsets.length} results for ${count} records, so none counts; they are sent again`,
    );
  }
  return offsets.map((offset) => recordResult(offset, target));
}

/**
 * Asks for something about the topic. Only a bridge that says so itself makes the topic missing: a proxy may well let
 * nothing but publishing through, and the bridge's own account may have no right to look.
 */
export async function checkTopic(call: BridgeCall, path: string, accept: string, target: BridgeTarget): Promise<void> {
  const answer = await call({ path, accept });
  const { status, text } = answer;
  if (status < 200 || status === 401 || status > 500 || (status >= 300 && status < 400)) throw refusal(answer, target);
  if (status === 404 && isObject(tryJson(text)) && /error_code/.test(text)) {
    throw new HttpBridgeError(missingTopic(target, `: ${shortText(text)}`), { status });
  }
  if (status < 300) jsonOf(answer, target);
}

/** The error that an answer other than 2xx is. */
export function refusal({ status, text, location, retryAfterMs }: BridgeAnswer, target: BridgeTarget): HttpBridgeError {
  const details = { status, retryAfterMs };
  if (location !== undefined && status >= 300 && status < 400) {
    return new HttpBridgeError(
      `${target.where} redirects to ${location} (${status}); set the url to where the bridge is`,
      details,
    );
  }
  const wait = retryAfterMs === undefined ? "" : `; it wants to be left alone for ${Math.ceil(retryAfterMs / 1000)} s`;
  return new HttpBridgeError(`${describeStatus(status, shortText(text), target)}${wait}`, details);
}

/** The body as JSON; throws an error with what it says instead. */
export function jsonOf({ status, text, cut }: BridgeAnswer, target: BridgeTarget): unknown {
  const json = tryJson(text);
  if (json !== undefined) return json;
  if (cut) throw cut;
  throw new HttpBridgeError(
    `${target.where} answers ${status} with no JSON: ${shortText(text) || "nothing"}; ${checkDialect(target)}`,
  );
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checkDialect({ dialect }: BridgeTarget): string {
  return `check the url and that its API is ${dialect}`;
}

function missingTopic({ where, topic }: Pick<BridgeTarget, "where" | "topic">, text: string): string {
  return `the topic ${topic} does not exist behind ${where}${text}; create it, or allow the brokers to`;
}
