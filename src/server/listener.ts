import { IPv6Address, IPv6Prefix } from "../dhcpv6/mod.ts";
import type { Arrival, Departure } from "./packet.ts";

/** UDP ports of DHCPv6 (RFC 9915 section 7.2). */
const CLIENT_PORT = 546, SERVER_PORT = 547;
/** All_DHCP_Relay_Agents_and_Servers (RFC 9915 section 7.1). */
const ALL_RELAYS_AND_SERVERS = "ff02::1:2";
/** All_DHCP_Servers (RFC 9915 section 7.1): of the site, for relay agents that know no server's address. */
const ALL_SERVERS = "ff05::1:3";
/** How long a socket is left alone after an error. */
const PAUSE_AFTER_ERROR_MS = 100;
/** No UDP datagram is longer. */
const MAX_DATAGRAM = 65_535;

/**
 * Listens for what clients and relay agents on a link send to everybody, and to the interface's own address. Relay
 * agents on other links, which the link-local address cannot be reached from, are for {@linkcode ListenUnicast}.
 */
export interface ListenInterface {
  /** Tells the two kinds of listeners apart. */
  readonly type: "interface";
  /** Name of the interface. */
  readonly name: string;
  /** Link-local address to answer from. Default: the interface's first. */
  readonly replyFrom?: IPv6Address;
  /** Address that tells the link. Default: the interface's first global one, otherwise `::`. */
  readonly linkAddress?: IPv6Address;
  /** Whether requests of this host itself are answered. Default: false. */
  readonly listenToSelf?: boolean;
  /** Marks for the requests that come in here. */
  readonly marks?: readonly string[];
}

/** Listens for what is sent to one address of this host. */
export interface ListenUnicast {
  /** Tells the two kinds of listeners apart. */
  readonly type: "unicast";
  /** The address. */
  readonly address: IPv6Address;
  /** UDP port; 0 takes a free one. Default: 547. On another port, answers go to the port that asked. */
  readonly port?: number;
  /** Marks for the requests that come in here. */
  readonly marks?: readonly string[];
  /** Takes requests as if they had been sent to everybody: for clients that are simulated. Default: false. */
  readonly asMulticast?: boolean;
}

/** Where a server listens. */
export type ListenerInit = ListenInterface | ListenUnicast;

/** A packet as it comes in. The bytes are only valid until the call returns. */
export interface ReceivedPacket extends Arrival {
  /** The datagram. */
  readonly bytes: Uint8Array;
  /** Whether it was sent to everybody. */
  readonly overMulticast: boolean;
  /** The listener's marks. */
  readonly marks: readonly string[] | undefined;
  /** Sends an answer the way that the packet came. */
  reply(departure: Departure): Promise<void>;
}

/** Sockets of one listener. */
export interface Listener {
  /** Where it listens, for people: `[::1]:10547`, `eth0`. */
  readonly name: string;
  /** UDP port. */
  readonly port: number;
  /** Calls `onPacket` for each packet until the listener is closed; then the promise resolves. */
  run(onPacket: (packet: ReceivedPacket) => void, onError: (error: unknown) => void): Promise<void>;
  /** Closes the sockets. */
  close(): void;
}

/**
 * Opens the sockets of a listener. Needs `--unstable-net` and the permissions `--allow-net` and, for interfaces,
 * `--allow-sys=networkInterfaces`.
 *
 * Throws what the operating system says (`Deno.errors.AddrInUse`, …), `Deno.errors.NotFound` for an interface that does not
 * exist or has no link-local address, and `Deno.errors.NotSupported` without the flag.
 */
export async function openListener(init: ListenerInit): Promise<Listener> {
  return init.type === "interface" ? await openInterface(init) : openUnicast(init);
}

async function openInterface(init: ListenInterface): Promise<Listener> {
  const addresses = Deno.networkInterfaces().filter(({ name, family }) => name === init.name && family === "IPv6");
  const linkLocal = addresses.find(({ address }) =>
    init.replyFrom ? IPv6Address.parse(address).equals(init.replyFrom) : IPv6Address.parse(address).isLinkLocal
  );
  if (!linkLocal?.scopeid) {
    const known = [...new Set(Deno.networkInterfaces().map(({ name }) => name))];
    throw new Deno.errors.NotFound(
      known.includes(init.name)
        ? `interface ${init.name} has no link-local address ${init.replyFrom ?? "to answer from"}`
        : `there is no interface ${init.name} (interfaces here: ${known.join(", ")})`,
    );
  }
  const own = addresses.map(({ address }) => IPv6Address.parse(address));
  const linkAddress = init.linkAddress ?? own.find((address) => address.isGlobal) ?? IPv6Address.unspecified;
  const links = addresses.map(({ cidr }) => IPv6Prefix.parse(cidr)).filter(({ address }) => address.isGlobal);
  const unicast = listen(`${linkLocal.address}%${init.name}`, SERVER_PORT);
  const sockets: Socket[] = [{ conn: unicast, overMulticast: false }];
  try {
    const multicast = listen(`${ALL_RELAYS_AND_SERVERS}%${init.name}`, SERVER_PORT);
    sockets.push({ conn: multicast, overMulticast: true });
    await multicast.joinMulticastV6(ALL_RELAYS_AND_SERVERS, linkLocal.scopeid);
    // This address has no interface: the sockets of all listeners hear what comes in on any, and tell by the sender.
    const site = listen(ALL_SERVERS, SERVER_PORT, { reuseAddress: true });
    sockets.push({ conn: site, overMulticast: true, accepts: (peer) => links.some((link) => link.contains(peer)) });
    await site.joinMulticastV6(ALL_SERVERS, linkLocal.scopeid);
  } catch (error) {
    for (const { conn } of sockets) conn.close();
    throw error;
  }
  return listener(init.name, SERVER_PORT, sockets, {
    interfaceName: init.name,
    linkAddress,
    marks: init.marks,
    accepts: (peer) => init.listenToSelf === true || !own.some((address) => address.equals(peer)),
    reply: ({ peerAddress, port, bytes }, from) =>
      send(unicast, bytes, zoned(peerAddress, init.name), portNumber(port, from)),
  });
}

