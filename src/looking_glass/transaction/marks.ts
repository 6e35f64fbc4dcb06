import type { Finding } from "../../dhcpv6/mod.ts";
import type { ByteRange, Difference } from "./differences.ts";
import { nodesOf, type PacketNode } from "./packet_node.ts";

/** What is said of some bytes of a packet by how the other packet differs. */
export interface DifferenceMark {
  /** The difference in words. */
  readonly text: string;
  /** The bytes. */
  readonly range: ByteRange;
  /** The part of the packet that they are of. */
  readonly node: PacketNode;
}

/** How a byte is marked: by the worst that is found of it, and by whether it differs. */
export interface ByteMark {
  readonly severity: Exclude<Finding["severity"], "info"> | undefined;
  readonly differs: boolean;
}

/** The differences that are about one of the packets, in their order. */
export function differenceMarks(
  tree: PacketNode | undefined,
  differences: readonly Difference[],
  side: "request" | "response",
): DifferenceMark[] {
  if (tree === undefined) return [];
  return differences.flatMap(({ text, [side]: range }) =>
    range === undefined ? [] : [{ text, range, node: nodeAround(tree, range) }]
  );
}

/** The marks of bytes, by place; bytes without any are not in it. */
export function byteMarks(
  tree: PacketNode | undefined,
  differences: readonly DifferenceMark[],
): ReadonlyMap<number, ByteMark> {
  const marks = new Map<number, ByteMark>();
  const mark = ({ start, end }: ByteRange, told: Partial<ByteMark>) => {
    for (let at = start; at < end; at++) {
      const { severity, differs = false } = marks.get(at) ?? {};
      marks.set(at, { severity: worse(severity, told.severity), differs: differs || told.differs === true });
    }
  };
  for (const node of tree === undefined ? [] : nodesOf(tree)) {
    for (const { severity } of node.findings) if (severity !== "info") mark(ownRange(node), { severity });
    if (node.malformed !== "") mark(ownRange(node), { severity: "error" });
  }
  for (const { range } of differences) mark(range, { differs: true });
  return marks;
}

/** The innermost part that a range is of. */
function nodeAround(node: PacketNode, range: ByteRange): PacketNode {
  const part = node.parts.find(({ start, end }) => start <= range.start && range.end <= end);
  return part === undefined ? node : nodeAround(part, range);
}

/** The bytes of a part by which it is known: of a message its type, of an option that holds others those before them. */
function ownRange({ kind, start, end, parts }: PacketNode): ByteRange {
  if (kind === "message") return { start, end: start + 1 };
  const inner = parts.find(({ kind }) => kind === "message" || kind === "option");
  return { start, end: inner?.start ?? end };
}

function worse(a: ByteMark["severity"], b: ByteMark["severity"]): ByteMark["severity"] {
  return a === "error" || b === "error" ? "error" : a ?? b;
}
