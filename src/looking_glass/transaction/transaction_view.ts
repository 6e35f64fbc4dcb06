import { type Finding, Message, type MessageJson, toJson, validate } from "../../dhcpv6/mod.ts";
import type { StoredTransaction } from "../../store/mod.ts";
import { toHex } from "../../wire/mod.ts";
import { type Difference, differencesBetween } from "./differences.ts";
import type { PacketNode } from "./packet_node.ts";
import { packetTree } from "./packet_tree.ts";

/** A packet as a page shows it. */
export interface PacketView {
  /** As it was on the wire. */
  readonly bytes: Uint8Array;
  /** The same in hexadecimal digits, to be copied. */
  readonly hex: string;
  /** What is in it; `undefined` where not even its header is complete. */
  readonly tree: PacketNode | undefined;
  /** All findings of the tree, the worst first. */
  readonly findings: readonly Finding[];
  /** It as JSON, to be copied; `undefined` where there is no tree. */
  readonly json: MessageJson | undefined;
}

/** A transaction as a page shows it. */
export interface TransactionView {
  /** `undefined` where the record has no request. */
  readonly request: PacketView | undefined;
  /** `undefined` where there was no answer. */
  readonly response: PacketView | undefined;
  /** What the answer says otherwise than the request. */
  readonly differences: readonly Difference[];
}

/**
 * Everything about a transaction: both packets as trees with what is wrong in them, and how the answer differs from the request.
 *
 * Never throws. Takes time in proportion to the packets.
 *
 * @example
 * ```ts
 * import { transactionView } from "./transaction_view.ts";
 * import { fromHex } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * const { request, response } = transactionView({ request: fromHex("0bf350d6 0001000a 000300013431c43cb2f1"), response: undefined });
 * assertEquals(request?.tree?.parts.map(({ name }) => name), ["transaction-id", "client-id"]);
 * assertEquals(response, undefined);
 * ```
 */
export function transactionView(
  { request, response }: Pick<StoredTransaction, "request" | "response">,
): TransactionView {
  const asked = request && parsed(request), answer = response && parsed(response);
  return {
    request: request && packetView(request, asked),
    response: response && packetView(response, answer, asked),
    differences: asked && answer ? differencesBetween(asked, answer) : [],
  };
}

function packetView(bytes: Uint8Array, message: Message | undefined, request?: Message): PacketView {
  const hex = toHex(bytes);
  if (message === undefined) return { bytes, hex, tree: undefined, findings: [], json: undefined };
  const findings = validate(message, "observer", request === undefined ? {} : { request });
  return { bytes, hex, tree: packetTree(message, findings), findings, json: toJson(message) };
}

function parsed(bytes: Uint8Array): Message | undefined {
  try {
    return Message.parse(bytes);
  } catch {
    return undefined;
  }
}
