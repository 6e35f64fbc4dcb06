/** How many lists are taken at once, and for how long. */
export interface ExportLimits {
  /** Lists at the same time. Default: 20. */
  readonly most?: number;
  /** Lists of one visitor at the same time. Default: 10. */
  readonly each?: number;
  /** Milliseconds that may go by before the next part is taken. Default: two minutes. */
  readonly idleMs?: number;
  /** Milliseconds for all of it. Default: an hour. */
  readonly wholeMs?: number;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** Lists that are being taken whole: so many at once, and none for ever. */
export class Exports {
  readonly #limits: Required<ExportLimits>;
  readonly #taken: string[] = [];

  /** None is being taken yet. */
  constructor({ most = 20, each = 10, idleMs = 120_000, wholeMs = 3_600_000 }: ExportLimits = {}) {
    this.#limits = { most, each, idleMs, wholeMs };
  }

  /** Takes a place for a visitor, and returns what gives it back; `undefined` where there is none left. */
  begin(who: string): (() => void) | undefined {
    const { most, each } = this.#limits;
    if (this.#taken.length >= most || this.#taken.filter((one) => one === who).length >= each) return undefined;
    this.#taken.push(who);
    let isOver = false;
    return () => {
      if (!isOver) this.#taken.splice(this.#taken.indexOf(who), 1);
      isOver = true;
    };
  }

  /**
   * The same stream; it fails where it is not taken in time, so that nobody takes a part for the whole. `ended` is called once it is over.
   */
  bounded(content: ReadableStream<Bytes>, ended: () => void): ReadableStream<Bytes> {
    const { idleMs, wholeMs } = this.#limits, source = content.getReader();
    let idle: ReturnType<typeof setTimeout>, whole: ReturnType<typeof setTimeout>;
    const end = () => {
      clearTimeout(idle);
      clearTimeout(whole);
      ended();
    };
    const endAfter = (ms: number, why: string, controller: ReadableStreamDefaultController) =>
      setTimeout(() => {
        end();
        controller.error(new Error(`a list was not sent to its end: ${why} ${ms / 1000} s`));
        void source.cancel().catch(() => {});
      }, ms);
    return new ReadableStream({
      start(controller) {
        whole = endAfter(wholeMs, "it took more than", controller);
        idle = endAfter(idleMs, "nobody took it for", controller);
      },
      async pull(controller) {
        clearTimeout(idle);
        try {
          const { value, done } = await source.read();
          if (!done) {
            controller.enqueue(value);
            idle = endAfter(idleMs, "nobody took it for", controller);
            return;
          }
          end();
          controller.close();
        } catch (error) {
          end();
          throw error;
        }
      },
      async cancel(reason) {
        end();
        await source.cancel(reason);
      },
    }, { highWaterMark: 0 });
  }
}
