import { IPv6Address } from "@dhcpkit/kafka/dhcpv6";
import { encode } from "../../src/wire/mod.ts";

/** A packet as a capture file has it. */
export interface Frame {
  readonly bytes: Uint8Array;
  /** Bytes on the wire; default: those that there are. */
  readonly length?: number;
  /** Microseconds since 1970-01-01 UTC. */
  readonly time?: number;
}

const CLIENT = IPv6Address.parse("fe80::5eff:fe00:1"), SERVERS = IPv6Address.parse("ff02::1:2");

/** Bytes one behind the other. */
export function joined(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** Two bytes of each number. */
export function words(...values: readonly number[]): number[] {
  return values.flatMap((value) => [value >> 8, value & 0xff]);
}

/** A UDP datagram without a checksum, which TShark does not mind. */
export function udp(
  payload: Uint8Array,
  { from = 546, to = 547 }: { from?: number; to?: number } = {},
): Uint8Array {
  const length = payload.length + 8;
  return joined(words(from, to, length, 0xbeef), payload);
}

/** An IPv6 packet. */
export function ipv6(payload: Uint8Array, { protocol = 17 }: { protocol?: number } = {}): Uint8Array {
  return joined([0x60, 0, 0, 0], words(payload.length), [protocol, 64], CLIENT.bytes, SERVERS.bytes, payload);
}

/** An Ethernet frame. */
export function ethernet(payload: Uint8Array, type = 0x86dd): Uint8Array {
  return joined([0x33, 0x33, 0, 1, 0, 2, 2, 0, 0x5e, 0, 0, 1], words(type), payload);
}

/** The same UDP datagram in fragments of so many bytes. */
export function fragments(datagram: Uint8Array, size: number, id = 7): Uint8Array[] {
  const count = Math.ceil(datagram.length / size);
  return Array.from({ length: count }, (_, i) => {
    const part = datagram.subarray(i * size, (i + 1) * size), more = i < count - 1 ? 1 : 0;
    return ipv6(joined([17, 0], words(i * size | more), words(0, id), part), { protocol: 44 });
  });
}

/** A classic capture file. */
export function pcap(frames: readonly Frame[], linkType = 1): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(encode((writer) => {
    writer.u32(0xa1b2c3d4);
    writer.u16(2);
    writer.u16(4);
    for (const value of [0, 0, 0x40000, linkType]) writer.u32(value);
    for (const { bytes, length = bytes.length, time = 0 } of frames) {
      for (const value of [Math.floor(time / 1e6), time % 1e6, bytes.length, length]) writer.u32(value);
      writer.bytes(bytes);
    }
  }));
}
