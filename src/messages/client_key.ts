import { WireError } from "../wire/mod.ts";
import { unwrap } from "../dhcpv6/relay.ts";
import { ClientId } from "../dhcpv6/options/rfc9915_identity.ts";
import type { DHCPKafkaMessage } from "./kafka_message.ts";

/**
 * The client's DUID in the request, or in the answer where there is no request; `null` where it is not told, or told by a
 * relayed message without a complete header.
 */
export function clientKey({ messageIn, messageOut }: DHCPKafkaMessage): Uint8Array | null {
  const message = messageIn ?? messageOut;
  if (message === undefined) return null;
  try {
    return unwrap(message).message.options.data(ClientId.code) ?? null;
  } catch (error) {
    if (error instanceof WireError) return null;
    throw error;
  }
}
