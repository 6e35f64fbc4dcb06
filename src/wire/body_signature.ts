import { toHex } from "./hex.ts";
import { encodeUtf8 } from "./utf8.ts";

/** The header that says who made a body: `sha256=` and the HMAC of the body in hexadecimal digits. */
export const SIGNATURE_HEADER = "x-dhcpkit-signature";

/** A secret, ready to sign with. */
export function signingKey(secret: string): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", encodeUtf8(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

/** What the header of a body says. */
export async function bodySignature(key: CryptoKey, body: Uint8Array<ArrayBuffer>): Promise<string> {
  return `sha256=${toHex(new Uint8Array(await crypto.subtle.sign("HMAC", key, body)))}`;
}
