import { type DropReason, noDrops, type OfferResult, type PublisherStatus } from "./status.ts";

/** Not more than one status about losses in so many milliseconds. */
const TOLD_EVERY = 10_000;
/** Told in other words: that the cluster refuses records is degraded, and whoever closes gets what is left then. */
const TOLD_OTHERWISE: readonly DropReason[] = ["rejected", "shutdown"];

/** Counts the records that are lost, by reason, and tells of them, but not once for each. */
export class Losses {
  readonly #tell: (status: PublisherStatus) => void;
  readonly #byReason: Record<DropReason, number> = noDrops();
  #toldAt = -Infinity;
  /** What has been lost and not been told of. */
  #untold: { readonly reason: DropReason; readonly problem: string } | undefined;

  constructor(tell: (status: PublisherStatus) => void) {
    this.#tell = tell;
  }

  /** How many were lost, for each reason. */
  get byReason(): Record<DropReason, number> {
    return { ...this.#byReason };
  }

  /** One was lost. Returns what who offered it is told. */
  one(reason: DropReason): OfferResult {
    this.add(reason, 1);
    return { kept: false, reason };
  }

  /** So many were lost. `problem` is for people; without one, the reason has to do. */
  add(reason: DropReason, count: number, problem: string = reason): void {
    this.#byReason[reason] += count;
    if (TOLD_OTHERWISE.includes(reason)) return;
    this.#untold = { reason, problem };
    this.tellDue(performance.now());
  }

  /** Tells of what was lost and has not been told, unless something was a short while ago; `Infinity` = whenever that was. */
  tellDue(now: number): void {
    if (this.#untold === undefined || now - this.#toldAt < TOLD_EVERY) return;
    const records = Object.values(this.#byReason).reduce((sum, count) => sum + count, 0);
    this.#tell({ state: "losing", ...this.#untold, records });
    this.#untold = undefined;
    this.#toldAt = now;
  }
}
