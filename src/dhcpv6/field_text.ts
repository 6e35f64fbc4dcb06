import { decodeUtf8, toHex } from "../wire/mod.ts";

/** In quotes, with everything escaped that a terminal or a page might act on, such as controls and text direction. */
export function quoted(value: string): string {
  return JSON.stringify(value).replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) =>
      Array.from({ length: character.length }, (_, i) => "\\u" + character.charCodeAt(i).toString(16).padStart(4, "0"))
        .join(""),
  );
}

/** `5400` is `1 h 30 min`. */
export function durationText(value: number): string {
  if (value === 0xffffffff) return "infinity";
  const parts = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]] as const;
  let left = value;
  const shown = parts.flatMap(([size, unit]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count === 0 ? [] : [`${count} ${unit}`];
  });
  return shown.length === 0 ? "0 s" : shown.join(" ");
}

/** Hexadecimal digits, and the text where it all is printable ASCII. */
export function bytesText(value: Uint8Array): string {
  if (value.length === 0) return "empty";
  const printable = value.every((byte) => byte >= 0x20 && byte < 0x7f);
  return printable ? `${toHex(value)} ${JSON.stringify(decodeUtf8(value))}` : toHex(value);
}

/** How many bytes there are, of what is not shown. */
export function countText(length: number): string {
  return length === 1 ? "1 byte" : `${length} bytes`;
}

/** Date and time in UTC. */
export function absoluteTimeText(value: number): string {
  return new Date(Date.UTC(2000, 0, 1) + value * 1000).toISOString().replace(".000Z", "Z");
}

/** Seconds. */
export function hundredthsText(value: number): string {
  return value === 0xffff ? "655.35 s or more" : `${value / 100} s`;
}
