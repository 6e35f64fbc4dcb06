import { failoverHeaderLength, findOption } from "../dhcpv6/next_option.ts";
import { isFailoverType, isRelayType } from "../dhcpv6/message_type.ts";
import { isWholeHeader } from "../dhcpv6/message_summary.ts";
import { u16At } from "../wire/mod.ts";
import type { DHCPKafkaMessage } from "./kafka_message.ts";

/** Codes of the options that are looked at (RFC 9915 section 21). */
const CLIENT_ID = 1, RELAY_MSG = 9;

/**
 * The client's DUID in the request, or in the answer where there is no request; `null` where it is not told, or told by a
 * relayed message without a complete header.
 */
export function clientKey({ messageIn, messageOut }: DHCPKafkaMessage): Uint8Array | null {
  const bytes = (messageIn ?? messageOut)?.save();
  return bytes === undefined ? null : clientIdIn(bytes);
}

/** Every record needs it, so that nothing is made of the messages around. */
function clientIdIn(bytes: Uint8Array): Uint8Array | null {
  for (let start = 0, end = bytes.length; isWholeHeader(bytes, start, end);) {
    const type = bytes[start], options = start + headerLength(bytes, start, end);
    const inner = isRelayType(type) ? findOption(bytes, options, end, RELAY_MSG) : -1;
    if (inner < 0) {
      const at = findOption(bytes, options, end, CLIENT_ID);
      return at < 0 ? null : bytes.subarray(at + 4, at + 4 + u16At(bytes, at + 2));
    }
    start = inner + 4;
    end = start + u16At(bytes, inner + 2);
  }
  return null;
}

function headerLength(bytes: Uint8Array, start: number, end: number): number {
  const type = bytes[start];
  if (isRelayType(type)) return 34;
  return isFailoverType(type) ? failoverHeaderLength(bytes, start, end) : 4;
}
