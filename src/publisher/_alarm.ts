/** A pause that can be cut short. */
export class Alarm {
  #wake: (() => void) | undefined;
  #rung = false;

  /** Resolves after `milliseconds`, or at once when {@linkcode Alarm.ring} was called since the last pause ended. */
  async wait(milliseconds: number): Promise<void> {
    if (!this.#rung) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        if (milliseconds !== Infinity) timer = setTimeout(resolve, milliseconds);
      });
      clearTimeout(timer);
      this.#wake = undefined;
    }
    this.#rung = false;
  }

  /** Ends the pause, or keeps the next one from starting. */
  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** Forgets that {@linkcode Alarm.ring} was called since the last pause ended. */
  silence(): void {
    this.#rung = false;
  }
}

/**
 * Settles like `promise`, or rejects with `TimeoutError` after `milliseconds` or when `signal` aborts, whichever comes
 * first. What `promise` does afterwards is nobody's concern; its rejection is not reported as unhandled.
 */
export async function within<T>(promise: Promise<T>, milliseconds: number, signal?: AbortSignal): Promise<T> {
  promise.catch(() => {});
  let timer: ReturnType<typeof setTimeout> | undefined, onAbort: (() => void) | undefined;
  try {
    return await Promise.race([
      promise,
      new Promise<never>((_, reject) => {
        const give = (reason: string) => reject(new DOMException(reason, "TimeoutError"));
        onAbort = () => give("given up because the deadline to close has passed");
        if (signal?.aborted) onAbort();
        signal?.addEventListener("abort", onAbort);
        timer = setTimeout(() => give(`no answer within ${milliseconds} ms`), milliseconds);
      }),
    ]);
  } finally {
    clearTimeout(timer);
    if (onAbort) signal?.removeEventListener("abort", onAbort);
  }
}
