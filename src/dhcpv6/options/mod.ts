/**
 * Every DHCPv6 option that this module knows, one declaration each.
 *
 * @example
 * ```ts
 * import { Options } from "@dhcpkit/kafka/dhcpv6";
 * import { RemoteId } from "@dhcpkit/kafka/dhcpv6/options";
 * import { assertEquals } from "@std/assert";
 *
 * const options = Options.of(RemoteId.of({ enterprise: 9, id: new Uint8Array([2, 0, 0, 7]) }));
 * assertEquals(options.get(RemoteId)?.enterprise, 9);
 * ```
 *
 * @module
 */
import type { OptionDef } from "../option.ts";
import { IaSrv6Locator, Srv6Locator } from "./draft_srv6_locator.ts";
import { SipServerAddresses, SipServerNames } from "./rfc3319_sip.ts";
import { DnsServers, DomainList } from "./rfc3646_dns.ts";
import { NisDomainName, NispDomainName, NispServers, NisServers } from "./rfc3898_nis.ts";
import { SntpServers } from "./rfc4075_sntp.ts";
import { BcmcsServerAddresses, BcmcsServerNames } from "./rfc4280_bcmcs.ts";
import { ClientLinkLayerAddress, RemoteId, SubscriberId } from "./rfc4649_relay_agent.ts";
import { ClientFqdn } from "./rfc4704_fqdn.ts";
import { CivicLocation } from "./rfc4776_civic.ts";
import { PosixTimezone, TzdbTimezone } from "./rfc4833_timezone.ts";
import { EchoRequest } from "./rfc4994_echo_request.ts";
import {
  ClientData,
  ClientLastTime,
  LeasequeryClientLink,
  LeasequeryQuery,
  LeasequeryRelayData,
} from "./rfc5007_leasequery.ts";
import { PanaAgent } from "./rfc5192_pana.ts";
import { LostServer } from "./rfc5223_lost.ts";
import { CapwapControllers } from "./rfc5417_capwap.ts";
import { RelayId } from "./rfc5460_relay_id.ts";
import { MosAddresses, MosNames } from "./rfc5678_mobility_services.ts";
import { NtpServer } from "./rfc5908_ntp.ts";
import { BootfileParam, BootfileUrl, ClientArchType, NetworkInterfaceId } from "./rfc5970_network_boot.ts";
import { AccessDomain } from "./rfc5986_access_domain.ts";
import { SipConfigurationDomains } from "./rfc6011_sip_configuration.ts";
import { Andsf } from "./rfc6153_andsf.ts";
import { Geolocation } from "./rfc6225_geolocation.ts";
import { AftrName } from "./rfc6334_aftr.ts";
import { ErpLocalDomainName, RelaySuppliedOptions } from "./rfc6422_relay_supplied.ts";
import { PdExclude } from "./rfc6603_pd_exclude.ts";
import { Vss } from "./rfc6607_vss.ts";
import {
  HomeAgentAddress,
  HomeAgentName,
  HomeNetworkPrefix,
  IdentifiedHomeNetwork,
  UnrestrictedHomeNetwork,
} from "./rfc6610_home_agent.ts";
import { HomeNetworkName, VisitedHomeNetwork } from "./rfc6610_home_network.ts";
import { RdnssSelection } from "./rfc6731_rdnss_selection.ts";
import { KerberosDefaultRealmName, KerberosKdc, KerberosPrincipalName, KerberosRealmName } from "./rfc6784_kerberos.ts";
import { LinkAddress } from "./rfc6977_link_address.ts";
import { Radius } from "./rfc7037_radius.ts";
import { AddressSelection, AddressSelectionTable } from "./rfc7078_address_selection.ts";
import { PcpServer } from "./rfc7291_pcp.ts";
import { Dhcp4o6Servers, Dhcpv4Msg } from "./rfc7341_dhcpv4_over_dhcpv6.ts";
import {
  FailoverDnsFlags,
  FailoverExpirationTime,
  FailoverPartnerLifetime,
  FailoverPartnerLifetimeSent,
  FailoverPartnerRawCltTime,
  FailoverReconfigureData,
  FailoverStateExpirationTime,
} from "./rfc8156_failover_lease.ts";
import {
  FailoverKeepaliveTime,
  FailoverMaxUnackedBndupd,
  FailoverMclt,
  FailoverPartnerDownTime,
  FailoverProtocolVersion,
  FailoverRelationshipName,
  FailoverServerFlags,
  FailoverServerState,
  FailoverStartTimeOfState,
} from "./rfc8156_failover_partner.ts";
import { RelayPort } from "./rfc8357_relay_port.ts";
import { SoftwireBindPrefix } from "./rfc8539_bind_prefix.ts";
import { SztpRedirect } from "./rfc8572_sztp.ts";
import { IaLl, LinkLayerAddresses } from "./rfc8947_link_layer_addresses.ts";
import { SlapQuadrants } from "./rfc8948_slap_quadrant.ts";
import { DotsAddress, DotsReferenceIdentifier } from "./rfc8973_dots.ts";
import { EncryptedDns } from "./rfc9463_encrypted_dns.ts";
import { ForwardDistributionManager, RegisteredDomain, ReverseDistributionManager } from "./rfc9527_homenet.ts";
import { AddressRegistrationEnable } from "./rfc9686_address_registration.ts";
import { UserClass, VendorClass, VendorOptions } from "./rfc9915_class.ts";
import {
  Authentication,
  ElapsedTime,
  InfMaxRt,
  InformationRefreshTime,
  OptionRequest,
  Preference,
  RapidCommit,
  ReconfigureAccept,
  ReconfigureMessage,
  ServerUnicast,
  SolMaxRt,
  Status,
} from "./rfc9915_exchange.ts";
import { ClientId, ServerId } from "./rfc9915_identity.ts";
import { IaAddress, IaNa, IaPd, IaPrefix, IaTa } from "./rfc9915_identity_association.ts";
import { InterfaceId, RelayMsg } from "./rfc9915_relay.ts";

