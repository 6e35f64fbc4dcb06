import { CivicLocation } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const civicVectors: readonly Vector[] = [
  vector(CivicLocation, {
    hex: "0024002b014e4c010c5a7569642d486f6c6c616e64030d27732d47726176656e68616765130231321905436166c3a9",
    from:
      "TShark 4.0.17 reads it in option 99 of DHCPv4 as What: Location of the network element believed to be closest to the client (1), Country: NL, CA Type: A1 (1), CA Value: Zuid-Holland, CA Type: A3 (3), CA Value: 's-Gravenhage, CA Type: HNO (House number) (19), CA Value: 12, CA Type: BLD (Building) (25), CA Length: 5",
    value: {
      what: 1,
      country: "NL",
      elements: [
        { type: 1, value: "Zuid-Holland" },
        { type: 3, value: "'s-Gravenhage" },
        { type: 19, value: "12" },
        { type: 25, value: "Café" },
      ],
    },
    json: {
      what: 1,
      country: "NL",
      elements: [
        { type: 1, value: "Zuid-Holland" },
        { type: 3, value: "'s-Gravenhage" },
        { type: 19, value: "12" },
        { type: 25, value: "Café" },
      ],
    },
    text: 'geoconf-civic: what 1, country "NL", elements 1 "Zuid-Holland", 3 "\'s-Gravenhage", 19 "12", 25 "Café"',
  }),
];
