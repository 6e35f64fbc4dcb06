import type { Vendors } from "../../collector/vendor.ts";
import { countOf } from "../present/quantity.ts";
import { visible } from "../present/visible.ts";
import { clientsReading, type Reading, type ReadingKind } from "./reading.ts";

/** A vendor with more blocks of MAC addresses than this is searched for by the first ones only. */
const MOST_BLOCKS = 5000;

/** What a text can be that is just a text, the likelier by its looks first. */
export function textReadings(text: string, vendors: Vendors | undefined): Reading[] {
  const shown = `“${visible(text)}” in it`;
  const readings: Reading[] = [
    ...vendorReading(text, vendors),
    clientsReading("interface-id", `an interface-id with ${shown}`, { by: "interfaceId", text }),
    remoteIdReading(text),
    clientsReading("host-name", `a host name with ${shown}`, { by: "hostName", text }),
    clientsReading("vendor-class", `a vendor class with ${shown}`, { by: "vendorClass", text }),
  ];
  const order = orderOf(text);
  return readings.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** A remote-id; the digits behind its enterprise number may lack the `0x` that is shown before them. */
function remoteIdReading(text: string): Reading {
  const [, enterprise, digits] = /^(\d{1,10}):((?:[0-9a-f]{2})+)$/i.exec(text) ?? [];
  const phrase = `a remote-id with “${visible(text)}” in it`;
  if (enterprise === undefined) return clientsReading("remote-id", phrase, { by: "remoteId", text });
  const bytes = { by: "remoteId", text: `${enterprise}:0x${digits.toLowerCase()}` } as const;
  return clientsReading("remote-id", phrase, bytes, { by: "remoteId", text });
}

function vendorReading(text: string, vendors: Vendors | undefined): Reading[] {
  const blocks = text.length < 2 ? [] : vendors?.prefixesOf(text) ?? [];
  if (blocks.length === 0) return [];
  const some = blocks.length > MOST_BLOCKS ? `the first ${MOST_BLOCKS} of ` : "";
  const phrase = `a device of ${visible(text)}, by ${some}${countOf(blocks.length, "block")} of MAC addresses`;
  return [clientsReading("vendor", phrase, { by: "macBlocks", texts: blocks.slice(0, MOST_BLOCKS) })];
}

/** Enterprise numbers begin remote-ids, slashes are in ports, dots in host names; a word alone is rather a vendor's. */
function orderOf(text: string): ReadingKind[] {
  if (/^\d+:/.test(text)) return ["remote-id", "vendor-class", "interface-id", "host-name", "vendor"];
  if (/[\/:|]|^0x|^(eth|ge|gi|fa|te|xe|po|lag|pon|vlan|port)[- ]?\d/i.test(text)) {
    return ["interface-id", "remote-id", "vendor-class", "host-name", "vendor"];
  }
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+\.?$/i.test(text) || /\d/.test(text)) {
    return ["host-name", "interface-id", "remote-id", "vendor", "vendor-class"];
  }
  return ["vendor", "host-name", "vendor-class", "interface-id", "remote-id"];
}
