import type { Datagram } from "../../tap/datagrams.ts";
import { countOf } from "../present/quantity.ts";
import type { Times } from "../present/times.ts";

/** Where a datagram comes from, in a phrase: `Packet 7, 2026-11-30 14:05:30.123 CET, from fe80::1 port 546 to ff02::1:2 port 547`. */
export function aboutDatagram(datagram: Datagram, times: Times): string {
  const { number, time, source, sourcePort, destination, destinationPort, vlans, missing, isReassembled } = datagram;
  const parts = [
    `Packet ${number}`,
    ...time === undefined ? [] : [times.exact(time)],
    `from ${source} port ${sourcePort} to ${destination} port ${destinationPort}`,
    ...vlans.length === 0 ? [] : [`VLAN ${vlans.join(" in it ")}`],
    ...isReassembled ? ["put together from fragments"] : [],
    ...missing === 0 ? [] : [`${countOf(missing, "byte")} ${missing === 1 ? "was" : "were"} not captured`],
  ];
  return parts.join(", ");
}
