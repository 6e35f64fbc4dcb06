import { MessageType, messageTypeName, StatusCode, statusCodeName } from "../../dhcpv6/mod.ts";

/** A name of the protocol, and what it means to an operator. */
export interface Meaning {
  /** As the RFCs spell it: `Information-request`, `NoPrefixAvail`. */
  readonly name: string;
  /** In a short phrase without a full stop. */
  readonly phrase: string;
}

/**
 * What a message is and what it is for (RFC 9915 section 7.3, and the RFCs that added to it).
 *
 * @example
 * ```ts
 * import { messageMeaning } from "./meaning.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(messageMeaning(5), { name: "Renew", phrase: "asks its server to extend what it has" });
 * ```
 */
export function messageMeaning(type: number): Meaning {
  return { name: messageName(type), phrase: MESSAGES[type] ?? "a message type that IANA has not assigned" };
}

/** What a status code means (RFC 9915 section 21.13, RFC 5007, RFC 7653, RFC 8156). */
export function statusMeaning(code: number): Meaning {
  return { name: statusCodeName(code), phrase: STATUSES[code] ?? "a status code that IANA has not assigned" };
}

/** The name of a message type as the RFCs spell it: `Solicit`, `Information-request`, `DHCPv4-query`, `BNDUPD`. */
export function messageName(type: number): string {
  const name = messageTypeName(type);
  if (/^\d/.test(name)) return `message type ${name}`;
  const { BindingUpdate, Contact } = MessageType;
  if (type >= BindingUpdate && type <= Contact) return name.toUpperCase();
  return name.replace(/^dhcp/, "DHCP").replace("starttls", "STARTTLS").replace(/^./, (letter) => letter.toUpperCase());
}

const MESSAGES: { readonly [type: number]: string } = {
  [MessageType.Solicit]: "looks for servers that would give it an address or prefix",
  [MessageType.Advertise]: "offers what the server would give",
  [MessageType.Request]: "takes the offer of one server",
  [MessageType.Confirm]: "asks whether its addresses still fit the link, after it was away",
  [MessageType.Renew]: "asks its server to extend what it has",
  [MessageType.Rebind]: "asks any server to extend what it has, since its own did not answer",
  [MessageType.Reply]: "gives, extends, refuses or confirms",
  [MessageType.Release]: "gives back what it has",
  [MessageType.Decline]: "gives back an address that somebody else uses already",
  [MessageType.Reconfigure]: "tells the client to ask again",
  [MessageType.InformationRequest]: "asks for settings such as name servers, and for no address",
  [MessageType.RelayForward]: "a relay agent passes on what a client sent",
  [MessageType.RelayReply]: "tells a relay agent what to pass on to a client",
  [MessageType.Leasequery]: "asks who has an address or prefix",
  [MessageType.LeasequeryReply]: "tells who has an address or prefix",
  [MessageType.LeasequeryDone]: "ends the answer to a bulk leasequery",
  [MessageType.LeasequeryData]: "one more part of the answer to a bulk leasequery",
  [MessageType.ReconfigureRequest]: "a relay agent asks a server to have clients ask again",
  [MessageType.ReconfigureReply]: "tells the relay agent whether the clients were told",
  [MessageType.Dhcpv4Query]: "carries an IPv4 client's request over IPv6",
  [MessageType.Dhcpv4Response]: "carries the answer to an IPv4 client over IPv6",
  [MessageType.ActiveLeasequery]: "asks to be told of every change of leases from now on",
  [MessageType.StartTls]: "asks to go on encrypted",
  [MessageType.BindingUpdate]: "tells the failover partner of changed leases",
  [MessageType.BindingReply]: "tells the failover partner which changes were taken over",
  [MessageType.PoolRequest]: "asks the failover partner for addresses to give out",
  [MessageType.PoolResponse]: "tells the failover partner how many addresses it got",
  [MessageType.UpdateRequest]: "asks the failover partner for what it has not told yet",
  [MessageType.UpdateRequestAll]: "asks the failover partner for all of its leases",
  [MessageType.UpdateDone]: "tells the failover partner that everything was told",
  [MessageType.Connect]: "opens a connection to the failover partner",
  [MessageType.ConnectReply]: "takes or refuses the failover partner's connection",
  [MessageType.Disconnect]: "closes the connection to the failover partner",
  [MessageType.State]: "tells the failover partner in which state the server is",
  [MessageType.Contact]: "tells the failover partner that the server is there",
  [MessageType.AddressRegistrationInform]: "tells which address the client has made for itself",
  [MessageType.AddressRegistrationReply]: "confirms that the client's address is noted",
};

const STATUSES: { readonly [code: number]: string } = {
  [StatusCode.Success]: "went well",
  [StatusCode.UnspecFail]: "failed, and the server gives no reason",
  [StatusCode.NoAddrsAvail]: "the server has no address for this client",
  [StatusCode.NoBinding]: "the server knows nothing of what the client says it has",
  [StatusCode.NotOnLink]: "the address does not fit the link that the client is on now",
  [StatusCode.UseMulticast]: "the client sent to the server's own address, and should send to all servers",
  [StatusCode.NoPrefixAvail]: "the server has no prefix for this client",
  [StatusCode.UnknownQueryType]: "the server does not know this kind of leasequery",
  [StatusCode.MalformedQuery]: "the leasequery is not as it should be",
  [StatusCode.NotConfigured]: "the server has nothing configured for the link that was asked about",
  [StatusCode.NotAllowed]: "whoever asked may not ask this",
  [StatusCode.QueryTerminated]: "the server ended the leasequery before its answer was complete",
  [StatusCode.DataMissing]: "changes of leases before this were not kept",
  [StatusCode.CatchUpComplete]: "what had changed before was told; news follow",
  [StatusCode.NotSupported]: "the server does not do this",
  [StatusCode.TLSConnectionRefused]: "the server does not go on encrypted",
  [StatusCode.AddressInUse]: "the failover partner has given this address to another client",
  [StatusCode.ConfigurationConflict]: "the failover partners are configured differently",
  [StatusCode.MissingBindingInformation]: "the failover partner's update lacks something",
  [StatusCode.OutdatedBindingInformation]: "the failover partner's update is older than what is known",
  [StatusCode.ServerShuttingDown]: "the failover partner is shutting down",
  [StatusCode.DNSUpdateNotSupported]: "the failover partner does not update the DNS",
  [StatusCode.ExcessiveTimeSkew]: "the clocks of the failover partners are too far apart",
  [StatusCode.NoSRv6LocatorAvail]: "the server has no locator for this client",
};
