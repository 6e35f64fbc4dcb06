import type { Duid } from "../../dhcpv6/mod.ts";
import { ClientId, ServerId } from "../../dhcpv6/options/rfc9915_identity.ts";
import { InterfaceId } from "../../dhcpv6/options/rfc9915_relay.ts";
import type { TransactionBundle } from "../bundle.ts";
import { Handler } from "../handler.ts";

/** Adds what every answer has: both identifiers, and in each Relay-reply the relay agent's own Interface-Id. */
export class AnswerFrame extends Handler {
  readonly #serverId: Duid;

  /** `serverId` is who this server is. */
  constructor(serverId: Duid) {
    super();
    this.#serverId = serverId;
  }

  override pre({ incomingRelayMessages, outgoingRelayOptions }: TransactionBundle): void {
    for (const [i, relay] of incomingRelayMessages.entries()) {
      const interfaceId = relay.options.get(InterfaceId);
      if (interfaceId) outgoingRelayOptions[i].push(InterfaceId.of(interfaceId));
    }
  }

  override handle({ response, clientId }: TransactionBundle): void {
    response?.add(ServerId.of({ duid: this.#serverId }));
    if (clientId) response?.add(ClientId.of({ duid: clientId }));
  }
}
