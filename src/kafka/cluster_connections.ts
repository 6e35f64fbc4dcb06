import { type BrokerAddress, brokerAddress, type BrokerInput, brokerText, startingAt } from "./broker_address.ts";
import type { BrokerConnection, OpenBroker, TopicPlaces } from "./broker_requests.ts";
import { errorTypes } from "./kafka_error.ts";
import { within } from "./waiting.ts";

/** What a connection is for: a request that waits at the broker holds up those behind it, so that each purpose has its own. */
export type Purpose = "group" | "offsets" | "records" | "leaving";

/** How to reach a cluster. */
export interface ClusterConnectionsInit {
  /** Brokers to ask for the others. */
  readonly brokers: readonly BrokerInput[];
  /** Opens a connection. */
  readonly open: OpenBroker;
  /** How long an answer may take, in milliseconds. */
  readonly requestTimeoutMs: number;
}

/** How to ask who has a topic. */
export interface PlacesQuestion {
  /** Whether one that is not there is asked for. Default: false. */
  readonly create?: boolean;
  /** On whose connections. Default: `"offsets"`. */
  readonly purpose?: Purpose;
}

/** A connection that is open, or being opened. */
interface Connecting {
  readonly connection: Promise<BrokerConnection>;
  /** Once it is open. */
  opened?: BrokerConnection;
  close(): void;
}

/** Connections to the brokers of a cluster, opened when they are needed; one that fails is closed and opened anew the next time. */
export class ClusterConnections {
  readonly #init: ClusterConnectionsInit;
  readonly #connections = new Map<string, Connecting>();
  readonly #over = new AbortController();
  #attempts = 0;
  #brokers: readonly BrokerAddress[];

  /** Nothing is connected yet. Throws `TypeError` for what is no broker. */
  constructor(init: ClusterConnectionsInit) {
    this.#init = init;
    this.#brokers = init.brokers.map(brokerAddress);
  }

  /** Who has the topic. Asks the brokers in turn, beginning with another one each time; rejects with the last one's error. */
  async places(topic: string, { create = false, purpose = "offsets" }: PlacesQuestion = {}): Promise<TopicPlaces> {
    const places = await this.askAny((connection) => connection.places(topic, create), purpose);
    if (places.brokers.size > 0) this.#brokers = [...places.brokers.values(), ...this.#init.brokers.map(brokerAddress)];
    return places;
  }

  /** Asks one broker after the other until one answers; an error of the protocol is an answer. */
  async askAny<T>(
    question: (connection: BrokerConnection) => Promise<T>,
    purpose: Purpose = "offsets",
  ): Promise<T> {
    let failure: unknown = new Error("there is no broker to ask");
    const tried = new Set<string>();
    for (const broker of startingAt(this.#brokers, this.#attempts++)) {
      if (tried.has(brokerText(broker))) continue;
      tried.add(brokerText(broker));
      try {
        return await this.ask(broker, purpose, question);
      } catch (error) {
        if (this.#over.signal.aborted || errorTypes(error).length > 0) throw error;
        failure = error;
      }
    }
    throw failure;
  }

  /** Asks one broker. Rejects when there is no answer in time, and at once after {@linkcode destroy}. */
  async ask<T>(
    broker: BrokerAddress,
    purpose: Purpose,
    question: (connection: BrokerConnection) => Promise<T>,
    timeoutMs: number = this.#init.requestTimeoutMs,
  ): Promise<T> {
    const key = `${purpose} ${brokerText(broker)}`;
    const connecting = this.#connect(key, broker), isOver = this.#over.signal, said = brokerText(broker);
    try {
      const connection = connecting.opened ??
        await within(connecting.connection, 2 * timeoutMs, `connecting to ${said} timed out`, isOver);
      return await within(question(connection), timeoutMs, `the answer of ${said} timed out`, isOver);
    } catch (error) {
      // A broker that says no can still be talked to.
      if (errorTypes(error).length === 0) this.#close(key, connecting);
      throw error;
    }
  }

  /** Closes all connections, for good. */
  destroy(): void {
    this.#over.abort(new DOMException("the connections are closed", "AbortError"));
    for (const [key, connecting] of this.#connections) this.#close(key, connecting);
  }

  #connect(key: string, broker: BrokerAddress): Connecting {
    this.#over.signal.throwIfAborted();
    const known = this.#connections.get(key);
    if (known && known.opened?.isOpen !== false) return known;
    known?.close();
    const closing = new AbortController(), connection = this.#init.open(broker, closing.signal);
    const connecting: Connecting = { connection, close: () => closing.abort() };
    this.#connections.set(key, connecting);
    connection.then((opened) => connecting.opened = opened, () => this.#close(key, connecting));
    return connecting;
  }

  #close(key: string, connecting: Connecting): void {
    if (this.#connections.get(key) === connecting) this.#connections.delete(key);
    connecting.close();
  }
}
