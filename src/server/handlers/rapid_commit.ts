import { MessageType } from "../../dhcpv6/mod.ts";
import { RapidCommit } from "../../dhcpv6/options/rfc9915_exchange.ts";
import type { TransactionBundle } from "../bundle.ts";
import { Handler } from "../handler.ts";

/**
 * Answers a Solicit by a Reply at once where client and server want that (RFC 9915 section 18.3.1). Done before any
 * `post`, so that what belongs in an Advertise or a Reply only goes by the type that is sent.
 */
export class RapidCommitAnswer extends Handler {
  readonly #evenRefusals: boolean;

  /** `evenRefusals`: also when an address or prefix is refused. */
  constructor(evenRefusals: boolean) {
    super();
    this.#evenRefusals = evenRefusals;
  }

  override handle({ request, response, allowRapidCommit, refused }: TransactionBundle): void {
    if (!response || request.type !== MessageType.Solicit || !allowRapidCommit) return;
    if (!request.options.has(RapidCommit) || (refused && !this.#evenRefusals)) return;
    response.type = MessageType.Reply;
    response.add(RapidCommit.of({}));
  }
}
