import type { Writer } from "../wire/mod.ts";
import { address, type Json, type JsonSchema } from "./field.ts";
import { JsonError } from "./json_error.ts";
import { addressSchema, integerFrom, integerSchema, shown, textFrom } from "./json_value.ts";
import { isRelayType, MessageType } from "./message_type.ts";

/** What stands in JSON between the type and the options of a message, in wire order. */
export interface JsonHeader {
  /** Names of the members that have to be there. */
  readonly required: readonly HeaderMember[];
  /** Names of those that may be left out; they stand last. */
  readonly optional: readonly HeaderMember[];
}

/** The name of a member. */
export type HeaderMember = "transaction-id" | "sent-time" | "flags" | "hop-count" | "link-address" | "peer-address";

const CLIENT_SERVER: JsonHeader = { required: ["transaction-id"], optional: [] };
const RELAY: JsonHeader = { required: ["hop-count", "link-address", "peer-address"], optional: [] };
const DHCPV4: JsonHeader = { required: ["flags"], optional: [] };
const FAILOVER: JsonHeader = { required: ["transaction-id"], optional: ["sent-time"] };

/** The header of messages of this type, as `Message.parse` reads it. */
export function jsonHeader(type: number): JsonHeader {
  if (isRelayType(type)) return RELAY;
  if (type === MessageType.Dhcpv4Query || type === MessageType.Dhcpv4Response) return DHCPV4;
  return type >= MessageType.BindingUpdate && type <= MessageType.Contact ? FAILOVER : CLIENT_SERVER;
}

/** How a member is written, and what it may be. */
interface MemberForm {
  readonly write: (writer: Writer, json: Json) => void;
  readonly schema: () => JsonSchema;
}

const writeAddress = (writer: Writer, json: Json): void => address.fromJson(json).write(writer);

/** All members that a header may have. */
export const HEADER_MEMBERS: { readonly [Name in HeaderMember]: MemberForm } = {
  "transaction-id": {
    write: (writer, json) => writer.u24(transactionIdFrom(json)),
    schema: () => ({ type: "string", pattern: "^[0-9a-fA-F]{6}$" }),
  },
  "sent-time": {
    write: (writer, json) => writer.u32(integerFrom(json, 0xffffffff)),
    schema: () => integerSchema(0xffffffff),
  },
  "flags": { write: (writer, json) => writer.u24(integerFrom(json, 0xffffff)), schema: () => integerSchema(0xffffff) },
  "hop-count": { write: (writer, json) => writer.u8(integerFrom(json, 0xff)), schema: () => integerSchema(0xff) },
  "link-address": { write: writeAddress, schema: addressSchema },
  "peer-address": { write: writeAddress, schema: addressSchema },
};

function transactionIdFrom(json: Json): number {
  const digits = textFrom(json);
  if (!/^[0-9a-fA-F]{6}$/.test(digits)) throw new JsonError(`${shown(digits)} is not six hexadecimal digits`);
  return parseInt(digits, 16);
}
