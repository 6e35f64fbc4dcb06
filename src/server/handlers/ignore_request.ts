import type { TransactionBundle } from "../bundle.ts";
import { Handler } from "../handler.ts";
import { CannotRespond } from "../outcome.ts";

/**
 * Makes the server stay silent.
 *
 * @example
 * ```ts
 * import { Duid, fromHex, Message, MessageType } from "@dhcpkit/kafka/dhcpv6";
 * import { IgnoreRequest, Pipeline, TransactionBundle } from "@dhcpkit/kafka/server";
 * import { assertEquals } from "@std/assert";
 *
 * const handlers = [new IgnoreRequest([MessageType.InformationRequest])];
 * const pipeline = new Pipeline({ serverId: Duid.parse("00030001 020000000001"), handlers });
 * const bundle = new TransactionBundle({ incomingMessage: Message.parse(fromHex("0bf350d6")) });
 * await pipeline.handle(bundle);
 * assertEquals(bundle.outcome, { kind: "unanswered", reason: "ignored by configuration" });
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
