import type { TableRow } from "./csv.ts";
import type { TransactionJson } from "./transaction_json.ts";

/** The columns of {@linkcode transactionRow}, in their order. */
export const transactionColumns = [
  "timestamp-in",
  "server-name",
  "outcome",
  "reason",
  "duration-ms",
  "transaction-id",
  "request-type",
  "response-type",
  "client-duid",
  "client-mac",
  "client-address",
  "link-address",
  "interface-id",
  "remote-id",
  "host-name",
  "vendor-class",
  "addresses",
  "prefixes",
] as const;

/**
 * The flat part of a transaction, for tables: members of the same name of its JSON, lists with a space between.
 *
 * @example
 * ```ts
 * import { csvLine, transactionColumns, transactionRow, transactionToJson } from "@dhcpkit/kafka/formats";
 * import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
 * import { assertEquals } from "@std/assert";
 *
 * const json = transactionToJson(new DHCPKafkaMessage({ serverName: "dhcp01", timestampIn: 10 }));
 * assertEquals(csvLine(transactionColumns).slice(0, 32), "timestamp-in,server-name,outcome");
 * assertEquals(csvLine(Object.values(transactionRow(json))).slice(0, 46), "1970-01-01T00:00:10.000000Z,dhcp01,no-request,");
 * ```
 */
export function transactionRow(json: TransactionJson): TableRow {
  return Object.fromEntries(transactionColumns.map((name) => {
    const value = json[name];
    return [name, typeof value === "object" && value !== null ? value.join(" ") : value];
  }));
}
