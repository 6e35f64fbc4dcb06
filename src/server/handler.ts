import type { TransactionBundle } from "./bundle.ts";

/**
 * What a server does with a request. For each request the pipeline calls, for all handlers in order, `analysePre`, then
 * `pre`, then `handle`, then `post`, then `analysePost`.
 *
 * `pre`, `handle` and `post` may throw `CannotRespond`, `ForOtherServer` or `ReplyWithStatus`, which ends these three
 * phases; `analysePost` still sees what came of it. Any of the five may return a promise.
 *
 * @example
 * ```ts
 * import { Handler, type TransactionBundle } from "@dhcpkit/kafka/server";
 * import { Preference } from "@dhcpkit/kafka/dhcpv6/options";
 * import { assertEquals } from "@std/assert";
 *
 * class PreferMe extends Handler {
 *   override handle(bundle: TransactionBundle): void {
 *     bundle.response?.add(Preference.of({ preference: 255 }));
 *   }
 * }
 * assertEquals(new PreferMe().name, "PreferMe");
 * ```
 */
export abstract class Handler {
  /** What it is called in logs. */
  get name(): string {
    return this.constructor.name;
  }

  /** Called once before the first request. */
  workerInit(): void | Promise<void> {}

  /** Looks at a request before any handler had a chance to act. */
  analysePre(_bundle: TransactionBundle): void | Promise<void> {}

  /** Prepares; there is no response yet. */
  pre(_bundle: TransactionBundle): void | Promise<void> {}

  /** Acts: fills the response. What the client asked for and nobody has given at the end of this phase is refused. */
  handle(_bundle: TransactionBundle): void | Promise<void> {}

  /** Completes the response, whose type and addresses are settled. */
  post(_bundle: TransactionBundle): void | Promise<void> {}

  /** Looks at what came of it; nothing changes any more. */
  analysePost(_bundle: TransactionBundle): void | Promise<void> {}

  /** Called once after the last request. */
  close(): void | Promise<void> {}
}
