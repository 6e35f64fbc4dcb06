import { memorySource } from "../collector/memory_source.ts";
import { kafkaJsSource } from "../collector/kafkajs_source.ts";
import type { RecordSource } from "../collector/record_source.ts";
import { Duid, IPv6Address, IPv6Prefix, Options } from "../dhcpv6/mod.ts";
import { DnsServers, InterfaceId, NtpServer, NtpServerFqdn } from "../dhcpv6/options/mod.ts";
import { type BrokerAddress, brokerText } from "../kafka/broker_address.ts";
import { ensureTopic } from "../kafka/kafkajs_topic.ts";
import { KafkaHandler } from "../publisher/kafka_handler.ts";
import { kafkaJsTransport } from "../publisher/kafkajs_transport.ts";
import { MemoryTopic, memoryTransport } from "../publisher/memory_transport.ts";
import type { PublisherStats } from "../publisher/status.ts";
import type { Transport } from "../publisher/transport.ts";
import {
  type Assignment,
  type Condition,
  DhcpServer,
  Handler,
  IgnoreRequest,
  InformationOption,
  Pipeline,
  Scope,
  StaticAssignment,
  type TransactionBundle,
} from "../server/mod.ts";
import { ClientSocket, live, type SimulatedClient, simulatedClients } from "./_simulated_client.ts";
import { pause } from "../kafka/waiting.ts";
import { reason, UserError } from "./_terminal.ts";
import { tail, type TailOptions } from "./tail.ts";

/** How to run the demonstration. */
export interface DemoOptions extends Omit<TailOptions, "count" | "onReady" | "onShown"> {
  /** Brokers of a Kafka to publish through. Default: a topic within this process. */
  readonly brokers?: readonly BrokerAddress[];
  /** The topic. */
  readonly topic: string;
  /** Seconds; 0 = until the signal aborts. */
  readonly duration: number;
  /** How many clients. */
  readonly clients: number;
  /** The same number gives the same clients. */
  readonly seed: number;
}

/** How long a slow answer takes, and how long clients wait for one, in milliseconds. */
const SLOW_MS = 1200, CLIENT_TIMEOUT_MS = 2000;
/** Pause between two messages of a client, about, in milliseconds. */
const PACE_MS = 800;
/** How long the tail may take to show the last records, in milliseconds. */
const CATCH_UP_MS = 10_000;

/** A server, its clients, the publisher and a tail, all on this machine; ends with a summary that adds up. */
export async function demo(options: DemoOptions): Promise<void> {
  const say = options.json ? options.warn : options.write;
  const { transport, source, where } = await road(options);
  const clients = simulatedClients(options.clients);
  const kafka = new KafkaHandler({
    serverName: "demo.example.com",
    topicName: options.topic,
    transport,
    lingerMs: 200,
    closeTimeoutMs: CATCH_UP_MS,
  });
  await using server = await DhcpServer.start({
    listeners: [{ type: "unicast", address: IPv6Address.parse("::1"), port: 0, asMulticast: true }],
    pipeline: new Pipeline({ serverId: Duid.parse("00030001 02005e10 0001"), handlers: [kafka, ...handlers(clients)] }),
  });
  await say(
    `DHCPv6 server on ${server.listeners[0].name}, ${clients.length} clients, publishing to ${where}. ` +
      (options.duration > 0 ? `Ends after ${options.duration} s or with Ctrl-C.` : "Ends with Ctrl-C."),
  );

  const over = new AbortController(), readToEnd = new AbortController(), ready = Promise.withResolvers<void>();
  const stop = () => over.abort();
  options.signal.addEventListener("abort", stop);
  let shown = 0;
  const showing = tail(source, {
    ...options,
    signal: readToEnd.signal,
    onReady: ready.resolve,
    onShown: (count) => shown = count,
  });
  showing.then(() => ready.resolve(), ready.reject);
  const socket = new ClientSocket({ hostname: "::1", port: server.listeners[0].port }, CLIENT_TIMEOUT_MS);
  try {
    await ready.promise;
    const timer = options.duration > 0 ? setTimeout(stop, options.duration * 1000) : undefined;
    const random = randomNumbers(options.seed);
    if (options.signal.aborted) stop();
    await Promise.all(
      clients.map((client) =>
        live(client, { exchange: socket.exchange, random, paceMs: PACE_MS, signal: over.signal })
      ),
    );
    clearTimeout(timer);
    await server.close();
    await caughtUp(() => shown >= kafka.stats.delivered);
  } catch (error) {
    throw new UserError(`the demonstration cannot go on: ${reason(error)}`, { cause: error });
  } finally {
    options.signal.removeEventListener("abort", stop);
    await socket.close();
    readToEnd.abort();
    await showing.catch(() => {});
  }
  for (const line of summary(socket, server, kafka.stats, shown)) await say(line);
}

