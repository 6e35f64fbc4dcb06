import type { RelayMessage } from "../dhcpv6/message.ts";
import { type OptionEntry, rawOption } from "../dhcpv6/option.ts";
import { EchoRequest } from "../dhcpv6/options/rfc4994_echo_request.ts";
import { RelayMsg } from "../dhcpv6/options/rfc9915_relay.ts";
import { readable } from "./_readable.ts";

/**
 * The options that a relay agent wants back (RFC 4994 section 5): byte for byte, known or not, unless its Relay-reply has
 * such an option already.
 */
export function requestedEcho({ options }: RelayMessage, replied: readonly OptionEntry[]): OptionEntry[] {
  const wanted = new Set(readable(options, EchoRequest)?.codes);
  if (wanted.size === 0) return [];
  for (const { code } of [RelayMsg, ...replied]) wanted.delete(code);
  return [...options].filter(({ code }) => wanted.has(code)).map(({ code, data }) => rawOption(code, data));
}
