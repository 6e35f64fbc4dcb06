import { type CapturedPacket, CaptureError, type CaptureFormat, type CaptureStep, viewOf } from "./captured_packet.ts";

/** Bytes of the header of the file and of one packet's. */
const FILE_HEADER = 24, PACKET_HEADER = 16;
/** Larger packets than this are in no file: libpcap's MAXIMUM_SNAPLEN. */
const LARGEST_PACKET = 262_144;

interface Magic {
  /** Of a second. */
  readonly unit: "microseconds" | "nanoseconds";
  /** What follows the packet's header before its bytes: eight bytes in the files of a patched libpcap. */
  readonly extra: number;
}

const MAGICS: ReadonlyMap<number, Magic> = /* @__PURE__ */ new Map([
  [0xa1b2c3d4, { unit: "microseconds", extra: 0 }],
  [0xa1b23c4d, { unit: "nanoseconds", extra: 0 }],
  [0xa1b2cd34, { unit: "microseconds", extra: 8 }],
]);

/** Whether a file is in the classic format of libpcap: the byte order of its numbers, or `undefined`. Needs its first four bytes. */
export function pcapByteOrder(bytes: Uint8Array): "big" | "little" | undefined {
  if (bytes.length < 4) return undefined;
  const view = viewOf(bytes);
  if (MAGICS.has(view.getUint32(0))) return "big";
  return MAGICS.has(view.getUint32(0, true)) ? "little" : undefined;
}

/**
 * The classic format of libpcap, in either byte order, with times to the microsecond or nanosecond.
 *
 * | bytes | of the file | bytes | of each packet |
 * | --- | --- | --- | --- |
 * | 4 | magic number, which tells byte order and unit of time | 4 | seconds since 1970-01-01 UTC |
 * | 4 | version 2.4 | 4 | and parts of a second |
 * | 8 | zone and accuracy, both unused | 4 | bytes captured |
 * | 4 | most bytes of a packet | 4 | bytes on the wire |
 * | 4 | kind of link, in the lower 28 bits | | the bytes captured |
 *
 * Source: draft-ietf-opsawg-pcap.
 */
export class PcapFormat implements CaptureFormat {
  /** Always `pcap`. */
  readonly name = "pcap";
  readonly #isLittle: boolean;
  #magic: Magic | undefined;
  #linkType = 0;
  #count = 0;

  /** For a file in that byte order. */
  constructor(byteOrder: "big" | "little") {
    this.#isLittle = byteOrder === "little";
  }

  /** Reads the header of the file first, and then a packet at a time. */
  step(bytes: Uint8Array, at: number): CaptureStep | undefined {
    return this.#magic === undefined ? this.#fileHeader(bytes, at) : this.#packet(bytes, at, this.#magic);
  }

  #fileHeader(bytes: Uint8Array, at: number): CaptureStep | undefined {
    if (bytes.length - at < FILE_HEADER) return undefined;
    const view = viewOf(bytes);
    this.#magic = MAGICS.get(view.getUint32(at, this.#isLittle));
    this.#linkType = view.getUint32(at + 20, this.#isLittle) & 0xfffffff;
    return { used: FILE_HEADER };
  }

  #packet(bytes: Uint8Array, at: number, { unit, extra }: Magic): CaptureStep | undefined {
    if (bytes.length - at < PACKET_HEADER) return undefined;
    const view = viewOf(bytes), u32 = (offset: number) => view.getUint32(at + offset, this.#isLittle);
    const captured = u32(8), start = at + PACKET_HEADER + extra;
    if (captured > LARGEST_PACKET) {
      throw new CaptureError(`a packet of ${captured} bytes, which no capture has`, 8);
    }
    if (bytes.length < start + captured) return undefined;
    const packet: CapturedPacket = {
      number: ++this.#count,
      time: u32(0) * 1e6 + (unit === "nanoseconds" ? Math.floor(u32(4) / 1000) : u32(4)),
      linkType: this.#linkType,
      bytes: bytes.subarray(start, start + captured),
      length: Math.max(u32(12), captured),
    };
    return { used: start + captured - at, packet };
  }
}
