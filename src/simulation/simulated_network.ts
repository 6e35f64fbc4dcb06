import { IPv6Address } from "../dhcpv6/mod.ts";
import { KafkaHandler } from "../publisher/kafka_handler.ts";
import { pause } from "../kafka/waiting.ts";
import type { OutgoingRecord, Transport } from "../publisher/transport.ts";
import { DhcpServer, type ServerStats } from "../server/mod.ts";
import type { ServerName } from "./access_node.ts";
import { Exchanges } from "./exchanges.ts";
import { populate } from "./population.ts";
import { type Provider, provider as providerOf, type ProviderInit } from "./provider.ts";
import { isCutOff, serverClock, serverPipeline } from "./server_pipeline.ts";
import { type ServerDeclaration, servers as declared } from "./servers.ts";
import { type Timeline, wallTimeline } from "./timeline.ts";
import { UdpLink } from "./udp_link.ts";

/** How to simulate a network. */
export interface SimulatedNetworkInit extends ProviderInit {
  /** Makes the way to Kafka of one server. */
  readonly transport: () => Transport;
  readonly topic: string;
  /** Ends all lives. */
  readonly signal: AbortSignal;
  /** How long closing may take to deliver what is queued, in milliseconds. Default: 5000. */
  readonly closeTimeoutMs?: number;
}

/** What happened in a network. Once it is closed, what was sent is what was lost and received. */
export interface NetworkStats {
  /** Packets that clients sent to a server. */
  readonly sent: number;
  /** Packets that did not reach a server that was cut off. */
  readonly lost: number;
  /** Questions of clients that were answered in time. */
  readonly answered: number;
  /** What all servers did. */
  readonly servers: ServerStats;
  /** Where all records are: `offered` = `delivered` + `dropped` + `queued`. */
  readonly records: {
    readonly offered: number;
    readonly delivered: number;
    readonly dropped: number;
    readonly queued: number;
  };
}

/** A provider's servers and customers, at work on this machine. */
export interface SimulatedNetwork extends AsyncDisposable {
  /** Who is in it, and what is wrong. */
  readonly provider: Provider;
  readonly stats: NetworkStats;
  /** Lets clients live until the signal aborts. To be called once. */
  run(): Promise<void>;
  /** Stops the servers and delivers what is queued; once. */
  close(): Promise<void>;
}

interface RunningServer {
  readonly name: ServerName;
  readonly kafka: KafkaHandler;
  readonly server: DhcpServer;
}

/** How long records wait to be sent together, in milliseconds. */
const LINGER_MS = 200;
/** How long packets may take to be taken by a server, in milliseconds; on a loopback interface that is how busy the machine is. */
const ARRIVAL_MS = 5000;

/** Starts the servers of a network, on the loopback interface; its clients start with `run`. */
export async function simulatedNetwork(init: SimulatedNetworkInit): Promise<SimulatedNetwork> {
  const timeline = wallTimeline(), network = new Network(init, providerOf(init), timeline);
  try {
    await network.start();
  } catch (error) {
    await network.close();
    throw error;
  }
  return network;
}

class Network implements SimulatedNetwork {
  readonly provider: Provider;
  readonly #init: SimulatedNetworkInit;
  readonly #timeline: Timeline;
  readonly #exchanges: Exchanges;
  readonly #running: RunningServer[] = [];
  #link: UdpLink | undefined;
  #begun: number;
  #lost = 0;
  #closing: Promise<void> | undefined;

  constructor(init: SimulatedNetworkInit, provider: Provider, timeline: Timeline) {
    this.#init = init;
    this.provider = provider;
    this.#timeline = timeline;
    this.#begun = timeline.now();
    this.#exchanges = new Exchanges((packet, server) => this.#send(packet, server), timeline);
  }

  get stats(): NetworkStats {
    const { sent, answered } = this.#exchanges.stats, lost = this.#lost;
    const servers = { received: 0, malformed: 0, answered: 0, unanswered: 0, failed: 0, dropped: 0, underWay: 0 };
    const records = { offered: 0, delivered: 0, dropped: 0, queued: 0 };
    for (const { server: { stats }, kafka: { stats: { offered, delivered, dropped, queued } } } of this.#running) {
      for (const name of Object.keys(servers) as (keyof ServerStats)[]) servers[name] += stats[name];
      records.offered += offered;
      records.delivered += delivered;
      records.queued += queued;
      records.dropped += Object.values(dropped).reduce((sum, count) => sum + count, 0);
    }
    return { sent, lost, answered, servers, records };
  }

  async start(): Promise<void> {
    for (const declaration of declared) {
      if (declaration.name === "standby" && !this.provider.has("standby-awake")) continue;
      this.#running.push(await this.#startServer(declaration));
    }
    const ports = new Map(this.#running.map(({ name, server }) => [name, server.listeners[0].port]));
    this.#link = new UdpLink(ports, (packet, server) => this.#exchanges.take(packet, server));
  }

  async run(): Promise<void> {
    this.#begun = this.#timeline.now();
    const { signal } = this.#init;
    await populate(this.provider, { exchanges: this.#exchanges, timeline: this.#timeline, signal });
  }

  close(): Promise<void> {
    return this.#closing ??= this.#close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #close(): Promise<void> {
    await this.#arrived();
    await Promise.all(this.#running.map(({ server }) => server.close()));
    await this.#link?.close();
  }

  /** Waits until servers have taken what was sent to them: what stands in a socket that is closed is lost without a word. */
  async #arrived(): Promise<void> {
    const deadline = performance.now() + ARRIVAL_MS;
    const isUnderWay = ({ sent, lost, servers }: NetworkStats) => servers.received < sent - lost;
    while (isUnderWay(this.stats) && performance.now() < deadline) await pause(10);
  }

  async #startServer(declaration: ServerDeclaration): Promise<RunningServer> {
    const { transport, topic, signal, closeTimeoutMs } = this.#init, { name, hostName } = declaration;
    const clock = serverClock(declaration, this.provider, this.#timeline);
    const kafka = new KafkaHandler({
      ...{ serverName: hostName, topicName: topic, transport: stampedByTopic(transport()), lingerMs: LINGER_MS, clock },
      ...(closeTimeoutMs === undefined ? {} : { closeTimeoutMs }),
    });
    const server = await DhcpServer.start({
      listeners: [{ type: "unicast", address: IPv6Address.parse("::1"), port: 0, asMulticast: true }],
      pipeline: serverPipeline(declaration, {
        ...{ provider: this.provider, timeline: this.#timeline, publishing: kafka, signal, age: () => this.#age },
      }),
      clock,
    });
    return { name, kafka, server };
  }

  get #age(): number {
    return this.#timeline.now() - this.#begun;
  }

  async #send(packet: Uint8Array, server: ServerName): Promise<void> {
    if (isCutOff(server, this.provider, this.#age)) this.#lost++;
    else await this.#link?.send(packet, server);
  }
}

/** Leaves it to the topic to say when a record was written: otherwise nobody could tell that a server's clock is wrong. */
function stampedByTopic(transport: Transport): Transport {
  const unstamped = ({ timestamp: _, ...record }: OutgoingRecord): OutgoingRecord => record;
  return {
    name: transport.name,
    connect: () => transport.connect(),
    send: (records) => transport.send(records.map(unstamped)),
    disconnect: () => transport.disconnect(),
  };
}
