import { defineOption, type OptionDef } from "../option.ts";
import { address, domainNames, type Field, u8 } from "../field.ts";
import type { IPv6Address } from "../address.ts";

/** Which DNS server a client asks about which domains and networks. */
export interface RdnssSelectionValue {
  /** The DNS server. */
  address: IPv6Address;
  /** In the last two bits: 0 = medium, 1 = high, 3 = low; 2 is to be taken as medium. The others are reserved. */
  preference: number;
  /** The domains, and networks as names in `ip6.arpa`, without the dot of the root. */
  domains: string[];
}

const preference: Field<number> = {
  kind: "u8 preference",
  read: (reader) => reader.u8(),
  write: (writer, value) => writer.u8(value),
  json: (value) => value,
  fromJson: (json) => u8.fromJson(json),
  schema: () => u8.schema(),
  text: (value) => ["medium", "high", "2", "low"][value] ?? String(value),
};

/** RDNSS Selection option. */
export const RdnssSelection: OptionDef<RdnssSelectionValue> = /* @__PURE__ */ defineOption(
  74,
  "rdnss-selection",
  "RFC 6731 section 4.2",
  { address, preference, domains: domainNames },
  { repeats: true },
);
