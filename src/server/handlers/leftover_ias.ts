import { MessageType, type OptionDef, Options, StatusCode } from "../../dhcpv6/mod.ts";
import { Status } from "../../dhcpv6/options/rfc9915_exchange.ts";
import { IaNa, IaPd, type IaValue } from "../../dhcpv6/options/rfc9915_identity_association.ts";
import type { RequestedIa, TransactionBundle } from "../bundle.ts";
import { Handler } from "../handler.ts";
import { CannotRespond } from "../outcome.ts";

/**
 * Refuses the addresses and prefixes that no handler gave (RFC 9915 section 18.3). A Confirm or Rebind asks all servers,
 * so one that knows nothing stays silent (sections 18.3.3 and 18.3.5).
 */
export class LeftoverIas extends Handler {
  override handle(bundle: TransactionBundle): void {
    const { request, response, requestedIas } = bundle;
    const left = requestedIas.filter((ia) => !ia.answered);
    if (left.length > 0 && request.type === MessageType.Confirm) {
      throw new CannotRespond("nothing is known of the client's link");
    }
    if (left.length > 0 && left.length === requestedIas.length && request.type === MessageType.Rebind) {
      throw new CannotRespond("nothing is known of the client's leases");
    }
    bundle.refused ||= left.length > 0;
    for (const ia of left) {
      ia.answered = true;
      const { code, message } = refusal(request.type, ia);
      const options = Options.of(Status.of({ code, message }));
      response?.add(iaOption(ia).of({ iaid: ia.value.iaid, t1: 0, t2: 0, options }));
    }
  }
}

/** The option that a requested IA stood in. */
export function iaOption({ kind }: RequestedIa): OptionDef<IaValue> {
  return kind === "address" ? IaNa : IaPd;
}

function refusal(requestType: number, { kind }: RequestedIa): { code: number; message: string } {
  if (requestType === MessageType.Solicit || requestType === MessageType.Request) {
    return kind === "address"
      ? { code: StatusCode.NoAddrsAvail, message: "No address for this client" }
      : { code: StatusCode.NoPrefixAvail, message: "No prefix for this client" };
  }
  return { code: StatusCode.NoBinding, message: "This server knows of no such lease" };
}
