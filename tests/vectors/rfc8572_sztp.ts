import { SztpRedirect } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const sztpVectors: readonly Vector[] = [
  vector(SztpRedirect, {
    hex: "0088002b001168747470733a2f2f612e6578616d706c65001668747470733a2f2f3139322e302e322e313a38343433",
    from: "made by hand from RFC 8572 section 8.2; no implementation at hand decodes it",
    value: { uris: ["https://a.example", "https://192.0.2.1:8443"] },
    json: { uris: ["https://a.example", "https://192.0.2.1:8443"] },
    text: 'v6-sztp-redirect: "https://a.example", "https://192.0.2.1:8443"',
  }),
];
