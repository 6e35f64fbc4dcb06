/**
 * DHCPv6 status codes (RFC 9915 section 21.13, RFC 5007 section 4.1.3, RFC 7653, RFC 8156 and the IANA registry).
 *
 * @example
 * ```ts
 * import { StatusCode, statusCodeName } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(statusCodeName(StatusCode.NoPrefixAvail), "NoPrefixAvail");
 * ```
 */
export const StatusCode = {
  Success: 0,
  UnspecFail: 1,
  NoAddrsAvail: 2,
  NoBinding: 3,
  NotOnLink: 4,
  UseMulticast: 5,
  NoPrefixAvail: 6,
  UnknownQueryType: 7,
  MalformedQuery: 8,
  NotConfigured: 9,
  NotAllowed: 10,
  QueryTerminated: 11,
} as const;

const NAMES: readonly string[] = [
  ...Object.keys(StatusCode),
  "DataMissing",
  "CatchUpComplete",
  "NotSupported",
  "TLSConnectionRefused",
  "AddressInUse",
  "ConfigurationConflict",
  "MissingBindingInformation",
  "OutdatedBindingInformation",
  "ServerShuttingDown",
  "DNSUpdateNotSupported",
  "ExcessiveTimeSkew",
];

/** The name of a status code as the RFCs spell it, or its number as text. */
export function statusCodeName(code: number): string {
  return NAMES[code] ?? String(code);
}
