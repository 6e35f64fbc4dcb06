import type { TransactionBundle } from "../bundle.ts";
import { Handler } from "../handler.ts";
import { CannotRespond } from "../outcome.ts";

/**
 * Makes the server stay silent.
 *
 * @example
 * ```ts
 * import { MessageType } from "@dhcpkit/kafka/dhcpv6";
 * import { IgnoreRequest } from "@dhcpkit/kafka/server";
 *
 * const everything = new IgnoreRequest();
 * const solicits = new IgnoreRequest([MessageType.Solicit]);
 * console.log(everything.name, solicits.name);
 * ```
 */
export class IgnoreRequest extends Handler {
  readonly #types: readonly number[] | undefined;

  /** `messageTypes`: only messages of these types. Default: all. */
  constructor(messageTypes?: readonly number[]) {
    super();
    this.#types = messageTypes;
  }

  /** Throws `CannotRespond` for the types to ignore. */
  override pre({ request }: TransactionBundle): void {
    if (!this.#types || this.#types.includes(request.type)) throw new CannotRespond("ignored by configuration");
  }
}
