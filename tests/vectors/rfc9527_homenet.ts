import {
  ForwardDistributionManager,
  RegisteredDomain,
  ReverseDistributionManager,
} from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const homenetVectors: readonly Vector[] = [
  vector(RegisteredDomain, {
    hex: "0091000e04686f6d65076578616d706c6500",
    from: "TShark 4.6.9 reads it as Homenet Registered Domain: home.example",
    value: { name: "home.example" },
    json: { name: "home.example" },
    text: "registered-domain: home.example",
  }),
  vector(ForwardDistributionManager, {
    hex: "00920012000102646d076578616d706c65036e657400",
    from:
      "TShark 4.6.9 reads it as Supported Transport: 0x0001, DNS over mutually authenticated TLS: Supported, Homenet Forward Distribution Manager: dm.example.net",
    value: { supportedTransports: 1, name: "dm.example.net" },
    json: { "supported-transports": 1, name: "dm.example.net" },
    text: "forward-dist-manager: supported-transports 1, name dm.example.net",
  }),
  vector(ReverseDistributionManager, {
    hex: "0093001300010372646d076578616d706c65036e657400",
    from:
      "TShark 4.6.9 reads it as Supported Transport: 0x0001, DNS over mutually authenticated TLS: Supported, Homenet Reverse Distribution Manager: rdm.example.net",
    value: { supportedTransports: 1, name: "rdm.example.net" },
    json: { "supported-transports": 1, name: "rdm.example.net" },
    text: "reverse-dist-manager: supported-transports 1, name rdm.example.net",
  }),
];
