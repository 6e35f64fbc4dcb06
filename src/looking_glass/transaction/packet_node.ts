import type { Finding } from "../../dhcpv6/mod.ts";

/** A part of a packet: a message, an option, a value in one of them, or bytes that are none of these. */
export interface PacketNode {
  /** Its place in the tree, such as `0.2.1`: the same for the same bytes, and no other node has it. */
  readonly id: string;
  /** What it is. */
  readonly kind: "message" | "option" | "field" | "bytes";
  /** Its name in the protocol: `solicit`, `ia-na`, `t1`; `option 65502` for a code without one. */
  readonly name: string;
  /** The type of a message, the code of an option; `undefined` for others. */
  readonly code: number | undefined;
  /** What it says, for people; everything that cannot be seen is written out. Empty where its parts say it. */
  readonly value: string;
  /** Where its first byte is, the header of an option included. */
  readonly start: number;
  /** The first byte behind it. */
  readonly end: number;
  /** Where it is defined, such as `RFC 9915 section 21.4`; empty where that is not known. */
  readonly reference: string;
  /** Why it could not be read; empty where it could. */
  readonly malformed: string;
  /** What is to be said of it by the rules of the protocol, the worst first. */
  readonly findings: readonly Finding[];
  /** What it is made of, in the order of the bytes. */
  readonly parts: readonly PacketNode[];
}

/** The nodes of a tree, each before its parts. */
export function* nodesOf(node: PacketNode): Generator<PacketNode> {
  yield node;
  for (const part of node.parts) yield* nodesOf(part);
}

/** The node whose bytes a byte is of: the innermost one; `undefined` for a place outside of the packet. */
export function nodeAt(root: PacketNode, at: number): PacketNode | undefined {
  if (at < root.start || at >= root.end) return undefined;
  for (const part of root.parts) {
    const found = nodeAt(part, at);
    if (found !== undefined) return found;
  }
  return root;
}
