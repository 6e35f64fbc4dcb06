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
export * from "./draft_srv6_locator.ts";
export * from "./radius_attributes.ts";
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
export * from "./rfc7598_softwire.ts";
export * from "./rfc7600_4rd.ts";
export * from "./rfc7653_active_leasequery.ts";
export * from "./rfc7774_mpl.ts";
export * from "./rfc7839_access_network.ts";
export * from "./rfc8026_s46_priority.ts";
export * from "./rfc8115_prefix64.ts";
export * from "./rfc8156_failover_binding.ts";
export * from "./rfc8156_failover_lease.ts";
export * from "./rfc8156_failover_partner.ts";
export * from "./rfc8357_relay_port.ts";
export * from "./rfc8520_mud.ts";
export * from "./rfc8539_bind_prefix.ts";
export * from "./rfc8572_sztp.ts";
export * from "./rfc8910_captive_portal.ts";
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
export { standardOptions } from "./standard_options.ts";
export * from "./vendor_cablelabs.ts";
export * from "./vendor_cablelabs_device.ts";
export * from "./vendor_cablelabs_settings.ts";
export * from "./vendor_freeradius.ts";
export * from "./vendor_isc.ts";
export * from "./vendor_mellanox.ts";
export * from "./vendor_microsoft.ts";
export * from "./vendor_nokia.ts";
export * from "./vendor_packetcable.ts";
export * from "./vendor_spaces.ts";
