import { WireError } from "../dhcpv6/mod.ts";
import { Drops } from "./_drops.ts";
import { TransactionBundle } from "./bundle.ts";
import { type Clock, wallClock } from "./clock.ts";
import { type Listener, type ListenerInit, openListener, type ReceivedPacket } from "./listener.ts";
import { consoleLogger, type Logger } from "./logger.ts";
import { unwrapReply, wrapReceived } from "./packet.ts";
import type { Pipeline } from "./pipeline.ts";

/** What a {@linkcode DhcpServer} is made of. */
export interface DhcpServerInit {
  /** Where to listen. */
  listeners: readonly ListenerInit[];
  /** What makes answers; the server starts it and closes it. */
  pipeline: Pipeline;
  /** Whether a Solicit with Rapid Commit may be answered by a Reply. Default: false. */
  allowRapidCommit?: boolean;
  /** Default: warnings and worse to standard error. */
  logger?: Logger;
  /** Default: the wall clock. */
  clock?: Clock;
  /** How long closing waits for requests that are under way, in milliseconds. Default: 5000. */
  closeTimeoutMs?: number;
  /**
   * How many requests may be under way at once, as they are while a source of assignments takes its time. Each keeps its
   * packet in memory; beyond this, packets are dropped. Default: 1000.
   */
  maxUnderWay?: number;
}

/** What a server has done so far. */
export interface ServerStats {
  /** Packets that came in before the server was closed: the sum of all that follows. */
  readonly received: number;
  /** Packets that were no DHCPv6 message, or whose relayed message or IAs could not be read. */
  readonly malformed: number;
  /** Requests that were answered. */
  readonly answered: number;
  /** Requests that a handler wanted no answer to. */
  readonly unanswered: number;
  /** Requests that a handler failed on, and answers that could not be sent. */
  readonly failed: number;
  /** Packets that were dropped unread, since as many requests were under way as may be. */
  readonly dropped: number;
  /** Requests that are under way. */
  readonly underWay: number;
}

/**
 * A DHCPv6 server: receives packets, has the pipeline answer them, sends the answers.
 *
 * @example
 * ```ts
 * import { Duid, IPv6Address } from "@dhcpkit/kafka/dhcpv6";
 * import { DhcpServer, Pipeline } from "@dhcpkit/kafka/server";
 *
 * await using server = await DhcpServer.start({
 *   listeners: [{ type: "unicast", address: IPv6Address.parse("::1"), port: 0 }],
 *   pipeline: new Pipeline({ serverId: Duid.parse("00030001 020000000001"), handlers: [] }),
 * });
 * console.log("listening on", server.listeners.map(({ name }) => name).join(", "));
 * ```
 */
export class DhcpServer implements AsyncDisposable {
  /** The open listeners. */
  readonly listeners: readonly Listener[];

  readonly #pipeline: Pipeline;
  readonly #allowRapidCommit: boolean;
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #closeTimeoutMs: number;
  readonly #maxUnderWay: number;
  readonly #drops: Drops;
  readonly #stats = { received: 0, malformed: 0, answered: 0, unanswered: 0, failed: 0 };
  readonly #underWay = new Set<Promise<void>>();
  readonly #running: Promise<void>[];
  #closing: Promise<void> | undefined;

