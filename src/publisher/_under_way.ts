/** Calls that are not over yet, for whoever has to wait until a client has let go of everything. */
export class UnderWay {
  readonly #calls = new Set<Promise<unknown>>();

  /** Notes a call, and returns it. */
  note<T>(call: Promise<T>): Promise<T> {
    const over = () => this.#calls.delete(call);
    this.#calls.add(call);
    call.then(over, over);
    return call;
  }

  /** Resolves when all of them are over, however they end. */
  async over(): Promise<void> {
    await Promise.allSettled(this.#calls);
  }
}
