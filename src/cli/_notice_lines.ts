import type { Notice, NotificationSink } from "../detectors/notify/mod.ts";

/** So many notices are said one by one, */
const MOST = 20;
/** within so many milliseconds. */
const WITHIN_MS = 10_000;

/**
 * Says notices, a line for each: when all clients of a server are in trouble, the first ones, and how many there are besides. The store and
 * a webhook have all of them.
 */
export class NoticeLines implements NotificationSink, Disposable {
  readonly #say: (line: string) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #count = 0;

  /** `say` takes a line. */
  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  /** Says a notice, or counts it. */
  notify({ kind, finding, text }: Notice): void {
    this.#timer ??= setTimeout(() => this.#end(), WITHIN_MS);
    if (++this.#count > MOST) return;
    const how = kind === "recovered" ? "recovered" : finding.severity;
    this.#say(`${how}${kind === "still" ? ", still" : ""}: ${text.title}. ${text.what}`);
  }

  /** Says what is still to be said. */
  [Symbol.dispose](): void {
    this.#end();
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const more = this.#count - MOST;
    this.#count = 0;
    if (more > 0) this.#say(`and ${more} more ${more === 1 ? "notice" : "notices"}, which the store has`);
  }
}
