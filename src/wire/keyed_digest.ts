import { equalBytes } from "./constant_time.ts";

/**
 * HMAC-SHA-256 under a key that only this process knows: what it signs nobody else can make, and secrets are compared by it in a time
 * that tells neither their bytes nor their lengths.
 */
export class KeyedDigest {
  #key: Promise<CryptoKey> | undefined;

  /** The 32 bytes of a text. */
  async of(text: string): Promise<Uint8Array<ArrayBuffer>> {
    this.#key ??= crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    return new Uint8Array(await crypto.subtle.sign("HMAC", await this.#key, new TextEncoder().encode(text)));
  }

  /** Whether two secrets are equal. */
  async same(a: string, b: string): Promise<boolean> {
    return equalBytes(await this.of(a), await this.of(b));
  }
}
