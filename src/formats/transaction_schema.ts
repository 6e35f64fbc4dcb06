import type { JsonSchema } from "../dhcpv6/mod.ts";

/** The version of JSON Schema that the schemas are in. */
const DRAFT = "https://json-schema.org/draft/2020-12/schema";

const text = (description: string): JsonSchema => ({ type: "string", description });
const orNull = (description: string): JsonSchema => ({ type: ["string", "null"], description });
const HEX = "^([0-9a-fA-F]{2})*$";
const list = (description: string): JsonSchema => ({ type: "array", items: { type: "string" }, description });
const time = (description: string): JsonSchema => ({ type: ["string", "null"], format: "date-time", description });

/** A time twice: as text, and exactly. */
function times(name: string, what: string): Record<string, JsonSchema> {
  return {
    [name]: time(`${what}: RFC 3339 in UTC with microseconds; null for what is not in the years 0 to 9999`),
    [`${name}-seconds`]: {
      type: ["number", "null"],
      description: `the same, exactly: seconds since 1970-01-01 UTC; null for what is no number`,
    },
  };
}

/**
 * A JSON Schema (draft 2020-12) of the records of a JSON topic: transactions as `transactionToJson` makes them, and what
 * else `recordToJson` makes. The packets in it are those of `messageJsonSchema`, which it refers to as `message.schema.json`.
 */
export function transactionJsonSchema(): JsonSchema {
  const packet = (description: string): JsonSchema => ({
    description,
    anyOf: [{ $ref: "message.schema.json" }, { type: "null" }],
  });
  const properties = {
    record: placeSchema(),
    "message-type": { const: 1, description: "type of the Kafka message" },
    "server-name": text("the DHCPv6 server"),
    ...times("timestamp-in", "when the request came in"),
    ...times("timestamp-out", "when the answer went out; 1970 where there was none"),
    ...factProperties(),
    request: packet("the request, relay messages around it included; null for none"),
    response: packet("the answer; null for none"),
    "message-data": {
      ...dataSchema(),
      description:
        "only where the other members cannot tell the record exactly: all of it but the first byte, hexadecimal; " +
        "it is then what counts",
    },
  };
  const required = Object.keys(properties).filter((name) => name !== "message-data" && name !== "record");
  return {
    $schema: DRAFT,
    title: "DHCPv6 transaction in JSON",
    anyOf: [
      { title: "transaction", type: "object", properties, required, additionalProperties: false },
      { title: "record that is no transaction", ...otherSchema() },
    ],
  };
}

function factProperties(): Record<string, JsonSchema> {
  return {
    outcome: {
      enum: ["answered", "refused", "unanswered", "no-request"],
      description: "what came of the request; refused: the answer has a status other than Success",
    },
    reason: orNull("the first status of the answer other than Success, with its message"),
    "duration-ms": {
      type: ["number", "null"],
      description: "milliseconds until the server had answered or had decided not to; null where a time is missing",
    },
    "transaction-id": { type: ["string", "null"], pattern: "^[0-9a-f]{6}$", description: "of the client's message" },
    "request-type": orNull("name of the client's message type, or its number"),
    "response-type": orNull("name of the server's message type, or its number"),
    "client-duid": { type: ["string", "null"], pattern: HEX, description: "the client's DUID, hexadecimal" },
    "client-mac": {
      type: ["string", "null"],
      pattern: "^([0-9a-f]{2}:){5}[0-9a-f]{2}$",
      description: "the client's MAC address, by its DUID or its link-local address",
    },
    "client-address": orNull("the address that the client sent from"),
    "link-address": orNull("an address of the client's link, by the relay agent closest to it"),
    "interface-id": orNull("of the relay agent closest to the client: text, or 0x and hexadecimal digits"),
    "remote-id": orNull("of that relay agent: enterprise number, colon, and the rest like the interface-id"),
    "host-name": orNull("the name that the client gives itself"),
    "vendor-class": orNull("vendor class, its enterprise number first"),
    addresses: list("addresses in the answer with a lifetime, offers included (RFC 5952)"),
    prefixes: list("prefixes in the answer with a lifetime, offers included"),
    leases: {
      type: "array",
      description: "what changed by the answer for addresses and prefixes",
      items: leaseChangeSchema(),
    },
  };
}

function leaseChangeSchema(): JsonSchema {
  const properties = {
    lease: text("the address, or the prefix with its length"),
    event: { enum: ["granted", "withdrawn", "released", "declined", "unbound"], description: "what happened" },
    association: { enum: ["ia-na", "ia-ta", "ia-pd"], description: "which kind of identity association it is in" },
    iaid: { type: "integer", minimum: 0, maximum: 0xffffffff, description: "number of the identity association" },
    "valid-until": time("of what was granted: when it ends unless it is extended; null for never, or without a time"),
  };
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}

function otherSchema(): JsonSchema {
  return {
    type: "object",
    properties: {
      record: placeSchema(),
      "message-type": {
        type: ["integer", "null"],
        minimum: 0,
        maximum: 255,
        description: "the first byte; null for none",
      },
      "message-data": { ...dataSchema(), description: "everything behind it, hexadecimal" },
      malformed: text("why it could not be read, for people"),
    },
    required: ["message-type", "message-data"],
    additionalProperties: false,
  };
}

function placeSchema(): JsonSchema {
  const properties = {
    topic: text("the topic"),
    partition: { type: "integer", minimum: 0 },
    offset: { type: "string", pattern: "^[0-9]+$" },
    timestamp: time("Kafka's time of the record"),
    key: { type: ["string", "null"], pattern: HEX, description: "the record's key, hexadecimal" },
  };
  return {
    description: "where it was read: in NDJSON alone",
    type: "object",
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
}

function dataSchema(): JsonSchema {
  return { type: "string", pattern: HEX };
}
