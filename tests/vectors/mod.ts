/** Every vector: at least one for each option of `standardOptions` and each NTP suboption. */
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
import { ntpVectors } from "./rfc5908_ntp.ts";
import { networkBootVectors } from "./rfc5970_network_boot.ts";
import { aftrVectors } from "./rfc6334_aftr.ts";
import { relaySuppliedVectors } from "./rfc6422_relay_supplied.ts";
import { pdExcludeVectors } from "./rfc6603_pd_exclude.ts";
import { vssVectors } from "./rfc6607_vss.ts";
import { homeNetworkVectors } from "./rfc6610_home_network.ts";
import { dhcpv4OverDhcpv6Vectors } from "./rfc7341_dhcpv4_over_dhcpv6.ts";
import { failoverLeaseVectors } from "./rfc8156_failover_lease.ts";
import { failoverPartnerVectors } from "./rfc8156_failover_partner.ts";
import { classVectors } from "./rfc9915_class.ts";
import { exchangeVectors } from "./rfc9915_exchange.ts";
import { identityVectors } from "./rfc9915_identity.ts";
import { identityAssociationVectors } from "./rfc9915_identity_association.ts";
import { relayVectors } from "./rfc9915_relay.ts";
import type { Vector } from "./vector.ts";

export const vectors: readonly Vector[] = [
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
  ...ntpVectors,
  ...networkBootVectors,
  ...aftrVectors,
  ...relaySuppliedVectors,
  ...pdExcludeVectors,
  ...vssVectors,
  ...homeNetworkVectors,
  ...dhcpv4OverDhcpv6Vectors,
  ...failoverLeaseVectors,
  ...failoverPartnerVectors,
  ...classVectors,
  ...exchangeVectors,
  ...identityVectors,
  ...identityAssociationVectors,
  ...relayVectors,
];
