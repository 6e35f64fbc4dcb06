import { type Duid, MessageType } from "../../dhcpv6/mod.ts";
import { ClientId, ServerId } from "../../dhcpv6/options/rfc9915_identity.ts";
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

/** Discards what RFC 9915 section 16 tells a server to discard, and what is meant for another server. */
export class RejectInvalid extends Handler {
  readonly #serverId: Duid;

  /** `serverId` is who this server is. */
  constructor(serverId: Duid) {
    super();
    this.#serverId = serverId;
  }

  override pre({ request, requestedIas }: TransactionBundle): void {
    const expected = IDENTIFIERS[request.type];
    if (!expected) throw new CannotRespond(`${request.typeName} is not a message that a client sends to a server`);
    if (request.options.problem) throw new CannotRespond(request.options.problem.message);
    check("client identifier", expected.client, request.options.has(ClientId));
    check("server identifier", expected.server, request.options.has(ServerId));
    const serverId = request.options.get(ServerId)?.duid;
    if (serverId && !serverId.equals(this.#serverId)) throw new ForOtherServer(`it is for the server ${serverId}`);
    if (request.type === MessageType.InformationRequest && requestedIas.length > 0) {
      throw new CannotRespond("an information-request does not ask for addresses or prefixes");
    }
  }
}

function check(what: string, expected: Presence, present: boolean): void {
  if (expected === "required" && !present) throw new CannotRespond(`it has no ${what}`);
  if (expected === "forbidden" && present) throw new CannotRespond(`it has a ${what}, which it should not`);
}
