/**
 * Names of the makers of network interfaces, by MAC address: the registries of the IEEE as the npm package oui-data has them.
 *
 * @example
 * ```ts
 * import { loadVendors } from "@dhcpkit/kafka/collector/vendor";
 * import { assertEquals } from "@std/assert";
 *
 * const vendors = await loadVendors();
 * assertEquals(vendors.vendorOf("34:31:c4:3c:b2:f1"), "AVM GmbH");
 * ```
 *
 * @module
 */

/** Who makes what. */
export interface Vendors {
  /**
   * The holder of the block that a MAC address is of, as the IEEE registers it; hexadecimal digits, with colons, dashes or dots or
   * without. `undefined` where the holder is not known or wants not to be, for addresses that are locally administered or of groups, and
   * for what is no MAC address.
   */
  vendorOf(mac: string): string | undefined;
  /**
   * How the MAC addresses begin that a vendor makes, in order, as in `34:31:c4` and, for smaller blocks, `70:b3:d5:f2:f`. The text
   * is looked for within names, without regard to case; nothing is found by an empty one.
   */
  prefixesOf(text: string): string[];
}

/** Digits of a block's beginning: 36, 28 and 24 bits. */
const BLOCKS: readonly number[] = [9, 7, 6];
/** Holders of blocks that are no vendors: the one that gives out parts of them, and those who are not named. */
const NOBODY: ReadonlySet<string> = new Set(["IEEE Registration Authority", "Private"]);

/** Loads the names: about 20 MB of memory, for the life of the process, however often this is called. */
export async function loadVendors(): Promise<Vendors> {
  const { default: registered } = await import("oui-data", { with: { type: "json" } });
  const holders: Readonly<Record<string, string>> = registered;
  let blocksByName: ReadonlyMap<string, readonly string[]> | undefined;
  return {
    vendorOf(mac) {
      const digits = mac.replace(/[:.-]/g, "").toUpperCase();
      if (!/^[0-9A-F]{12}$/.test(digits) || !isGlobal(digits)) return undefined;
      const block = BLOCKS.find((length) => digits.slice(0, length) in holders);
      return block === undefined ? undefined : vendor(holders[digits.slice(0, block)]);
    },
    prefixesOf(text) {
      const wanted = text.trim().toLowerCase();
      if (wanted === "") return [];
      blocksByName ??= grouped(holders);
      return Array.from(blocksByName).flatMap(([name, blocks]) => name.includes(wanted) ? blocks : [])
        .map((block) => block.toLowerCase().replace(/..(?=.)/g, "$&:")).sort();
    },
  };
}

/** The blocks of each vendor, by its name in small letters. */
function grouped(holders: Readonly<Record<string, string>>): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [block, entry] of Object.entries(holders)) {
    const name = isGlobal(block) ? vendor(entry)?.toLowerCase() : undefined;
    if (name === undefined) continue;
    const blocks = groups.get(name);
    if (blocks === undefined) groups.set(name, [block]);
    else blocks.push(block);
  }
  return groups;
}

/** Whether an address is of one interface, and was given out by its vendor (IEEE 802 section 8.2). */
function isGlobal(digits: string): boolean {
  return (parseInt(digits[1], 16) & 3) === 0;
}

/** The first line of an entry, which the holder's postal address follows. */
function vendor(entry: string): string | undefined {
  const end = entry.indexOf("\n"), name = end < 0 ? entry : entry.slice(0, end);
  return NOBODY.has(name) ? undefined : name;
}