  private constructor(init: DhcpServerInit, listeners: readonly Listener[]) {
    this.listeners = listeners;
    this.#pipeline = init.pipeline;
    this.#allowRapidCommit = init.allowRapidCommit ?? false;
    this.#logger = init.logger ?? consoleLogger;
    this.#clock = init.clock ?? wallClock();
    this.#closeTimeoutMs = init.closeTimeoutMs ?? 5000;
    this.#maxUnderWay = init.maxUnderWay ?? 1000;
    this.#drops = new Drops((dropped) =>
      this.#logger.warn("Packets are dropped, {dropped} so far: {limit} requests are under way already", {
        dropped,
        limit: this.#maxUnderWay,
      })
    );
    this.#running = listeners.map((listener) =>
      listener.run(
        (packet) => this.#receive(packet),
        (error) => this.#logger.error("Receiving on {listener} failed: {error}", { listener: listener.name, error }),
      )
    );
  }

  /**
   * Opens all listeners and starts the pipeline. When either cannot be done, closes both again and rejects with the
   * reason.
   */
  static async start(init: DhcpServerInit): Promise<DhcpServer> {
    const listeners: Listener[] = [];
    try {
      for (const listener of init.listeners) listeners.push(await openListener(listener));
      await init.pipeline.start();
    } catch (error) {
      for (const listener of listeners) listener.close();
      await init.pipeline.close().catch((closeError) => {
        (init.logger ?? consoleLogger).error("Closing the handlers failed: {error}", { error: closeError });
      });
      throw error;
    }
    return new DhcpServer(init, listeners);
  }

  /** What the server has done so far. */
  get stats(): ServerStats {
    const { received, malformed, answered, unanswered, failed } = this.#stats, dropped = this.#drops.count;
    const underWay = received - malformed - answered - unanswered - failed - dropped;
    return { ...this.#stats, dropped, underWay };
  }

  /** Stops receiving, answers what is under way, then closes the listeners and the pipeline; once. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** The same as {@linkcode DhcpServer.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #close(): Promise<void> {
    await this.#drain();
    this.#drops.tellRest();
    for (const listener of this.listeners) listener.close();
    await Promise.all(this.#running);
    await this.#pipeline.close();
  }

  async #drain(): Promise<void> {
    const { promise: timeout, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, this.#closeTimeoutMs);
    await Promise.race([Promise.all(this.#underWay), timeout]);
    clearTimeout(timer);
    const count = this.#underWay.size;
    if (count > 0) this.#logger.warn("{count} requests were still under way at the end", { count });
  }

  /** Sockets are open for answers until the end; what comes in after the server was closed is for nobody. */
  #receive(packet: ReceivedPacket): void {
    if (this.#closing) return;
    this.#stats.received++;
    if (this.#underWay.size >= this.#maxUnderWay) return this.#drops.add();
    try {
      const bundle = new TransactionBundle({
        incomingMessage: wrapReceived(packet.bytes, packet),
        receivedAt: this.#clock(),
        receivedOverMulticast: packet.overMulticast,
        allowRapidCommit: this.#allowRapidCommit,
        marks: packet.marks,
      });
      const answering = this.#answer(bundle, packet).finally(() => {
        this.#underWay.delete(answering);
        this.#drops.tellDue();
      });
      this.#underWay.add(answering);
    } catch (error) {
      if (!(error instanceof WireError)) {
        this.#stats.failed++;
        throw error;
      }
      this.#stats.malformed++;
      this.#logger.debug("Packet from {peer} on {interface} is not answered: {problem}", {
        peer: String(packet.peerAddress),
        interface: packet.interfaceName,
        problem: error.message,
      });
    }
  }

  async #answer(bundle: TransactionBundle, packet: ReceivedPacket): Promise<void> {
    try {
      await this.#pipeline.handle(bundle);
      if (bundle.outcome?.kind === "failed") this.#stats.failed++;
      else if (!bundle.outgoingMessage) {
        this.#stats.unanswered++;
        const reason = bundle.outcome?.kind === "unanswered" ? bundle.outcome.reason : "";
        this.#logger.debug("No answer to {bundle}: {reason}", () => ({ bundle: String(bundle), reason }));
      } else {
        await packet.reply(unwrapReply(bundle.outgoingMessage));
        this.#stats.answered++;
        this.#logger.debug("Answered {bundle}", () => ({ bundle: String(bundle) }));
      }
    } catch (error) {
      this.#stats.failed++;
      this.#logger.error("The answer to {bundle} could not be sent: {error}", { bundle: String(bundle), error });
    }
  }
}
