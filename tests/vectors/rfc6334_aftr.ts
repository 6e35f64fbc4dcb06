import { AftrName } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const aftrVectors: readonly Vector[] = [
  vector(AftrName, {
    hex: "004000120461667472076578616d706c65036e657400",
    from: "dhcpkit 1.0.7 made it: AFTRNameOption",
    value: { name: "aftr.example.net" },
    json: { name: "aftr.example.net" },
    text: "aftr-name: aftr.example.net",
  }),
];
