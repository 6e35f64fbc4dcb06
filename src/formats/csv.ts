/** A row of a table: the same names in each row. */
export type TableRow = Readonly<Record<string, string | number | boolean | null>>;

/**
 * The values of a row as a line of CSV (RFC 4180), without its end. Texts that a spreadsheet would take for a formula begin with
 * an apostrophe: they come from the network.
 *
 * @example
 * ```ts
 * import { csvLine } from "@dhcpkit/kafka/formats";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(csvLine([1, 'say "hi"', null, "=1+1"]), `1,"say ""hi""",,'=1+1`);
 * ```
 */
export function csvLine(values: readonly (string | number | boolean | null)[]): string {
  return values.map(csvField).join(",");
}

function csvField(value: string | number | boolean | null): string {
  if (typeof value !== "string") return value === null ? "" : String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
