import { decodeUtf8, u16At, u32At, WireError } from "../wire/mod.ts";
import { IPv6Address } from "./address.ts";
import { isFailoverType, isRelayType } from "./message_type.ts";
import type { LeaseSummary, MessageSummary, StatusSummary } from "./message_summary_types.ts";
import { failoverHeaderLength, findOption, nextOption } from "./next_option.ts";

/** Codes of the options that are looked at. */
const CLIENT_ID = 1, SERVER_ID = 2, IA_NA = 3, IA_TA = 4, IA_ADDRESS = 5, RELAY_MSG = 9, STATUS_CODE = 13;
const INTERFACE_ID = 18, IA_PD = 25, IA_PREFIX = 26, REMOTE_ID = 37;
/** Types of the messages that register an address, which stands in no identity association (RFC 9686). */
const ADDR_REG_INFORM = 36, ADDR_REG_REPLY = 37;

/**
 * Reads what a list or a store wants of a message, and nothing else: a quarter of the work of decoding it.
 *
 * Reads `bytes`, or the part of it from `start` up to `end`, which has to be within. Only a header that is not complete
 * throws `WireError`; other damage is told by {@linkcode MessageSummary.malformed}, and what can be read is read. Byte
 * strings are views of `bytes`, made when they are asked for.
 *
 * @example
 * ```ts
 * import { fromHex, summarizeMessage, toHex } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * const summary = summarizeMessage(fromHex("0bf350d6 0001000a 00030001 3431c43cb2f1"));
 * assertEquals([summary.type, toHex(summary.clientId!)], [11, "000300013431c43cb2f1"]);
 * ```
 */
export function summarizeMessage(bytes: Uint8Array, start = 0, end: number = bytes.length): MessageSummary {
  const summary = new Summary(bytes);
  for (let at = start, stop = end; (at = readHeader(summary, at, stop)) > 0;) stop = at + u16At(bytes, at - 2);
  return summary;
}

const NONE: never[] = [];

class Summary implements MessageSummary {
  type = 0;
  transactionId = 0;
  relays = 0;
  malformed = false;
  leases: LeaseSummary[] = NONE;
  statuses: StatusSummary[] = NONE;

  /** Where the options of the innermost message are. */
  start = 0;
  end = 0;
  /** Where addresses, and the headers of options, are in the buffer; -1 = nowhere. */
  peer = -1;
  link = -1;
  clientIdAt = -1;
  serverIdAt = -1;
  interfaceIdAt = -1;
  remoteIdAt = -1;

  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get peerAddress(): IPv6Address | undefined {
    return this.peer < 0 ? undefined : IPv6Address.at(this.bytes, this.peer);
  }

  get peerBytes(): Uint8Array | undefined {
    return this.peer < 0 ? undefined : this.bytes.subarray(this.peer, this.peer + 16);
  }

  get linkAddress(): IPv6Address | undefined {
    return this.link < 0 ? undefined : IPv6Address.at(this.bytes, this.link);
  }

  get clientId(): Uint8Array | undefined {
    return bodyOf(this.bytes, this.clientIdAt);
  }

  get serverId(): Uint8Array | undefined {
    return bodyOf(this.bytes, this.serverIdAt);
  }

  get interfaceId(): Uint8Array | undefined {
    return bodyOf(this.bytes, this.interfaceIdAt);
  }

  get remoteId(): Uint8Array | undefined {
    return bodyOf(this.bytes, this.remoteIdAt);
  }

  body(code: number): Uint8Array | undefined {
    return bodyOf(this.bytes, findOption(this.bytes, this.start, this.end, code));
  }
}

function bodyOf(bytes: Uint8Array, at: number): Uint8Array | undefined {
  return at < 0 ? undefined : new Uint8Array(bytes.buffer, bytes.byteOffset + at + 4, u16At(bytes, at + 2));
}

/** Reads a message down to its options. Returns where the message within a relay message starts, otherwise 0. */
function readHeader(summary: Summary, start: number, end: number): number {
  const { bytes } = summary, type = bytes[start], isRelay = isRelayType(type);
  if (!isWholeHeader(bytes, start, end)) {
    throw new WireError(`needed ${isRelay ? 34 : 4} bytes at offset ${start}, ${end - start} available`, start);
  }
  summary.type = type;
  if (!isRelay) {
    summary.transactionId = u32At(bytes, start) & 0xffffff;
    const header = isFailoverType(type) ? failoverHeaderLength(bytes, start, end) : 4;
    summary.start = start + header;
    summary.end = end;
    readClientServer(summary, start + header, end);
    return 0;
  }
  summary.relays++;
  summary.peer = start + 18;
  if ((u32At(bytes, start + 2) | u32At(bytes, start + 6) | u32At(bytes, start + 10) | u32At(bytes, start + 14)) !== 0) {
    summary.link = start + 2;
  }
  return readRelayOptions(summary, start + 34, end);
}

