import { Duid, enterpriseName } from "../../dhcpv6/mod.ts";
import { toHex } from "../../wire/mod.ts";
import { macText } from "../present/identifier.ts";
import type { VendorOf } from "../present/vendor_name.ts";
import { clientsReading, type Reading } from "./reading.ts";

/** What bytes can be: a DUID, a MAC address or the beginning of one, the likelier first. */
export function identifierReadings(bytes: Uint8Array, vendorOf?: VendorOf): Reading[] {
  const mac = macReading(bytes, vendorOf), isDuid = new Duid(bytes).content.type !== "opaque";
  const duid = bytes.length >= 3 && (mac === undefined || isDuid) ? [duidReading(bytes, vendorOf)] : [];
  if (mac === undefined) return duid;
  return bytes.length === 6 || duid.length === 0 ? [mac, ...duid] : [...duid, mac];
}

function macReading(bytes: Uint8Array, vendorOf: VendorOf | undefined): Reading | undefined {
  const text = toHex(bytes, ":");
  if (bytes.length === 6) {
    return clientsReading("mac-address", `the MAC address ${macText(text, vendorOf)}`, { by: "macAddress", text });
  }
  if (bytes.length < 3 || bytes.length > 5) return undefined;
  return clientsReading("mac-address", `MAC addresses that begin with ${text}`, { by: "macAddress", text });
}

function duidReading(bytes: Uint8Array, vendorOf: VendorOf | undefined): Reading {
  return clientsReading("duid", duidPhrase(bytes, vendorOf), { by: "duid", bytes });
}

function duidPhrase(bytes: Uint8Array, vendorOf: VendorOf | undefined): string {
  const duid = new Duid(bytes), { content } = duid, { macAddress } = duid;
  switch (content.type) {
    case "link-layer":
    case "link-layer-time": {
      const type = content.type === "link-layer" ? "LL" : "LLT";
      if (macAddress !== undefined) {
        return `a DUID of type ${type} with the MAC address ${macText(macAddress, vendorOf)}`;
      }
      return `a DUID of type ${type} with the link-layer address ${
        toHex(content.linkLayerAddress, ":") || "that is missing"
      }`;
    }
    case "enterprise": {
      const name = enterpriseName(content.enterprise);
      return `a DUID of type EN that ${name ?? `enterprise ${content.enterprise}`} gave`;
    }
    case "uuid":
      return `a DUID of type UUID, ${content.uuid}`;
    case "opaque":
      return `a DUID of ${bytes.length} bytes, of no type that is defined`;
  }
}
