const encoder = /* @__PURE__ */ new TextEncoder();

/**
 * UTF-8, or the part of it from `start` up to `end`, as text, loss-free: a byte that is not part of valid UTF-8 becomes the lone surrogate
 * U+DC00 + byte (Python's "surrogateescape"), so that {@linkcode encodeUtf8} gives the very same bytes back.
 */
export function decodeUtf8(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  let seen = 0;
  for (let i = start; i < end; i++) seen |= bytes[i];
  return seen > 0x7f ? decodeMixed(bytes.subarray(start, end)) : decodeAscii(bytes, start, end);
}

/** Text as UTF-8; the surrogates that {@linkcode decodeUtf8} makes become the bytes that they stand for. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  if (text.isWellFormed()) return encoder.encode(text);
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code >= 0xdc80 && code <= 0xdcff) bytes.push(code & 0xff);
    else bytes.push(...encoder.encode(character));
  }
  return new Uint8Array(bytes);
}

/** How many bytes {@linkcode encodeUtf8} makes of a text. */
export function utf8Length(text: string): number {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return encodeUtf8(text).length;
  return text.length;
}

/** Eight at a time: text grows by one call for each, and most of it is short. */
function decodeAscii(b: Uint8Array, start: number, end: number): string {
  let text = "", i = start;
  for (; i + 8 <= end; i += 8) {
    text += String.fromCharCode(b[i], b[i + 1], b[i + 2], b[i + 3], b[i + 4], b[i + 5], b[i + 6], b[i + 7]);
  }
  for (; i < end; i++) text += String.fromCharCode(b[i]);
  return text;
}

function decodeMixed(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    text += length === 0 ? String.fromCharCode(0xdc00 + bytes[at]) : String.fromCodePoint(codePoint(bytes, at, length));
    at += length || 1;
  }
  return text;
}

/**
 * Length of the valid UTF-8 sequence at `at`, or 0 (Unicode, table 3-7). Looked at byte by byte: a `TextDecoder` says no by
 * throwing, which for text of others' making costs a thousand times as much.
 */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  if (first < 0x80) return 1;
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (bytes[at + 1] < least || bytes[at + 1] > most) return 0;
  for (let i = 2; i < length; i++) if ((bytes[at + i] & 0xc0) !== 0x80) return 0;
  return length;
}

/** The code point of a valid sequence. */
function codePoint(bytes: Uint8Array, at: number, length: number): number {
  let point = length === 1 ? bytes[at] : bytes[at] & (0x7f >> length);
  for (let i = 1; i < length; i++) point = point << 6 | bytes[at + i] & 0x3f;
  return point;
}
