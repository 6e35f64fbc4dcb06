/** Something that has to be looked at again at a time. */
export interface Waking {
  /** When; `undefined` for what does not wait. */
  wakeAt: number | undefined;
}

interface Place<T> {
  readonly at: number;
  readonly item: T;
}

/** Items in the order in which they have to be looked at: a binary heap. Each item waits for one time, the last one given. */
export class WakeHeap<T extends Waking> {
  #places: Place<T>[] = [];
  #waiting = 0;

  /** Has an item looked at from then on, in place of any other time. */
  wake(item: T, at: number): void {
    if (item.wakeAt === at) return;
    if (item.wakeAt === undefined) this.#waiting++;
    item.wakeAt = at;
    this.#push({ at, item });
    if (this.#places.length > 2 * this.#waiting + 1000) this.#tidy();
  }

  /** Takes an item out. */
  cancel(item: T): void {
    if (item.wakeAt === undefined) return;
    item.wakeAt = undefined;
    this.#waiting--;
  }

  /** Takes out an item whose time is not after `until`, the first of all; `undefined` when there is none. */
  take(until: number): T | undefined {
    for (let first; (first = this.#places[0]) !== undefined && first.at <= until;) {
      this.#pop();
      if (first.item.wakeAt !== first.at) continue;
      this.cancel(first.item);
      return first.item;
    }
    return undefined;
  }

  /** Leaves out what is no longer waited for. */
  #tidy(): void {
    const seen = new Set<T>();
    const current = this.#places.filter(({ at, item }) => {
      const isWaiting = item.wakeAt === at && !seen.has(item);
      if (isWaiting) seen.add(item);
      return isWaiting;
    });
    // What is sorted is a heap.
    this.#places = current.sort((a, b) => a.at - b.at);
  }

  #push(place: Place<T>): void {
    const places = this.#places;
    let i = places.length;
    places.push(place);
    for (let parent; i > 0 && places[parent = (i - 1) >> 1].at > place.at; i = parent) places[i] = places[parent];
    places[i] = place;
  }

  #pop(): void {
    const places = this.#places, last = places.pop()!;
    if (places.length === 0) return;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= places.length) break;
      if (child + 1 < places.length && places[child + 1].at < places[child].at) child++;
      if (places[child].at >= last.at) break;
      places[i] = places[child];
      i = child;
    }
    places[i] = last;
  }
}
