import { u32At } from "../wire/mod.ts";
import type { Redaction } from "./_field_kinds.ts";

/** Where what follows the hardware address starts, and the options behind it (RFC 2131 section 2). */
const NAMES_START = 44, OPTIONS_START = 240, MAGIC_COOKIE = 0x63825363;

/**
 * Options that tell nothing of a client: masks, routers and servers, times, sizes, the message type, and which options are
 * wanted.
 */
const KEPT: ReadonlySet<number> = new Set([1, 3, 6, 28, 42, 51, 53, 54, 55, 57, 58, 59, 80, 116]);

/** A DHCPv4 message within a DHCPv6 one: addresses, hardware address, names, and all options that are not known to be harmless. */
export function hideDhcpv4(redaction: Redaction, start: number, end: number): void {
  const { source } = redaction, optionsStart = start + OPTIONS_START;
  if (optionsStart > end || u32At(source, optionsStart - 4) !== MAGIC_COOKIE) return redaction.blot(start, end);
  for (let at = start + 12; at < start + 28; at += 4) hideAddress(redaction, at, at + 4);
  hideHardwareAddress(redaction, start + 28, Math.min(source[start + 2], 16));
  hideName(redaction, start + NAMES_START, start + NAMES_START + 64);
  hideName(redaction, start + NAMES_START + 64, optionsStart - 4);
  for (let at = optionsStart; at < end;) {
    const code = source[at], first = at + 2, next = first + source[at + 1];
    if (code === 255) return erase(redaction, at + 1, end);
    if (code === 0) at++;
    else if (first > end || next > end) return redaction.blot(at, end);
    else {
      hideOption(redaction, code, first, next);
      at = next;
    }
  }
}

function hideOption(redaction: Redaction, code: number, start: number, end: number): void {
  const { source, identifiers } = redaction, length = end - start;
  if (KEPT.has(code)) return;
  if (code === 50 && length === 4) hideAddress(redaction, start, end);
  else if (code === 12) redaction.replace(start, end, (bytes) => identifiers.label(bytes));
  else if (code === 61 && source[start] === 1 && length === 7) {
    redaction.replace(start + 1, end, (bytes) => identifiers.addresses.linkLayer(bytes));
  } else if (code === 61 && source[start] === 255 && length > 5) {
    redaction.replace(start + 1, start + 5, (bytes) => identifiers.bytes("iaid", bytes));
    redaction.replace(start + 5, end, (bytes) => identifiers.duid(bytes));
  } else redaction.replace(start, end, (bytes) => identifiers.bytes(`DHCPv4 ${code}`, bytes));
}

function hideAddress(redaction: Redaction, start: number, end: number): void {
  redaction.replace(start, end, (bytes) => redaction.identifiers.addresses.address4(bytes));
}

function hideHardwareAddress(redaction: Redaction, start: number, length: number): void {
  redaction.replace(start, start + length, (bytes) => redaction.identifiers.addresses.linkLayer(bytes));
  erase(redaction, start + length, start + 16);
}

/** Text up to the first NUL; what is behind that is no part of it. */
function hideName(redaction: Redaction, start: number, end: number): void {
  const nul = redaction.source.subarray(start, end).indexOf(0), textEnd = nul < 0 ? end : start + nul;
  redaction.replace(start, textEnd, (bytes) => redaction.identifiers.text("DHCPv4 name", bytes));
  erase(redaction, textEnd, end);
}

function erase(redaction: Redaction, start: number, end: number): void {
  redaction.replace(start, end, (bytes) => new Uint8Array(bytes.length));
}
