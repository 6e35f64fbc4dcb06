import { KeyedHash } from "./_hmac.ts";
import { TokenCache } from "./_token_cache.ts";

/** Tokens that are remembered; each takes some 200 bytes. */
const CACHED = 16_384;
/** From so many bytes on, two inputs have the same token by chance about as often as two keys are the same. */
const WIDE = 16;
/** Rounds of the Feistel network, as many as NIST SP 800-38G has for domains this small. */
const ROUNDS = 10;
const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** Makes tokens: what stands in the place of an identifier, of the same length, the same for the same bytes and label. */
export class Tokens {
  readonly #hash: KeyedHash;
  readonly #cache = new TokenCache(CACHED);

  constructor(key: Uint8Array) {
    this.#hash = new KeyedHash(key);
  }

  /** What `make` makes of the bytes, which is worked out once as long as it is remembered. Nobody may write to it. */
  remember(label: string, input: Uint8Array, make: () => Uint8Array): Uint8Array {
    return this.#cache.get(label, input, make);
  }

  /** Random-looking bytes; two inputs of under 16 bytes may have the same. */
  bytes(label: string, input: Uint8Array, length: number = input.length): Uint8Array {
    return this.#cache.get(label, input, () => this.#hash.bytes(label, input, length));
  }

  /** As many bytes as the input, others for each input of that length. */
  distinct(label: string, input: Uint8Array): Uint8Array {
    if (input.length >= WIDE) return this.bytes(label, input);
    return this.#cache.get(
      `distinct ${label}`,
      input,
      () => input.length === 1 ? this.#byte(label, input) : this.#mixed(label, input),
    );
  }

  /** As many small letters and digits as the input has bytes. */
  letters(label: string, input: Uint8Array): Uint8Array {
    return this.#cache.get(
      `letters ${label}`,
      input,
      () => this.#hash.bytes(label, input, input.length).map((byte) => ALPHABET.charCodeAt(byte & 31)),
    );
  }

  /**
   * Changes bits of `input` from `quiet` up to `end` so that two inputs go on sharing exactly as many leading bits as they
   * did (Xu, Fan, Ammar and Moon, 2002): whether a bit changes depends on the bits in front of it alone. One hash tells
   * that for all 255 ways in which a byte may begin.
   */
  prefixPreserving(label: string, input: Uint8Array, quiet: number, end: number): Uint8Array {
    const output = input.slice();
    for (let at = quiet >> 3; at < input.length && at * 8 < end; at++) {
      const before = input.subarray(0, at), flips = this.bytes(`${label} ${at}`, before, 32), byte = input[at];
      for (let bit = Math.max(quiet - at * 8, 0); bit < 8 && at * 8 + bit < end; bit++) {
        const node = 1 << bit | byte >> (8 - bit);
        output[at] ^= (flips[node >> 3] >> (node & 7) & 1) << (7 - bit);
      }
    }
    return output;
  }

  /** The only byte of an input: a permutation of the 256. */
  #byte(label: string, input: Uint8Array): Uint8Array {
    return this.prefixPreserving(label, input, 0, 8);
  }

  /** A permutation of the inputs of two bytes and more: each half in turn is changed by what hides the other. */
  #mixed(label: string, input: Uint8Array): Uint8Array {
    const output = input.slice(), middle = input.length >> 1;
    const halves = [output.subarray(0, middle), output.subarray(middle)];
    for (let round = 0; round < ROUNDS; round++) {
      const target = halves[round % 2], other = halves[1 - round % 2];
      const mask = this.#hash.bytes(`${label} ${input.length} ${round}`, other, target.length);
      for (let i = 0; i < target.length; i++) target[i] ^= mask[i];
    }
    return output;
  }
}
