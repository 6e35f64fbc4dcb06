import { text, u8 } from "../field.ts";
import { enterpriseNumber } from "../field_enterprise.ts";
import { macAddress } from "../field_mac_address.ts";
import { defineOption, type OptionDef, type OptionTraits } from "../option.ts";

/** A relay agent tells it to the server. */
const RELAYED: OptionTraits = { within: ["relay-forward"], requestable: false };

/** By which technology a client reaches the network. */
export interface AccessTechnologyValue {
  /** Reserved, 0. */
  reserved: number;
  /** Access Technology Type of Mobile IPv6, such as 4 = IEEE 802.11. */
  technology: number;
}

/** Access-Technology-Type option. */
export const AccessTechnology: OptionDef<AccessTechnologyValue> = /* @__PURE__ */ defineOption(
  105,
  "ani-att",
  "RFC 7839 section 5",
  { reserved: u8, technology: u8 },
  RELAYED,
);

/** A name of the access network or of its access point. */
export interface AccessNameValue {
  /** For people. */
  name: string;
}

/** Network-Name option, such as an SSID. */
export const AccessNetworkName: OptionDef<AccessNameValue> = /* @__PURE__ */ defineOption(
  106,
  "ani-network-name",
  "RFC 7839 section 5",
  { name: text },
  RELAYED,
);

/** Access-Point-Name option. */
export const AccessPointName: OptionDef<AccessNameValue> = /* @__PURE__ */ defineOption(
  107,
  "ani-ap-name",
  "RFC 7839 section 5",
  { name: text },
  RELAYED,
);

/** Which access point a client is at. */
export interface AccessPointBssidValue {
  /** 6 bytes. */
  bssid: Uint8Array;
}

/** Access-Point-BSSID option. */
export const AccessPointBssid: OptionDef<AccessPointBssidValue> = /* @__PURE__ */ defineOption(
  108,
  "ani-ap-bssid",
  "RFC 7839 section 5",
  { bssid: macAddress },
  RELAYED,
);

/** Who runs the access network. */
export interface AccessOperatorIdValue {
  /** The operator's number in IANA's list of private enterprises. */
  enterprise: number;
}

/** Operator-Identifier option. */
export const AccessOperatorId: OptionDef<AccessOperatorIdValue> = /* @__PURE__ */ defineOption(
  109,
  "ani-operator-id",
  "RFC 7839 section 5",
  { enterprise: enterpriseNumber },
  RELAYED,
);

/** Who runs the access network, by name. */
export interface AccessOperatorRealmValue {
  /** Realm, such as `operator.example`. */
  realm: string;
}

/** Operator-Realm option. */
export const AccessOperatorRealm: OptionDef<AccessOperatorRealmValue> = /* @__PURE__ */ defineOption(
  110,
  "ani-operator-realm",
  "RFC 7839 section 5",
  { realm: text },
  RELAYED,
);
