import { u16At } from "../wire/mod.ts";

/** A header that bytes begin with. */
export type Header =
  | "ethernet"
  | "ether-type"
  | "vlan"
  | "llc"
  | "cooked"
  | "cooked-2"
  | "loopback"
  | "ppp"
  | "pppoe"
  | "mpls"
  | "ip"
  | "ipv4"
  | "ipv6"
  | "ip-payload"
  | "gre";

/** Bytes, and what they begin with. */
export interface Next {
  readonly header: Header;
  readonly bytes: Uint8Array;
  /** Number of the protocol of an `ip-payload`. */
  readonly protocol?: number;
  /** Bytes of an `ip-payload` that were not captured. */
  readonly missing?: number;
  /** Number of a VLAN whose tag was before it. */
  readonly vlan?: number;
}

/** By the LINKTYPE_ numbers of tcpdump.org. */
const LINKS: ReadonlyMap<number, Header> = /* @__PURE__ */ new Map<number, Header>([
  [0, "loopback"],
  [1, "ethernet"],
  [9, "ppp"],
  [12, "ip"],
  [14, "ip"],
  [50, "ppp"],
  [51, "pppoe"],
  [101, "ip"],
  [108, "loopback"],
  [113, "cooked"],
  [228, "ipv4"],
  [229, "ipv6"],
  [276, "cooked-2"],
]);

/** By the numbers of IEEE 802. */
const ETHER_TYPES: ReadonlyMap<number, Header> = /* @__PURE__ */ new Map<number, Header>([
  [0x0800, "ipv4"],
  [0x8100, "vlan"],
  [0x86dd, "ipv6"],
  [0x8847, "mpls"],
  [0x8864, "pppoe"],
  [0x88a8, "vlan"],
  [0x9100, "vlan"],
]);

/** By the numbers of PPP (RFC 5072, RFC 1332). */
const PPP_PROTOCOLS: ReadonlyMap<number, Header> = /* @__PURE__ */ new Map<number, Header>([
  [0x0021, "ipv4"],
  [0x0057, "ipv6"],
]);

/** What packets of a kind of link begin with; `undefined` for one that is not read. */
export function linkHeader(linkType: number): Header | undefined {
  return LINKS.get(linkType);
}

/** What is behind an EtherType; below 1536 it is a length, and a header of IEEE 802.2 follows. */
export function etherTypeHeader(etherType: number): Header | undefined {
  return etherType < 1536 ? "llc" : ETHER_TYPES.get(etherType);
}

/** What is behind a header below IP; `undefined` where that is nothing that is read. */
export function readLink({ header, bytes }: Next): Next | undefined {
  const typed = (typeAt: number, start: number, more: Partial<Next> = {}): Next | undefined => {
    const next = bytes.length < start ? undefined : etherTypeHeader(u16At(bytes, typeAt));
    return next && { ...more, header: next, bytes: bytes.subarray(start) };
  };
  switch (header) {
    case "ethernet":
      return typed(12, 14);
    case "vlan":
      return typed(2, 4, { vlan: u16At(bytes, 0) & 0xfff });
    case "cooked":
      return typed(14, 16);
    case "cooked-2":
      return typed(0, 20);
    case "llc":
      return bytes[0] === 0xaa && bytes[1] === 0xaa && bytes[2] === 3 ? typed(6, 8) : undefined;
    case "loopback":
      return behindLoopback(bytes);
    case "ppp":
      return behindPpp(bytes);
    case "pppoe":
      return bytes.length < 8 || bytes[0] !== 0x11 || bytes[1] !== 0
        ? undefined
        : behindPpp(bytes.subarray(6, 6 + u16At(bytes, 4)));
    case "mpls":
      return behindMpls(bytes);
    case "ip":
      return byVersion(bytes);
    default:
      return undefined;
  }
}

/** The number of the address family in front is another one on each system; what follows tells as well. */
function behindLoopback(bytes: Uint8Array): Next | undefined {
  return byVersion(bytes.subarray(4));
}

/** Addresses and control in front may be left out, and the first byte of the protocol too (RFC 1661). */
function behindPpp(bytes: Uint8Array): Next | undefined {
  const start = bytes[0] === 0xff && bytes[1] === 3 ? 2 : 0, isShort = (bytes[start] & 1) === 1;
  const next = PPP_PROTOCOLS.get(isShort ? bytes[start] : u16At(bytes, start));
  return next && { header: next, bytes: bytes.subarray(start + (isShort ? 1 : 2)) };
}

/** Labels up to the last one (RFC 3032), and then IP. */
function behindMpls(bytes: Uint8Array): Next | undefined {
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    if (bytes[at + 2] & 1) return byVersion(bytes.subarray(at + 4));
  }
  return undefined;
}

function byVersion(bytes: Uint8Array): Next | undefined {
  const version = bytes[0] >> 4;
  if (version === 6) return { header: "ipv6", bytes };
  return version === 4 ? { header: "ipv4", bytes } : undefined;
}