export * from "./draft_srv6_locator.ts";
export * from "./rfc3319_sip.ts";
export * from "./rfc3646_dns.ts";
export * from "./rfc3898_nis.ts";
export * from "./rfc4075_sntp.ts";
export * from "./rfc4280_bcmcs.ts";
export * from "./rfc4649_relay_agent.ts";
export * from "./rfc4704_fqdn.ts";
export * from "./rfc4776_civic.ts";
export * from "./rfc4833_timezone.ts";
export * from "./rfc4994_echo_request.ts";
export * from "./rfc5007_leasequery.ts";
export * from "./rfc5192_pana.ts";
export * from "./rfc5223_lost.ts";
export * from "./rfc5417_capwap.ts";
export * from "./rfc5460_relay_id.ts";
export * from "./rfc5678_mobility_services.ts";
export * from "./rfc5908_ntp.ts";
export * from "./rfc5970_network_boot.ts";
export * from "./rfc5986_access_domain.ts";
export * from "./rfc6011_sip_configuration.ts";
export * from "./rfc6153_andsf.ts";
export * from "./rfc6225_geolocation.ts";
export * from "./rfc6334_aftr.ts";
export * from "./rfc6422_relay_supplied.ts";
export * from "./rfc6603_pd_exclude.ts";
export * from "./rfc6607_vss.ts";
export * from "./rfc6610_home_agent.ts";
export * from "./rfc6610_home_network.ts";
export * from "./rfc6731_rdnss_selection.ts";
export * from "./rfc6784_kerberos.ts";
export * from "./rfc6977_link_address.ts";
export * from "./rfc7037_radius.ts";
export * from "./rfc7078_address_selection.ts";
export * from "./rfc7291_pcp.ts";
export * from "./rfc7341_dhcpv4_over_dhcpv6.ts";
export * from "./rfc8156_failover_lease.ts";
export * from "./rfc8156_failover_partner.ts";
export * from "./rfc8357_relay_port.ts";
export * from "./rfc8539_bind_prefix.ts";
export * from "./rfc8572_sztp.ts";
export * from "./rfc8947_link_layer_addresses.ts";
export * from "./rfc8948_slap_quadrant.ts";
export * from "./rfc8973_dots.ts";
export * from "./rfc9463_encrypted_dns.ts";
export * from "./rfc9527_homenet.ts";
export * from "./rfc9686_address_registration.ts";
export * from "./rfc9915_class.ts";
export * from "./rfc9915_exchange.ts";
export * from "./rfc9915_identity.ts";
export * from "./rfc9915_identity_association.ts";
export * from "./rfc9915_relay.ts";

