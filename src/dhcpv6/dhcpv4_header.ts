import { decodeUtf8, Reader } from "../wire/mod.ts";

/** What can be read of a DHCPv4 message (RFC 2131 section 2); what a short one does not have is `undefined`. */
export interface Dhcpv4Header {
  /** 1 = from a client, 2 = from a server. */
  op?: number;
  /** Hardware type of the ARP registry; 1 = Ethernet. */
  htype?: number;
  /** Length of the hardware address in bytes. */
  hlen?: number;
  /** How many relay agents it went through. */
  hops?: number;
  /** Transaction identifier. */
  xid?: number;
  /** Seconds since the client began. */
  secs?: number;
  /** 0x8000 = the client wants broadcast. */
  flags?: number;
  /** The client's address, where it has one. */
  ciaddr?: string;
  /** The address that the client gets. */
  yiaddr?: string;
  /** The next server to boot from. */
  siaddr?: string;
  /** The first relay agent's address. */
  giaddr?: string;
  /** The client's hardware address, as many bytes as `hlen` says, at most 16. */
  chaddr?: Uint8Array;
  /** The server's name, up to the first NUL. */
  sname?: string;
  /** The boot file's name, up to the first NUL. */
  file?: string;
  /** 0x63825363, where options follow. */
  magicCookie?: number;
  /** Value of the DHCP Message Type option (53); 1 = DHCPDISCOVER. */
  messageType?: number;
}

const MAGIC_COOKIE = 0x63825363;

/**
 * Reads the header of a DHCPv4 message, and its type, as far as the bytes go. Never throws.
 *
 * @example
 * ```ts
 * import { dhcpv4Header, fromHex } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(dhcpv4Header(fromHex("01010600 39030000")), { op: 1, htype: 1, hlen: 6, hops: 0, xid: 0x39030000 });
 * ```
 */
export function dhcpv4Header(message: Uint8Array): Dhcpv4Header {
  const reader = new Reader(message), header: Dhcpv4Header = {};
  for (const [length, read] of PARTS) {
    if (reader.remaining < length) return header;
    read(header, reader);
  }
  const type = header.magicCookie === MAGIC_COOKIE ? messageType(reader) : undefined;
  if (type !== undefined) header.messageType = type;
  return header;
}

/** The name of a DHCPv4 message type, such as `DHCPDISCOVER` (RFC 2132 section 9.6 and the IANA registry), or its number. */
export function dhcpv4MessageTypeName(type: number): string {
  const name = MESSAGE_TYPES[type];
  return name ? "DHCP" + name : String(type);
}

const MESSAGE_TYPES: readonly string[] = [
  "",
  "DISCOVER",
  "OFFER",
  "REQUEST",
  "DECLINE",
  "ACK",
  "NAK",
  "RELEASE",
  "INFORM",
  "FORCERENEW",
  "LEASEQUERY",
  "LEASEUNASSIGNED",
  "LEASEUNKNOWN",
  "LEASEACTIVE",
  "BULKLEASEQUERY",
  "LEASEQUERYDONE",
  "ACTIVELEASEQUERY",
  "LEASEQUERYSTATUS",
  "TLS",
];

/** The parts of the header in wire order: how many bytes each takes, and what is read from them. */
const PARTS: readonly (readonly [length: number, read: (header: Dhcpv4Header, reader: Reader) => void])[] = [
  [1, (header, reader) => header.op = reader.u8()],
  [1, (header, reader) => header.htype = reader.u8()],
  [1, (header, reader) => header.hlen = reader.u8()],
  [1, (header, reader) => header.hops = reader.u8()],
  [4, (header, reader) => header.xid = reader.u32()],
  [2, (header, reader) => header.secs = reader.u16()],
  [2, (header, reader) => header.flags = reader.u16()],
  [4, (header, reader) => header.ciaddr = reader.view(4).join(".")],
  [4, (header, reader) => header.yiaddr = reader.view(4).join(".")],
  [4, (header, reader) => header.siaddr = reader.view(4).join(".")],
  [4, (header, reader) => header.giaddr = reader.view(4).join(".")],
  [16, (header, reader) => header.chaddr = reader.view(16).subarray(0, header.hlen)],
  [64, (header, reader) => header.sname = upToNul(reader.view(64))],
  [128, (header, reader) => header.file = upToNul(reader.view(128))],
  [4, (header, reader) => header.magicCookie = reader.u32()],
];

function upToNul(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return decodeUtf8(end < 0 ? bytes : bytes.subarray(0, end));
}

/** Looks for option 53 among options that are a code and a length in 8 bits each, but for padding (0) and the end (255). */
function messageType(reader: Reader): number | undefined {
  while (reader.remaining >= 2) {
    const code = reader.u8();
    if (code === 0) continue;
    const length = reader.u8();
    if (code === 255 || length > reader.remaining) return undefined;
    if (code === 53) return length === 1 ? reader.u8() : undefined;
    reader.take(length);
  }
  return undefined;
}
