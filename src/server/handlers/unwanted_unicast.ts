import { MessageType, StatusCode } from "../../dhcpv6/mod.ts";
import type { TransactionBundle } from "../bundle.ts";
import { Handler } from "../handler.ts";
import { CannotRespond, ReplyWithStatus } from "../outcome.ts";

/** Messages that a client may send by unicast when it was told that it may (RFC 8415 section 18.4). */
const ALLOWED: readonly number[] = [
  MessageType.Request,
  MessageType.Renew,
  MessageType.InformationRequest,
  MessageType.Release,
  MessageType.Decline,
];

/** Refuses what a client sent by unicast without having been told that it may (RFC 8415 section 18.4). */
export class UnwantedUnicast extends Handler {
  override handle(bundle: TransactionBundle): void {
    if (bundle.receivedOverMulticast || bundle.receivedOverTcp || isRelayed(bundle)) return;
    if (!ALLOWED.includes(bundle.request.type)) throw new CannotRespond("it came by unicast");
    if (!bundle.allowUnicast) {
      throw new ReplyWithStatus(StatusCode.UseMulticast, "Send to ff02::1:2, this server does not take unicast");
    }
  }
}

/** The outermost relay message is the listener's own. */
function isRelayed({ incomingRelayMessages }: TransactionBundle): boolean {
  return incomingRelayMessages.length > 1;
}
