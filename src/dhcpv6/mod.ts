/**
 * DHCPv6 messages and options (RFC 9915): read, written, as JSON and as text.
 *
 * @example
 * ```ts
 * import { fromHex, Message, toText } from "@dhcpkit/kafka/dhcpv6";
 * import { ClientId } from "@dhcpkit/kafka/dhcpv6/options";
 * import { assertEquals } from "@std/assert";
 *
 * const message = Message.parse(fromHex("0bf350d6 0001000a 00030001 3431c43cb2f1 00080002 0000"));
 * assertEquals(message.options.get(ClientId)?.duid.macAddress, "34:31:c4:3c:b2:f1");
 * console.log(toText(message));
 * ```
 *
 * @module
 */
export { decodeUtf8, encodeUtf8, fromHex, Reader, toHex, WireError, Writer } from "../wire/mod.ts";
export { MessageType, messageTypeByName, messageTypeName } from "./message_type.ts";
export { ClientServerMessage, Dhcpv4Message, FailoverMessage, Message, RelayMessage } from "./message.ts";
export type {
  ClientServerMessageInit,
  Dhcpv4MessageInit,
  FailoverMessageInit,
  RelayMessageInit,
} from "./message_init.ts";
export { unwrap, type Unwrapped } from "./relay.ts";
export { Options, type RawOption } from "./options.ts";
export {
  type DecodedFrame,
  frameMessage,
  type FramePlace,
  type MalformedFrame,
  MessageDecoderStream,
  type MessageFrame,
} from "./framing.ts";
export {
  CONFIGURATION,
  defineOption,
  type FastCodec,
  type NamedField,
  type NestedPart,
  type OptionDef,
  type OptionEntry,
  type OptionTraits,
  rawOption,
  type Requestable,
} from "./option.ts";
export { OptionSpace } from "./option_space.ts";
export { standardSpace } from "./option_registry.ts";
export * from "./field.ts";
export { enterpriseNumber } from "./field_enterprise.ts";
export { macAddress } from "./field_mac_address.ts";
export { type ShortTlv, shortTlvs } from "./field_short_tlv.ts";
export { dhcpv4Message } from "./field_dhcpv4_message.ts";
export { secretBytes, type SecretField } from "./field_secret.ts";
export { enterpriseName } from "./enterprise.ts";
export { type AuthenticationContent, authenticationContent, AuthenticationProtocol } from "./authentication.ts";
export { type Dhcpv4Header, dhcpv4Header, dhcpv4MessageTypeName } from "./dhcpv4_header.ts";
export { message, type NestedField, options, optionsOf } from "./nested_field.ts";
export { IPv6Address } from "./address.ts";
export { IPv6Prefix } from "./prefix.ts";
export { Duid, type DuidContent, DuidType } from "./duid.ts";
export { hardwareTypeName } from "./hardware_type.ts";
export { hardwareType, linkLayerAddress } from "./field_link_layer.ts";
export { StatusCode, statusCodeName } from "./status_code.ts";
export { fromJson } from "./from_json.ts";
export { JsonError } from "./json_error.ts";
export { messageJsonSchema } from "./json_schema.ts";
export { type MessageJson, type OptionJson, toJson } from "./to_json.ts";
export { toDhcpkitJson } from "./dhcpkit/to_dhcpkit_json.ts";
export { toText } from "./to_text.ts";
export { decode, type DecodedMessage, DecodedOption, type DecodeInit } from "./decode.ts";
export type { DecodeLimits } from "./decode_limits.ts";
export { summarizeMessage } from "./message_summary.ts";
export type { LeaseSummary, MessageSummary, StatusSummary } from "./message_summary_types.ts";
export { problems } from "./problems.ts";
export { validate, validationRules } from "./validate.ts";
export type {
  Finding,
  ReceiverRole,
  RuleDescription,
  Severity,
  ValidateOptions,
  ValidationProfile,
} from "./finding.ts";
