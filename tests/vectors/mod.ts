/** Every vector: at least one for each option of `standardOptions` and each NTP suboption. */
import { sipVectors } from "./rfc3319_sip.ts";
import { dnsVectors } from "./rfc3646_dns.ts";
import { sntpVectors } from "./rfc4075_sntp.ts";
import { relayAgentVectors } from "./rfc4649_relay_agent.ts";
import { fqdnVectors } from "./rfc4704_fqdn.ts";
import { ntpVectors } from "./rfc5908_ntp.ts";
import { aftrVectors } from "./rfc6334_aftr.ts";
import { classVectors } from "./rfc9915_class.ts";
import { exchangeVectors } from "./rfc9915_exchange.ts";
import { identityVectors } from "./rfc9915_identity.ts";
import { identityAssociationVectors } from "./rfc9915_identity_association.ts";
import { relayVectors } from "./rfc9915_relay.ts";
import type { Vector } from "./vector.ts";

export const vectors: readonly Vector[] = [
  ...sipVectors,
  ...dnsVectors,
  ...sntpVectors,
  ...relayAgentVectors,
  ...fqdnVectors,
  ...ntpVectors,
  ...aftrVectors,
  ...classVectors,
  ...exchangeVectors,
  ...identityVectors,
  ...identityAssociationVectors,
  ...relayVectors,
];