function openUnicast({ address, port = SERVER_PORT, marks, asMulticast = false }: ListenUnicast): Listener {
  const conn = listen(String(address), port), bound = (conn.addr as Deno.NetAddr).port;
  return listener(`[${address}]:${bound}`, bound, [{ conn, overMulticast: asMulticast }], {
    interfaceName: interfaceOf(address),
    linkAddress: address.isGlobal ? address : IPv6Address.unspecified,
    marks,
    accepts: () => true,
    reply: ({ peerAddress, port, bytes }, from) =>
      send(conn, bytes, String(peerAddress), portNumber(bound === SERVER_PORT ? port : "sender", from)),
  });
}

interface Socket {
  readonly conn: Deno.DatagramConn;
  readonly overMulticast: boolean;
  /** Whether what this socket hears from somebody is for its listener. Default: all is. */
  accepts?(peer: IPv6Address): boolean;
}

interface Behaviour {
  readonly interfaceName: string;
  readonly linkAddress: IPv6Address;
  readonly marks: readonly string[] | undefined;
  accepts(peer: IPv6Address): boolean;
  reply(departure: Departure, from: Deno.NetAddr): Promise<void>;
}

function listener(name: string, port: number, sockets: readonly Socket[], behaviour: Behaviour): Listener {
  let closed = false;
  const { interfaceName, linkAddress, marks } = behaviour;
  return {
    name,
    port,
    async run(onPacket, onError) {
      await Promise.all(sockets.map(async ({ conn, overMulticast, accepts }) => {
        const buffer = new Uint8Array(MAX_DATAGRAM);
        while (!closed) {
          try {
            const [bytes, address] = await conn.receive(buffer), from = address as Deno.NetAddr;
            const peerAddress = IPv6Address.parse(from.hostname.replace(/%.*$/, ""));
            if (!behaviour.accepts(peerAddress) || accepts?.(peerAddress) === false) continue;
            const reply = (departure: Departure) => behaviour.reply(departure, from);
            onPacket({ bytes, interfaceName, linkAddress, peerAddress, overMulticast, marks, reply });
          } catch (error) {
            if (closed) return;
            onError(error);
            // A socket that fails once may fail at each call; that must not keep the others from being heard.
            await new Promise((resolve) => setTimeout(resolve, PAUSE_AFTER_ERROR_MS));
          }
        }
      }));
    },
    close() {
      closed = true;
      for (const { conn } of sockets) conn.close();
    },
  };
}

function listen(hostname: string, port: number, { reuseAddress = false } = {}): Deno.DatagramConn {
  if (typeof Deno.listenDatagram !== "function") {
    throw new Deno.errors.NotSupported("UDP sockets need Deno's flag --unstable-net, which is not set");
  }
  try {
    return Deno.listenDatagram({ transport: "udp", hostname, port, reuseAddress });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // The operating system does not say what it is about.
    const Kind = error.constructor as ErrorConstructor;
    throw new Kind(`cannot listen on [${hostname}]:${port}: ${error.message}`, { cause: error });
  }
}

function portNumber(port: Departure["port"], from: Deno.NetAddr): number {
  return { client: CLIENT_PORT, server: SERVER_PORT, sender: from.port }[port];
}

async function send(conn: Deno.DatagramConn, bytes: Uint8Array, hostname: string, port: number): Promise<void> {
  await conn.send(bytes, { transport: "udp", hostname, port });
}

/** Link-local addresses mean nothing without their interface. */
function zoned(address: IPv6Address, interfaceName: string): string {
  return address.isLinkLocal ? `${address}%${interfaceName}` : String(address);
}

/** The name of the interface that has `address`, where the permission to look is given; otherwise the address. */
function interfaceOf(address: IPv6Address): string {
  try {
    const found = Deno.networkInterfaces().find((one) =>
      one.family === "IPv6" && IPv6Address.parse(one.address).equals(address)
    );
    return found?.name ?? String(address);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return String(address);
    throw error;
  }
}
