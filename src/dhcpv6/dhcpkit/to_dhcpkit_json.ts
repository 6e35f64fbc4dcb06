import { decode, type DecodedMessage, type DecodedOption, type DecodeInit } from "../decode.ts";
import type { Json } from "../field.ts";
import { ClientServerMessage, type Message, RelayMessage } from "../message.ts";
import { NtpServer, RelayMsg } from "../options/mod.ts";
import { MESSAGE_CLASSES, ntpClasses, type OptionClass, optionClasses } from "./names.ts";
import { addressJson, bytesJson, type JsonObject, numberJson } from "./values.ts";

/**
 * A message in the JSON of DHCPKit 1.0, for programs that read what its looking glass stores: names of classes, in each the
 * names of its attributes; bytes as text where they are printable ASCII, otherwise as `hex:` and digits.
 *
 * For messages that DHCPKit can read the result equals its own, as DHCPKit runs on Python 3.11. A message type or an option
 * that it does not know is an `UnknownMessage` or an `UnknownOption`, as there. It reads a message whole or not at all; here
 * a malformed option is an `UnknownOption`, and bytes that are no whole option are `StrayBytes`. Never throws.
 *
 * The form is not loss-free, since the text `hex:41` is either seven bytes or one; {@linkcode toJson} is.
 *
 * @example
 * ```ts
 * import { Message, toDhcpkitJson } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * const message = Message.parse(new Uint8Array([1, 0xf3, 0x50, 0xd6, 0, 8, 0, 2, 0, 100]));
 * assertEquals(toDhcpkitJson(message), {
 *   SolicitMessage: { transaction_id: "hex:f350d6", options: [{ ElapsedTimeOption: { elapsed_time: 100 } }] },
 * });
 * ```
 */
export function toDhcpkitJson(message: Message, init?: Pick<DecodeInit, "limits">): { readonly [name: string]: Json } {
  return messageJson(decode(message, init), message.options.place.buffer);
}

function messageJson({ message, options }: DecodedMessage, buffer: Uint8Array): JsonObject {
  const name = MESSAGE_CLASSES[message.type];
  if (name === undefined) return unknownMessage(message.save());
  return { [name]: { ...headerJson(message), options: optionsJson(options, buffer, DHCPV6) } };
}

function unknownMessage(bytes: Uint8Array): JsonObject {
  return { UnknownMessage: { message_type: bytes[0], message_data: bytesJson(bytes.subarray(1)) } };
}

function headerJson(message: Message): JsonObject {
  if (message instanceof RelayMessage) {
    return {
      hop_count: message.hopCount,
      link_address: addressJson(message.linkAddress),
      peer_address: addressJson(message.peerAddress),
    };
  }
  return message instanceof ClientServerMessage ? { transaction_id: numberJson(message.transactionId, 3) } : {};
}

/** Options with codes of their own, and what those without a class are called. */
interface Classes {
  readonly byCode: ReadonlyMap<number, OptionClass>;
  unknown(code: number, data: string): JsonObject;
}

const DHCPV6: Classes = /* @__PURE__ */ classes(
  optionClasses,
  (code, data) => ({ UnknownOption: { option_type: code, option_data: data } }),
);
const NTP: Classes = /* @__PURE__ */ classes(
  ntpClasses,
  (code, data) => ({ UnknownNTPSubOption: { suboption_type: code, suboption_data: data } }),
);

function classes(list: () => readonly OptionClass[], unknown: Classes["unknown"]): Classes {
  return { byCode: new Map(list().map((one) => [one.definition.code, one])), unknown };
}

function optionsJson(options: readonly DecodedOption[], buffer: Uint8Array, classes: Classes): JsonObject[] {
  return options.map((option) => optionJson(option, buffer, classes));
}

function optionJson(option: DecodedOption, buffer: Uint8Array, classes: Classes): JsonObject {
  const { code, definition, problem, value } = option, data = buffer.subarray(option.start, option.end);
  if (code === undefined) return { StrayBytes: { data: bytesJson(data) } };
  const found = classes.byCode.get(code);
  if (found === undefined || found.definition !== definition) return classes.unknown(code, bytesJson(data));
  if (problem === undefined) return { [found.name]: found.attributes(value, insideJson(option, buffer)) };
  const isShortUnknown = definition === RelayMsg && data.length > 0 && MESSAGE_CLASSES[data[0]] === undefined;
  return isShortUnknown
    ? { [found.name]: { relayed_message: unknownMessage(data) } }
    : classes.unknown(code, bytesJson(data));
}

function insideJson({ inside, definition }: DecodedOption, buffer: Uint8Array): Json {
  if (inside === undefined) return null;
  if ("message" in inside) return messageJson(inside, buffer);
  return optionsJson(inside, buffer, definition === NtpServer ? NTP : DHCPV6);
}
