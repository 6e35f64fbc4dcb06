/** A row of a table: the same names in each row. */
export type TableRow = Readonly<Record<string, string | number | boolean | null>>;

/**
 * The values of a row as a line of CSV (RFC 4180), without its end. Where a spreadsheet would begin a cell with a formula,
 * at the beginning of a text or behind what separates lists somewhere (`;`, tab, `|`), it has an apostrophe: texts come from the network.
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

/**
 * Where a cell begins whatever separates them, and blanks or quotes at most stand before what begins a formula, in half or full width.
 * Quotes are no shelter: they count at the beginning of a field alone, and behind another separator that is elsewhere.
 */
const FORMULA = /^(?=[\t\r])|(?:^|(?<=[;,|\t\r\n]))(?=[\s"]*[=+\-@＝＋－＠])/g;
/** Without one of these there is none: most texts are only looked at. */
const SUSPECT = /^[\s"=+\-@＝＋－＠]|[;,|\t\r\n]/;

function csvField(value: string | number | boolean | null): string {
  if (typeof value !== "string") return value === null ? "" : String(value);
  const text = SUSPECT.test(value) ? value.replace(FORMULA, "'") : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
