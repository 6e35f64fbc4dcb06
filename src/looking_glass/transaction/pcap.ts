import { IPv6Address, Message, RelayMessage } from "../../dhcpv6/mod.ts";
import type { Microseconds, StoredTransaction } from "../../store/mod.ts";
import { encode, type Writer } from "../../wire/mod.ts";

/** Packets of the file begin with an IPv6 header (LINKTYPE_IPV6). */
const LINKTYPE_IPV6 = 229;
/** Where clients and where servers and relay agents listen (RFC 9915 section 7.2). */
const CLIENT_PORT = 546, SERVER_PORT = 547;
const UDP = 17, HOP_LIMIT = 64, UDP_HEADER = 8, IPV6_HEADER = 40;
/** What fits into a datagram. */
const LARGEST_PAYLOAD = 0xffff - UDP_HEADER;
/** All_DHCP_Relay_Agents_and_Servers (RFC 9915 section 7.1). */
const ALL_SERVERS = IPv6Address.parse("ff02::1:2");

/**
 * Both packets of a transaction as a capture file that Wireshark and tcpdump read: classic pcap, times in microseconds.
 *
 * The DHCPv6 messages are byte for byte those of the record. The IPv6 and UDP headers around them are not in the record, and are made
 * up: a request comes from the peer-address of its outermost relay message and goes to `ff02::1:2`, an answer comes from the link-address
 * there and goes to the peer-address; what is not known is `::`. Ports are 546 for a client and 547 for servers and relay agents. The
 * answer's time is that of the request and the time that answering took.
 */
export function transactionPcap(
  { request, response, receivedAt, duration }: Pick<
    StoredTransaction,
    "request" | "response" | "receivedAt" | "duration"
  >,
): Uint8Array {
  return encode((writer) => {
    writer.u32(0xa1b2c3d4);
    writer.u16(2);
    writer.u16(4);
    writer.u32(0);
    writer.u32(0);
    writer.u32(0x40000);
    writer.u32(LINKTYPE_IPV6);
    if (request !== undefined) writePacket(writer, request, receivedAt, "request");
    if (response !== undefined) writePacket(writer, response, receivedAt + duration, "response");
  });
}

function writePacket(writer: Writer, packet: Uint8Array, at: Microseconds, direction: "request" | "response"): void {
  const payload = packet.subarray(0, LARGEST_PAYLOAD), length = UDP_HEADER + payload.length;
  const { source, destination, sourcePort, destinationPort } = endsOf(packet, direction);
  const seconds = Math.floor(at / 1e6);
  writer.u32(seconds >>> 0);
  writer.u32(Math.floor(at - seconds * 1e6));
  writer.u32(IPV6_HEADER + length);
  writer.u32(IPV6_HEADER + length);
  writer.u32(0x60000000);
  writer.u16(length);
  writer.u8(UDP);
  writer.u8(HOP_LIMIT);
  source.write(writer);
  destination.write(writer);
  writer.u16(sourcePort);
  writer.u16(destinationPort);
  writer.u16(length);
  writer.u16(
    checksum([
      source.bytes,
      destination.bytes,
      words(0, length, 0, UDP),
      words(sourcePort, destinationPort, length, 0),
      payload,
    ]),
  );
  writer.bytes(payload);
}

/** Between whom a packet went, as far as its outermost relay message tells. */
function endsOf(packet: Uint8Array, direction: "request" | "response"): {
  source: IPv6Address;
  destination: IPv6Address;
  sourcePort: number;
  destinationPort: number;
} {
  const relay = relayMessage(packet), near = relay === undefined ? CLIENT_PORT : SERVER_PORT;
  const peer = relay?.peerAddress ?? IPv6Address.unspecified, server = relay?.linkAddress ?? IPv6Address.unspecified;
  return direction === "request"
    ? { source: peer, destination: ALL_SERVERS, sourcePort: near, destinationPort: SERVER_PORT }
    : { source: server, destination: peer, sourcePort: SERVER_PORT, destinationPort: near };
}

function relayMessage(packet: Uint8Array): RelayMessage | undefined {
  try {
    const message = Message.parse(packet);
    return message instanceof RelayMessage ? message : undefined;
  } catch {
    return undefined;
  }
}

/** The checksum of UDP over IPv6 (RFC 8200 section 8.1): 0 is written as all ones. */
function checksum(parts: readonly Uint8Array[]): number {
  let sum = 0;
  for (const part of parts) {
    for (let i = 0; i < part.length; i += 2) sum += part[i] << 8 | (part[i + 1] ?? 0);
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return (~sum & 0xffff) || 0xffff;
}

function words(...values: number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [value >> 8, value & 0xff]));
}
