import { MessageType, StatusCode } from "../../dhcpv6/mod.ts";
import { Status } from "../../dhcpv6/options/rfc9915_exchange.ts";
import type { TransactionBundle } from "../bundle.ts";
import { Handler } from "../handler.ts";
import { CannotRespond } from "../outcome.ts";

/** Answers that say how it went as a whole (RFC 9915 sections 18.3.3, 18.3.7 and 18.3.8). */
const WITH_STATUS: readonly number[] = [MessageType.Release, MessageType.Decline];

/** Adds the status that the answer to a Release or Decline has; a Confirm that nobody judged stays unanswered. */
export class MissingStatus extends Handler {
  override post({ request, response }: TransactionBundle): void {
    if (!response || response.has(Status)) return;
    if (request.type === MessageType.Confirm) throw new CannotRespond("it confirms no address");
    if (WITH_STATUS.includes(request.type)) response.add(Status.of({ code: StatusCode.Success, message: "" }));
  }
}
