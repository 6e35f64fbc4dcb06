import { IPv6Address } from "../../src/dhcpv6/mod.ts";
import { MplParameters } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

const BY_HAND = "made by hand from RFC 7774 section 2.1; no implementation at hand reads its fields";

const value = {
  flags: 0x80,
  timeUnit: 20,
  seedLifetime: 0x05dc,
  dataRedundancy: 1,
  dataMinInterval: 0x0203,
  dataMaxInterval: 4,
  dataTimerExpirations: 0x0506,
  controlRedundancy: 7,
  controlMinInterval: 0x0809,
  controlMaxInterval: 10,
  controlTimerExpirations: 0x0b0c,
};
const json = {
  flags: 0x80,
  "time-unit": 20,
  "seed-lifetime": 0x05dc,
  "data-redundancy": 1,
  "data-min-interval": 0x0203,
  "data-max-interval": 4,
  "data-timer-expirations": 0x0506,
  "control-redundancy": 7,
  "control-min-interval": 0x0809,
  "control-max-interval": 10,
  "control-timer-expirations": 0x0b0c,
};

export const mplVectors: readonly Vector[] = [
  vector(MplParameters, {
    hex: "00680010801405dc0102030405060708090a0b0c",
    from: BY_HAND,
    value: { ...value, domain: null },
    json: { ...json, domain: null },
    text:
      "mpl-parameters: flags 128, time-unit 20, seed-lifetime 1500, data-redundancy 1, data-min-interval 515, data-max-interval 4, data-timer-expirations 1286, control-redundancy 7, control-min-interval 2057, control-max-interval 10, control-timer-expirations 2828, domain none",
  }),
  vector(MplParameters, {
    hex: "00680020801405dc0102030405060708090a0b0cff0300000000000000000000000000fc",
    from: BY_HAND,
    value: { ...value, domain: IPv6Address.parse("ff03::fc") },
    json: { ...json, domain: "ff03::fc" },
    text:
      "mpl-parameters: flags 128, time-unit 20, seed-lifetime 1500, data-redundancy 1, data-min-interval 515, data-max-interval 4, data-timer-expirations 1286, control-redundancy 7, control-min-interval 2057, control-max-interval 10, control-timer-expirations 2828, domain ff03::fc",
  }),
];
