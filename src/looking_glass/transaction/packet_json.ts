import type { PacketView } from "./transaction_view.ts";

/** A packet in JSON: its bytes in hexadecimal digits, everything in it, and what the rules find; `null` for none. */
export function packetJson(packet: PacketView | undefined): Record<string, unknown> | null {
  if (packet === undefined) return null;
  const { hex, json, findings } = packet;
  return { bytes: hex, message: json ?? null, findings };
}
