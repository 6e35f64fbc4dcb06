import { fromHex, IPv6Address } from "../../src/dhcpv6/mod.ts";
import {
  KerberosDefaultRealmName,
  KerberosKdc,
  KerberosPrincipalName,
  KerberosRealmName,
} from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

const realm = new TextEncoder().encode("EXAMPLE.COM");

export const kerberosVectors: readonly Vector[] = [
  vector(KerberosPrincipalName, {
    hex: "004b000800000001686f7374",
    from:
      "made by hand from RFC 6784 section 3, with the name type in front that FreeRADIUS declares; no implementation at hand reads its fields",
    value: { principal: fromHex("00000001686f7374") },
    json: { principal: "00000001686f7374" },
    text: "krb-principal-name: 00000001686f7374",
  }),
  vector(KerberosPrincipalName, {
    hex: "004b0004686f7374",
    from: "dhcpcd 9.4.1 reads it as krb_principal_name=host",
    value: { principal: fromHex("686f7374") },
    json: { principal: "686f7374" },
    text: 'krb-principal-name: 686f7374 "host"',
  }),
  vector(KerberosRealmName, {
    hex: "004c000b4558414d504c452e434f4d",
    from: "dhcpcd 9.4.1 reads it as krb_realm_name=EXAMPLE.COM",
    value: { realm },
    json: { realm: "4558414d504c452e434f4d" },
    text: 'krb-realm-name: 4558414d504c452e434f4d "EXAMPLE.COM"',
  }),
  vector(KerberosDefaultRealmName, {
    hex: "004d000b4558414d504c452e434f4d",
    from: "made by hand from RFC 6784 section 3; no implementation at hand reads its fields",
    value: { realm },
    json: { realm: "4558414d504c452e434f4d" },
    text: 'krb-default-realm-name: 4558414d504c452e434f4d "EXAMPLE.COM"',
  }),
  vector(KerberosKdc, {
    hex: "004e0022000a001402005820010db80000000000000000000000884558414d504c452e434f4d",
    from:
      "dhcpcd 9.4.1 reads it as krb_kdc_priority=10, krb_kdc_weight=20, krb_kdc_transport_type=2, krb_kdc_port=88, krb_kdc_address=2001:db8::88, krb_kdc_realm_name=EXAMPLE.COM",
    value: {
      priority: 10,
      weight: 20,
      transport: 2,
      port: 88,
      address: IPv6Address.parse("2001:db8::88"),
      realm,
    },
    json: {
      priority: 10,
      weight: 20,
      transport: 2,
      port: 88,
      address: "2001:db8::88",
      realm: "4558414d504c452e434f4d",
    },
    text: "krb-kdc: priority 10, weight 20, transport 2, port 88, address 2001:db8::88, " +
      'realm 4558414d504c452e434f4d "EXAMPLE.COM"',
  }),
];
