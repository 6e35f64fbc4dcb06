import { S46Priority } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const s46PriorityVectors: readonly Vector[] = [
  vector(S46Priority, {
    hex: "006f0006005e00600040",
    from: "TShark 4.0.17 reads it as S46 Option code: MAP-E, Lightweight 4over6, DS-Lite",
    value: { codes: [94, 96, 64] },
    json: { codes: [94, 96, 64] },
    text: "s46-priority: s46-cont-mape, s46-cont-lw, aftr-name",
  }),
];
