import { type Reader, toHex, WireError } from "../wire/mod.ts";
import { ClientServerMessage, Dhcpv4Message, Message, RelayMessage } from "./message.ts";
import { isNested } from "./nested_field.ts";
import { MAX_NESTING, standardSpace } from "./option_registry.ts";
import type { OptionSpace } from "./option_space.ts";
import type { Options } from "./options.ts";

/** A {@linkcode Message} for JSON; see {@linkcode toJson}. */
export interface MessageJson {
  /** Name of the message type, or its number as text. */
  readonly type: string;
  /** Six hexadecimal digits; not in relay messages. */
  readonly "transaction-id"?: string;
  /** DHCPv4-over-DHCPv6 only. */
  readonly flags?: number;
  /** Relay messages only. */
  readonly "hop-count"?: number;
  /** Relay messages only. */
  readonly "link-address"?: string;
  /** Relay messages only. */
  readonly "peer-address"?: string;
  /** In wire order. */
  readonly options: readonly OptionJson[];
  /** Hexadecimal digits of the bytes after the last whole option, where there are any. */
  readonly stray?: string;
}

/** One option for JSON: with `value` where it was understood, otherwise with `data`. */
export interface OptionJson {
  /** Option code. */
  readonly code: number;
  /** Name in kebab case; absent for a code that has none here. */
  readonly option?: string;
  /** Field names in kebab case. */
  readonly value?: { readonly [field: string]: unknown };
  /** The body as hexadecimal digits. */
  readonly data?: string;
  /** Why `data` could not be read as the option that it should be. */
  readonly malformed?: string;
}

/**
 * A message for JSON: names in kebab case, numbers and text; bytes as hexadecimal digits.
 *
 * Never throws: an option that is malformed or unknown keeps its bytes in `data`.
 *
 * @example
 * ```ts
 * import { Message, toJson } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * const message = Message.parse(new Uint8Array([1, 0xf3, 0x50, 0xd6, 0, 8, 0, 2, 0, 100]));
 * assertEquals(toJson(message), {
 *   type: "solicit",
 *   "transaction-id": "f350d6",
 *   options: [{ code: 8, option: "elapsed-time", value: { elapsed: 100 } }],
 * });
 * ```
 */
export function toJson(message: Message, space: OptionSpace = standardSpace): MessageJson {
  return messageJson(message, space, 0);
}

function messageJson(message: Message, space: OptionSpace, depth: number): MessageJson {
  return { type: message.typeName, ...header(message), ...optionsJson(message.options, space, depth) };
}

function header(message: Message): Omit<MessageJson, "type" | "options"> {
  if (message instanceof RelayMessage) {
    return {
      "hop-count": message.hopCount,
      "link-address": String(message.linkAddress),
      "peer-address": String(message.peerAddress),
    };
  }
  if (message instanceof Dhcpv4Message) return { flags: message.flags };
  if (message instanceof ClientServerMessage) {
    return { "transaction-id": message.transactionId.toString(16).padStart(6, "0") };
  }
  return {};
}

function optionsJson(options: Options, space: OptionSpace, depth: number): Pick<MessageJson, "options" | "stray"> {
  const list = Array.from(options.readers(), ({ code, reader }) => optionJson(code, reader, space, depth + 1));
  const stray = options.stray;
  return stray.length === 0 ? { options: list } : { options: list, stray: toHex(stray) };
}

function optionJson(code: number, reader: Reader, space: OptionSpace, depth: number): OptionJson {
  const definition = space.get(code), body = reader.bytes.subarray(reader.offset, reader.end);
  if (!definition) return { code, data: toHex(body) };
  if (depth > MAX_NESTING) return { code, option: definition.name, data: toHex(body) };
  try {
    const value = definition.read(reader) as Record<string, unknown>;
    return {
      code,
      option: definition.name,
      value: Object.fromEntries(definition.fields.map(({ key, label, field }) => [
        label,
        isNested(field)
          ? nestedJson(value[key] as Options | Message, field.space ?? space, depth)
          : field.json(value[key]),
      ])),
    };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { code, option: definition.name, data: toHex(body), malformed: error.problem };
  }
}

function nestedJson(value: Options | Message, space: OptionSpace, depth: number): unknown {
  if (value instanceof Message) return messageJson(value, space, depth);
  const { options, stray } = optionsJson(value, space, depth);
  return stray === undefined ? options : [...options, { stray }];
}
