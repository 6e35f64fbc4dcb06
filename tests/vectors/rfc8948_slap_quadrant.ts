import { SlapQuadrants } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const slapVectors: readonly Vector[] = [
  vector(SlapQuadrants, {
    hex: "008c000601ff030a0900",
    from: "made by hand from RFC 8948 section 5.1; no implementation at hand reads its fields",
    value: {
      quadrants: [
        { quadrant: 1, preference: 255 },
        { quadrant: 3, preference: 10 },
        { quadrant: 9, preference: 0 },
      ],
    },
    json: {
      quadrants: [
        { quadrant: 1, preference: 255 },
        { quadrant: 3, preference: 10 },
        { quadrant: 9, preference: 0 },
      ],
    },
    text: "slap-quad: ELI (preference 255), SAI (preference 10), 9 (preference 0)",
  }),
];
