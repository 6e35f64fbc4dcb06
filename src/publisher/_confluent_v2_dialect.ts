import { toBase64 } from "../wire/base64.ts";
import { type BridgeDialect, checkTopic, offsetResults } from "./_bridge_dialect.ts";
import type { BridgeTarget } from "./_bridge_wording.ts";
import { HttpBridgeError } from "./http_bridge_error.ts";

const JSON_TYPE = "application/vnd.kafka.v2+json";

/** Confluent's REST proxy, API v2 (kafka-rest: resources/v2, entities/v2). */
export function confluentV2Dialect(target: BridgeTarget): BridgeDialect {
  const path = `/topics/${target.topic}`;
  return {
    check: (call) => checkTopic(call, `${path}/partitions`, JSON_TYPE, target),
    // {"key"?, "value"}; anything else is an error, timestamps and headers included
    encode({ key, value, headers }) {
      if (headers !== undefined && headers.length > 0) {
        throw new HttpBridgeError(
          `the records have headers, which the API confluent-v2 cannot carry; use confluent-v3, or no headers`,
        );
      }
      return JSON.stringify({ key: key === null ? undefined : toBase64(key), value: toBase64(value) });
    },
    produce: (records) => ({
      path,
      accept: JSON_TYPE,
      post: { contentType: "application/vnd.kafka.binary.v2+json", body: `{"records":[${records.join(",")}]}` },
    }),
    results: (answer, count) => offsetResults(answer, count, target),
  };
}
