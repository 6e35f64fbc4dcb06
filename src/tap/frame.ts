import { IPv6Address } from "../dhcpv6/address.ts";
import { u16At, u32At } from "../wire/mod.ts";
import { etherTypeHeader, linkHeader, type Next, readLink } from "./_link_headers.ts";

/** What an IPv6 packet carries. */
export interface Carried {
  /** UDP or TCP, headers included, or a fragment of something. */
  readonly kind: "udp" | "tcp" | "fragment";
  readonly source: IPv6Address;
  readonly destination: IPv6Address;
  /** Numbers of the VLANs that it is in, the outermost first. */
  readonly vlans: readonly number[];
  /** Everything behind the headers of IPv6, padding of the link left out; less than it was where it was cut. */
  readonly bytes: Uint8Array;
  /** Whose fragment it is; `undefined` unless it is one. */
  readonly fragment?: Fragment;
}

/** A fragment's header (RFC 8200 section 4.5). */
export interface Fragment {
  /** Tells the packets of one sender apart. */
  readonly id: number;
  /** Where its first byte belongs. */
  readonly offset: number;
  /** Whether it is not the last one. */
  readonly hasMore: boolean;
  /** Number of the protocol of the whole. */
  readonly protocol: number;
  /** Whether all of its bytes were captured. */
  readonly isWhole: boolean;
}

/** A packet that goes through more headers than this is meant to keep somebody busy. */
const MOST_HEADERS = 32;
const HOP_BY_HOP = 0, IPV4_TUNNEL = 4, TCP = 6, UDP = 17, IPV6_TUNNEL = 41, ROUTING = 43, FRAGMENT = 44, GRE = 47;
const AUTHENTICATION = 51, NO_MORE = 59, DESTINATION_OPTIONS = 60;
const IPV6_HEADER = 40;

/**
 * What the IPv6 packet in a frame carries, by way of Ethernet with VLAN tags, Linux "cooked" captures, PPP and PPPoE, MPLS, loopback, raw
 * IP, and tunnels in GRE, ERSPAN, IPv4 and IPv6; `undefined` for everything else. Never throws.
 *
 * `linkType` is a LINKTYPE_ number of the registry at tcpdump.org.
 */
export function carriedIn(bytes: Uint8Array, linkType: number): Carried | undefined {
  const first = linkHeader(linkType);
  return first && walk({ header: first, bytes }, NOWHERE);
}

/** What is carried by a packet that was put together from its fragments. */
export function carriedBehind(protocol: number, bytes: Uint8Array, fragment: Carried): Carried | undefined {
  return walk({ header: "ip-payload", bytes, protocol }, fragment);
}

type Around = Pick<Carried, "source" | "destination" | "vlans">;
const NOWHERE: Around = { source: IPv6Address.unspecified, destination: IPv6Address.unspecified, vlans: [] };

function walk(first: Next, around: Around): Carried | undefined {
  let next: Next | undefined = first;
  for (let count = 0; next !== undefined && count < MOST_HEADERS; count++) {
    const { header, bytes }: Next = next;
    if (header === "ipv6") {
      if (bytes.length < IPV6_HEADER || bytes[0] >> 4 !== 6) return undefined;
      const source = IPv6Address.at(bytes, 8), destination = IPv6Address.at(bytes, 24);
      around = { ...around, source, destination };
      const length = u16At(bytes, 4), payload = bytes.subarray(IPV6_HEADER, IPV6_HEADER + length);
      next = { header: "ip-payload", protocol: bytes[6], bytes: payload, missing: length - payload.length };
    } else if (header === "ipv4") next = behindIpv4(bytes);
    else if (header === "gre") next = behindGre(bytes);
    else if (header === "ip-payload") {
      const found = ipPayload(next, around);
      if (found !== undefined && "kind" in found) return found;
      next = found;
    } else {
      next = readLink(next);
      if (next?.vlan !== undefined) around = { ...around, vlans: [...around.vlans, next.vlan] };
    }
  }
  return undefined;
}

/** What is behind the header of IPv6 or one of its extensions. */
function ipPayload({ bytes, protocol, missing = 0 }: Next, around: Around): Carried | Next | undefined {
  const behind = (next: Partial<Next> & { protocol?: number }, from: number): Next => ({
    ...{ header: "ip-payload", missing, ...next },
    bytes: bytes.subarray(from),
  });
  if (protocol === UDP || protocol === TCP) return { ...around, kind: protocol === UDP ? "udp" : "tcp", bytes };
  if (protocol === IPV6_TUNNEL) return behind({ header: "ipv6" }, 0);
  if (protocol === IPV4_TUNNEL) return behind({ header: "ipv4" }, 0);
  if (protocol === GRE) return behind({ header: "gre" }, 0);
  if (protocol === NO_MORE || bytes.length < 8) return undefined;
  if (protocol === FRAGMENT) {
    const position = u16At(bytes, 2), offset = position & 0xfff8, hasMore = (position & 1) === 1;
    if (offset === 0 && !hasMore) return behind({ protocol: bytes[0] }, 8);
    const fragment = { id: u32At(bytes, 4), offset, hasMore, protocol: bytes[0], isWhole: missing <= 0 };
    return { ...around, kind: "fragment", bytes: bytes.subarray(8), fragment };
  }
  if (protocol === AUTHENTICATION) return behind({ protocol: bytes[0] }, (bytes[1] + 2) * 4);
  const isExtension = protocol === HOP_BY_HOP || protocol === ROUTING || protocol === DESTINATION_OPTIONS;
  return isExtension ? behind({ protocol: bytes[0] }, (bytes[1] + 1) * 8) : undefined;
}

/** IPv4 is looked into for tunnels alone: DHCPv6 is never right above it. */
function behindIpv4(bytes: Uint8Array): Next | undefined {
  if (bytes.length < 20 || bytes[0] >> 4 !== 4 || (u16At(bytes, 6) & 0x3fff) !== 0) return undefined;
  const start = (bytes[0] & 15) * 4, inner = bytes.subarray(start, Math.max(u16At(bytes, 2), start));
  if (bytes[9] === IPV6_TUNNEL) return { header: "ipv6", bytes: inner };
  return bytes[9] === GRE ? { header: "gre", bytes: inner } : undefined;
}

/** GRE (RFC 2784, RFC 2890), and the headers of mirrored frames (ERSPAN, draft-foschiano-erspan). */
function behindGre(bytes: Uint8Array): Next | undefined {
  if (bytes.length < 4) return undefined;
  const flags = u16At(bytes, 0), protocol = u16At(bytes, 2), hasSequence = (flags & 0x1000) !== 0;
  if ((flags & 7) !== 0) return undefined;
  const start = 4 + (flags & 0x8000 ? 4 : 0) + (flags & 0x2000 ? 4 : 0) + (hasSequence ? 4 : 0);
  const ethernet = (more: number): Next => ({ header: "ethernet", bytes: bytes.subarray(start + more) });
  if (protocol === 0x6558) return ethernet(0);
  if (protocol === 0x88be) return ethernet(hasSequence ? 8 : 0);
  if (protocol === 0x22eb) return ethernet(12 + (bytes[start + 11] & 1 ? 8 : 0));
  const header = etherTypeHeader(protocol);
  return header && { header, bytes: bytes.subarray(start) };
}
