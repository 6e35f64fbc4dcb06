import { CaptureError, type CaptureFormat, type CaptureStep, viewOf } from "./captured_packet.ts";

/** Types of the blocks that are read; all others are stepped over. */
const SECTION = 0x0a0d0d0a, INTERFACE = 1, OLD_PACKET = 2, SIMPLE_PACKET = 3, PACKET = 6;
const BYTE_ORDER = 0x1a2b3c4d;
/** Options of an interface. */
const END_OF_OPTIONS = 0, TIME_RESOLUTION = 9, TIME_OFFSET = 14;
/** Larger blocks than this are in no file; Wireshark has the same limit. */
const LARGEST_BLOCK = 16 * 1024 * 1024;
/** More interfaces than this has no machine. */
const MOST_INTERFACES = 65_536;

interface Interface {
  readonly linkType: number;
  readonly snapLength: number;
  /** Of its clock, a second. */
  readonly ticks: bigint;
  /** Seconds that its times are to be moved by. */
  readonly offset: bigint;
}

/** Whether a file is in the format pcapng. Needs its first four bytes. */
export function isPcapng(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && viewOf(bytes).getUint32(0) === SECTION;
}

/**
 * The format pcapng: blocks, each with its length in front and behind. A section says in which byte order its blocks are, interfaces say
 * what their packets begin with and how fast their clocks tick.
 *
 * | bytes | of each block | section | interface | packet |
 * | --- | --- | --- | --- | --- |
 * | 4 | type | 0x0a0d0d0a | 1 | 6 |
 * | 4 | length, these twelve included | | | |
 * | | content | byte order, version, length, options | kind of link, most bytes, options | interface, ticks, bytes captured, bytes on the wire, the bytes, options |
 * | 4 | length again | | | |
 *
 * The packets of old writers (type 2) and those without a time (type 3) are read as well; names, statistics, secrets, blocks and options
 * that nobody knows are stepped over. Source: draft-ietf-opsawg-pcapng.
 */
export class PcapngFormat implements CaptureFormat {
  /** Always `pcapng`. */
  readonly name = "pcapng";
  #isLittle = false;
  #interfaces: Interface[] = [];
  #count = 0;

  /** Reads a block. */
  step(bytes: Uint8Array, at: number): CaptureStep | undefined {
    if (bytes.length - at < 12) return undefined;
    const view = viewOf(bytes), isSection = view.getUint32(at) === SECTION;
    if (isSection) this.#begin(view.getUint32(at + 8), view.getUint32(at + 8, true));
    const type = view.getUint32(at, this.#isLittle), length = view.getUint32(at + 4, this.#isLittle);
    if (length < 12 || length % 4 !== 0) throw new CaptureError(`a block of ${length} bytes`, 4);
    if (length > LARGEST_BLOCK) throw new CaptureError(`a block of ${length} bytes, which is too many`, 4);
    if (bytes.length - at < length) return undefined;
    const again = view.getUint32(at + length - 4, this.#isLittle);
    if (again !== length) {
      throw new CaptureError(`a block that is ${length} bytes in front and ${again} behind`, length - 4);
    }
    const block = new Block(bytes.subarray(at + 8, at + length - 4), this.#isLittle);
    if (type === INTERFACE) this.#interface(block);
    const isPacket = type === PACKET || type === OLD_PACKET || type === SIMPLE_PACKET;
    return isPacket ? { used: length, packet: this.#packet(block, type) } : { used: length };
  }

  #begin(asBig: number, asLittle: number): void {
    if (asBig !== BYTE_ORDER && asLittle !== BYTE_ORDER) throw new CaptureError("a section in no byte order", 8);
    this.#isLittle = asLittle === BYTE_ORDER;
    this.#interfaces = [];
  }

  #interface(block: Block): void {
    const linkType = block.u16(0), snapLength = block.u32(4);
    let ticks = 1_000_000n, offset = 0n;
    for (const { code, start, length } of block.options(8)) {
      if (code === TIME_RESOLUTION && length >= 1) ticks = ticksOf(block.u8(start));
      if (code === TIME_OFFSET && length >= 8) offset = block.i64(start);
    }
    if (this.#interfaces.length === MOST_INTERFACES) throw new CaptureError("too many interfaces", 0);
    this.#interfaces.push({ linkType, snapLength, ticks, offset });
  }

  #packet(block: Block, type: number) {
    const number = ++this.#count, isSimple = type === SIMPLE_PACKET;
    const index = isSimple ? 0 : type === OLD_PACKET ? block.u16(0) : block.u32(0), from = this.#interfaces[index];
    if (from === undefined) throw new CaptureError(`a packet of interface ${index}, which there is none of`, 8);
    const start = isSimple ? 4 : 20, length = block.u32(isSimple ? 0 : 16), room = block.length - start;
    const most = from.snapLength === 0 ? room : Math.min(room, from.snapLength);
    const captured = isSimple ? Math.min(length, most) : block.u32(12);
    if (captured > room) throw new CaptureError(`a packet of ${captured} bytes in a block with room for ${room}`, 20);
    return {
      number,
      time: isSimple ? undefined : timeOf(block.u32(4), block.u32(8), from),
      linkType: from.linkType,
      bytes: block.view(start, captured),
      length: Math.max(length, captured),
    };
  }
}

/** The content of a block. Throws `CaptureError` for what is behind its end. */
class Block {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #isLittle: boolean;

  constructor(bytes: Uint8Array, isLittle: boolean) {
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
    this.#isLittle = isLittle;
  }

  get length(): number {
    return this.#bytes.length;
  }

  u8(at: number): number {
    return this.#view.getUint8(this.#need(at, 1));
  }

  u16(at: number): number {
    return this.#view.getUint16(this.#need(at, 2), this.#isLittle);
  }

  u32(at: number): number {
    return this.#view.getUint32(this.#need(at, 4), this.#isLittle);
  }

  i64(at: number): bigint {
    return this.#view.getBigInt64(this.#need(at, 8), this.#isLittle);
  }

  view(at: number, length: number): Uint8Array {
    return this.#bytes.subarray(this.#need(at, length), at + length);
  }

  /** The options from a place on: what is not whole ends them, as what they say is not needed to go on. */
  *options(at: number): Generator<{ code: number; start: number; length: number }> {
    while (at + 4 <= this.length) {
      const code = this.u16(at), length = this.u16(at + 2), start = at + 4;
      if (code === END_OF_OPTIONS || start + length > this.length) return;
      yield { code, start, length };
      at = start + length + (-length & 3);
    }
  }

  #need(at: number, length: number): number {
    if (at + length > this.length) throw new CaptureError("a block that is too short for what it should hold", 8);
    return at;
  }
}

/** Ticks a second: a power of 10, or of 2 where the highest bit is set. */
function ticksOf(resolution: number): bigint {
  return resolution & 0x80 ? 2n ** BigInt(resolution & 0x7f) : 10n ** BigInt(resolution);
}

function timeOf(high: number, low: number, { ticks, offset }: Interface): number {
  const count = BigInt(high) << 32n | BigInt(low);
  return Number(count * 1_000_000n / ticks + offset * 1_000_000n);
}
