import { toBase64 } from "../wire/base64.ts";
import { type BridgeCall, type BridgeDialect, checkTopic, offsetResults, refusal } from "./_bridge_dialect.ts";
import { isObject } from "./_concatenated_json.ts";
import type { BridgeTarget } from "./_bridge_wording.ts";
import { HttpBridgeError } from "./http_bridge_error.ts";
import { headerBytes } from "./_header_bytes.ts";

const JSON_TYPE = "application/vnd.kafka.v2+json";

/**
 * The oldest bridge of which the results are of use: before 0.31.0 they come in the order in which the records were
 * written, not in the one in which they were sent (its issue 944), and before 0.30.0 a timestamp is an error.
 */
const OLDEST = [0, 31];

/** Strimzi's Kafka bridge (its openapiv3.json). */
export function strimziDialect(target: BridgeTarget): BridgeDialect {
  const path = `/topics/${target.topic}`;
  return {
    async check(call) {
      await checkVersion(call, target);
      // The partitions and not the topic itself: for the latter the bridge also needs the right to read its settings.
      await checkTopic(call, `${path}/partitions`, JSON_TYPE, target);
    },
    // {"key"?, "value", "timestamp"?: ms, "headers"?: [{"key", "value"}]}; bytes as base64
    encode({ key, value, timestamp, headers }) {
      return JSON.stringify({
        key: key === null ? undefined : toBase64(key),
        value: toBase64(value),
        timestamp,
        headers: headers?.map((header) => ({ key: header.name, value: toBase64(headerBytes(header)) })),
      });
    },
    produce: (records) => ({
      path,
      accept: JSON_TYPE,
      post: { contentType: "application/vnd.kafka.binary.v2+json", body: `{"records":[${records.join(",")}]}` },
    }),
    results: (answer, count) => offsetResults(answer, count, target),
  };
}

/** A gateway may hide what the bridge says of itself, which is no reason not to publish. */
async function checkVersion(call: BridgeCall, target: BridgeTarget): Promise<void> {
  const answer = await call({ path: "/", accept: "application/json" });
  if (answer.status === 401 || answer.status > 500) throw refusal(answer, target);
  const version = versionIn(answer.text);
  const [major, minor] = version?.split(".").map(Number) ?? [];
  if (major > OLDEST[0] || minor >= OLDEST[1] || minor === undefined || Number.isNaN(major + minor)) return;
  throw new HttpBridgeError(
    `the bridge at ${target.where} is ${version}, which may mix up the results of records; use ${
      OLDEST.join(".")
    } or later`,
  );
}

function versionIn(text: string): string | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isObject(json) && typeof json.bridge_version === "string" ? json.bridge_version : undefined;
  } catch {
    return undefined;
  }
}
