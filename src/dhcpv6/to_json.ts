import { toHex } from "../wire/mod.ts";
import { decode, type DecodedMessage, type DecodedOption, type DecodeInit } from "./decode.ts";
import { ClientServerMessage, Dhcpv4Message, FailoverMessage, type Message, RelayMessage } from "./message.ts";

/** A {@linkcode Message} for JSON; see {@linkcode toJson}. */
export interface MessageJson {
  /** Name of the message type, or its number as text. */
  readonly type: string;
  /** Six hexadecimal digits; not in relay messages and those of DHCPv4-over-DHCPv6. */
  readonly "transaction-id"?: string;
  /** Failover messages only, where the header has it: seconds since 2000. */
  readonly "sent-time"?: number;
  /** DHCPv4-over-DHCPv6 only. */
  readonly flags?: number;
  /** Relay messages only. */
  readonly "hop-count"?: number;
  /** Relay messages only. */
  readonly "link-address"?: string;
  /** Relay messages only. */
  readonly "peer-address"?: string;
  /** In wire order; bytes at the end that are no whole option stand last, without a code. */
  readonly options: readonly OptionJson[];
}

/** One option for JSON: with `value` where it was understood, otherwise with `data`. */
export interface OptionJson {
  /** Option code; absent where `data` is no whole option, or where a limit kept it from being read. */
  readonly code?: number;
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
 * Never throws: an option that is malformed or unknown keeps its bytes in `data`. Nothing is left out, secrets such as the
 * keys of Reconfigure messages included: `fromJson` makes the same bytes of it again.
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
export function toJson(message: Message, init?: DecodeInit): MessageJson {
  return messageJson(decode(message, init), message.options.place.buffer);
}

function messageJson({ message, options }: DecodedMessage, buffer: Uint8Array): MessageJson {
  return { type: message.typeName, ...header(message), options: optionsJson(options, buffer) };
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
  if (message instanceof ClientServerMessage || message instanceof FailoverMessage) {
    const transaction = { "transaction-id": message.transactionId.toString(16).padStart(6, "0") };
    const { sentTime } = message as { sentTime?: number };
    return sentTime === undefined ? transaction : { ...transaction, "sent-time": sentTime };
  }
  return {};
}

function optionsJson(options: readonly DecodedOption[], buffer: Uint8Array): OptionJson[] {
  return options.map((option) => optionJson(option, buffer));
}

function optionJson(decoded: DecodedOption, buffer: Uint8Array): OptionJson {
  const { code, definition, problem, value, inside } = decoded;
  const data = () => toHex(buffer.subarray(decoded.start, decoded.end));
  const named = { ...(code === undefined ? {} : { code }), ...(definition ? { option: definition.name } : {}) };
  if (problem !== undefined) return { ...named, data: data(), malformed: problem.problem };
  if (definition === undefined) return { ...named, data: data() };
  const values = value as Record<string, unknown>;
  const entries = definition.fields.map(({ key, label, field }) =>
    [
      label,
      inside !== undefined && key === definition.nested?.key ? insideJson(inside, buffer) : field.json(values[key]),
    ] as const
  );
  return { ...named, value: Object.fromEntries(entries) };
}

function insideJson(inside: NonNullable<DecodedOption["inside"]>, buffer: Uint8Array): unknown {
  return "message" in inside ? messageJson(inside, buffer) : optionsJson(inside, buffer);
}
