import type { ServerName } from "./access_node.ts";

/** The socket of all simulated clients and relay agents, on the loopback interface. */
export class UdpLink implements AsyncDisposable {
  readonly #conn: Deno.DatagramConn;
  readonly #ports: ReadonlyMap<ServerName, number>;
  readonly #receiving: Promise<void>;
  #isClosed = false;

  /** `ports` are those that servers listen on; `onPacket` takes what they send. */
  constructor(ports: ReadonlyMap<ServerName, number>, onPacket: (packet: Uint8Array, server: ServerName) => void) {
    this.#ports = ports;
    this.#conn = Deno.listenDatagram({ transport: "udp", hostname: "::1", port: 0 });
    this.#receiving = this.#receive(onPacket);
  }

  /** Sends a packet to a server; to one that does not listen, it is lost. */
  async send(packet: Uint8Array, server: ServerName): Promise<void> {
    const port = this.#ports.get(server);
    if (port !== undefined && !this.#isClosed) {
      await this.#conn.send(packet, { transport: "udp", hostname: "::1", port });
    }
  }

  /** Closes the socket. */
  async close(): Promise<void> {
    if (this.#isClosed) return await this.#receiving;
    this.#isClosed = true;
    this.#conn.close();
    await this.#receiving;
  }

  /** The same as {@linkcode UdpLink.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #receive(onPacket: (packet: Uint8Array, server: ServerName) => void): Promise<void> {
    const names = new Map([...this.#ports].map(([name, port]) => [port, name]));
    while (!this.#isClosed) {
      try {
        const [packet, address] = await this.#conn.receive();
        const server = names.get((address as Deno.NetAddr).port);
        if (server !== undefined) onPacket(packet, server);
      } catch (error) {
        if (!this.#isClosed) throw error;
      }
    }
  }
}
