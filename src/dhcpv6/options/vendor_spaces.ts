import { OptionSpace } from "../option_space.ts";
import { cableLabsSuboptions } from "./vendor_cablelabs.ts";
import { freeRadiusSuboptions } from "./vendor_freeradius.ts";
import { iscSuboptions } from "./vendor_isc.ts";
import { mellanoxSuboptions } from "./vendor_mellanox.ts";
import { microsoftSuboptions } from "./vendor_microsoft.ts";
import { nokiaSuboptions } from "./vendor_nokia.ts";

/** The suboptions of vendors, by enterprise number. */
export const vendorSpaces: ReadonlyMap<number, OptionSpace> = /* @__PURE__ */ new Map([
  [311, microsoftSuboptions],
  [2495, iscSuboptions],
  [4491, cableLabsSuboptions],
  [6527, nokiaSuboptions],
  [11344, freeRadiusSuboptions],
  [33049, mellanoxSuboptions],
]);

const unknownVendor: OptionSpace = /* @__PURE__ */ new OptionSpace("vendor", []);

/**
 * The suboptions of a vendor; for one that is not known, a space without definitions.
 *
 * @example
 * ```ts
 * import { vendorSpace } from "@dhcpkit/kafka/dhcpv6/options";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(vendorSpace(4491).nameOf(33), "config-file-name");
 * assertEquals(vendorSpace(9).nameOf(33), "33");
 * ```
 */
export function vendorSpace(enterprise: number): OptionSpace {
  return vendorSpaces.get(enterprise) ?? unknownVendor;
}
