import { sameBytes } from "../wire/same_bytes.ts";
import type { Remembered, Slot } from "./_remembered.ts";

/** DUIDs of one server that are remembered: a cluster behind one name has a few. */
const MOST_DUIDS = 4;

/** Which DUIDs servers answer with. */
export class ServerDuids {
  readonly #slot: Slot<Uint8Array[]>;

  constructor(slot: Slot<Uint8Array[]>) {
    this.#slot = slot;
  }

  /** Remembers that a server answered with this DUID. */
  learn(server: Remembered, duid: Uint8Array): void {
    const known = this.#slot.of(server, () => []);
    if (known.some((one) => sameBytes(one, duid))) return;
    known.unshift(duid.slice(0, 130));
    if (known.length > MOST_DUIDS) known.pop();
  }

  /** Whether a request that names this DUID is for the server; it is where the server never answered. */
  isOf(server: Remembered, duid: Uint8Array): boolean {
    return this.#slot.get(server)?.some((one) => sameBytes(one, duid)) ?? true;
  }
}
