import { SztpRedirect } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const sztpVectors: readonly Vector[] = [
  vector(SztpRedirect, {
    hex: "0088002b001168747470733a2f2f612e6578616d706c65001668747470733a2f2f3139322e302e322e313a38343433",
    from: "Kea 3.0.4 made it out of v6-sztp-redirect = https://a.example, https://192.0.2.1:8443; " +
      "dhcpcd 10.5.2 reads it as sztp_redirect=https://a.example https://192.0.2.1:8443",
    value: { uris: ["https://a.example", "https://192.0.2.1:8443"] },
    json: { uris: ["https://a.example", "https://192.0.2.1:8443"] },
    text: 'v6-sztp-redirect: "https://a.example", "https://192.0.2.1:8443"',
  }),
];
