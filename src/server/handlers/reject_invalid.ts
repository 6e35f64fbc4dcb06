import { type Duid, MessageType, WireError } from "../../dhcpv6/mod.ts";
import { ElapsedTime, OptionRequest } from "../../dhcpv6/options/rfc9915_exchange.ts";
import { ClientId, ServerId } from "../../dhcpv6/options/rfc9915_identity.ts";
import { IaAddress, IaPrefix, IaTa } from "../../dhcpv6/options/rfc9915_identity_association.ts";
import type { TransactionBundle } from "../bundle.ts";
import { Handler } from "../handler.ts";
import { CannotRespond, ForOtherServer } from "../outcome.ts";

/** Whether a message must, may or must not carry an option. */
type Presence = "required" | "optional" | "forbidden";

/** Which identifiers a server expects (RFC 9915 section 16). */
const IDENTIFIERS: { readonly [type: number]: { readonly client: Presence; readonly server: Presence } } = {
  [MessageType.Solicit]: { client: "required", server: "forbidden" },
  [MessageType.Request]: { client: "required", server: "required" },
  [MessageType.Confirm]: { client: "required", server: "forbidden" },
  [MessageType.Renew]: { client: "required", server: "required" },
  [MessageType.Rebind]: { client: "required", server: "forbidden" },
  [MessageType.Release]: { client: "required", server: "required" },
  [MessageType.Decline]: { client: "required", server: "required" },
  [MessageType.InformationRequest]: { client: "optional", server: "optional" },
};

/**
 * Relay agents that a request may have come through: HOP_COUNT_LIMIT of RFC 3315 (8 in RFC 9915 section 7.6). A packet
 * has room for 1,700, and an answer through them takes as long as a thousand others.
 */
const MAX_RELAYS = 32;

/** Discards what RFC 9915 section 16 tells a server to discard, and what is meant for another server. */
export class RejectInvalid extends Handler {
  readonly #serverId: Duid;

  /** `serverId` is who this server is. */
  constructor(serverId: Duid) {
    super();
    this.#serverId = serverId;
  }

  override pre(bundle: TransactionBundle): void {
    const { request } = bundle;
    const expected = IDENTIFIERS[request.type];
    if (!expected) throw new CannotRespond(`${request.typeName} is not a message that a client sends to a server`);
    checkRelays(bundle);
    check("client identifier", expected.client, request.options.has(ClientId));
    check("server identifier", expected.server, request.options.has(ServerId));
    const serverId = request.options.get(ServerId)?.duid;
    if (serverId && !serverId.equals(this.#serverId)) throw new ForOtherServer(`it is for the server ${serverId}`);
    const asksForLeases = bundle.requestedIas.length > 0 || request.options.has(IaTa);
    if (request.type === MessageType.InformationRequest && asksForLeases) {
      throw new CannotRespond("an information-request does not ask for addresses or prefixes");
    }
    checkReadable(bundle);
  }
}

/** The outermost relay message is the listener's own. */
function checkRelays({ incomingRelayMessages: relays }: TransactionBundle): void {
  if (relays.some(({ type }) => type === MessageType.RelayReply)) {
    throw new CannotRespond("a relay-reply is not for servers");
  }
  if (relays.length > MAX_RELAYS + 1) throw new CannotRespond(`it came through more than ${MAX_RELAYS} relay agents`);
}

function check(what: string, expected: Presence, present: boolean): void {
  if (expected === "required" && !present) throw new CannotRespond(`it has no ${what}`);
  if (expected === "forbidden" && present) throw new CannotRespond(`it has a ${what}, which it should not`);
}

/** What handlers act on has to be readable, so that none of them fails for what a client sent. */
function checkReadable({ request: { options }, requestedIas }: TransactionBundle): void {
  try {
    if (options.problem) throw options.problem;
    options.getAll(OptionRequest);
    options.getAll(ElapsedTime);
    for (const { value } of requestedIas) {
      if (value.options.problem) throw value.options.problem;
      value.options.getAll(IaAddress);
      value.options.getAll(IaPrefix);
    }
  } catch (error) {
    throw error instanceof WireError ? new CannotRespond(error.message) : error;
  }
}
