/** Every vector: at least one for each option of `standardOptions` and for each suboption of the other spaces. */
import { radiusAttributeVectors } from "./radius_attributes.ts";
import { srv6LocatorVectors } from "./draft_srv6_locator.ts";
import { sipVectors } from "./rfc3319_sip.ts";
import { dnsVectors } from "./rfc3646_dns.ts";
import { nisVectors } from "./rfc3898_nis.ts";
import { sntpVectors } from "./rfc4075_sntp.ts";
import { bcmcsVectors } from "./rfc4280_bcmcs.ts";
import { relayAgentVectors } from "./rfc4649_relay_agent.ts";
import { fqdnVectors } from "./rfc4704_fqdn.ts";
import { civicVectors } from "./rfc4776_civic.ts";
import { timezoneVectors } from "./rfc4833_timezone.ts";
import { echoRequestVectors } from "./rfc4994_echo_request.ts";
import { leasequeryVectors } from "./rfc5007_leasequery.ts";
import { panaVectors } from "./rfc5192_pana.ts";
import { lostVectors } from "./rfc5223_lost.ts";
import { capwapVectors } from "./rfc5417_capwap.ts";
import { relayIdVectors } from "./rfc5460_relay_id.ts";
import { mobilityServiceVectors } from "./rfc5678_mobility_services.ts";
import { ntpVectors } from "./rfc5908_ntp.ts";
import { networkBootVectors } from "./rfc5970_network_boot.ts";
import { accessDomainVectors } from "./rfc5986_access_domain.ts";
import { sipConfigurationVectors } from "./rfc6011_sip_configuration.ts";
import { andsfVectors } from "./rfc6153_andsf.ts";
import { geolocationVectors } from "./rfc6225_geolocation.ts";
import { aftrVectors } from "./rfc6334_aftr.ts";
import { relaySuppliedVectors } from "./rfc6422_relay_supplied.ts";
import { pdExcludeVectors } from "./rfc6603_pd_exclude.ts";
import { vssVectors } from "./rfc6607_vss.ts";
import { homeAgentVectors } from "./rfc6610_home_agent.ts";
import { homeNetworkVectors } from "./rfc6610_home_network.ts";
import { rdnssSelectionVectors } from "./rfc6731_rdnss_selection.ts";
import { kerberosVectors } from "./rfc6784_kerberos.ts";
import { linkAddressVectors } from "./rfc6977_link_address.ts";
import { radiusVectors } from "./rfc7037_radius.ts";
import { addressSelectionVectors } from "./rfc7078_address_selection.ts";
import { pcpVectors } from "./rfc7291_pcp.ts";
import { dhcpv4OverDhcpv6Vectors } from "./rfc7341_dhcpv4_over_dhcpv6.ts";
import { softwireVectors } from "./rfc7598_softwire.ts";
import { fourRdVectors } from "./rfc7600_4rd.ts";
import { activeLeasequeryVectors } from "./rfc7653_active_leasequery.ts";
import { mplVectors } from "./rfc7774_mpl.ts";
import { accessNetworkVectors } from "./rfc7839_access_network.ts";
import { s46PriorityVectors } from "./rfc8026_s46_priority.ts";
import { prefix64Vectors } from "./rfc8115_prefix64.ts";
import { failoverBindingVectors } from "./rfc8156_failover_binding.ts";
import { failoverLeaseVectors } from "./rfc8156_failover_lease.ts";
import { failoverPartnerVectors } from "./rfc8156_failover_partner.ts";
import { relayPortVectors } from "./rfc8357_relay_port.ts";
import { mudVectors } from "./rfc8520_mud.ts";
import { bindPrefixVectors } from "./rfc8539_bind_prefix.ts";
import { sztpVectors } from "./rfc8572_sztp.ts";
import { captivePortalVectors } from "./rfc8910_captive_portal.ts";
import { linkLayerAddressVectors } from "./rfc8947_link_layer_addresses.ts";
import { slapVectors } from "./rfc8948_slap_quadrant.ts";
import { dotsVectors } from "./rfc8973_dots.ts";
import { encryptedDnsVectors } from "./rfc9463_encrypted_dns.ts";
import { homenetVectors } from "./rfc9527_homenet.ts";
import { addressRegistrationVectors } from "./rfc9686_address_registration.ts";
import { classVectors } from "./rfc9915_class.ts";
import { exchangeVectors } from "./rfc9915_exchange.ts";
import { identityVectors } from "./rfc9915_identity.ts";
import { identityAssociationVectors } from "./rfc9915_identity_association.ts";
import { relayVectors } from "./rfc9915_relay.ts";
import { cableLabsVectors } from "./vendor_cablelabs.ts";
import { cableLabsDeviceVectors } from "./vendor_cablelabs_device.ts";
import { cableLabsSettingsVectors } from "./vendor_cablelabs_settings.ts";
import { otherVendorVectors } from "./vendor_others.ts";
import { packetCableVectors } from "./vendor_packetcable.ts";
import type { Vector } from "./vector.ts";

export const vectors: readonly Vector[] = [
  ...radiusAttributeVectors,
  ...srv6LocatorVectors,
  ...sipVectors,
  ...dnsVectors,
  ...nisVectors,
  ...sntpVectors,
  ...bcmcsVectors,
  ...relayAgentVectors,
  ...fqdnVectors,
  ...civicVectors,
  ...timezoneVectors,
  ...echoRequestVectors,
  ...leasequeryVectors,
  ...panaVectors,
  ...lostVectors,
  ...capwapVectors,
  ...relayIdVectors,
  ...mobilityServiceVectors,
  ...ntpVectors,
  ...networkBootVectors,
  ...accessDomainVectors,
  ...sipConfigurationVectors,
  ...andsfVectors,
  ...geolocationVectors,
  ...aftrVectors,
  ...relaySuppliedVectors,
  ...pdExcludeVectors,
  ...vssVectors,
  ...homeAgentVectors,
  ...homeNetworkVectors,
  ...rdnssSelectionVectors,
  ...kerberosVectors,
  ...linkAddressVectors,
  ...radiusVectors,
  ...addressSelectionVectors,
  ...pcpVectors,
  ...dhcpv4OverDhcpv6Vectors,
  ...softwireVectors,
  ...fourRdVectors,
  ...activeLeasequeryVectors,
  ...mplVectors,
  ...accessNetworkVectors,
  ...s46PriorityVectors,
  ...prefix64Vectors,
  ...failoverBindingVectors,
  ...failoverLeaseVectors,
  ...failoverPartnerVectors,
  ...relayPortVectors,
  ...mudVectors,
  ...bindPrefixVectors,
  ...sztpVectors,
  ...captivePortalVectors,
  ...linkLayerAddressVectors,
  ...slapVectors,
  ...dotsVectors,
  ...encryptedDnsVectors,
  ...homenetVectors,
  ...addressRegistrationVectors,
  ...classVectors,
  ...exchangeVectors,
  ...identityVectors,
  ...identityAssociationVectors,
  ...relayVectors,
  ...cableLabsVectors,
  ...cableLabsDeviceVectors,
  ...cableLabsSettingsVectors,
  ...otherVendorVectors,
  ...packetCableVectors,
];
