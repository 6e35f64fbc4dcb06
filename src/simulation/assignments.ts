import { IPv6Address, IPv6Prefix, MessageType } from "../dhcpv6/mod.ts";
import type { Assignment, AssignmentSource } from "../server/assignment.ts";
import type { ServerName } from "./access_node.ts";
import type { Provider } from "./provider.ts";
import type { Subscriber } from "./subscriber.ts";

/** Prefixes that the pool of `bng5` has. */
const POOL = 16;
/** Prefixes of a server that does not share its leases are apart from all others by this. */
const APART = 0x80000;

/** What a server gives: all give a customer the same, but for what is wrong. */
export function assignmentsOf(server: ServerName, provider: Provider): AssignmentSource {
  return {
    lookUp({ clientId, request }): Assignment | undefined {
      const subscriber = provider.subscriberOf(clientId);
      if (subscriber === undefined) return undefined;
      const { fault, order } = subscriber, isExtending = EXTENDING.includes(request.type);
      if (fault === "forgotten-lease" && isExtending) return undefined;
      if (fault === "no-addresses") return {};
      if (fault === "empty-pool" && order >= POOL) return { address: addressOf(subscriber) };
      const isApart = fault === "two-prefixes" && server === "dhcp04";
      return { address: addressOf(subscriber), prefix: prefixOf(subscriber, isApart ? APART : 0) };
    },
  };
}

const EXTENDING: readonly number[] = [MessageType.Renew, MessageType.Rebind];

function addressOf({ device, place }: Subscriber): IPv6Address {
  return IPv6Address.parse(`2001:db8:${linkOf(place)}::1:${device.number.toString(16)}`);
}

/** A /56 of the node's own /36. */
function prefixOf({ device, place }: Subscriber, offset: number): IPv6Prefix {
  const number = device.number + offset, high = linkOf(place) * 0x1000 + (number >> 8), low = (number & 0xff) << 8;
  return IPv6Prefix.parse(`2001:db8:${high.toString(16)}:${low.toString(16)}::/56`);
}

function linkOf({ node }: Subscriber["place"]): number {
  return node.linkAddress.word1 >>> 16;
}
