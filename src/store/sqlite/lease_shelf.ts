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

/**
 * Intervals in memory, each in a slot of a few arrays of numbers. As objects they would take three times as much, in a heap that
 * JavaScript lets grow to a multiple of what lives in it. Slots form chains; a chain is what is known of a client.
 */
export class LeaseShelf {
  #times = new Float64Array(0);
  #small = new Uint32Array(0);
  #offsets = new BigInt64Array(0);
  #used = 0;
  #free: Slot = NO_SLOT;

  /** Puts an interval in front of a chain, and returns its slot. */
  add(interval: LeaseInterval, next: Slot): Slot {
    const slot = this.#take();
    const [k0, k1, k2, k3, length] = keyWords(interval.lease);
    const small = this.#small, at = slot * SMALL;
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
    const times = this.#times, small = this.#small;
    let at = slot * TIMES;
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
    at = slot * SMALL + 5;
    small[at++] = interval.serverId;
    small[at++] = interval.iaid;
    small[at++] = ASSOCIATIONS.indexOf(interval.association);
    small[at++] = interval.ending === undefined ? 0 : ENDINGS.indexOf(interval.ending) + 1;
    small[at++] = interval.grants;
    small[at] = interval.partition;
    this.#offsets[slot] = interval.offset;
  }

  /** The interval in a slot, a new object; of which lease and client it is, the caller knows. */
  get(slot: Slot, lease: LeaseKey, clientId: number): LeaseInterval {
    const times = this.#times, small = this.#small, t = slot * TIMES, s = slot * SMALL + 5;
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
      offset: this.#offsets[slot],
    };
  }

  /** The slot of a lease in the chain that begins with `first`. */
  find(first: Slot, lease: LeaseKey): Slot {
    if (first === NO_SLOT) return NO_SLOT;
    const [k0, k1, k2, k3, length] = keyWords(lease), small = this.#small;
    for (let slot = first; slot !== NO_SLOT; slot = this.next(slot)) {
      const at = slot * SMALL;
      if (
        small[at + 3] === k3 && small[at + 1] === k1 && small[at] === k0 && small[at + 2] === k2 &&
        small[at + 4] === length
      ) return slot;
    }
    return NO_SLOT;
  }

  /** The key of the lease in a slot. */
  key(slot: Slot): LeaseKey {
    const digits = (column: number, count: number) =>
      this.#small[slot * SMALL + column].toString(16).padStart(count, "0");
    return digits(0, 8) + digits(1, 8) + digits(2, 8) + digits(3, 8) + digits(4, 2);
  }

  /** The slot behind another one in its chain. */
  next(slot: Slot): Slot {
    return this.#small[slot * SMALL + NEXT] | 0;
  }

  /** Puts another slot behind one. */
  link(slot: Slot, next: Slot): void {
    this.#small[slot * SMALL + NEXT] = next;
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
    if (this.#used === this.#offsets.length) this.#grow(Math.max(1024, Math.ceil(this.#used * 1.5)));
    return this.#used++;
  }

  #grow(slots: number): void {
    const times = new Float64Array(slots * TIMES), small = new Uint32Array(slots * SMALL);
    const offsets = new BigInt64Array(slots);
    times.set(this.#times);
    small.set(this.#small);
    offsets.set(this.#offsets);
    this.#times = times;
    this.#small = small;
    this.#offsets = offsets;
  }
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
