import { IPv6Address } from "../../src/dhcpv6/mod.ts";
import {
  DhcpServer,
  type DhcpServerInit,
  type Handler,
  type ListenUnicast,
  Pipeline,
  type ServerStats,
  silentLogger,
} from "../../src/server/mod.ts";
import { SERVER } from "./_transaction.ts";

/** A listener on the loopback address, on a port of its own, for clients that are simulated. */
export const LOOPBACK: ListenUnicast = {
  type: "unicast",
  address: IPv6Address.parse("::1"),
  port: 0,
  asMulticast: true,
};

/** The figures of a server that nobody has asked. */
export const NOTHING_YET: ServerStats = {
  received: 0,
  malformed: 0,
  answered: 0,
  unanswered: 0,
  failed: 0,
  dropped: 0,
  underWay: 0,
};

/** A server on the loopback address. */
export function serve(handlers: readonly Handler[] = [], init: Partial<DhcpServerInit> = {}): Promise<DhcpServer> {
  const pipeline = new Pipeline({ serverId: SERVER, handlers, logger: silentLogger });
  return DhcpServer.start({ listeners: [LOOPBACK], pipeline, logger: silentLogger, ...init });
}

/** A UDP socket of a client or relay agent on this host. */
export class UdpClient implements Disposable {
  readonly #socket = Deno.listenDatagram({ transport: "udp", hostname: "::1", port: 0 });

  /** Its own port. */
  get port(): number {
    return (this.#socket.addr as Deno.NetAddr).port;
  }

  /** Sends to a port of this host. */
  async send(bytes: Uint8Array, port: number): Promise<void> {
    await this.#socket.send(bytes, { transport: "udp", hostname: "::1", port });
  }

  /** The next datagram and the port that it came from; fails when there is none in ten seconds. */
  async receive(): Promise<{ bytes: Uint8Array; port: number }> {
    const timer = setTimeout(() => this.#socket.close(), 10_000);
    try {
      const [bytes, from] = await this.#socket.receive(new Uint8Array(65_535));
      return { bytes, port: (from as Deno.NetAddr).port };
    } finally {
      clearTimeout(timer);
    }
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }
}

/** `Deno.test` that fails when sockets or timers are left behind; Deno does not look for them unless told to. */
export function leakFreeTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeOps: true, sanitizeResources: true });
}
