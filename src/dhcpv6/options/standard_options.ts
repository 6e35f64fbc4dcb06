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
  S46Binding,
  S46BorderRelay,
  S46DefaultMappingRule,
  S46Lightweight,
  S46MapE,
  S46MapT,
  S46PortParams,
  S46Rule,
} from "./rfc7598_softwire.ts";
import { FourRd, FourRdMapRule, FourRdNonMapRule } from "./rfc7600_4rd.ts";
import { LeasequeryBaseTime, LeasequeryEndTime, LeasequeryStartTime } from "./rfc7653_active_leasequery.ts";
import { MplParameters } from "./rfc7774_mpl.ts";
import {
  AccessNetworkName,
  AccessOperatorId,
  AccessOperatorRealm,
  AccessPointBssid,
  AccessPointName,
  AccessTechnology,
} from "./rfc7839_access_network.ts";
import { S46Priority } from "./rfc8026_s46_priority.ts";
import { Prefix64 } from "./rfc8115_prefix64.ts";
import {
  FailoverBindingStatus,
  FailoverConnectFlags,
  FailoverDnsHostName,
  FailoverDnsRemovalInfo,
  FailoverDnsZoneName,
} from "./rfc8156_failover_binding.ts";
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
import { MudUrl } from "./rfc8520_mud.ts";
import { SoftwireBindPrefix } from "./rfc8539_bind_prefix.ts";
import { SztpRedirect } from "./rfc8572_sztp.ts";
import { CaptivePortal } from "./rfc8910_captive_portal.ts";
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
  S46Rule,
  S46BorderRelay,
  S46DefaultMappingRule,
  S46Binding,
  S46PortParams,
  S46MapE,
  S46MapT,
  S46Lightweight,
  FourRd,
  FourRdMapRule,
  FourRdNonMapRule,
  LeasequeryBaseTime,
  LeasequeryStartTime,
  LeasequeryEndTime,
  CaptivePortal,
  MplParameters,
  AccessTechnology,
  AccessNetworkName,
  AccessPointName,
  AccessPointBssid,
  AccessOperatorId,
  AccessOperatorRealm,
  S46Priority,
  MudUrl,
  Prefix64,
  FailoverBindingStatus,
  FailoverConnectFlags,
  FailoverDnsRemovalInfo,
  FailoverDnsHostName,
  FailoverDnsZoneName,
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
