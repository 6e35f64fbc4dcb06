import { type Duid, rawOption } from "../../dhcpv6/mod.ts";
import { RelayPort } from "../../dhcpv6/options/rfc8357_relay_port.ts";
import { ClientId, ServerId } from "../../dhcpv6/options/rfc9915_identity.ts";
import { InterfaceId } from "../../dhcpv6/options/rfc9915_relay.ts";
import type { TransactionBundle } from "../bundle.ts";
import { Handler } from "../handler.ts";

/** What a relay agent gets back without asking, byte for byte (RFC 9915 section 19.3, RFC 8357 section 5). */
const RETURNED = [InterfaceId.code, RelayPort.code];

/** Adds what every answer has: both identifiers, and in each Relay-reply what the relay agent needs to pass it on. */
export class AnswerFrame extends Handler {
  readonly #serverId: Duid;

  /** `serverId` is who this server is. */
  constructor(serverId: Duid) {
    super();
    this.#serverId = serverId;
  }

  override pre({ incomingRelayMessages, outgoingRelayOptions }: TransactionBundle): void {
    for (const [i, { options }] of incomingRelayMessages.entries()) {
      for (const code of RETURNED) {
        const data = options.data(code);
        if (data) outgoingRelayOptions[i].push(rawOption(code, data));
      }
    }
  }

  override handle({ response, clientId }: TransactionBundle): void {
    response?.add(ServerId.of({ duid: this.#serverId }));
    if (clientId) response?.add(ClientId.of({ duid: clientId }));
  }
}
