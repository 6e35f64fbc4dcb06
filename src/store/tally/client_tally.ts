/** Bits of a hash that choose a register: 2048 registers, a standard error of 1.04 / √2048 = 2.3 %. */
const INDEX_BITS = 11, REGISTERS = 1 << INDEX_BITS;
/** What corrects the bias of many registers. */
const ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);
/** What a register adds to the sum: 2 to the power of what is in it, which is a byte, turned round. */
const INVERSE_POWERS = Float64Array.from({ length: 256 }, (_, register) => 2 ** -register);

/**
 * How many different clients there were, however often each: HyperLogLog (Flajolet, Fusy, Gandouet, Meunier 2007), with linear counting
 * where there are few. Those of several hours and servers can be put together, which exact numbers cannot. As bytes: the registers.
 */
export class ClientTally {
  readonly #registers = new Uint8Array(REGISTERS);

  /** Counts a client by its number. */
  count(clientId: number): void {
    const hash = mixed(clientId), index = hash >>> (32 - INDEX_BITS);
    const rank = Math.clz32(hash << INDEX_BITS | 1 << (INDEX_BITS - 1)) + 1;
    if (rank > this.#registers[index]) this.#registers[index] = rank;
  }

  /** Adds the clients of another one. */
  merge(other: ClientTally): void {
    this.load(other.#registers);
  }

  /** Adds the clients that were saved. */
  load(body: Uint8Array): void {
    const end = Math.min(REGISTERS, body.length);
    for (let i = 0; i < end; i++) if (body[i] > this.#registers[i]) this.#registers[i] = body[i];
  }

  /** Everything as bytes. */
  save(): Uint8Array {
    return this.#registers.slice();
  }

  /** About how many there were. */
  estimate(): number {
    let sum = 0, empty = 0;
    for (let i = 0; i < REGISTERS; i++) {
      sum += INVERSE_POWERS[this.#registers[i]];
      if (this.#registers[i] === 0) empty++;
    }
    const raw = ALPHA * REGISTERS * REGISTERS / sum;
    if (raw <= 2.5 * REGISTERS && empty > 0) return Math.round(REGISTERS * Math.log(REGISTERS / empty));
    return Math.round(raw);
  }
}

/** Numbers as if by chance, no two the same (MurmurHash3's end). Those beyond 32 bits fall on others, by chance as well. */
function mixed(number: number): number {
  let hash = (number ^ Math.imul(Math.floor(number / 2 ** 32), 0x9e3779b1)) | 0;
  hash = Math.imul(hash ^ hash >>> 16, 0x85ebca6b);
  hash = Math.imul(hash ^ hash >>> 13, 0xc2b2ae35);
  return hash ^ hash >>> 16;
}
