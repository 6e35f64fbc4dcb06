import { AccessDomain } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const accessDomainVectors: readonly Vector[] = [
  vector(AccessDomain, {
    hex: "0039001406616363657373076578616d706c65036e657400",
    from: "made by hand in the shape of FreeRADIUS's test vectors; no implementation at hand decodes it",
    value: { name: "access.example.net" },
    json: { name: "access.example.net" },
    text: "v6-access-domain: access.example.net",
  }),
];
