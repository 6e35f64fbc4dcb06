/** The bytes of a prefix of so many bits, those behind them cleared; a copy. */
export function clearedBehind(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes, (byte, i) => byte & 0xff00 >> Math.min(Math.max(length - 8 * i, 0), 8));
}

/** Whether a bit behind the length of a prefix, in bits, is set. */
export function hasBitsBehind(bytes: Uint8Array, length: number): boolean {
  return bytes.some((byte, i) => (byte & 0xff >> Math.min(Math.max(length - 8 * i, 0), 8)) !== 0);
}
