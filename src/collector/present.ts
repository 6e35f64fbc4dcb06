import { statusCodeName } from "../dhcpv6/mod.ts";
import { textOf } from "../store/read_transaction.ts";
import type { Lease, TransactionRecord } from "./transaction_record.ts";

/**
 * A transaction in a line for people: when, server, client, where it is, request → answer, how long that took, what
 * the client got or was told.
 *
 * `timeZone` is an IANA name; default: that of the machine.
 *
 * @example
 * ```ts
 * import { transactionLine } from "@dhcpkit/kafka/collector";
 * import { assertEquals } from "@std/assert";
 *
 * const line = transactionLine({
 *   serverName: "dhcp01", receivedAt: 0, duration: 0.0031, relays: 1,
 *   requestType: "solicit", leases: [], statuses: [], problems: [],
 * }, { timeZone: "UTC" });
 * assertEquals(line, "00:00:00.000  dhcp01  no DUID  solicit → no answer  3.1 ms");
 * ```
 */
export function transactionLine(record: TransactionRecord, { timeZone }: { timeZone?: string } = {}): string {
  return [
    timeText(record.receivedAt, timeZone),
    printable(record.serverName) || "(unnamed server)",
    clientText(record),
    portText(record),
    `${record.requestType ?? "no request"} → ${record.responseType ?? "no answer"}`,
    durationText(record.duration),
    ...record.leases.map(leaseText),
    ...record.statuses.map(({ code, message }) => statusCodeName(code) + (message ? ` "${printable(message)}"` : "")),
    ...record.problems.map((problem) => `malformed: ${printable(problem)}`),
  ].filter((part) => part !== "").join("  ");
}

/**
 * A transaction for JSON: the same values with names in kebab case, bytes as hexadecimal digits, times as ISO 8601.
 */
export function transactionJson(record: TransactionRecord): Record<string, unknown> {
  const { clientId, remoteId, interfaceId } = record;
  return {
    server: record.serverName,
    "received-at": isoTime(record.receivedAt),
    "duration-ms": Math.round(record.duration * 1e6) / 1e3,
    request: record.requestType ?? null,
    response: record.responseType ?? null,
    duid: clientId ? String(clientId) : null,
    "mac-address": clientId?.macAddress ?? null,
    "client-address": record.clientAddress ? String(record.clientAddress) : null,
    "interface-id": interfaceId ? idText(interfaceId) : null,
    "remote-id": remoteId ? `${remoteId.enterprise}:${idText(remoteId.id)}` : null,
    relays: record.relays,
    leases: record.leases.map(({ kind, value, preferredLifetime, validLifetime }) => ({
      [kind]: value,
      "preferred-lifetime": preferredLifetime,
      "valid-lifetime": validLifetime,
    })),
    statuses: record.statuses.map(({ code, message }) => ({ status: statusCodeName(code), message })),
    problems: record.problems,
  };
}

/** `840 µs`, `3.1 ms`, `2.4 s`, `3 min 12 s`. */
export function durationText(seconds: number): string {
  if (!Number.isFinite(seconds)) return "? s";
  if (seconds < 0.001) return `${Math.round(seconds * 1e6)} µs`;
  if (seconds < 0.1) return `${(seconds * 1e3).toFixed(1)} ms`;
  if (seconds < 1) return `${Math.round(seconds * 1e3)} ms`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/** An opaque identifier: its text where it is printable ASCII, otherwise `0x` and hexadecimal digits. */
export function idText(id: Uint8Array): string {
  return id.length > 0 ? textOf(id) : "0x";
}

function clientText({ clientId }: TransactionRecord): string {
  return clientId ? clientId.macAddress ?? String(clientId) : "no DUID";
}

function portText({ interfaceId, remoteId }: TransactionRecord): string {
  return [
    interfaceId ? idText(interfaceId) : "",
    remoteId ? `${remoteId.enterprise}:${idText(remoteId.id)}` : "",
  ].filter((part) => part !== "").join(" ");
}

function leaseText({ value, validLifetime }: Lease): string {
  return validLifetime === 0 ? `${value} (withdrawn)` : value;
}

function timeText(seconds: number, timeZone: string | undefined): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return "(no time)";
  return new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(date);
}

function isoTime(seconds: number): string | null {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** Text from the network without what could steer a terminal: such characters become `\u…`. */
export function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}
