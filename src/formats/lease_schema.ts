import type { JsonSchema } from "../dhcpv6/mod.ts";
import { LEASE_ENDINGS } from "./lease_record.ts";

/**
 * A JSON Schema (draft 2020-12) of the values of a lease topic: {@linkcode LeaseRecordJson} as `CurrentLeases` makes them. What the
 * header `lease-ended` of a tombstone says, {@linkcode LeaseEndedJson}, is in `$defs` as `ended`.
 */
export function leaseJsonSchema(): JsonSchema {
  const holding = holdingProperties();
  const others = (description: string): JsonSchema => ({
    type: "array",
    description,
    items: { $ref: "#/$defs/holding" },
  });
  const lease = {
    type: "string",
    description: "the address, or the prefix with its length (RFC 5952): the key of the record",
  };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Who has an address or prefix",
    ...objectOf({ lease, ...holding, others: others("other clients that have it as well, by what servers said") }),
    $defs: {
      holding: objectOf(holding),
      ended: {
        title: "Who had an address or prefix last: the header lease-ended of a tombstone",
        ...objectOf({
          lease,
          ...holding,
          others: others("nobody"),
          "ended-at": { type: ["string", "null"], format: "date-time", description: "when it ended" },
          ending: { enum: LEASE_ENDINGS, description: "what ended it: an answer, or its lifetime" },
        }),
      },
    },
  };
}

function objectOf(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}

function holdingProperties(): Record<string, JsonSchema> {
  const orNull = (description: string): JsonSchema => ({ type: ["string", "null"], description });
  const time = (description: string): JsonSchema => ({ type: "string", format: "date-time", description });
  const timeOrNull = (description: string): JsonSchema => ({ ...time(description), type: ["string", "null"] });
  return {
    "client-duid": { ...orNull("the client's DUID, hexadecimal"), pattern: "^([0-9a-f]{2})*$" },
    "client-mac": { ...orNull("the client's MAC address"), pattern: "^([0-9a-f]{2}:){5}[0-9a-f]{2}$" },
    "interface-id": orNull("of the relay agent closest to the client: text, or 0x and hexadecimal digits"),
    "remote-id": orNull("of that relay agent: enterprise number, colon, and the rest like the interface-id"),
    "host-name": orNull("the name that the client gives itself"),
    association: { enum: ["ia-na", "ia-ta", "ia-pd"], description: "which kind of identity association it is in" },
    iaid: { type: "integer", minimum: 0, maximum: 0xffffffff, description: "number of the identity association" },
    "server-name": { type: "string", description: "the server that confirmed it last" },
    "held-since": time("since when without a break"),
    "confirmed-at": time("when it was granted or extended last"),
    "renew-at": timeOrNull("when the client should ask the same server to extend it (T1); null where it is not told"),
    "rebind-at": timeOrNull("when the client should ask any server to extend it (T2); null where it is not told"),
    "valid-until": timeOrNull("when it ends unless it is extended; null for never"),
    record: {
      description: "the record that said so last",
      ...objectOf({
        topic: { type: "string" },
        partition: { type: "integer", minimum: 0 },
        offset: { type: "string", pattern: "^[0-9]+$" },
      }),
    },
  };
}
