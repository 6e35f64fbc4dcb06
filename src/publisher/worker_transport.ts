/**
 * A client of Kafka in a thread of its own: what it costs to encode and send is not taken from the thread that answers DHCP
 * clients, and what goes wrong in its depths does not end the program.
 *
 * The thread lives as long as the connection. Loading it from a local checkout needs `--allow-read` for this package; the
 * client in it needs what it needs elsewhere.
 *
 * @example
 * ```ts ignore
 * import { workerTransport } from "@dhcpkit/kafka/publisher/worker";
 * import { Publisher } from "@dhcpkit/kafka/publisher";
 *
 * const transport = workerTransport("kafkajs", { brokers: ["localhost:9092"], topic: "dhcpkit.messages" });
 * await using publisher = new Publisher({ transport });
 * console.log(publisher.stats.state);
 * ```
 *
 * @module
 */
import { startingAt } from "../kafka/broker_address.ts";
import { currentSecurity, type SaslSettings } from "../kafka/security.ts";
import { packRecords } from "./_record_pack.ts";
import type { FromWorker, ToWorker, WorkerClient, WorkerResults, WorkerSettings } from "./_worker_messages.ts";
import type { ClusterSettings, OutgoingRecord, SendResult, Transport } from "./transport.ts";

export type { ClusterSettings, OutgoingRecord, SendResult, Transport, WorkerClient };

/** A transport whose client, kafkajs or @platformatic/kafka, runs in a worker. */
export function workerTransport(client: WorkerClient, settings: ClusterSettings): Transport {
  let thread: ClientThread | undefined, attempts = 0;
  return {
    name: `${client} in a worker`,
    // While one batch is on its way to the brokers, the next one crosses over to the thread.
    maxInFlight: 2,
    async connect() {
      const connecting = thread = new ClientThread();
      await connecting.connect(client, { ...settings, brokers: startingAt(settings.brokers, attempts++) });
    },
    send: (records) => thread ? thread.send(records) : Promise.reject(new Error("not connected")),
    disconnect() {
      thread?.end("given up");
      thread = undefined;
      return Promise.resolve();
    },
  };
}

/** One life of the thread. */
class ClientThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, PromiseWithResolvers<WorkerResults>>();
  readonly #ready = Promise.withResolvers<void>();
  readonly #connected = Promise.withResolvers<void>();
  /** Why the thread is no more. */
  #over: Error | undefined;
  #token: (() => string | Promise<string>) | undefined;
  #next = 0;

  constructor() {
    this.#worker = new Worker(new URL("./transport_worker.ts", import.meta.url).href, { type: "module" });
    this.#worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#hear(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.end(event.message);
    };
    this.#ready.promise.catch(() => {});
    this.#connected.promise.catch(() => {});
  }

  async connect(client: WorkerClient, settings: ClusterSettings): Promise<void> {
    const { sasl, ...security } = await currentSecurity(settings.security);
    this.#token = sasl?.mechanism === "oauthbearer" ? sasl.token : undefined;
    await this.#ready.promise;
    this.#tell({
      kind: "connect",
      client,
      settings: { ...settings, security: { ...security, ...(sasl ? { sasl: withoutToken(sasl) } : {}) } },
    });
    await this.#connected.promise;
  }

  async send(records: readonly OutgoingRecord[]): Promise<readonly SendResult[]> {
    if (this.#over) throw this.#over;
    const id = this.#next++, answer = Promise.withResolvers<WorkerResults>(), packed = packRecords(records);
    this.#waiting.set(id, answer);
    this.#tell({ kind: "send", id, records: packed }, [packed]);
    const results = await answer.promise;
    if (typeof results === "number") return Array.from({ length: results }, () => DELIVERED);
    return results.map((it) => it ? { status: it.status, error: new Error(it.problem) } : DELIVERED);
  }

  /** Ends the thread, whatever it does; those who wait for it hear why. */
  end(problem: string): void {
    this.#worker.terminate();
    const error = this.#over ??= new Error(problem);
    this.#ready.reject(error);
    this.#connected.reject(error);
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  #tell(message: ToWorker, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #hear(message: FromWorker): void {
    switch (message.kind) {
      case "ready":
        return this.#ready.resolve();
      case "connected":
        return this.#connected.resolve();
      case "sent":
        this.#waiting.get(message.id)?.resolve(message.results);
        this.#waiting.delete(message.id);
        return;
      case "failed": {
        const error = new Error(message.problem);
        if (message.id === undefined) return this.#connected.reject(error);
        this.#waiting.get(message.id)?.reject(error);
        this.#waiting.delete(message.id);
        return;
      }
      case "token-wanted":
        return void this.#giveToken(message.id);
    }
  }

  async #giveToken(id: number): Promise<void> {
    try {
      const token = await this.#token!();
      this.#tell({ kind: "token", id, token });
    } catch (error) {
      this.#tell({ kind: "token", id, problem: error instanceof Error ? error.message : String(error) });
    }
  }
}

const DELIVERED: SendResult = { status: "delivered" };

function withoutToken(sasl: SaslSettings): NonNullable<WorkerSettings["security"]["sasl"]> {
  return sasl.mechanism === "oauthbearer" ? { mechanism: sasl.mechanism } : sasl;
}
