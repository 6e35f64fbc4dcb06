import { type CapturedPacket, CaptureError, type CaptureFormat } from "./captured_packet.ts";
import { pcapByteOrder, PcapFormat } from "./pcap.ts";
import { isPcapng, PcapngFormat } from "./pcapng.ts";

const NOTHING = new Uint8Array();

/**
 * Reads the packets of a capture, pcap or pcapng, from its bytes as they come: a file at once, or what a running tcpdump writes in parts.
 *
 * What is wrong in it ends it: the packets before that are there, and {@linkcode CaptureReader.problem} tells what was wrong and where.
 *
 * @example
 * ```ts
 * import { CaptureReader } from "./capture_reader.ts";
 * import { fromHex } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * const reader = new CaptureReader();
 * const header = "a1b2c3d4 0002 0004 00000000 00000000 00040000 00000001";
 * const packets = [...reader.push(fromHex(`${header} 6a00 0000 0000 0001 0000 0002 0000 0002 beef`))];
 * assertEquals(packets.map(({ time, bytes }) => [time, bytes.length]), [[0x6a000000 * 1e6 + 1, 2]]);
 * assertEquals(reader.end(), undefined);
 * ```
 */
export class CaptureReader {
  /** What is wrong, with the place; `undefined` where nothing is so far. */
  problem: string | undefined;
  /** The format, from the first bytes on. */
  format: CaptureFormat["name"] | undefined;
  #steps: CaptureFormat | undefined;
  #rest: Uint8Array = NOTHING;
  /** Bytes of the capture before the rest. */
  #passed = 0;

  /** Reads what became whole by these bytes. Packets are views of them, or of a copy where they came in parts. */
  *push(bytes: Uint8Array): Generator<CapturedPacket> {
    if (this.problem !== undefined) return;
    const whole = this.#rest.length === 0 ? bytes : joined(this.#rest, bytes);
    let at = 0;
    try {
      this.#steps ??= whole.length < 4 ? undefined : formatOf(whole);
      this.format = this.#steps?.name;
      for (let step = this.#steps?.step(whole, at); step !== undefined; step = this.#steps?.step(whole, at)) {
        at += step.used;
        if (step.packet !== undefined) yield step.packet;
      }
    } catch (error) {
      if (!(error instanceof CaptureError)) throw error;
      this.problem = `${error.problem}, at byte ${this.#passed + at + error.offset} of the file`;
    } finally {
      this.#rest = whole.subarray(at);
      this.#passed += at;
    }
  }

  /** Says that nothing comes any more, and returns what is wrong, with the place; `undefined` where nothing is. */
  end(): string | undefined {
    if (this.problem === undefined && (this.#rest.length > 0 || this.format === undefined)) {
      this.problem = `it ends within ${
        this.format === undefined ? "its first bytes" : "a packet or block"
      }, at byte ${this.#passed} of the file`;
    }
    return this.problem;
  }
}

/** Whether bytes begin as a capture file does. */
export function isCapture(bytes: Uint8Array): boolean {
  return isPcapng(bytes) || pcapByteOrder(bytes) !== undefined;
}

function formatOf(bytes: Uint8Array): CaptureFormat {
  if (isPcapng(bytes)) return new PcapngFormat();
  const byteOrder = pcapByteOrder(bytes);
  if (byteOrder === undefined) throw new CaptureError("neither pcap nor pcapng");
  return new PcapFormat(byteOrder);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
