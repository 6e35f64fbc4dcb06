import type { IPv6Address } from "../dhcpv6/address.ts";
import { u16At } from "../wire/mod.ts";
import type { CapturedPacket } from "./captured_packet.ts";
import { CaptureReader } from "./capture_reader.ts";
import { type Carried, carriedBehind, carriedIn } from "./frame.ts";
import { Reassembly } from "./reassembly.ts";

/** A UDP datagram as it was captured. */
export interface Datagram {
  /** The packet of the capture that it was in, the last one where it came in fragments. */
  readonly number: number;
  /** When: microseconds since 1970-01-01 UTC; `undefined` where the capture does not say. */
  readonly time: number | undefined;
  readonly source: IPv6Address;
  readonly sourcePort: number;
  readonly destination: IPv6Address;
  readonly destinationPort: number;
  /** Numbers of the VLANs that it was in, the outermost first. */
  readonly vlans: readonly number[];
  /** What is in it. */
  readonly payload: Uint8Array;
  /** Bytes of that which were not captured. */
  readonly missing: number;
  /** Whether it came in fragments. */
  readonly isReassembled: boolean;
}

/** Where DHCPv6 clients, servers and relay agents listen (RFC 9915 section 7.2). */
const DHCPV6_PORTS: readonly number[] = [546, 547];

const UDP_HEADER = 8;

/** Takes UDP datagrams to or from some ports out of captured packets, those in fragments included. */
export class DatagramReader {
  /** Packets that were looked at. */
  packets = 0;
  /** TCP segments with content to or from the ports, which are not read. */
  tcpSegments = 0;
  readonly #ports: readonly number[];
  readonly #reassembly = new Reassembly();

  /** `ports` are 546 and 547 unless others are given. */
  constructor(ports: readonly number[] = DHCPV6_PORTS) {
    this.#ports = ports;
  }

  /** Packets in fragments that are not whole, of whatever port. */
  get incomplete(): number {
    return this.#reassembly.incomplete;
  }

  /** The datagram that a packet brought; `undefined` where it was something else. Never throws. */
  read({ bytes, linkType, number, time }: Pick<CapturedPacket, "bytes" | "linkType" | "number" | "time">):
    | Datagram
    | undefined {
    this.packets++;
    let carried = carriedIn(bytes, linkType);
    const fragment = carried?.fragment;
    if (carried !== undefined && fragment !== undefined) {
      const whole = this.#reassembly.add(carried, fragment, time);
      carried = whole && carriedBehind(fragment.protocol, whole, carried);
    }
    if (carried === undefined || carried.bytes.length < UDP_HEADER) return undefined;
    const sourcePort = u16At(carried.bytes, 0), destinationPort = u16At(carried.bytes, 2);
    if (!this.#ports.includes(sourcePort) && !this.#ports.includes(destinationPort)) return undefined;
    if (carried.kind !== "udp") {
      if (carried.kind === "tcp" && carried.bytes.length > (carried.bytes[12] >> 4) * 4) this.tcpSegments++;
      return undefined;
    }
    const { source, destination, vlans } = carried;
    const ends = { source, sourcePort, destination, destinationPort };
    return { number, time, ...ends, vlans, ...payloadOf(carried), isReassembled: fragment !== undefined };
  }
}

/** What {@linkcode readDatagrams} found. */
export interface CaptureContent {
  /** The datagrams, in the order of the file. */
  readonly datagrams: readonly Datagram[];
  /** The format of the file; `undefined` where it is none of those that are read. */
  readonly format: CaptureReader["format"];
  /** Packets in the file. */
  readonly packets: number;
  /** Packets in fragments that are not whole. */
  readonly incomplete: number;
  /** TCP segments with content to or from the ports, which are not read. */
  readonly tcpSegments: number;
  /** What is wrong with the file, with the place; what stood before that was read. */
  readonly problem: string | undefined;
}

/**
 * The UDP datagrams of a capture file, pcap or pcapng, to or from some ports: 546 and 547 unless others are given. Never throws: what is
 * wrong with the file is its `problem`.
 */
export function readDatagrams(file: Uint8Array, ports?: readonly number[]): CaptureContent {
  const capture = new CaptureReader(), reader = new DatagramReader(ports), datagrams: Datagram[] = [];
  for (const packet of capture.push(file)) {
    const datagram = reader.read(packet);
    if (datagram !== undefined) datagrams.push(datagram);
  }
  const problem = capture.end(), { packets, incomplete, tcpSegments } = reader;
  return { datagrams, format: capture.format, packets, incomplete, tcpSegments, problem };
}

/** The length in the header is that of header and payload (RFC 768); 0 where it is more than fits there (RFC 2675). */
function payloadOf({ bytes }: Carried): Pick<Datagram, "payload" | "missing"> {
  const length = u16At(bytes, 4) || bytes.length, payload = bytes.subarray(UDP_HEADER, Math.max(length, UDP_HEADER));
  return { payload, missing: Math.max(0, length - UDP_HEADER - payload.length) };
}
