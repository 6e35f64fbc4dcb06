import type { Microseconds } from "../store/mod.ts";

/** How far a partition was read, by the clocks of the servers in it. */
export class PartitionReached {
  /** Offset of the last record that was read. */
  offset = -1n;
  readonly #apart: Microseconds;
  /** The latest time of each server. */
  readonly #servers = new Map<string, Microseconds>();
  #first = Infinity;
  #latest = -Infinity;
  #at = -Infinity;

  /** `apart` is how far clocks may be apart: a server that is further behind the latest is not waited for. */
  constructor(apart: Microseconds) {
    this.#apart = apart;
  }

  /** The time up to which all servers were heard of; the distant past before the first. */
  get at(): Microseconds {
    return this.#at;
  }

  /** Takes a time of a server; returns whether {@linkcode PartitionReached.at} is another now. */
  heard(server: string, at: Microseconds): boolean {
    const before = this.#servers.get(server);
    if (before !== undefined && before >= at) return false;
    this.#servers.set(server, at);
    this.#latest = Math.max(this.#latest, at);
    this.#first = Math.min(this.#first, at);
    // In the beginning it is not known which servers there are.
    if (this.#latest - this.#first < this.#apart) return false;
    const isSlowest = before === undefined || before <= this.#at;
    if (!isSlowest && this.#latest - this.#apart <= this.#at) return false;
    const reached = this.#slowest(), isAnother = reached > this.#at;
    if (isAnother) this.#at = reached;
    return isAnother;
  }

  toJSON(): PartitionMarks {
    const [first, latest, at] = [this.#first, this.#latest, this.#at].map((time) =>
      Number.isFinite(time) ? time : null
    );
    return { offset: String(this.offset), first, latest, at, servers: [...this.#servers] };
  }

  load({ offset, first, latest, at, servers }: PartitionMarks): this {
    this.offset = BigInt(offset);
    this.#first = first ?? Infinity;
    this.#latest = latest ?? -Infinity;
    this.#at = at ?? -Infinity;
    for (const [server, time] of servers) this.#servers.set(server, time);
    return this;
  }

  #slowest(): Microseconds {
    let slowest = this.#latest;
    for (const [server, at] of this.#servers) {
      if (at < this.#latest - this.#apart) this.#servers.delete(server);
      else if (at < slowest) slowest = at;
    }
    return slowest;
  }
}

/** How far a partition was read, for JSON; `null` is what was not heard of yet. */
export interface PartitionMarks {
  /** Offset of the last record that was read; -1 before the first. */
  readonly offset: string;
  /** The earliest time of a server. */
  readonly first: Microseconds | null;
  /** The latest one. */
  readonly latest: Microseconds | null;
  /** The time up to which all servers were heard of. */
  readonly at: Microseconds | null;
  /** The latest time of each server. */
  readonly servers: readonly (readonly [name: string, at: Microseconds])[];
}
