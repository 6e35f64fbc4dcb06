/** A row of a hex dump. */
export interface HexRow {
  /** Where its first byte is. */
  readonly start: number;
  /** That in four hexadecimal digits, or more where it takes more. */
  readonly label: string;
  /** Its bytes. */
  readonly bytes: readonly HexByte[];
}

/** A byte of a hex dump. */
export interface HexByte {
  /** Where it is. */
  readonly at: number;
  /** Two hexadecimal digits. */
  readonly hex: string;
  /** The character where it is printable ASCII, otherwise a middle dot. */
  readonly character: string;
}

/** Bytes in rows, as many in each as `width` says. */
export function hexRows(bytes: Uint8Array, width = 16): HexRow[] {
  const rows: HexRow[] = [];
  for (let start = 0; start < bytes.length; start += width) {
    const row = Array.from(bytes.subarray(start, start + width), (byte, i): HexByte => ({
      at: start + i,
      hex: byte.toString(16).padStart(2, "0"),
      character: byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·",
    }));
    rows.push({ start, label: start.toString(16).padStart(4, "0"), bytes: row });
  }
  return rows;
}
