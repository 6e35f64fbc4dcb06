import type { Microseconds } from "../store/mod.ts";
import { compareObservations, eventTime, type Observation } from "./observation.ts";

/** Observations of which the first in order can be taken: a binary heap. */
export class ObservationHeap {
  readonly #items: Observation[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** The first in order, left where it is. */
  get first(): Observation | undefined {
    return this.#items[0];
  }

  /** The latest time of all; the distant past where there are none. */
  get latest(): Microseconds {
    return this.#items.reduce((latest, one) => Math.max(latest, eventTime(one)), -Infinity);
  }

  add(observation: Observation): void {
    const items = this.#items;
    let at = items.push(observation) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (compareObservations(items[parent], observation) <= 0) break;
      items[at] = items[parent];
      at = parent;
    }
    items[at] = observation;
  }

  /** Takes the first in order. */
  take(): Observation | undefined {
    const items = this.#items, first = items[0], last = items.pop();
    if (last === undefined || items.length === 0) return first;
    let at = 0;
    for (let child; (child = at * 2 + 1) < items.length; at = child) {
      if (child + 1 < items.length && compareObservations(items[child + 1], items[child]) < 0) child++;
      if (compareObservations(last, items[child]) <= 0) break;
      items[at] = items[child];
    }
    items[at] = last;
    return first;
  }
}
