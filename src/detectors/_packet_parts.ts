import { nextOption } from "../dhcpv6/next_option.ts";
import { isRelayType } from "../dhcpv6/message_type.ts";
import { IPv6Address, StatusCode } from "../dhcpv6/mod.ts";
import { type LeaseKey, leaseKey } from "../store/mod.ts";
import { u16At, u32At } from "../wire/mod.ts";

/** Codes of the options that are looked at (RFC 9915 section 21). */
const SERVER_ID = 2, IA_NA = 3, IA_TA = 4, IA_ADDRESS = 5, ELAPSED_TIME = 8, RELAY_MSG = 9, STATUS_CODE = 13;
const IA_PD = 25, IA_PREFIX = 26;
/** Relay messages that are looked at: an attacker may nest two thousand. */
const MOST_RELAYS = 64;

/** A relay message around a message (RFC 9915 section 9). */
export interface RelayHop {
  readonly hopCount: number;
  readonly linkAddress: IPv6Address;
  readonly peerAddress: IPv6Address;
}

/** An address or prefix within an identity association. */
export interface AssociatedLease {
  readonly lease: LeaseKey;
  /** Seconds. */
  readonly validLifetime: number;
  readonly status: number;
}

/** An identity association (RFC 9915 section 21.4). */
export interface Association {
  readonly kind: "na" | "ta" | "pd";
  readonly iaid: number;
  /** The first status code in it; Success where there is none. */
  readonly status: number;
  readonly leases: readonly AssociatedLease[];
}

/** What detectors look at in a packet, read when it is asked for. Never throws: what cannot be read is not there. */
export class PacketParts {
  readonly #bytes: Uint8Array;
  /** Where relay messages start, the outermost first. */
  readonly #relayStarts: number[] = [];
  /** Where the options of the message within them are. */
  #start = 0;
  #end = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    let start = 0, end = bytes.length;
    while (end - start >= 34 && isRelayType(bytes[start]) && this.#relayStarts.length < MOST_RELAYS) {
      this.#relayStarts.push(start);
      let inner = 0;
      for (let at = start + 34, next; inner === 0 && (next = nextOption(bytes, at, end)) > 0; at = next) {
        if (u16At(bytes, at) === RELAY_MSG) inner = at + 4;
      }
      if (inner === 0) return;
      start = inner;
      end = inner + u16At(bytes, inner - 2);
    }
    if (end - start < 4 || isRelayType(bytes[start])) return;
    this.#start = start + 4;
    this.#end = end;
  }

  /** How many relay messages there are. */
  get relayCount(): number {
    return this.#relayStarts.length;
  }

  /** The largest hop count that a relay message gives; -1 where there is none. */
  get hopCount(): number {
    return this.#relayStarts.reduce((most, start) => Math.max(most, this.#bytes[start + 1]), -1);
  }

  /** The relay messages, that of the relay agent closest to the client first. */
  get relays(): RelayHop[] {
    const bytes = this.#bytes;
    return this.#relayStarts.toReversed().map((start) => ({
      hopCount: bytes[start + 1],
      linkAddress: IPv6Address.at(bytes, start + 2),
      peerAddress: IPv6Address.at(bytes, start + 18),
    }));
  }

  /** The DUID of the server that it is from or for. */
  get serverDuid(): Uint8Array | undefined {
    const at = this.#find(SERVER_ID);
    return at === 0 ? undefined : this.#bytes.subarray(at + 4, at + 4 + u16At(this.#bytes, at + 2));
  }

  /** Seconds for which the client has been trying (RFC 9915 section 21.9); 0 where it does not say. */
  get elapsed(): number {
    const at = this.#find(ELAPSED_TIME);
    return at === 0 || u16At(this.#bytes, at + 2) < 2 ? 0 : u16At(this.#bytes, at + 4) / 100;
  }

  /** Whether it holds this status, for the message, an association, an address or a prefix. */
  hasStatus(code: number): boolean {
    return statusWithin(this.#bytes, this.#start, this.#end) === code ||
      this.associations.some(({ status, leases }) => status === code || leases.some((lease) => lease.status === code));
  }

  /** The identity associations, in wire order. */
  get associations(): Association[] {
    const bytes = this.#bytes, end = this.#end, found: Association[] = [];
    for (let at = this.#start, next; (next = nextOption(bytes, at, end)) > 0; at = next) {
      const code = u16At(bytes, at), options = at + 4 + (code === IA_TA ? 4 : 12);
      if ((code !== IA_NA && code !== IA_PD && code !== IA_TA) || options > next) continue;
      found.push({
        kind: code === IA_NA ? "na" : code === IA_PD ? "pd" : "ta",
        iaid: u32At(bytes, at + 4),
        status: statusWithin(bytes, options, next),
        leases: leasesWithin(bytes, options, next),
      });
    }
    return found;
  }

  /** Where the first option of this code starts; 0 where there is none. */
  #find(code: number): number {
    const bytes = this.#bytes, end = this.#end;
    for (let at = this.#start, next; (next = nextOption(bytes, at, end)) > 0; at = next) {
      if (u16At(bytes, at) === code) return at;
    }
    return 0;
  }
}

function leasesWithin(bytes: Uint8Array, start: number, end: number): AssociatedLease[] {
  const found: AssociatedLease[] = [];
  for (let at = start, next; (next = nextOption(bytes, at, end)) > 0; at = next) {
    const code = u16At(bytes, at), body = at + 4;
    if (code === IA_ADDRESS && next - body >= 24) {
      const status = statusWithin(bytes, body + 24, next);
      found.push({ lease: leaseKey(bytes, body, 128), validLifetime: u32At(bytes, body + 20), status });
    } else if (code === IA_PREFIX && next - body >= 25 && bytes[body + 8] <= 128) {
      const status = statusWithin(bytes, body + 25, next), lease = leaseKey(bytes, body + 9, bytes[body + 8]);
      found.push({ lease, validLifetime: u32At(bytes, body + 4), status });
    }
  }
  return found;
}

function statusWithin(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start, next; (next = nextOption(bytes, at, end)) > 0; at = next) {
    if (u16At(bytes, at) === STATUS_CODE && next - at >= 6) return u16At(bytes, at + 4);
  }
  return StatusCode.Success;
}
