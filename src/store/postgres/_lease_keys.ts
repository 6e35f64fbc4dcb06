import { type LeaseKey, leaseKey } from "../lease_event.ts";

/** The address or prefix itself and all prefixes around it, the longest first. */
export function prefixesAround(lease: LeaseKey): LeaseKey[] {
  const bytes = addressBytes(lease), length = lengthOf(lease);
  return Array.from({ length: length + 1 }, (_, shorter) => leaseKey(bytes, 0, length - shorter));
}

/**
 * Keys between which all that lies within an address or prefix is, itself included. Prefixes around it that begin with the same address are
 * before the first one.
 */
export function rangeWithin(lease: LeaseKey): { first: LeaseKey; last: LeaseKey } {
  const bytes = addressBytes(lease), length = lengthOf(lease);
  for (let i = 0; i < 16; i++) {
    const bits = length - i * 8;
    bytes[i] |= bits >= 8 ? 0 : bits <= 0 ? 0xff : 0xff >> bits;
  }
  return { first: lease, last: leaseKey(bytes, 0, 128) };
}

function addressBytes(lease: LeaseKey): Uint8Array {
  return Uint8Array.fromHex(lease.slice(0, 32));
}

function lengthOf(lease: LeaseKey): number {
  return Number.parseInt(lease.slice(32), 16);
}
