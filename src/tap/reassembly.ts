import type { Carried, Fragment } from "./frame.ts";

/** Packets that are put together at a time; when there are more, the one that was begun first is given up. */
const MOST_PACKETS = 256;
/** Fragments of a packet: a link that carries IPv6 makes 54 of the largest one (RFC 8200 section 5), and no more. */
const MOST_PARTS = 512;
/** What fits into a packet (RFC 8200 section 4.5). */
const LARGEST = 0xffff;
/** Microseconds that all fragments have to come in (RFC 8200 section 4.5). */
const PATIENCE = 60e6;

interface Started {
  readonly parts: { readonly offset: number; readonly bytes: Uint8Array }[];
  /** When its first fragment came. */
  readonly time: number | undefined;
  /** Bytes of the whole, once the last fragment is there. */
  length: number | undefined;
  /** Bytes that are there. */
  have: number;
}

/**
 * Puts packets together whose fragments were captured, in whatever order they came (RFC 8200 section 4.5). What overlaps is given up with
 * its packet (RFC 5722); so is what was cut by the capture. Bounded: at most 256 packets of 65,535 bytes in 512 fragments at a time.
 */
export class Reassembly {
  readonly #started = new Map<string, Started>();
  #abandoned = 0;

  /** Packets of which not all was there, or that were given up. */
  get incomplete(): number {
    return this.#started.size + this.#abandoned;
  }

  /** Takes a fragment that was captured at a time (microseconds), and returns the bytes of the whole when it was the last one missing. */
  add({ source, destination, bytes }: Carried, fragment: Fragment, time?: number): Uint8Array | undefined {
    const key = `${source} ${destination} ${fragment.id}`, found = this.#started.get(key);
    const isLate = found?.time !== undefined && time !== undefined && time - found.time > PATIENCE;
    const whole = isLate || found === undefined ? this.#start(key, time) : found;
    if (isLate) this.#abandoned++;
    const { parts } = whole, start = fragment.offset, end = start + bytes.length;
    const isAgain = parts.some((part) => part.offset === start && part.bytes.length === bytes.length);
    if (isAgain) return undefined;
    const isWrong = !fragment.isWhole || end > LARGEST || parts.length >= MOST_PARTS ||
      (fragment.hasMore && bytes.length % 8 !== 0) ||
      parts.some((part) => start < part.offset + part.bytes.length && part.offset < end) ||
      (whole.length !== undefined && (end > whole.length || !fragment.hasMore)) ||
      (!fragment.hasMore && parts.some((part) => part.offset > start));
    if (isWrong) return this.#giveUp(key);
    parts.push({ offset: start, bytes });
    whole.have += bytes.length;
    if (!fragment.hasMore) whole.length = end;
    if (whole.have !== whole.length) return undefined;
    this.#started.delete(key);
    const joined = new Uint8Array(whole.length);
    for (const part of parts) joined.set(part.bytes, part.offset);
    return joined;
  }

  #start(key: string, time: number | undefined): Started {
    const [oldest] = this.#started.keys();
    if (this.#started.size >= MOST_PACKETS) this.#giveUp(oldest);
    const started: Started = { parts: [], time, length: undefined, have: 0 };
    this.#started.delete(key);
    this.#started.set(key, started);
    return started;
  }

  #giveUp(key: string): undefined {
    this.#started.delete(key);
    this.#abandoned++;
  }
}
