import { encode, type Writer } from "../wire/mod.ts";
import type { DecodeInit } from "./decode.ts";
import { USUAL_LIMITS } from "./decode_limits.ts";
import type { Json } from "./field.ts";
import { asJsonError, at, JsonError } from "./json_error.ts";
import { HEADER_MEMBERS, jsonHeader } from "./json_header.ts";
import { messageTypeFrom, optionCodeFrom } from "./json_names.ts";
import { bytesFrom, integerFrom, itemsFrom, membersFrom, objectFrom, shown, textFrom } from "./json_value.ts";
import { Message } from "./message.ts";
import { spaceWithin } from "./nested_field.ts";
import type { NestedPart, OptionDef } from "./option.ts";
import { standardSpace } from "./option_registry.ts";
import type { OptionSpace } from "./option_space.ts";

/**
 * The message that JSON tells: the inverse of `toJson`, byte for byte, with everything that is unknown, malformed or
 * stray.
 *
 * People may write more than `toJson` does: a message type by its number; an option by its name or its code alone; message
 * types, status codes and option codes within values by their names. Where an option has a `value` that is what counts,
 * otherwise `data` does.
 *
 * Throws {@linkcode JsonError} for anything else, with the place. `init` has to be what `toJson` was given; of its limits,
 * `nesting` and `relays` count here.
 *
 * @example
 * ```ts
 * import { fromJson, toHex } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * const message = fromJson({
 *   type: "solicit",
 *   "transaction-id": "f350d6",
 *   options: [{ option: "elapsed-time", value: { elapsed: 100 } }, { code: 65001, data: "c0ffee" }],
 * });
 * assertEquals(toHex(message.save()), "01f350d6" + "000800020064" + "fde90003c0ffee");
 * ```
 */
export function fromJson(json: unknown, { space = standardSpace, limits }: DecodeInit = {}): Message {
  const { nesting, relays } = { ...USUAL_LIMITS, ...limits }, place: Place = { space, nesting, relays };
  try {
    return Message.parse(encode((writer) => writeMessage(writer, json, place)));
  } catch (error) {
    throw asJsonError(error);
  }
}

/** Where options stand: what their codes mean, and how much deeper they may go. */
interface Place {
  readonly space: OptionSpace;
  readonly nesting: number;
  readonly relays: number;
}

function writeMessage(writer: Writer, json: unknown, place: Place): void {
  if (place.relays < -1) throw new JsonError("this message is within more messages than are read");
  const type = typeOf(json), { required, optional } = jsonHeader(type);
  const members = membersFrom(json, ["type", ...required, "options"], optional);
  writer.u8(type);
  for (const name of [...required, ...optional]) {
    const member = members.get(name);
    if (member !== undefined) at(name, () => HEADER_MEMBERS[name].write(writer, member));
  }
  at("options", () => writeOptions(writer, members.get("options"), place));
}

function typeOf(json: unknown): number {
  const type = objectFrom(json).get("type");
  if (type === undefined) throw new JsonError('"type" is missing');
  return at("type", () => messageTypeFrom(type));
}

function writeOptions(writer: Writer, json: unknown, place: Place): void {
  if (place.nesting < -1) throw new JsonError("these options are nested deeper than is read");
  const last = Array.isArray(json) ? json.length - 1 : -1;
  itemsFrom(json, (option, i) => writeOption(writer, option, i === last, place));
}

function writeOption(writer: Writer, json: Json, isLast: boolean, place: Place): void {
  const members = membersFrom(json, [], ["code", "option", "value", "data", "malformed"]);
  const code = codeOf(members, place.space), value = members.get("value");
  const data = memberFrom(members, "data", bytesFrom);
  memberFrom(members, "malformed", textFrom);
  if (code === undefined) {
    if (!isLast || value !== undefined) throw new JsonError('"option" or "code" is missing');
    if (data === undefined) throw new JsonError('"data" is missing');
    return writer.bytes(data);
  }
  writer.u16(code);
  const mark = writer.openLength();
  if (value !== undefined) at("value", () => writeValue(writer, value, definitionOf(code, place.space), place));
  else if (data !== undefined) writer.bytes(data);
  else throw new JsonError('"value" or "data" is missing');
  writer.closeLength(mark);
}

/** What `read` makes of a member; `undefined` where it is not there. */
function memberFrom<T>(members: ReadonlyMap<string, Json>, key: string, read: (json: Json) => T): T | undefined {
  const member = members.get(key);
  return member === undefined ? undefined : at(key, () => read(member));
}

/** The code that `code` and `option` tell; `undefined` where neither is there. */
function codeOf(members: ReadonlyMap<string, Json>, space: OptionSpace): number | undefined {
  const code = memberFrom(members, "code", (json) => integerFrom(json, 0xffff));
  const named = memberFrom(members, "option", (json) => optionCodeFrom(textFrom(json), space));
  if (code === undefined || named === undefined || code === named) return code ?? named;
  throw new JsonError(`${shown(members.get("option"))} has the code ${named}, not ${code}`).within("code");
}

function definitionOf(code: number, space: OptionSpace): OptionDef<unknown> {
  const definition = space.get(code);
  if (definition !== undefined) return definition;
  throw new JsonError(`what a value of option ${code} is made of is not known here; write "data" instead`);
}

function writeValue(writer: Writer, json: Json, { fields, nested }: OptionDef<unknown>, place: Place): void {
  const members = membersFrom(json, fields.map(({ label }) => label)), value: { [key: string]: unknown } = {};
  for (const { key, label, field } of fields) {
    const member = members.get(label)!;
    at(label, () => {
      if (key === nested?.key) return writeInside(writer, member, nested, value, place);
      value[key] = field.fromJson(member, place.space);
      field.write(writer, value[key]);
    });
  }
}

/** Options or a message; their space may depend on the rest of the value, which stands before them. */
function writeInside(writer: Writer, json: Json, { key, field }: NestedPart, value: unknown, place: Place): void {
  const { nesting, relays } = place, space = spaceWithin(field, value) ?? place.space;
  if (key === "message") writeMessage(writer, json, { space, nesting, relays: relays - 1 });
  else writeOptions(writer, json, { space, nesting: nesting - 1, relays });
}