/** What the transactions travel on: a topic within this process, or Kafka. */
async function road({ brokers, topic }: DemoOptions): Promise<{
  transport: Transport;
  source: RecordSource;
  where: string;
}> {
  if (!brokers) {
    const memory = new MemoryTopic();
    return { transport: memoryTransport(memory), source: memorySource(memory, topic), where: "a topic in memory" };
  }
  const where = `${topic} on ${brokers.map(brokerText).join(", ")}`;
  try {
    await ensureTopic(topic, { brokers });
  } catch (error) {
    throw new UserError(`cannot publish to ${where}: ${reason(error)}`, { cause: error });
  }
  return { transport: kafkaJsTransport({ brokers, topic }), source: kafkaJsSource({ brokers, topic }), where };
}

/** Handlers of a small provider: some ports are switched off, some answers are slow, most customers are known. */
function handlers(clients: readonly SimulatedClient[]): Handler[] {
  const port = (kind: SimulatedClient["kind"]): Condition => {
    const names = clients.filter((client) => client.kind === kind).map(({ number }) => `Fa2/${number}`);
    return ({ incomingRelayMessages: [relay] }) => {
      const id = relay?.options.get(InterfaceId)?.id;
      return id !== undefined && names.includes(new TextDecoder().decode(id));
    };
  };
  const known = new Map(
    clients.filter(({ kind }) => kind !== "unknown").map((client) => [String(client.duid), client]),
  );
  const source = {
    lookUp({ clientId }: TransactionBundle): Assignment | undefined {
      const client = known.get(String(clientId));
      return client && {
        address: IPv6Address.parse(`2001:db8:1::${client.number.toString(16)}`),
        prefix: IPv6Prefix.parse(`2001:db8:${(0x1000 + client.number).toString(16)}::/48`),
      };
    },
  };
  return [
    new Scope(port("ignored"), [new IgnoreRequest()]),
    new Scope(port("slow"), [new SlowAnswers()]),
    new InformationOption(DnsServers, { addresses: [IPv6Address.parse("2001:db8::53")] }),
    new InformationOption(NtpServer, { options: Options.of(NtpServerFqdn.of({ fqdn: "ntp.example.com" })) }),
    new StaticAssignment({ source }),
  ];
}

/** Stands for a slow database behind a server. */
class SlowAnswers extends Handler {
  override async handle(): Promise<void> {
    await pause(SLOW_MS, new AbortController().signal);
  }
}

async function caughtUp(isDone: () => boolean): Promise<void> {
  const deadline = performance.now() + CATCH_UP_MS, { signal } = new AbortController();
  while (!isDone() && performance.now() < deadline) await pause(20, signal);
}

function summary(socket: ClientSocket, server: DhcpServer, stats: PublisherStats, shown: number): string[] {
  const { offered, delivered, dropped, queued } = stats,
    { received, answered, unanswered, malformed, failed } = server.stats;
  const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0);
  const adds = offered === delivered + lost + queued;
  return [
    "",
    `Clients    ${socket.sent} messages sent, ${socket.answered} answered in time`,
    `Server     ${received} received = ${answered} answered + ${unanswered} ignored + ${malformed} malformed + ${failed} failed`,
    `Publisher  ${offered} offered = ${delivered} delivered + ${lost} dropped + ${queued} queued${adds ? "" : "  (!)"}`,
    `Tail       ${shown} shown`,
  ];
}

/** Numbers from 0 to 1 that follow from the seed (a linear congruential generator, as in Numerical Recipes). */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 0x100000000;
}
