/**
 * A Solicit of `size` bytes with options within options, each with `fixed` bytes in front of the next one, and then `filling` again and
 * again.
 */
export function nested(
  levels: number,
  code: number,
  fixed: number,
  filling: readonly number[],
  size: number,
): Uint8Array {
  const bytes = new Uint8Array(size), view = new DataView(bytes.buffer);
  bytes[0] = 1;
  let at = 4;
  for (let level = 0; level < levels; level++, at += 4 + fixed) {
    view.setUint16(at, code);
    view.setUint16(at + 2, size - at - 4);
  }
  for (; filling.length > 0 && at + filling.length <= size; at += filling.length) bytes.set(filling, at);
  return bytes;
}

/** Relay messages within each other around a Solicit without options. */
export function relays(levels: number): Uint8Array {
  const bytes = new Uint8Array(38 * levels + 4), view = new DataView(bytes.buffer);
  for (let level = 0; level < levels; level++) {
    bytes[38 * level] = 12;
    view.setUint16(38 * level + 34, 9);
    view.setUint16(38 * level + 36, bytes.length - 38 * level - 38);
  }
  bytes[38 * levels] = 1;
  return bytes;
}
