import { visible } from "./visible.ts";

/**
 * Finds the registered holder of a MAC address: `Vendors.vendorOf` of `@dhcpkit/kafka/collector/vendor` is one. Gives `undefined` for
 * those that are not known.
 */
export type VendorOf = (mac: string) => string | undefined;

/** What companies end with by the law of their country, small letters and without dots. */
const LEGAL_FORMS: ReadonlySet<string> = new Set([
  ...[
    "ab",
    "ag",
    "as",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "gmbh",
    "inc",
    "incorporated",
    "kg",
    "limited",
    "llc",
  ],
  ...["ltd", "nv", "oy", "oyj", "plc", "pte", "pty", "sa", "sas", "spa", "srl", "&"],
]);

/** Names that are longer are told by the letters that they begin with, if there are any. */
const LONG_NAME = 24;

/**
 * What people call the holder of a MAC address: `AVM GmbH` is `AVM`, `Huawei Technologies Co.,Ltd` is `Huawei Technologies`, and
 * `AVM Audiovisuelles Marketing und Computersysteme GmbH` is `AVM` as well.
 */
export function vendorName(holder: string): string {
  const words = holder.split(/[\s,]+/).filter((word) => word !== "");
  while (words.length > 1 && LEGAL_FORMS.has(words.at(-1)!.toLowerCase().replace(/[./]/g, ""))) words.pop();
  const name = words.join(" "), [first, second = ""] = words;
  return visible(name.length > LONG_NAME && isLetters(first) && !isLetters(second) ? first : name);
}

function isLetters(word: string): boolean {
  return /^[A-Z]{2,}$/.test(word);
}
