const encoder = /* @__PURE__ */ new TextEncoder();
const decoder = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * UTF-8, or the part of it from `start` up to `end`, as text, loss-free: a byte that is not part of valid UTF-8 becomes the lone surrogate U+DC00 + byte (Python's
 * "surrogateescape"), so that {@linkcode encodeUtf8} gives the very same bytes back.
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
  try {
    return decoder.decode(bytes);
  } catch {
    let text = "";
    for (let at = 0; at < bytes.length;) {
      const length = sequenceLength(bytes, at);
      if (length === 0) text += String.fromCharCode(0xdc00 + bytes[at++]);
      else {
        text += decoder.decode(bytes.subarray(at, at + length));
        at += length;
      }
    }
    return text;
  }
}

/** Length of the valid UTF-8 sequence at `at`, or 0. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length < 2) return length;
  try {
    decoder.decode(bytes.subarray(at, at + length));
    return length;
  } catch {
    return 0;
  }
}
