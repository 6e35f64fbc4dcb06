import { fromHex } from "../../src/dhcpv6/mod.ts";
import { sharedFolder } from "../support/paths.ts";

/** A packet that four other libraries were run on. A test that reads these declares the need `shared-spec`. */
export interface MeasuredPacket {
  readonly name: string;
  /** Absent where the table only describes the packet. */
  readonly bytes?: Uint8Array<ArrayBuffer>;
  /** Bytes of a packet that is only described. */
  readonly length?: number;
}

/** Reads the table of measured outcomes at the end of the description of what DHCPv6 has on the wire. */
export function measuredPackets(): MeasuredPacket[] {
  const text = Deno.readTextFileSync(`${sharedFolder}spec/dhcpv6-elements.md`);
  const rows = text.slice(text.indexOf("## Appendix A")).matchAll(
    /^\| (\w+) \| (?:`([0-9a-f]*)`|(\d+) octets, see note) \|/gm,
  );
  return Array.from(
    rows,
    ([, name, hex, length]) => length === undefined ? { name, bytes: fromHex(hex) } : { name, length: Number(length) },
  );
}
