/** What newer runtimes have; others get the function below. */
type MaybeBase64 = Uint8Array & { toBase64?: () => string };

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Bytes as base64 with padding (RFC 4648 section 4), by the runtime where it can. */
export function base64(bytes: Uint8Array): string {
  return (bytes as MaybeBase64).toBase64?.() ?? portableBase64(bytes);
}

/** The same in any runtime. `btoa` would need the bytes as text first, and is no faster for it. */
export function portableBase64(bytes: Uint8Array): string {
  let text = "";
  const whole = bytes.length - bytes.length % 3;
  for (let i = 0; i < whole; i += 3) {
    const three = bytes[i] << 16 | bytes[i + 1] << 8 | bytes[i + 2];
    text += ALPHABET[three >> 18] + ALPHABET[three >> 12 & 63] + ALPHABET[three >> 6 & 63] + ALPHABET[three & 63];
  }
  const [first, second] = bytes.subarray(whole);
  if (second !== undefined) {
    return `${text}${ALPHABET[first >> 2]}${ALPHABET[(first & 3) << 4 | second >> 4]}${ALPHABET[(second & 15) << 2]}=`;
  }
  return first === undefined ? text : `${text}${ALPHABET[first >> 2]}${ALPHABET[(first & 3) << 4]}==`;
}
