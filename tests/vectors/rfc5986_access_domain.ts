import { AccessDomain } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const accessDomainVectors: readonly Vector[] = [
  vector(AccessDomain, {
    hex: "0039001406616363657373076578616d706c65036e657400",
    from: "Kea 2.2.0 made it out of v6-access-domain = access.example.net; " +
      "dhcpcd 9.4.1 reads it as access_domain=access.example.net",
    value: { name: "access.example.net" },
    json: { name: "access.example.net" },
    text: "v6-access-domain: access.example.net",
  }),
];
