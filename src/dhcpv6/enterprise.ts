/**
 * The short name of an enterprise number of IANA's list, for vendors that DHCPv6 is seen with; `undefined` for others.
 *
 * Numbers and owners are those of IANA's list of private enterprise numbers, the names are cut down to what people call
 * the owner.
 *
 * @example
 * ```ts
 * import { enterpriseName } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(enterpriseName(4491), "CableLabs");
 * assertEquals(enterpriseName(0), undefined);
 * ```
 */
export function enterpriseName(enterprise: number): string | undefined {
  return NAMES[enterprise];
}

/** An enterprise number for people, with its name where that is known: `9 (Cisco)`. */
export function enterpriseText(enterprise: number): string {
  const name = enterpriseName(enterprise);
  return name === undefined ? String(enterprise) : `${enterprise} (${name})`;
}

const NAMES: { readonly [enterprise: number]: string | undefined } = {
  2: "IBM",
  9: "Cisco",
  11: "HP",
  43: "3Com",
  63: "Apple",
  161: "Motorola",
  171: "D-Link",
  193: "Ericsson",
  207: "Allied Telesis",
  236: "Samsung",
  311: "Microsoft",
  343: "Intel",
  637: "Nokia",
  664: "Adtran",
  674: "Dell",
  872: "AVM",
  890: "Zyxel",
  1038: "Sagemcom",
  1271: "Ciena",
  1588: "Brocade",
  1916: "Extreme Networks",
  1991: "Brocade",
  2011: "Huawei",
  2352: "Ericsson",
  2495: "ISC",
  2636: "Juniper",
  2863: "Thomson",
  3224: "NetScreen",
  3561: "Broadband Forum",
  3902: "ZTE",
  4115: "Arris",
  4413: "Broadcom",
  4491: "CableLabs",
  4526: "Netgear",
  4843: "Amazon",
  4874: "Juniper",
  4881: "Ruijie",
  5624: "Enterasys",
  5703: "NVIDIA",
  5771: "Cisco",
  5842: "Cisco",
  6027: "Force10",
  6296: "Dasan",
  6321: "Calix",
  6486: "Alcatel-Lucent Enterprise",
  6527: "Nokia",
  6876: "VMware",
  7483: "Nokia",
  7779: "Infoblox",
  8886: "Raisecom",
  10415: "3GPP",
  11129: "Google",
  11344: "FreeRADIUS",
  11408: "FiberHome",
  11863: "TP-Link",
  12356: "Fortinet",
  14179: "Airespace",
  14823: "Aruba",
  14988: "MikroTik",
  17713: "Cambium Networks",
  20858: "Casa Systems",
  22610: "A10 Networks",
  25053: "Ruckus",
  25461: "Palo Alto Networks",
  25506: "H3C",
  28458: "Nokia",
  29671: "Meraki",
  30065: "Arista",
  30803: "Vyatta",
  33049: "Mellanox",
  35265: "Eltex",
  40310: "Cumulus Networks",
  40712: "dhcpcd",
  40808: "Wi-Fi Alliance",
  41112: "Ubiquiti",
  41916: "Viptela",
  42518: "ZPE Systems",
  43793: "systemd",
  47196: "HPE",
  52642: "FS",
};
