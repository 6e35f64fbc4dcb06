import { MessageType } from "../../dhcpv6/mod.ts";
import { Preference } from "../../dhcpv6/options/rfc9915_exchange.ts";
import type { TransactionBundle } from "../bundle.ts";
import { Handler } from "../handler.ts";

/** Tells clients in every Advertise how much this server wants to be chosen (RFC 9915 section 18.3.9). */
export class ServerPreference extends Handler {
  readonly #preference: number;

  /** 0 to 255; 255 ends the client's wait for other servers. */
  constructor(preference: number) {
    super();
    this.#preference = preference;
  }

  /** Adds the option to an Advertise that has none yet. */
  override post({ response }: TransactionBundle): void {
    if (response?.type === MessageType.Advertise && !response.has(Preference)) {
      response.add(Preference.of({ preference: this.#preference }));
    }
  }
}
