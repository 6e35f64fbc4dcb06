import { RelayPort } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const relayPortVectors: readonly Vector[] = [
  vector(RelayPort, {
    hex: "008700027fff",
    from: "insomniacslk/dhcp of 2026-09-01 made it: OptRelayPort",
    value: { downstreamPort: 32767 },
    json: { "downstream-port": 32767 },
    text: "relay-port: 32767",
  }),
  vector(RelayPort, {
    hex: "008700020222",
    from: "TShark 4.0.17 reads it as Downstream Source Port: 546",
    value: { downstreamPort: 546 },
    json: { "downstream-port": 546 },
    text: "relay-port: 546",
  }),
];
