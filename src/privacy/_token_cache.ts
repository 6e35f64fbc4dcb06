/** What is longer is not remembered. */
const LONGEST = 128;

/** What was worked out before, so that a client that comes again costs little: the newest entries, at most so many. */
export class TokenCache {
  readonly #half: number;
  #young = new Map<string, Uint8Array>();
  #old = new Map<string, Uint8Array>();

  constructor(entries: number) {
    this.#half = entries / 2;
  }

  /** The token of the bytes, which `make` works out where it is not known. Nobody may write to it. */
  get(label: string, input: Uint8Array, make: () => Uint8Array): Uint8Array {
    if (input.length > LONGEST) return make();
    let key = label + "\0";
    for (let i = 0; i < input.length; i++) key += String.fromCharCode(input[i]);
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const token = this.#old.get(key) ?? make();
    if (this.#young.size >= this.#half) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, token);
    return token;
  }
}
