import { type OptionSpace, standardSpace } from "../../src/dhcpv6/mod.ts";
import {
  mosAddressSuboptions,
  mosNameSuboptions,
  ntpSuboptions,
  packetCableSuboptions,
  packetCableV6Suboptions,
  radiusAttributes,
  vendorSpaces,
} from "../../src/dhcpv6/options/mod.ts";

/** Every code space: DHCPv6 options, suboptions, and those of vendors. */
export const spaces: readonly OptionSpace[] = [
  standardSpace,
  mosAddressSuboptions,
  mosNameSuboptions,
  ntpSuboptions,
  packetCableSuboptions,
  packetCableV6Suboptions,
  radiusAttributes,
  ...vendorSpaces.values(),
];
