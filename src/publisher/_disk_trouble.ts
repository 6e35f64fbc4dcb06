/** The longest pause, in milliseconds. */
const LONGEST = 30_000;
/** A disk that worked for so long is taken for sound: the pauses begin anew. */
const SOUND_AFTER = 60_000;

/** What is wrong with a disk, and when it is tried again. */
export class DiskTrouble {
  readonly #changed: () => void;
  readonly #retry: () => void;
  readonly #firstPause: number;
  #pause: number;
  #since = -Infinity;
  #problem: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `changed` is called when the problem is another one or none, `retry` after each pause. */
  constructor({ retryMs, changed, retry }: { retryMs: number; changed: () => void; retry: () => void }) {
    this.#firstPause = this.#pause = retryMs;
    this.#changed = changed;
    this.#retry = retry;
  }

  /** What is wrong, `undefined` when nothing is. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Whether the disk is left alone for now. */
  get isPausing(): boolean {
    return this.#timer !== undefined;
  }

  /** Something failed: begins a pause. */
  note(error: unknown): void {
    const now = performance.now(), problem = error instanceof Error ? error.message : String(error);
    if (now - this.#since > SOUND_AFTER) this.#pause = this.#firstPause;
    this.#since = now;
    this.end();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#retry();
    }, this.#pause);
    this.#pause = Math.min(this.#pause * 2, LONGEST);
    this.#set(problem);
  }

  /** Something worked. */
  clear(): void {
    if (!this.isPausing) this.#set(undefined);
  }

  /** Ends the pause without another try. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #set(problem: string | undefined): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    this.#changed();
  }
}
