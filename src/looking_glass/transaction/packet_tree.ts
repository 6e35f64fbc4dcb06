import {
  ClientServerMessage,
  decode,
  type DecodedMessage,
  type DecodedOption,
  Dhcpv4Message,
  FailoverMessage,
  type Finding,
  type Message,
  type OptionDef,
  type OptionSpace,
  RelayMessage,
  standardSpace,
} from "../../dhcpv6/mod.ts";
import { absoluteTime, bytes as bytesField } from "../../dhcpv6/field.ts";
import { isSecret } from "../../dhcpv6/field_secret.ts";
import { spaceWithin } from "../../dhcpv6/nested_field.ts";
import { Reader, u16At, WireError } from "../../wire/mod.ts";
import { visible } from "../present/visible.ts";
import { FindingPlaces } from "./_finding_places.ts";
import type { PacketNode } from "./packet_node.ts";

/** A value is shown up to so many characters; all of its bytes are in the dump beside it. */
const LONGEST_VALUE = 4000;

/**
 * Everything in a message as a tree of names, values and places, with the findings where they belong. A finding about something that
 * is not there is at what should hold it.
 *
 * Never throws: what is malformed has no parts, and the reason. Takes time in proportion to the bytes, within the limits of `decode`.
 *
 * @example
 * ```ts
 * import { packetTree } from "./packet_tree.ts";
 * import { Message } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * const solicit = Message.parse(new Uint8Array([1, 0xf3, 0x50, 0xd6, 0, 8, 0, 2, 0, 100]));
 * const [transactionId, elapsed] = packetTree(solicit).parts;
 * assertEquals([transactionId.name, transactionId.value, transactionId.start, transactionId.end], ["transaction-id", "f350d6", 1, 4]);
 * assertEquals([elapsed.name, elapsed.value, elapsed.start, elapsed.end], ["elapsed-time", "1 s", 4, 10]);
 * ```
 */
export function packetTree(message: Message, findings: readonly Finding[] = []): PacketNode {
  const { buffer, start } = message.options.place;
  return messageNode(decode(message), {
    buffer,
    start: start - headerLength(message),
    id: "0",
    space: standardSpace,
    places: new FindingPlaces(findings),
  });
}

/** Where a node is made. */
interface Making {
  readonly buffer: Uint8Array;
  readonly start: number;
  readonly id: string;
  readonly space: OptionSpace;
  /** Findings about this place and what is in it. */
  readonly places: FindingPlaces;
}

function messageNode({ message, options }: DecodedMessage, making: Making): PacketNode {
  const { buffer, start, id, space } = making, places = making.places.within(message.typeName);
  const header = headerParts(message, start), { end } = message.options.place;
  const parts = options.map((option, i) =>
    optionNode(option, { buffer, start: option.start, space, places, id: `${id}.${header.length + i}` })
  );
  return {
    ...{
      id,
      kind: "message",
      name: message.typeName,
      code: message.type,
      value: "",
      start,
      end,
      reference: "",
      malformed: "",
    },
    findings: places.here,
    parts: [...header.map((part, i) => ({ ...part, id: `${id}.${i}` })), ...parts],
  };
}

/** Bytes of a message's header. */
function headerLength(message: Message): number {
  if (message instanceof RelayMessage) return 34;
  return message instanceof FailoverMessage && message.sentTime !== undefined ? 8 : 4;
}

function headerParts(message: Message, start: number): PacketNode[] {
  const part = (name: string, value: string, from: number, to: number) =>
    fieldNode("", name, value, start + from, start + to);
  if (message instanceof RelayMessage) {
    return [
      part("hop-count", String(message.hopCount), 1, 2),
      part("link-address", String(message.linkAddress), 2, 18),
      part("peer-address", String(message.peerAddress), 18, 34),
    ];
  }
  if (message instanceof Dhcpv4Message) return [part("flags", digits(message.flags), 1, 4)];
  if (message instanceof FailoverMessage) {
    const { sentTime } = message, id = part("transaction-id", digits(message.transactionId), 1, 4);
    return sentTime === undefined ? [id] : [id, part("sent-time", absoluteTime.text(sentTime, standardSpace), 4, 8)];
  }
  return message instanceof ClientServerMessage ? [part("transaction-id", digits(message.transactionId), 1, 4)] : [];
}

