import { Options } from "../../src/dhcpv6/mod.ts";
import { HomeNetworkName, VisitedHomeNetwork } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const homeNetworkVectors: readonly Vector[] = [
  vector(HomeNetworkName, {
    hex: "0031001204686f6d65076578616d706c6503636f6d00",
    from: "made by hand from RFC 6610 section 3.1; no implementation at hand decodes it (TShark 4.0.17 knows its name)",
    value: { name: "home.example.com" },
    json: { name: "home.example.com" },
    text: "mip6-hnidf: home.example.com",
  }),
  vector(VisitedHomeNetwork, {
    hex: "003200160031001204686f6d65076578616d706c6503636f6d00",
    from: "made by hand from RFC 6610 section 3.2; no implementation at hand decodes it (TShark 4.0.17 knows its name)",
    value: { options: Options.of(HomeNetworkName.of({ name: "home.example.com" })) },
    json: { options: [{ code: 49, option: "mip6-hnidf", value: { name: "home.example.com" } }] },
    text: "mip6-vdinf\n  mip6-hnidf: home.example.com",
  }),
];
