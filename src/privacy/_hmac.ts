import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { encodeUtf8 } from "../wire/mod.ts";

/** Stands in front of everything that is hashed; another number here makes all tokens others. */
const VERSION = "dhcpkit pseudonyms 1\0";

/** HMAC-SHA-256 with one key, which nobody gets to see again. */
export class KeyedHash {
  /** Has taken in the key and the version already, which is two thirds of the work for short inputs. */
  readonly #begun: ReturnType<typeof hmac.create>;

  constructor(key: Uint8Array) {
    this.#begun = hmac.create(sha256, key).update(encodeUtf8(VERSION));
  }

  /**
   * `length` bytes that nobody can tell from random ones without the key. `label` says what the bytes are of: the same
   * bytes of two kinds have nothing in common. It holds no NUL.
   */
  bytes(label: string, input: Uint8Array, length: number): Uint8Array {
    const labelled = encodeUtf8(label + "\0");
    if (length <= 32) return this.#block(labelled, input, 0).subarray(0, length);
    const all = new Uint8Array(length);
    for (let at = 0, i = 0; at < length; at += 32, i++) {
      all.set(this.#block(labelled, input, i).subarray(0, length - at), at);
    }
    return all;
  }

  #block(label: Uint8Array, input: Uint8Array, number: number): Uint8Array {
    return this.#begun.clone().update(label).update(new Uint8Array([number >> 8, number & 0xff])).update(input)
      .digest();
  }
}
