/** The ids of records that were taken lately, and of those that are being taken. */
export class TakenIds {
  readonly #most: number;
  readonly #taken = new Set<string>();
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Does the work for an id, unless that was done lately. Where it is being done already, its end is this one's as well. Work that fails
   * may be tried again.
   */
  async once(id: string, work: () => Promise<void>): Promise<"taken" | "duplicate"> {
    if (this.#taken.has(id)) {
      this.#remember(id);
      return "duplicate";
    }
    const other = this.#underWay.get(id);
    if (other !== undefined) {
      await other;
      return "duplicate";
    }
    const own = work();
    this.#underWay.set(id, own);
    try {
      await own;
      this.#remember(id);
      return "taken";
    } finally {
      this.#underWay.delete(id);
    }
  }

  /** As the latest; the oldest is forgotten where there are too many. */
  #remember(id: string): void {
    this.#taken.delete(id);
    this.#taken.add(id);
    if (this.#taken.size > this.#most) this.#taken.delete(this.#taken.values().next().value!);
  }
}
