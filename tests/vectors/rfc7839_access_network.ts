import { fromHex } from "../../src/dhcpv6/mod.ts";
import {
  AccessNetworkName,
  AccessOperatorId,
  AccessOperatorRealm,
  AccessPointBssid,
  AccessPointName,
  AccessTechnology,
} from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const accessNetworkVectors: readonly Vector[] = [
  vector(AccessTechnology, {
    hex: "006900020004",
    from: "shaped like FreeRADIUS's test vectors, which are read here as FreeRADIUS reads them; " +
      "TShark 4.0.17 reads it in option 82.13 of DHCPv4 as Access Technology Type: 4",
    value: { reserved: 0, technology: 4 },
    json: { reserved: 0, technology: 4 },
    text: "ani-att: reserved 0, technology 4",
  }),
  vector(AccessNetworkName, {
    hex: "006a000943616665cc812d3567",
    from: "shaped like FreeRADIUS's test vectors, which are read here as FreeRADIUS reads them; " +
      "TShark 4.0.17 reads it in option 82.14 of DHCPv4 as Access Network Name: Cafe",
    value: { name: "Cafe\u0301-5g" },
    json: { name: "Cafe\u0301-5g" },
    text: 'ani-network-name: "Cafe\u0301-5g"',
  }),
  vector(AccessPointName, {
    hex: "006b000661702d303137",
    from: "TShark 4.0.17 reads it in option 82.15 of DHCPv4 as Access Point Name: ap-017",
    value: { name: "ap-017" },
    json: { name: "ap-017" },
    text: 'ani-ap-name: "ap-017"',
  }),
  vector(AccessPointBssid, {
    hex: "006c000602005e102030",
    from: "shaped like FreeRADIUS's test vectors, which are read here as FreeRADIUS reads them; " +
      "TShark 4.0.17 reads it in option 82.16 of DHCPv4 as Access Point BSSID: 02:00:5e:10:20:30",
    value: { bssid: fromHex("02005e102030") },
    json: { bssid: "02005e102030" },
    text: "ani-ap-bssid: 02:00:5e:10:20:30",
  }),
  vector(AccessOperatorId, {
    hex: "006d000400007ed9",
    from: "TShark 4.0.17 reads it in option 82.17 of DHCPv4 as Access Network Operator ID: 00007ed9",
    value: { enterprise: 32473 },
    json: { enterprise: 32473 },
    text: "ani-operator-id: 32473",
  }),
  vector(AccessOperatorRealm, {
    hex: "006e00106f70657261746f722e6578616d706c65",
    from: "TShark 4.0.17 reads it in option 82.18 of DHCPv4 as Access Network Operator Realm: operator.example",
    value: { realm: "operator.example" },
    json: { realm: "operator.example" },
    text: 'ani-operator-realm: "operator.example"',
  }),
];
