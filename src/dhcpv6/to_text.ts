import { decodeUtf8, toHex, u16At } from "../wire/mod.ts";
import { decode, type DecodedMessage, type DecodedOption, type DecodeInit } from "./decode.ts";
import { absoluteTime, bytes, text } from "./field.ts";
import { enterpriseNumber } from "./field_enterprise.ts";
import { countText } from "./field_text.ts";
import { ClientServerMessage, Dhcpv4Message, FailoverMessage, type Message, RelayMessage } from "./message.ts";
import { spaceWithin } from "./nested_field.ts";
import { nextOption } from "./next_option.ts";
import type { OptionDef } from "./option.ts";
import { standardSpace } from "./option_registry.ts";
import type { OptionSpace } from "./option_space.ts";
import { excludedPrefix, PdExclude, type PdExcludeValue } from "./options/rfc6603_pd_exclude.ts";
import type { IaPrefixValue } from "./options/rfc9915_identity_association.ts";
import { IPv6Prefix } from "./prefix.ts";
import { mayHoldSecret } from "./secret_option.ts";

/**
 * A message for people: its header, then one option a line, nested ones indented.
 *
 * Never throws: what is malformed is shown as bytes with the reason. Text that came from the network is quoted and
 * escaped, so that it cannot steer a terminal. Secrets, such as the keys of Reconfigure messages, are only counted, and so are
 * bytes among which one may be (cut or malformed options around other options, what a limit keeps from being read), so
 * that text may go into logs; JSON holds them, since it tells everything.
 *
 * @example
 * ```ts
 * import { Message, toText } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * const message = Message.parse(new Uint8Array([1, 0xf3, 0x50, 0xd6, 0, 8, 0, 2, 0, 100]));
 * assertEquals(toText(message), "solicit, transaction f350d6\n  elapsed-time: 1 s");
 * ```
 */
export function toText(message: Message, init?: DecodeInit): string {
  const { buffer } = message.options.place;
  return messageLines(decode(message, init), init?.space ?? standardSpace, buffer).join("\n");
}

function messageLines({ message, options }: DecodedMessage, space: OptionSpace, buffer: Uint8Array): string[] {
  return [header(message, space), ...indent(optionLines(options, space, buffer))];
}

function header(message: Message, space: OptionSpace): string {
  const { typeName } = message;
  if (message instanceof RelayMessage) {
    return `${typeName}, hop count ${message.hopCount}, link ${message.linkAddress}, peer ${message.peerAddress}`;
  }
  if (message instanceof Dhcpv4Message) return `${typeName}, flags ${message.flags.toString(16).padStart(6, "0")}`;
  if (message instanceof ClientServerMessage || message instanceof FailoverMessage) {
    const { sentTime } = message as { sentTime?: number };
    const sent = sentTime === undefined ? "" : `, sent ${absoluteTime.text(sentTime, space)}`;
    return `${typeName}, transaction ${message.transactionId.toString(16).padStart(6, "0")}${sent}`;
  }
  return typeName;
}

/** `around` is the value of the option that holds these. */
function optionLines(
  options: readonly DecodedOption[],
  space: OptionSpace,
  buffer: Uint8Array,
  around?: unknown,
): string[] {
  return options.flatMap((option) => oneOption(option, space, buffer, around));
}

function oneOption(decoded: DecodedOption, space: OptionSpace, buffer: Uint8Array, around: unknown): string[] {
  const { code, definition, problem } = decoded;
  if (definition !== undefined && problem === undefined) return knownOption(decoded, space, buffer, around);
  const data = buffer.subarray(decoded.start, decoded.end);
  if (code === undefined) return [`stray bytes: ${strayText(data, space)} (${problem?.problem})`];
  return definition === undefined
    ? [`option ${code}: ${bytes.text(data, space)}`]
    : [`${definition.name}: malformed ${malformedText(data, definition, space)} (${problem?.problem})`];
}

/** Bytes that are no whole option: shown where they are the start of one that holds no secret, and of nothing else. */
function strayText(data: Uint8Array, space: OptionSpace): string {
  if (nextOption(data, 0, data.length) > 0) return countText(data.length);
  const cut = data.length < 4 ? undefined : space.get(u16At(data, 0));
  return mayHoldSecret(cut) ? `${data.length} bytes of ${cut!.name}` : toHex(data);
}

/** A body that is not what its option says: some devices send plain text, behind their enterprise number or alone. */
function malformedText(data: Uint8Array, definition: OptionDef<unknown>, space: OptionSpace): string {
  if (mayHoldSecret(definition) && data.length > 0) return countText(data.length);
  const behind = definition.fields[0]?.field === enterpriseNumber ? data.subarray(4) : data;
  return isPlainText(behind) ? `${toHex(data)} ${text.text(decodeUtf8(behind), space)}` : bytes.text(data, space);
}

/** Whether there is nothing but printable ASCII. */
function isPlainText(data: Uint8Array): boolean {
  return data.length > 0 && data.every((byte) => byte >= 0x20 && byte < 0x7f);
}

function knownOption(
  { definition, value, inside }: DecodedOption,
  space: OptionSpace,
  buffer: Uint8Array,
  around: unknown,
): string[] {
  const { name, fields, nested } = definition!, values = value as Record<string, unknown>;
  const parts = fields.filter(({ key }) => key !== nested?.key).map(({ key, label, field }) => {
    const shown = field.text(values[key], space, values);
    return fields.length === 1 ? shown : `${label} ${shown}`;
  });
  const excluded = definition === PdExclude ? excludedText(value as PdExcludeValue, around) : undefined;
  if (excluded !== undefined) parts.push(`prefix ${excluded}`);
  const plain = plainTextInside(inside, buffer);
  if (plain !== undefined) parts.push(`text ${text.text(plain, space)}`);
  const line = parts.length > 0 ? `${name}: ${parts.join(", ")}` : name;
  if (inside === undefined || nested === undefined) return [line];
  const innerSpace = spaceWithin(nested.field, value) ?? space;
  return [
    line,
    ...indent(
      "message" in inside ? messageLines(inside, innerSpace, buffer) : optionLines(inside, innerSpace, buffer, value),
    ),
  ];
}

/** The excluded prefix, of which the option holds only what stands behind the delegated one around it. */
function excludedText(value: PdExcludeValue, around: unknown): string | undefined {
  const { prefix } = around as Partial<IaPrefixValue> ?? {};
  return prefix instanceof IPv6Prefix ? excludedPrefix(prefix, value)?.toString() : undefined;
}

/** Plain text that stands where options should: printable characters make a code and a length that never fit. */
function plainTextInside(inside: DecodedOption["inside"], buffer: Uint8Array): string | undefined {
  if (inside === undefined || "message" in inside || inside.length !== 1 || inside[0].code !== undefined) {
    return undefined;
  }
  const data = buffer.subarray(inside[0].start, inside[0].end);
  return isPlainText(data) ? decodeUtf8(data) : undefined;
}

function indent(lines: string[]): string[] {
  return lines.map((line) => "  " + line);
}
