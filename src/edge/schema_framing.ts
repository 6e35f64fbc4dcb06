import { toHex, u32At } from "../wire/mod.ts";
import type { EdgeHeader } from "./edge_record.ts";

/** A schema in a schema registry: its number, or its GUID as `8-4-4-4-12` hexadecimal digits. */
export type SchemaId = number | string;

/** A value without the framing of a schema registry, and what the framing said. */
export interface Unframed {
  /** What the framing stood around. */
  readonly value: Uint8Array | null;
  /** The schema; absent where there was no framing. */
  readonly schema?: SchemaId;
}

const HEADER = "__value_schema_id";

/**
 * Takes the framing of Confluent's schema registry off a value: a 0, the schema's number in 4 bytes, then the value; or, in newer
 * clients, the value as it is and a header `__value_schema_id` of 0 and the number, or of 1 and the 16 bytes of a GUID. A value of this
 * project begins with its message type, which is never 0.
 *
 * Sources: Confluent's documentation of the wire format; SchemaId.java of confluentinc/schema-registry, and its tests, for the header.
 */
export function schemaOf(value: Uint8Array | null, headers: readonly EdgeHeader[]): Unframed {
  const schema = schemaInHeader(headers.findLast(({ name }) => name === HEADER)?.value);
  if (value === null || value.length < 5 || value[0] !== 0) return { value, schema };
  return { value: value.subarray(5), schema: schema ?? u32At(value, 1) };
}

function schemaInHeader(bytes: Uint8Array | undefined): SchemaId | undefined {
  if (bytes?.length === 5 && bytes[0] === 0) return u32At(bytes, 1);
  if (bytes?.length !== 17 || bytes[0] !== 1) return undefined;
  return toHex(bytes.subarray(1)).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