function optionNode(option: DecodedOption, making: Making): PacketNode {
  const { buffer, id } = making, { start, end, code, definition, problem } = option, body = buffer.subarray(start, end);
  if (code === undefined) {
    const node = {
      ...fieldNode(id, "bytes that are no option", strayText(body, making.space), start, end),
      kind: "bytes" as const,
    };
    return { ...node, malformed: problem?.problem ?? "", findings: making.places.at(start, end) };
  }
  const name = definition?.name ?? `option ${code}`, places = making.places.within(name, start, end);
  const isWhole = definition !== undefined && problem === undefined;
  return {
    ...{ id, kind: "option", name, code, start: start - 4, end, reference: definition?.reference ?? "" },
    value: isWhole
      ? valueOf(option, making.space)
      : isSecretOption(definition)
      ? `${body.length} bytes`
      : bytesText(body),
    malformed: problem?.problem ?? "",
    parts: isWhole ? partsOf(option, { ...making, places }) : [],
    findings: places.here,
  };
}

/** The value of an option that is one field; those of more stand in its parts. */
function valueOf({ definition, value }: DecodedOption, space: OptionSpace): string {
  const { fields, nested } = definition!, values = value as Record<string, unknown>;
  if (fields.length !== 1 || nested !== undefined) return "";
  return shown(fields[0].field.text(values[fields[0].key], space, values));
}

/** The fields of an option where there are several, and what stands in it. */
function partsOf(option: DecodedOption, { buffer, id, space, places }: Making): PacketNode[] {
  const { inside, value } = option, { fields, nested } = option.definition!;
  const parts = fields.length === 1 ? [] : fieldNodes(option, buffer, id, space);
  if (inside === undefined || nested === undefined) return parts;
  const inner = spaceWithin(nested.field, value) ?? space, at = parts.length;
  if ("message" in inside) {
    const { message } = inside, start = message.options.place.start - headerLength(message);
    return [...parts, messageNode(inside, { buffer, start, space: inner, places, id: `${id}.${at}` })];
  }
  return [
    ...parts,
    ...inside.map((one, i) =>
      optionNode(one, { buffer, start: one.start, space: inner, places, id: `${id}.${at + i}` })
    ),
  ];
}

/** Reads the fields once more, to see where each of them ends. */
function fieldNodes(
  { definition, value, start, end }: DecodedOption,
  buffer: Uint8Array,
  id: string,
  space: OptionSpace,
): PacketNode[] {
  const { fields, nested } = definition!, values = value as Record<string, unknown>, nodes: PacketNode[] = [];
  const reader = new Reader(buffer, start, end);
  for (const { key, label, field } of fields) {
    if (key === nested?.key) break;
    const from = reader.offset;
    try {
      field.read(reader);
    } catch (error) {
      if (error instanceof WireError) break;
      throw error;
    }
    nodes.push(
      fieldNode(`${id}.${nodes.length}`, label, shown(field.text(values[key], space, values)), from, reader.offset),
    );
  }
  return nodes;
}

function fieldNode(id: string, name: string, value: string, start: number, end: number): PacketNode {
  return {
    id,
    kind: "field",
    name,
    code: undefined,
    value,
    start,
    end,
    reference: "",
    malformed: "",
    findings: [],
    parts: [],
  };
}

function isSecretOption(definition: OptionDef<unknown> | undefined): boolean {
  return definition?.fields.some(({ field }) => isSecret(field)) ?? false;
}

/** Bytes that are no whole option; only counted where they are the start of one that holds a secret. */
function strayText(body: Uint8Array, space: OptionSpace): string {
  const cut = body.length < 2 ? undefined : space.get(u16At(body, 0));
  return isSecretOption(cut) ? `${body.length} bytes of ${cut!.name}` : bytesText(body);
}

function bytesText(body: Uint8Array): string {
  return shown(bytesField.text(body, standardSpace));
}

function shown(value: string): string {
  const text = visible(value.length > LONGEST_VALUE ? value.slice(0, LONGEST_VALUE) : value);
  return value.length > LONGEST_VALUE ? `${text}…` : text;
}

function digits(value: number): string {
  return value.toString(16).padStart(6, "0");
}