/** Every definition, in code order. */
export const standardOptions: readonly OptionDef<unknown>[] = [
  ClientId,
  ServerId,
  IaNa,
  IaTa,
  IaAddress,
  OptionRequest,
  Preference,
  ElapsedTime,
  RelayMsg,
  Authentication,
  ServerUnicast,
  Status,
  RapidCommit,
  UserClass,
  VendorClass,
  VendorOptions,
  InterfaceId,
  ReconfigureMessage,
  ReconfigureAccept,
  SipServerNames,
  SipServerAddresses,
  DnsServers,
  DomainList,
  IaPd,
  IaPrefix,
  NisServers,
  NispServers,
  NisDomainName,
  NispDomainName,
  SntpServers,
  InformationRefreshTime,
  BcmcsServerNames,
  BcmcsServerAddresses,
  CivicLocation,
  RemoteId,
  SubscriberId,
  ClientFqdn,
  PanaAgent,
  PosixTimezone,
  TzdbTimezone,
  EchoRequest,
  LeasequeryQuery,
  ClientData,
  ClientLastTime,
  LeasequeryRelayData,
  LeasequeryClientLink,
  HomeNetworkName,
  VisitedHomeNetwork,
  LostServer,
  CapwapControllers,
  RelayId,
  MosAddresses,
  MosNames,
  NtpServer,
  AccessDomain,
  SipConfigurationDomains,
  BootfileUrl,
  BootfileParam,
  ClientArchType,
  NetworkInterfaceId,
  Geolocation,
  AftrName,
  ErpLocalDomainName,
  RelaySuppliedOptions,
  PdExclude,
  Vss,
  IdentifiedHomeNetwork,
  UnrestrictedHomeNetwork,
  HomeNetworkPrefix,
  HomeAgentAddress,
  HomeAgentName,
  RdnssSelection,
  KerberosPrincipalName,
  KerberosRealmName,
  KerberosDefaultRealmName,
  KerberosKdc,
  ClientLinkLayerAddress,
  LinkAddress,
  Radius,
  SolMaxRt,
  InfMaxRt,
  AddressSelection,
  AddressSelectionTable,
  PcpServer,
  Dhcpv4Msg,
  Dhcp4o6Servers,
  FailoverDnsFlags,
  FailoverExpirationTime,
  FailoverMaxUnackedBndupd,
  FailoverMclt,
  FailoverPartnerLifetime,
  FailoverPartnerLifetimeSent,
  FailoverPartnerDownTime,
  FailoverPartnerRawCltTime,
  FailoverProtocolVersion,
  FailoverKeepaliveTime,
  FailoverReconfigureData,
  FailoverRelationshipName,
  FailoverServerFlags,
  FailoverServerState,
  FailoverStartTimeOfState,
  FailoverStateExpirationTime,
  RelayPort,
  SztpRedirect,
  SoftwireBindPrefix,
  IaLl,
  LinkLayerAddresses,
  SlapQuadrants,
  DotsReferenceIdentifier,
  DotsAddress,
  Andsf,
  EncryptedDns,
  RegisteredDomain,
  ForwardDistributionManager,
  ReverseDistributionManager,
  AddressRegistrationEnable,
  IaSrv6Locator,
  Srv6Locator,
];
