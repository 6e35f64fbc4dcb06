import { IPv6Address, type Message, MessageType, Options, RelayMessage } from "../dhcpv6/mod.ts";
import { InterfaceId, RelayMsg, RemoteId, type RemoteIdValue } from "../dhcpv6/options/mod.ts";

/** Servers of the provider; the standby is a second one on the host of `dhcp04`. */
export type ServerName = "dhcp01" | "dhcp02" | "dhcp03" | "dhcp04" | "standby";

/** Names of the provider's routers; `office` is the servers' own link. */
export type NodeName = "bng1" | "bng2" | "bng3" | "bng4" | "bng5" | "bng6" | "bng7" | "office";

/** A router that customers are connected to (a BNG), with the relay agents between it and them. */
export interface AccessNode {
  readonly name: NodeName;
  /** Address of the link that customers are on; tells servers which. */
  readonly linkAddress: IPv6Address;
  /** Servers that messages to everybody are passed on to; clients prefer the first. */
  readonly servers: readonly ServerName[];
  /** Relay agents between customers and servers: a switch and a router, a router, a circle of them, or none. */
  readonly relays: "switch and router" | "router" | "circle" | "none";
  /** How it names the ports of customers, from 0 on. */
  portOf(number: number): Port;
}

/** What relay agents say of where a customer is. */
export interface Port {
  readonly interfaceId: string;
  readonly remoteId: RemoteIdValue;
}

/** A port of a node. */
export interface Place extends Port {
  readonly node: AccessNode;
}

const node = (number: number, init: Pick<AccessNode, "name" | "servers" | "relays" | "portOf">): AccessNode => ({
  ...init,
  linkAddress: IPv6Address.parse(`2001:db8:${number}::1`),
});

/** All nodes. Those before `bng5` have the usual customers. */
export const accessNodes: Readonly<Record<NodeName, AccessNode>> = {
  bng1: node(1, {
    ...{ name: "bng1", servers: ["dhcp01", "dhcp04"], relays: "switch and router" },
    portOf: (number) => ({ interfaceId: slotAndPort("Fa", number), remoteId: ciscoId(1, number) }),
  }),
  bng2: node(2, {
    ...{ name: "bng2", servers: ["dhcp04", "dhcp01"], relays: "router" },
    portOf: (number) => ({ interfaceId: slotAndPort("Gi0/", number), remoteId: lineId("ams2", number) }),
  }),
  bng3: node(3, {
    ...{ name: "bng3", servers: ["dhcp02", "dhcp03"], relays: "switch and router" },
    portOf: (number) => ({ interfaceId: slotAndPort("Fa", number), remoteId: ciscoId(3, number) }),
  }),
  bng4: node(4, {
    ...{ name: "bng4", servers: ["dhcp03", "dhcp02"], relays: "router" },
    portOf: (number) => ({ interfaceId: slotAndPort("lag-1:", number), remoteId: lineId("rtm4", number) }),
  }),
  bng5: node(5, {
    ...{ name: "bng5", servers: ["dhcp01"], relays: "router" },
    portOf: (number) => ({ interfaceId: slotAndPort("Gi0/", number), remoteId: lineId("utr5", number) }),
  }),
  bng6: node(6, {
    ...{ name: "bng6", servers: ["dhcp03"], relays: "router" },
    portOf: (number) => ({ interfaceId: slotAndPort("Gi0/", number), remoteId: lineId("grn6", number) }),
  }),
  bng7: node(7, {
    ...{ name: "bng7", servers: ["dhcp01"], relays: "circle" },
    portOf: (number) => ({ interfaceId: slotAndPort("Fa", number), remoteId: ciscoId(7, number) }),
  }),
  /** The servers' own link, where nobody relays. */
  office: node(8, {
    ...{ name: "office", servers: ["dhcp01", "dhcp04"], relays: "none" },
    portOf: () => ({ interfaceId: "", remoteId: { enterprise: 9, id: new Uint8Array() } }),
  }),
};

/** Relay agents that send to each other what they should send to servers. */
const CIRCLE = ["2001:db8:7:a::1", "2001:db8:7:b::1"].map((address) => IPv6Address.parse(address));
/** How often a message goes round before it gets out. */
const ROUNDS = 3;

/** A message as it reaches servers: in what the relay agents of the place put around it. */
export function relayed(message: Message, { node, ...port }: Place, client: IPv6Address): Message {
  const { relays, linkAddress } = node;
  if (relays === "none") return message;
  if (relays === "router") return around(message, { linkAddress, peerAddress: client, hopCount: 0, ...port });
  if (relays === "switch and router") {
    const atSwitch = around(message, {
      ...{ linkAddress: IPv6Address.unspecified, peerAddress: client, hopCount: 0, ...port },
    });
    return around(atSwitch, { linkAddress, peerAddress: client, hopCount: 1, interfaceId: "Gi0/0/0" });
  }
  let outer = around(message, { linkAddress, peerAddress: client, hopCount: 0, ...port }), from = linkAddress;
  for (let hopCount = 1; hopCount <= ROUNDS * CIRCLE.length; hopCount++) {
    const agent = CIRCLE[(hopCount - 1) % CIRCLE.length];
    outer = around(outer, { linkAddress: agent, peerAddress: from, hopCount });
    from = agent;
  }
  return outer;
}

function around(
  message: Message,
  { linkAddress, peerAddress, hopCount, interfaceId, remoteId }: {
    linkAddress: IPv6Address;
    peerAddress: IPv6Address;
    hopCount: number;
  } & Partial<Port>,
): Message {
  return new RelayMessage({
    ...{ type: MessageType.RelayForward, hopCount, linkAddress, peerAddress },
    options: Options.of(
      ...(interfaceId === undefined ? [] : [InterfaceId.of({ id: new TextEncoder().encode(interfaceId) })]),
      ...(remoteId === undefined ? [] : [RemoteId.of(remoteId)]),
      RelayMsg.of({ message }),
    ),
  });
}

const PORTS_OF_A_SLOT = 24;

function slotAndPort(prefix: string, number: number): string {
  return `${prefix}${1 + Math.floor(number / PORTS_OF_A_SLOT)}/${1 + number % PORTS_OF_A_SLOT}`;
}

/** As switches of Cisco write it: a type and a length, then module and port. */
function ciscoId(node: number, number: number): RemoteIdValue {
  return { enterprise: 9, id: Uint8Array.of(2, 4, 0, node, number >> 8, number & 0xff) };
}

function lineId(node: string, number: number): RemoteIdValue {
  return { enterprise: 3561, id: new TextEncoder().encode(`${node}-line-${String(number + 1).padStart(4, "0")}`) };
}
