import { Duid, IPv6Address } from "../dhcpv6/mod.ts";
import { below, type Random } from "./random_numbers.ts";

/** What a device asks servers for. */
export type Wish = "address and prefix" | "prefix" | "address" | "information";

/** A device at a customer's: a router mostly. */
export interface Device {
  /** Counted from 1: what it is given follows from it. */
  readonly number: number;
  readonly duid: Duid;
  /** Its link-local address, made of its MAC address (RFC 4291 appendix A). */
  readonly linkLocal: IPv6Address;
  readonly wish: Wish;
  /** Number of its identity associations. */
  readonly iaid: number;
  /** Whether it says who it is where it need not. */
  readonly isNamed: boolean;
  readonly vendorClass?: { readonly enterprise: number; readonly name: string };
  readonly hostName?: string;
}

type DuidKind = "ll" | "llt" | "en" | "uuid";

interface Model {
  /** Of a hundred devices, so many are of this model. */
  readonly share: number;
  /** The first half of its MAC addresses. */
  readonly maker: readonly [number, number, number];
  readonly duid: DuidKind;
  readonly wish: Wish;
  /** Number of the vendor: of its vendor class, and of DUIDs that it makes. */
  readonly enterprise: number;
  readonly vendorClass?: string;
  readonly hostName?: string;
  readonly isNamed?: boolean;
}

const MODELS: readonly Model[] = [
  {
    ...{ share: 32, maker: [0x0c, 0x72, 0x74], duid: "ll", wish: "address and prefix", enterprise: 872 },
    ...{ vendorClass: "AVM FRITZ!Box 7590", hostName: "fritz" },
  },
  {
    ...{ share: 18, maker: [0x00, 0x23, 0xf8], duid: "llt", wish: "address and prefix", enterprise: 890 },
    ...{ vendorClass: "VMG8825-T50", hostName: "zyxel" },
  },
  {
    ...{ share: 14, maker: [0x00, 0x19, 0x4b], duid: "en", wish: "prefix", enterprise: 1038 },
    ...{ vendorClass: "F@ST 5366" },
  },
  {
    ...{ share: 12, maker: [0x10, 0x27, 0xf5], duid: "ll", wish: "address and prefix", enterprise: 11863 },
    ...{ hostName: "openwrt" },
  },
  {
    ...{ share: 10, maker: [0x64, 0xf8, 0x1c], duid: "uuid", wish: "prefix", enterprise: 2011 },
    ...{ vendorClass: "HG8245H5" },
  },
  {
    ...{ share: 6, maker: [0x08, 0x55, 0x31], duid: "ll", wish: "prefix", enterprise: 14988 },
    ...{ hostName: "mikrotik" },
  },
  {
    ...{ share: 4, maker: [0x00, 0x11, 0x32], duid: "llt", wish: "address", enterprise: 6574 },
    ...{ hostName: "diskstation" },
  },
  { share: 2, maker: [0x00, 0x15, 0x6d], duid: "ll", wish: "information", enterprise: 41112, isNamed: true },
  { share: 2, maker: [0x00, 0x0c, 0x42], duid: "ll", wish: "information", enterprise: 14988, isNamed: false },
];

/** When devices with a DUID-LLT made it: that is all that the time is for. */
const FIRST_START = Date.UTC(2021, 0, 1);

/** A device of one of the usual makes; `wish` takes one that wishes for that. */
export function deviceOf(number: number, random: Random, wish?: Wish): Device {
  const model = modelOf(random, wish), { maker, enterprise, vendorClass, hostName, isNamed = true } = model;
  const mac = Uint8Array.of(...maker, 0x40 + below(0x40, random), number >> 8 & 0xff, number & 0xff);
  return {
    number,
    duid: duidOf(model, mac, random),
    linkLocal: IPv6Address.from(
      Uint8Array.of(0xfe, 0x80, 0, 0, 0, 0, 0, 0, mac[0] ^ 2, mac[1], mac[2], 0xff, 0xfe, mac[3], mac[4], mac[5]),
    ),
    wish: model.wish,
    iaid: 1 + below(0x7fffffff, random),
    isNamed,
    ...(vendorClass === undefined ? {} : { vendorClass: { enterprise, name: vendorClass } }),
    ...(hostName === undefined ? {} : { hostName: `${hostName}-${number}` }),
  };
}

function modelOf(random: Random, wish: Wish | undefined): Model {
  const models = wish === undefined ? MODELS : MODELS.filter((model) => model.wish === wish);
  let left = below(models.reduce((sum, { share }) => sum + share, 0), random);
  return models.find(({ share }) => (left -= share) < 0)!;
}

function duidOf({ duid, enterprise }: Model, mac: Uint8Array, random: Random): Duid {
  switch (duid) {
    case "ll":
      return Duid.linkLayer(1, mac);
    case "llt":
      return Duid.linkLayerTime(1, new Date(FIRST_START + below(4 * 365 * 86_400, random) * 1000), mac);
    case "en":
      return Duid.enterprise(enterprise, new TextEncoder().encode(`SN${String(1e9 + below(1e9, random))}`));
    case "uuid": {
      const bytes = Array.from({ length: 10 }, () => below(256, random).toString(16).padStart(2, "0")).join("");
      return Duid.uuid(bytes + Array.from(mac, (byte) => byte.toString(16).padStart(2, "0")).join(""));
    }
  }
}
