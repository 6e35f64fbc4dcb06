import {
  decode,
  type DecodedMessage,
  type DecodedOption,
  type Finding,
  Message,
  toText,
  validate,
  WireError,
} from "../../dhcpv6/mod.ts";

/** A message or option of a packet, and where it stands in its bytes. */
export interface PacketNode {
  /** What it says, in a line. */
  readonly text: string;
  /** The first byte of it, its header included. */
  readonly start: number;
  /** The byte behind it. */
  readonly end: number;
  /** What is in it. */
  readonly inside: readonly PacketNode[];
  /** What is wrong with it. */
  readonly findings: readonly Finding[];
}

/** A packet as a tree, or why it cannot be read. */
export type PacketReading =
  | { readonly message: Message; readonly root: PacketNode; readonly findings: readonly Finding[] }
  | { readonly problem: string };

/** Reads a packet; never throws. `request` is what it is the answer to. */
export function readPacket(bytes: Uint8Array, request?: Uint8Array): PacketReading {
  const message = parsed(bytes);
  if (message instanceof WireError) return { problem: message.message };
  const asked = request && parsed(request);
  const findings = validate(message, "observer", asked instanceof Message ? { request: asked } : {});
  const lines = toText(message).split("\n").map((line) => line.trimStart()), decoded = decode(message);
  return { message, findings, root: messageNode(decoded, 0, bytes.length, lines.values(), findings) };
}

function parsed(bytes: Uint8Array): Message | WireError {
  try {
    return Message.parse(bytes);
  } catch (error) {
    if (error instanceof WireError) return error;
    throw error;
  }
}

/** A message and each option has one line of text, in the order of their bytes. */
type Lines = Iterator<string>;

function messageNode(
  { options }: DecodedMessage,
  start: number,
  end: number,
  lines: Lines,
  findings: readonly Finding[],
): PacketNode {
  const text = lines.next().value ?? "", inside = options.map((option) => optionNode(option, lines, findings));
  return { text, start, end, inside, findings: [] };
}

function optionNode(option: DecodedOption, lines: Lines, findings: readonly Finding[]): PacketNode {
  const { start, end, code, inside } = option, text = lines.next().value ?? "";
  const within = inside === undefined || isPlainText(text, inside)
    ? []
    : "message" in inside
    ? [messageNode(inside, start, end, lines, findings)]
    : inside.map((one) => optionNode(one, lines, findings));
  const first = code === undefined ? start : start - 4;
  const isOwn = ({ offset }: Finding) =>
    offset !== undefined && offset >= first && offset < Math.max(end, first + 1) &&
    !within.some((one) => one.start <= offset && offset < one.end);
  return { text, start: first, end, inside: within, findings: findings.filter(isOwn) };
}

/** Whether what is inside is told in the option's own line, as text. */
function isPlainText(text: string, inside: DecodedOption["inside"]): boolean {
  return inside !== undefined && !("message" in inside) && inside.length === 1 && inside[0].code === undefined &&
    /(: |, )text "/.test(text);
}
