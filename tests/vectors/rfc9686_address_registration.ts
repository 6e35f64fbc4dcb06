import { AddressRegistrationEnable } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const addressRegistrationVectors: readonly Vector[] = [
  vector(AddressRegistrationEnable, {
    hex: "00940000",
    from: "scapy 2.8.0 made it: DHCP6OptAddrRegEnable",
    value: {},
    json: {},
    text: "addr-reg-enable",
  }),
];
