import { type IPv6Address, MessageType } from "../../dhcpv6/mod.ts";
import { ServerUnicast } from "../../dhcpv6/options/rfc9915_exchange.ts";
import type { TransactionBundle } from "../bundle.ts";
import { Handler } from "../handler.ts";

/** Lets clients send to this server by unicast, and tells them so (RFC 8415 section 21.12; obsolete in RFC 9915). */
export class AllowUnicast extends Handler {
  readonly #address: IPv6Address;

  /** `address` is where clients reach this server. */
  constructor(address: IPv6Address) {
    super();
    this.#address = address;
  }

  /** Lifts the refusal of unicast. */
  override pre(bundle: TransactionBundle): void {
    bundle.allowUnicast = true;
  }

  /** Adds the option to a Reply that has none yet. */
  override post({ response }: TransactionBundle): void {
    if (response?.type === MessageType.Reply && !response.has(ServerUnicast)) {
      response.add(ServerUnicast.of({ address: this.#address }));
    }
  }
}