function readRelayOptions(summary: Summary, start: number, end: number): number {
  const { bytes } = summary;
  let at = start, inner = 0;
  for (let next; (next = nextOption(bytes, at, end)) > 0; at = next) {
    const code = u16At(bytes, at);
    if (code === RELAY_MSG) {
      if (inner === 0) inner = at + 4;
    } else if (code === INTERFACE_ID) summary.interfaceIdAt = first(summary.interfaceIdAt, start, at);
    else if (code === REMOTE_ID) {
      if (next - at < 8) summary.malformed = true;
      else summary.remoteIdAt = first(summary.remoteIdAt, start, at);
    }
  }
  if (at !== end) summary.malformed = true;
  if (inner === 0 || isWholeHeader(bytes, inner, inner + u16At(bytes, inner - 2))) return inner;
  summary.malformed = true;
  return 0;
}

/** The place found before where that is in the same message, whose options start at `start`; otherwise `at`. */
function first(before: number, start: number, at: number): number {
  return start <= before && before < at ? before : at;
}

/** Whether the header of a message is complete: {@linkcode summarizeMessage} throws for nothing else. */
export function isWholeHeader(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start >= 4 && (!isRelayType(bytes[start]) || end - start >= 34);
}

function readClientServer(summary: Summary, start: number, end: number): void {
  const { bytes, type } = summary;
  let at = start;
  for (let next; (next = nextOption(bytes, at, end)) > 0; at = next) {
    const code = u16At(bytes, at), body = at + 4;
    switch (code) {
      case CLIENT_ID:
        if (summary.clientIdAt < 0) summary.clientIdAt = at;
        break;
      case SERVER_ID:
        if (summary.serverIdAt < 0) summary.serverIdAt = at;
        break;
      case IA_NA:
      case IA_PD:
        readAssociation(summary, body, body + 12, next);
        break;
      case IA_TA:
        readAssociation(summary, body, body + 4, next);
        break;
      case IA_ADDRESS:
        if (type === ADDR_REG_INFORM || type === ADDR_REG_REPLY) readAddress(summary, 0, body, next);
        break;
      case STATUS_CODE:
        readStatus(summary, body, next);
    }
  }
  if (at !== end) summary.malformed = true;
}

/** Reads an identity association, whose options start at `options`, or an address or prefix in it. */
function readAssociation(summary: Summary, start: number, options: number, end: number): void {
  if (options > end) {
    summary.malformed = true;
    return;
  }
  const { bytes } = summary;
  let at = options;
  for (let next; (next = nextOption(bytes, at, end)) > 0; at = next) {
    const code = u16At(bytes, at), body = at + 4;
    if (code === IA_ADDRESS) readAddress(summary, u32At(bytes, start), body, next);
    else if (code === IA_PREFIX) readPrefix(summary, u32At(bytes, start), body, next);
    else if (code === STATUS_CODE) readStatus(summary, body, next);
  }
  if (at !== end) summary.malformed = true;
}

function readAddress(summary: Summary, iaid: number, start: number, end: number): void {
  if (end - start < 24) {
    summary.malformed = true;
    return;
  }
  const { bytes } = summary;
  summary.leases = added(summary.leases, {
    address: IPv6Address.at(bytes, start),
    prefixLength: undefined,
    iaid,
    preferredLifetime: u32At(bytes, start + 16),
    validLifetime: u32At(bytes, start + 20),
  });
  if (end - start > 24) readLeaseOptions(summary, start + 24, end);
}

function readPrefix(summary: Summary, iaid: number, start: number, end: number): void {
  const { bytes } = summary;
  if (end - start < 25 || bytes[start + 8] > 128) {
    summary.malformed = true;
    return;
  }
  summary.leases = added(summary.leases, {
    address: IPv6Address.at(bytes, start + 9),
    prefixLength: bytes[start + 8],
    iaid,
    preferredLifetime: u32At(bytes, start),
    validLifetime: u32At(bytes, start + 4),
  });
  if (end - start > 25) readLeaseOptions(summary, start + 25, end);
}

function readLeaseOptions(summary: Summary, start: number, end: number): void {
  const { bytes } = summary;
  let at = start;
  for (let next; (next = nextOption(bytes, at, end)) > 0; at = next) {
    if (u16At(bytes, at) === STATUS_CODE) readStatus(summary, at + 4, next);
  }
  if (at !== end) summary.malformed = true;
}

function readStatus(summary: Summary, start: number, end: number): void {
  if (end - start < 2) {
    summary.malformed = true;
    return;
  }
  const { bytes } = summary;
  const status = { code: u16At(bytes, start), message: decodeUtf8(bytes, start + 2, end) };
  summary.statuses = added(summary.statuses, status);
}

/** The list with an item more; most lists have one or none, and none is the same for all. */
function added<T>(list: T[], item: T): T[] {
  if (list.length === 0) return [item];
  list.push(item);
  return list;
}
