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
  DataMissing: 12,
  CatchUpComplete: 13,
  NotSupported: 14,
  TLSConnectionRefused: 15,
  AddressInUse: 16,
  ConfigurationConflict: 17,
  MissingBindingInformation: 18,
  OutdatedBindingInformation: 19,
  ServerShuttingDown: 20,
  DNSUpdateNotSupported: 21,
  ExcessiveTimeSkew: 22,
  /** A temporary assignment of IANA, for locators of segment routing (draft-ietf-spring-dhc-distribute-srv6-locator-dhcp). */
  NoSRv6LocatorAvail: 23,
} as const;

const NAMES: readonly string[] = /* @__PURE__ */ Object.keys(StatusCode);

/** The name of a status code as the RFCs spell it, or its number as text. */
export function statusCodeName(code: number): string {
  return NAMES[code] ?? String(code);
}
