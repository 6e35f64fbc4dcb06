import { toHex } from "../wire/mod.ts";
import { decode, type DecodedMessage, type DecodedOption, type DecodeInit } from "./decode.ts";
import { absoluteTime } from "./field.ts";
import { ClientServerMessage, Dhcpv4Message, FailoverMessage, type Message, RelayMessage } from "./message.ts";
import { spaceWithin } from "./nested_field.ts";
import { standardSpace } from "./option_registry.ts";
import type { OptionSpace } from "./option_space.ts";

/**
 * A message for people: its header, then one option a line, nested ones indented.
 *
 * Never throws: what is malformed is shown as bytes with the reason. Text that came from the network is quoted and
 * escaped, so that it cannot steer a terminal.
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

function optionLines(options: readonly DecodedOption[], space: OptionSpace, buffer: Uint8Array): string[] {
  return options.flatMap((option) => oneOption(option, space, buffer));
}

function oneOption(decoded: DecodedOption, space: OptionSpace, buffer: Uint8Array): string[] {
  const { code, definition, problem } = decoded;
  if (definition !== undefined && problem === undefined) return knownOption(decoded, space, buffer);
  const data = toHex(buffer.subarray(decoded.start, decoded.end)) || "empty";
  if (code === undefined) return [`stray bytes: ${data} (${problem?.problem})`];
  return definition === undefined
    ? [`option ${code}: ${data}`]
    : [`${definition.name}: malformed ${data} (${problem?.problem})`];
}

function knownOption({ definition, value, inside }: DecodedOption, space: OptionSpace, buffer: Uint8Array): string[] {
  const { name, fields, nested } = definition!, values = value as Record<string, unknown>;
  const parts = fields.filter(({ key }) => key !== nested?.key).map(({ key, label, field }) => {
    const text = field.text(values[key], space);
    return fields.length === 1 ? text : `${label} ${text}`;
  });
  const line = parts.length > 0 ? `${name}: ${parts.join(", ")}` : name;
  if (inside === undefined || nested === undefined) return [line];
  const innerSpace = spaceWithin(nested.field, value) ?? space;
  return [
    line,
    ...indent(
      "message" in inside ? messageLines(inside, innerSpace, buffer) : optionLines(inside, innerSpace, buffer),
    ),
  ];
}

function indent(lines: string[]): string[] {
  return lines.map((line) => "  " + line);
}
