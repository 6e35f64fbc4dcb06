import { parse } from "@std/csv";
import { encodeUtf8, fromHex, IPv6Address, IPv6Prefix, toHex, WireError } from "../dhcpv6/mod.ts";
import { hasBitsBehind } from "../dhcpv6/prefix_bits.ts";
import { type Assignment, type AssignmentSource, clientKeys } from "./assignment.ts";
import type { TransactionBundle } from "./bundle.ts";

/** A row of a CSV file that could not be used. */
export interface CsvProblem {
  /** Line in the file, counted from 1. */
  readonly line: number;
  /** What is wrong and what would be right. */
  readonly problem: string;
}

/**
 * Assignments from a CSV file with the columns `id`, `address` and `prefix` (either value may be empty).
 *
 * The header line names the columns, in any order; they are separated by comma, semicolon, tab or `|`. An `id` is
 * `duid:HEX`, `interface-id:HEX`, `remote-id:ENTERPRISE:HEX`, `subscriber-id:HEX` or `linklayer-id:TYPE:HEX`, or for the
 * last four a text: `interface-id-str:Fa2/3`, `remote-id-str:9:line 7`. A row that cannot be used is skipped and listed.
 *
 * @example
 * ```ts
 * import { CsvAssignments } from "@dhcpkit/kafka/server";
 * import { assertEquals } from "@std/assert";
 *
 * const assignments = CsvAssignments.parse("id,address,prefix\ninterface-id-str:Fa2/3,2001:db8::7,\nduid:xy,,\n");
 * assertEquals(assignments.size, 1);
 * assertEquals(assignments.problems.map(({ line }) => line), [3]);
 * ```
 */
export class CsvAssignments implements AssignmentSource {
  /** Rows that were skipped. */
  readonly problems: readonly CsvProblem[];

  readonly #byKey: ReadonlyMap<string, Assignment>;

  private constructor(byKey: ReadonlyMap<string, Assignment>, problems: readonly CsvProblem[]) {
    this.#byKey = byKey;
    this.problems = problems;
  }

  /** Reads a whole file. Throws `SyntaxError` when the header or the quoting is not as described. */
  static parse(text: string): CsvAssignments {
    const [header, ...lines] = text.replace(/^\ufeff/, "").split(/\r?\n/);
    const separator = detectSeparator(header);
    const columns = columnsOf(fieldsOf(header, separator));
    const byKey = new Map<string, Assignment>(), problems: CsvProblem[] = [];
    for (const [i, line] of lines.entries()) {
      if (line.trim() === "") continue;
      try {
        const row = fieldsOf(line, separator), key = normalisedKey(row[columns.id] ?? "");
        if (byKey.has(key)) throw new SyntaxError(`"${row[columns.id]}" is there a second time`);
        byKey.set(key, assignment(row[columns.address], row[columns.prefix]));
      } catch (error) {
        if (!(error instanceof SyntaxError || error instanceof WireError)) throw error;
        problems.push({ line: i + 2, problem: error.message });
      }
    }
    return new CsvAssignments(byKey, problems);
  }

  /** How many clients there are. */
  get size(): number {
    return this.#byKey.size;
  }

  /** The assignment of the first of the client's keys that the file has. */
  lookUp(bundle: TransactionBundle): Assignment | undefined {
    for (const key of clientKeys(bundle)) {
      const found = this.#byKey.get(key);
      if (found) return found;
    }
    return undefined;
  }
}

/** The only thing that can be wrong with a line is its quotes; the parser would call it line 1. */
function fieldsOf(line: string, separator: string): string[] {
  try {
    return parse(line, { separator })[0] ?? [];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new SyntaxError('quotes stand around a whole value, and within one as ""', { cause: error });
  }
}

function detectSeparator(header: string): string {
  const counted = [",", ";", "\t", "|"].map((separator) => ({ separator, count: header.split(separator).length }));
  return counted.reduce((best, next) => next.count > best.count ? next : best).separator;
}

function columnsOf(header: readonly string[]): { id: number; address: number; prefix: number } {
  const names = header.map((name) => name.trim().toLowerCase());
  const [id, address, prefix] = ["id", "address", "prefix"].map((name) => names.indexOf(name));
  if (id < 0 || address < 0 || prefix < 0) {
    throw new SyntaxError(`the first line has to name the columns id, address and prefix, not "${header.join(",")}"`);
  }
  return { id, address, prefix };
}

function assignment(address = "", prefix = ""): Assignment {
  const parsed = {
    ...(address.trim() === "" ? {} : { address: clientAddress(address.trim()) }),
    ...(prefix.trim() === "" ? {} : { prefix: clientPrefix(prefix.trim()) }),
  };
  if (!parsed.address && !parsed.prefix) throw new SyntaxError("there is neither an address nor a prefix");
  return parsed;
}

function clientAddress(text: string): IPv6Address {
  const address = IPv6Address.parse(text);
  if (!address.isGlobal) throw new SyntaxError(`${address} is no address for a client`);
  return address;
}

function clientPrefix(text: string): IPv6Prefix {
  const prefix = IPv6Prefix.parse(text), { address, length } = prefix;
  if (!address.isGlobal) throw new SyntaxError(`${prefix} is no prefix for a client`);
  if (hasBitsBehind(address.bytes, length)) {
    throw new SyntaxError(`${prefix} has bits set after the first ${length}`);
  }
  return prefix;
}

/** The ids that have a number, with the largest that it can be: an enterprise number, a hardware type. */
const LARGEST_NUMBER: { readonly [kind: string]: number } = { "remote-id": 0xffffffff, "linklayer-id": 0xffff };

/** An id in the form that `clientKeys` gives. */
function normalisedKey(id: string): string {
  const [, kind, asText, rest] =
    /^\s*(duid|interface-id|remote-id|subscriber-id|linklayer-id)(-str)?:(.*)$/is.exec(id) ??
      [];
  if (kind === undefined || (asText && kind.toLowerCase() === "duid")) {
    throw new SyntaxError(
      `"${id}" is no id: it starts with duid:, interface-id:, remote-id:, subscriber-id: or linklayer-id:, ` +
        "the last four also with -str before the colon",
    );
  }
  const name = kind.toLowerCase();
  const most = LARGEST_NUMBER[name];
  const [number, value] = most === undefined ? ["", rest] : numbered(id, rest, most);
  const bytes = asText ? encodeUtf8(value) : fromHex(value);
  if (bytes.length === 0) throw new SyntaxError(`"${id}" has no value`);
  return `${name}:${number}${toHex(bytes)}`;
}

/** `9:0200` as `["9:", "0200"]`. */
function numbered(id: string, rest: string, most: number): [string, string] {
  const [, number, value] = /^(\d+):(.*)$/s.exec(rest) ?? [];
  if (number === undefined) {
    throw new SyntaxError(`"${id}" lacks its number, as in remote-id:9:0200 or linklayer-id:1:…`);
  }
  if (Number(number) > most) throw new SyntaxError(`"${id}" is for nobody: ${number} is over ${most}`);
  return [`${Number(number)}:`, value];
}
