import { fromHex, toHex } from "../wire/mod.ts";
import { sameBytes } from "../wire/same_bytes.ts";
import type { Remembered, Slot } from "./_remembered.ts";

/** DUIDs of one server that are remembered: a cluster behind one name has a few. */
const MOST_DUIDS = 4;

/** Which DUIDs servers answer with. */
export class ServerDuids {
  readonly #slot: Slot<Duids>;

  /** `slot` makes a place for them, given how they are made of what was kept. */
  constructor(slot: (revive: (kept: string[]) => Duids) => Slot<Duids>) {
    this.#slot = slot((kept) => new Duids(kept.map(fromHex)));
  }

  /** Remembers that a server answered with this DUID. */
  learn(server: Remembered, duid: Uint8Array): void {
    const { known } = this.#slot.of(server, () => new Duids([]));
    if (known.some((one) => sameBytes(one, duid))) return;
    known.unshift(duid.slice(0, 130));
    if (known.length > MOST_DUIDS) known.pop();
  }

  /** Whether a request that names this DUID is for the server; it is where the server never answered. */
  isOf(server: Remembered, duid: Uint8Array): boolean {
    return this.#slot.get(server)?.known.some((one) => sameBytes(one, duid)) ?? true;
  }
}

class Duids {
  readonly known: Uint8Array[];

  constructor(known: Uint8Array[]) {
    this.known = known;
  }

  toJSON(): string[] {
    return this.known.map((duid) => toHex(duid));
  }
}
