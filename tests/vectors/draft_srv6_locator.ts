import { fromHex, Options } from "../../src/dhcpv6/mod.ts";
import { IaSrv6Locator, Srv6Locator } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const srv6LocatorVectors: readonly Vector[] = [
  vector(IaSrv6Locator, {
    hex: "0095001300000007000003e8000007d000960003000102",
    from:
      "made by hand from draft-ietf-spring-dhc-distribute-srv6-locator-dhcp, whose layout could not be checked; no implementation at hand reads its fields",
    value: { iaid: 7, t1: 1000, t2: 2000, options: Options.of(Srv6Locator.of({ data: fromHex("000102") })) },
    json: {
      iaid: 7,
      t1: 1000,
      t2: 2000,
      options: [{ code: 150, option: "ialocator", value: { data: "000102" } }],
    },
    text: "ia-srv6-locator: iaid 7, t1 16 min 40 s, t2 33 min 20 s\n  ialocator: 000102",
  }),
  vector(Srv6Locator, {
    hex: "00960003000102",
    from:
      "made by hand from draft-ietf-spring-dhc-distribute-srv6-locator-dhcp, whose layout could not be checked; no implementation at hand reads its fields",
    value: { data: fromHex("000102") },
    json: { data: "000102" },
    text: "ialocator: 000102",
  }),
];
