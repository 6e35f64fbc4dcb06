import { toHex, u16At } from "../wire/mod.ts";

/** Types of DUIDs that hold a link-layer address (RFC 9915 section 11), and Ethernet's hardware type. */
const LINK_LAYER_TIME = 1, LINK_LAYER = 3, ETHERNET = 1;

/** The MAC address that a DUID holds, as `34:31:c4:3c:b2:f1`; `undefined` where it holds none. */
export function macOfDuid(duid: Uint8Array): string | undefined {
  const type = duid.length >= 4 ? u16At(duid, 0) : 0;
  const at = type === LINK_LAYER ? 4 : type === LINK_LAYER_TIME ? 8 : 0;
  if (at === 0 || duid.length !== at + 6 || u16At(duid, 2) !== ETHERNET) return undefined;
  return toHex(duid.subarray(at), ":");
}

/** The MAC address that a link-local address was made of (RFC 4291 appendix A); `undefined` where it was made otherwise. */
export function macOfLinkLocal(address: Uint8Array): string | undefined {
  const isLinkLocal = address[0] === 0xfe && (address[1] & 0xc0) === 0x80;
  if (!isLinkLocal || address[11] !== 0xff || address[12] !== 0xfe) return undefined;
  const { 8: first, 9: second, 10: third, 13: fourth, 14: fifth, 15: sixth } = address;
  return toHex(new Uint8Array([first ^ 2, second, third, fourth, fifth, sixth]), ":");
}
