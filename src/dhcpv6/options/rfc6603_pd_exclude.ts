import { defineOption, type OptionDef } from "../option.ts";
import { IPv6Address } from "../address.ts";
import { u8 } from "../field.ts";
import { bytesBetween } from "../field_bounded_bytes.ts";
import { IPv6Prefix } from "../prefix.ts";
import { clearedBehind } from "../prefix_bits.ts";

/** Which part of a delegated prefix the client must not use on its own links. */
export interface PdExcludeValue {
  /** Length of the excluded prefix in bits, more than that of the delegated one. */
  prefixLength: number;
  /** The bits of the excluded prefix behind the delegated one, from the first bit on; 1 to 16 bytes. */
  subnetId: Uint8Array;
}

/**
 * The prefix that is excluded from `delegated`; `undefined` where it would not be longer than that or has too few bytes.
 *
 * @example
 * ```ts
 * import { fromHex, IPv6Prefix } from "@dhcpkit/kafka/dhcpv6";
 * import { excludedPrefix } from "@dhcpkit/kafka/dhcpv6/options";
 * import { assertEquals } from "@std/assert";
 *
 * const excluded = excludedPrefix(IPv6Prefix.parse("2001:db8::/56"), { prefixLength: 64, subnetId: fromHex("01") });
 * assertEquals(String(excluded), "2001:db8:0:1::/64");
 * ```
 */
export function excludedPrefix(
  { address, length }: IPv6Prefix,
  { prefixLength, subnetId }: PdExcludeValue,
): IPv6Prefix | undefined {
  const bits = prefixLength - length;
  if (bits <= 0 || prefixLength > 128 || subnetId.length * 8 < bits) return undefined;
  const bytes = clearedBehind(address.bytes, length);
  for (let i = 0; i < bits; i++) {
    if ((subnetId[i >> 3] & 0x80 >> (i & 7)) !== 0) bytes[length + i >> 3] |= 0x80 >> (length + i & 7);
  }
  return new IPv6Prefix(IPv6Address.from(bytes), prefixLength);
}

/** Prefix Exclude option. */
export const PdExclude: OptionDef<PdExcludeValue> = /* @__PURE__ */ defineOption(
  67,
  "pd-exclude",
  "RFC 6603 section 4.2",
  { prefixLength: u8, subnetId: /* @__PURE__ */ bytesBetween(1, 16) },
  { within: ["ia-prefix"] },
);
