/** A packet of a capture file, as it was captured. */
export interface CapturedPacket {
  /** Its place in the file, from 1, as Wireshark counts. */
  readonly number: number;
  /** When: microseconds since 1970-01-01 UTC, finer parts left out; `undefined` where the file does not say. */
  readonly time: number | undefined;
  /** What its first header is: a LINKTYPE_ number of the registry at tcpdump.org. */
  readonly linkType: number;
  /** What was captured of it: a view of what was read. */
  readonly bytes: Uint8Array;
  /** Bytes that it had on the wire: more than were captured where it was cut. */
  readonly length: number;
}

/** What was read at a place of a capture file. */
export interface CaptureStep {
  /** Bytes that were read. */
  readonly used: number;
  /** The packet there; `undefined` where it was something else. */
  readonly packet?: CapturedPacket;
}

/** A format of capture files, which is read in steps. */
export interface CaptureFormat {
  /** What it is called. */
  readonly name: "pcap" | "pcapng";
  /**
   * Reads what is at a place: `undefined` where that is not there as a whole yet. Throws {@linkcode CaptureError} where it is not what
   * the format says; nothing behind it can be read then.
   */
  step(bytes: Uint8Array, at: number): CaptureStep | undefined;
}

/** Why a capture file is not read further. */
export class CaptureError extends Error {
  /** Always `CaptureError`. */
  override readonly name = "CaptureError";

  /** `problem` is what is wrong, without the place: bytes from where the step began that threw it. */
  constructor(readonly problem: string, readonly offset: number = 0) {
    super(problem);
  }
}

/** Numbers of a file, wherever its bytes are. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
