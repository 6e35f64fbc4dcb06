import { LeasequeryBaseTime, LeasequeryEndTime, LeasequeryStartTime } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

const BY_HAND = "made by hand from RFC 7653 section 6.3; no implementation at hand reads its fields";

export const activeLeasequeryVectors: readonly Vector[] = [
  vector(LeasequeryBaseTime, {
    hex: "0064000431000000",
    from: BY_HAND,
    value: { time: 0x31000000 },
    json: { time: 0x31000000 },
    text: "lq-base-time: 2026-01-18T20:33:04Z",
  }),
  vector(LeasequeryStartTime, {
    hex: "0065000430fff1f0",
    from: BY_HAND,
    value: { time: 0x30fff1f0 },
    json: { time: 0x30fff1f0 },
    text: "lq-start-time: 2026-01-18T19:33:04Z",
  }),
  vector(LeasequeryEndTime, {
    hex: "0066000430ffffff",
    from: BY_HAND,
    value: { time: 0x30ffffff },
    json: { time: 0x30ffffff },
    text: "lq-end-time: 2026-01-18T20:33:03Z",
  }),
];
