/**
 * DHCPv6 message types (RFC 9915 section 7.3 and the IANA registry).
 *
 * @example
 * ```ts
 * import { MessageType, messageTypeName } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(messageTypeName(MessageType.Solicit), "solicit");
 * assertEquals(messageTypeName(200), "200");
 * ```
 */
export const MessageType = {
  Solicit: 1,
  Advertise: 2,
  Request: 3,
  Confirm: 4,
  Renew: 5,
  Rebind: 6,
  Reply: 7,
  Release: 8,
  Decline: 9,
  Reconfigure: 10,
  InformationRequest: 11,
  RelayForward: 12,
  RelayReply: 13,
  Leasequery: 14,
  LeasequeryReply: 15,
  LeasequeryDone: 16,
  LeasequeryData: 17,
  ReconfigureRequest: 18,
  ReconfigureReply: 19,
  Dhcpv4Query: 20,
  Dhcpv4Response: 21,
  ActiveLeasequery: 22,
  StartTls: 23,
  BindingUpdate: 24,
  BindingReply: 25,
  PoolRequest: 26,
  PoolResponse: 27,
  UpdateRequest: 28,
  UpdateRequestAll: 29,
  UpdateDone: 30,
  Connect: 31,
  ConnectReply: 32,
  Disconnect: 33,
  State: 34,
  Contact: 35,
  AddressRegistrationInform: 36,
  AddressRegistrationReply: 37,
} as const;

const NAMES: readonly string[] = [
  "reserved",
  "solicit",
  "advertise",
  "request",
  "confirm",
  "renew",
  "rebind",
  "reply",
  "release",
  "decline",
  "reconfigure",
  "information-request",
  "relay-forward",
  "relay-reply",
  "leasequery",
  "leasequery-reply",
  "leasequery-done",
  "leasequery-data",
  "reconfigure-request",
  "reconfigure-reply",
  "dhcpv4-query",
  "dhcpv4-response",
  "active-leasequery",
  "starttls",
  "bndupd",
  "bndreply",
  "poolreq",
  "poolresp",
  "updreq",
  "updreqall",
  "upddone",
  "connect",
  "connectreply",
  "disconnect",
  "state",
  "contact",
  "addr-reg-inform",
  "addr-reg-reply",
];

/** The name of a message type in kebab case, or its number as text where IANA has assigned none. */
export function messageTypeName(type: number): string {
  return NAMES[type] || String(type);
}

/** The message type of a name that {@linkcode messageTypeName} gives (a number as text included), or `undefined`. */
export function messageTypeByName(name: string): number | undefined {
  const type = NAMES.indexOf(name.toLowerCase());
  if (type >= 0) return type;
  return /^\d{1,3}$/.test(name) && Number(name) < 256 ? Number(name) : undefined;
}

/** Whether messages of this type have the header of relay agents: hop count, link-address, peer-address. */
export function isRelayType(type: number): boolean {
  return type === 12 || type === 13;
}

/** Whether messages of this type are those of failover partners (RFC 8156). */
export function isFailoverType(type: number): boolean {
  return type >= 24 && type <= 35;
}

/** Whether messages of this type carry DHCPv4 and have flags where others have a transaction id (RFC 7341 section 6). */
export function isDhcpv4Type(type: number): boolean {
  return type === 20 || type === 21;
}
