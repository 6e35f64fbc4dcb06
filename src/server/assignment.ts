import { type IPv6Address, type IPv6Prefix, toHex } from "../dhcpv6/mod.ts";
import { ClientLinkLayerAddress, RemoteId, SubscriberId } from "../dhcpv6/options/rfc4649_relay_agent.ts";
import { InterfaceId } from "../dhcpv6/options/rfc9915_relay.ts";
import { readable } from "./_readable.ts";
import type { TransactionBundle } from "./bundle.ts";

/** What a client is given. */
export interface Assignment {
  /** Its address. Default: none. */
  readonly address?: IPv6Address;
  /** Its prefix. Default: none. */
  readonly prefix?: IPv6Prefix;
}

/** Where assignments come from: a file, a database. */
export interface AssignmentSource {
  /**
   * The assignment of the client, or `undefined` when it is not known. A promise should settle while the client still waits,
   * within seconds, since a server has room for so many requests under way and drops what comes beyond.
   */
  lookUp(bundle: TransactionBundle): Assignment | undefined | Promise<Assignment | undefined>;
}

/**
 * Everything that a client can be known by, in the order in which it is looked up: its DUID, then what the relay agent
 * closest to it says.
 *
 * Each is written as in the documented CSV file: `duid:HEX`, `interface-id:HEX`, `remote-id:ENTERPRISE:HEX`,
 * `subscriber-id:HEX`, `linklayer-id:TYPE:HEX`, hexadecimal digits in lower case without separators. What cannot be
 * read identifies nobody.
 */
export function clientKeys({ clientId, incomingRelayMessages }: TransactionBundle): string[] {
  const keys = clientId ? [`duid:${clientId}`] : [];
  const relay = incomingRelayMessages[0]?.options;
  const interfaceId = readable(relay, InterfaceId), remoteId = readable(relay, RemoteId);
  const subscriberId = readable(relay, SubscriberId), linkLayer = readable(relay, ClientLinkLayerAddress);
  if (interfaceId) keys.push(`interface-id:${toHex(interfaceId.id)}`);
  if (remoteId) keys.push(`remote-id:${remoteId.enterprise}:${toHex(remoteId.id)}`);
  if (subscriberId) keys.push(`subscriber-id:${toHex(subscriberId.id)}`);
  if (linkLayer) keys.push(`linklayer-id:${linkLayer.hardwareType}:${toHex(linkLayer.address)}`);
  return keys;
}
