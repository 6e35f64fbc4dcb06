import { Duid, IPv6Address, IPv6Prefix, Message, Options, toHex } from "../../src/dhcpv6/mod.ts";

/** A decoded value without the buffers behind it, so that what was parsed can be compared with what was built. */
export function plain(value: unknown): unknown {
  if (value instanceof Options) return { options: toHex(value.bytes) };
  if (value instanceof Message) return { message: toHex(value.save()) };
  if (value instanceof Uint8Array) return { bytes: toHex(value) };
  if (value instanceof Duid || value instanceof IPv6Address || value instanceof IPv6Prefix) return String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
