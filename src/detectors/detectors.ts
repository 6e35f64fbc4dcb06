import { duidOnPorts } from "./clients/duid_on_ports.ts";
import { noBindingLoop } from "./clients/no_binding_loop.ts";
import { prefixFlap } from "./clients/prefix_flap.ts";
import { earlyRenew, lateRenew } from "./clients/renewal_times.ts";
import { solicitStorm } from "./clients/solicit_storm.ts";
import { unansweredClient } from "./clients/unanswered_client.ts";
import { zeroLifetimeRenew } from "./clients/zero_lifetime_renew.ts";
import type { DetectorDeclaration } from "./detector.ts";
import { duidBurst } from "./network/duid_burst.ts";
import { duidsOnPort } from "./network/duids_on_port.ts";
import { relayLoop } from "./network/relay_loop.ts";
import { clockSkew } from "./servers/clock_skew.ts";
import { t1OverT2 } from "./servers/lease_times.ts";
import { noAnswer } from "./servers/no_answer.ts";
import { noAddresses, noPrefixes } from "./servers/pool_exhausted.ts";
import { silentServer } from "./servers/silent_server.ts";
import { slowAnswer } from "./servers/slow_answer.ts";
import { twoServers } from "./servers/two_servers.ts";
import { unknownServer } from "./servers/unknown_server.ts";

/** All detectors: those about servers, then clients, then ports and relay agents. */
export const detectors: readonly DetectorDeclaration[] = /* @__PURE__ */ [
  ...[noAnswer, slowAnswer, silentServer, noPrefixes, noAddresses, t1OverT2, twoServers, unknownServer, clockSkew],
  ...[unansweredClient, noBindingLoop, zeroLifetimeRenew, prefixFlap, lateRenew, earlyRenew, solicitStorm, duidOnPorts],
  ...[duidsOnPort, duidBurst, relayLoop],
];
