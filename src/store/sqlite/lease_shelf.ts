import type { LeaseKey } from "../lease_event.ts";
import type { LeaseInterval } from "../lease_interval.ts";
import { ASSOCIATIONS, ENDINGS } from "../stored_rows.ts";

/** A place in a {@linkcode LeaseShelf}; {@linkcode NO_SLOT} for none. */
export type Slot = number;

/** The end of a chain of slots. */
export const NO_SLOT: Slot = -1;

/** Columns of times and numbers of rows. */
const TIMES = 11;
/** Columns of small numbers: the key takes five of them, the chain the last. */
const SMALL = 12, NEXT = 11;
/** A board has so many slots, a power of two: the lower bits of a slot tell its place on its board. */
const BOARD_BITS = 11, BOARD = 1 << BOARD_BITS;

/** The columns of some slots. */
class Board {
  readonly times = new Float64Array(BOARD * TIMES);
  readonly small = new Uint32Array(BOARD * SMALL);
  readonly offsets = new BigInt64Array(BOARD);
}

/**
 * Intervals in memory, each in a slot of a few arrays of numbers. As objects they would take three times as much, in a heap that
 * JavaScript lets grow to a multiple of what lives in it; one large array would be there twice whenever it grows. Slots form chains; a
 * chain is what is known of a client.
 */
export class LeaseShelf {
  readonly #boards: Board[] = [];
  #used = 0;
  #free: Slot = NO_SLOT;

  /** Puts an interval in front of a chain, and returns its slot. */
  add(interval: LeaseInterval, next: Slot): Slot {
    const slot = this.#take();
    const [k0, k1, k2, k3, length] = keyWords(interval.lease);
    const { small } = this.#boardOf(slot), at = smallAt(slot);
    small[at] = k0;
    small[at + 1] = k1;
    small[at + 2] = k2;
    small[at + 3] = k3;
    small[at + 4] = length;
    this.link(slot, next);
    this.set(slot, interval);
    return slot;
  }

  /** Changes the interval in a slot for another one of the same lease. */
  set(slot: Slot, interval: LeaseInterval): void {
    const { times, small, offsets } = this.#boardOf(slot);
    let at = timesAt(slot);
    times[at++] = interval.id;
    times[at++] = interval.startedAt;
    times[at++] = interval.confirmedAt;
    times[at++] = interval.renewAt;
    times[at++] = interval.rebindAt;
    times[at++] = interval.validUntil;
    times[at++] = interval.endedAt ?? NaN;
    times[at++] = interval.openedBy;
    times[at++] = interval.confirmedBy;
    times[at++] = interval.endedBy ?? NaN;
    times[at] = interval.changedAt;
    at = smallAt(slot) + 5;
    small[at++] = interval.serverId;
    small[at++] = interval.iaid;
    small[at++] = ASSOCIATIONS.indexOf(interval.association);
    small[at++] = interval.ending === undefined ? 0 : ENDINGS.indexOf(interval.ending) + 1;
    small[at++] = interval.grants;
    small[at] = interval.partition;
    offsets[onBoard(slot)] = interval.offset;
  }

  /** The interval in a slot, a new object; of which lease and client it is, the caller knows. */
  get(slot: Slot, lease: LeaseKey, clientId: number): LeaseInterval {
    const { times, small, offsets } = this.#boardOf(slot), t = timesAt(slot), s = smallAt(slot) + 5;
    return {
      id: times[t],
      lease,
      clientId,
      serverId: small[s],
      iaid: small[s + 1],
      association: ASSOCIATIONS[small[s + 2]],
      startedAt: times[t + 1],
      confirmedAt: times[t + 2],
      renewAt: times[t + 3],
      rebindAt: times[t + 4],
      validUntil: times[t + 5],
      endedAt: orUndefined(times[t + 6]),
      ending: small[s + 3] === 0 ? undefined : ENDINGS[small[s + 3] - 1],
      grants: small[s + 4],
      openedBy: times[t + 7],
      confirmedBy: times[t + 8],
      endedBy: orUndefined(times[t + 9]),
      changedAt: times[t + 10],
      partition: small[s + 5],
      offset: offsets[onBoard(slot)],
    };
  }

  /** The slot of a lease in the chain that begins with `first`. */
  find(first: Slot, lease: LeaseKey): Slot {
    if (first === NO_SLOT) return NO_SLOT;
    const [k0, k1, k2, k3, length] = keyWords(lease);
    for (let slot = first; slot !== NO_SLOT; slot = this.next(slot)) {
      const { small } = this.#boardOf(slot), at = smallAt(slot);
      if (
        small[at + 3] === k3 && small[at + 1] === k1 && small[at] === k0 && small[at + 2] === k2 &&
        small[at + 4] === length
      ) return slot;
    }
    return NO_SLOT;
  }

  /** The key of the lease in a slot. */
  key(slot: Slot): LeaseKey {
    const { small } = this.#boardOf(slot), at = smallAt(slot);
    const digits = (column: number, count: number) => small[at + column].toString(16).padStart(count, "0");
    return digits(0, 8) + digits(1, 8) + digits(2, 8) + digits(3, 8) + digits(4, 2);
  }

  /** The slot behind another one in its chain. */
  next(slot: Slot): Slot {
    return this.#boardOf(slot).small[smallAt(slot) + NEXT] | 0;
  }

  /** Puts another slot behind one. */
  link(slot: Slot, next: Slot): void {
    this.#boardOf(slot).small[smallAt(slot) + NEXT] = next;
  }

  /** Gives up a slot. */
  remove(slot: Slot): void {
    this.link(slot, this.#free);
    this.#free = slot;
  }

  /** Gives up all slots. */
  clear(): void {
    this.#used = 0;
    this.#free = NO_SLOT;
  }

  #take(): Slot {
    const slot = this.#free;
    if (slot !== NO_SLOT) {
      this.#free = this.next(slot);
      return slot;
    }
    if (this.#used === this.#boards.length * BOARD) this.#boards.push(new Board());
    return this.#used++;
  }

  #boardOf(slot: Slot): Board {
    return this.#boards[slot >> BOARD_BITS];
  }
}

/** The place of a slot on its board. */
function onBoard(slot: Slot): number {
  return slot & BOARD - 1;
}

function timesAt(slot: Slot): number {
  return onBoard(slot) * TIMES;
}

function smallAt(slot: Slot): number {
  return onBoard(slot) * SMALL;
}

function keyWords(lease: LeaseKey): [number, number, number, number, number] {
  return [
    digitsAt(lease, 0, 8),
    digitsAt(lease, 8, 16),
    digitsAt(lease, 16, 24),
    digitsAt(lease, 24, 32),
    digitsAt(lease, 32, 34),
  ];
}

/** The number that hexadecimal digits in lower case stand for. */
function digitsAt(text: string, start: number, end: number): number {
  let number = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    number = number << 4 | (code > 57 ? code - 87 : code - 48);
  }
  return number >>> 0;
}

function orUndefined(number: number): number | undefined {
  return Number.isNaN(number) ? undefined : number;
}
