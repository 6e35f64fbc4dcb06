import type { ConsumerSource } from "../collector/consumer_source.ts";
import { kafkaJsConsumer } from "../collector/kafkajs_consumer.ts";
import { kafkaJsSource } from "../collector/kafkajs_source.ts";
import { memoryConsumer } from "../collector/memory_consumer.ts";
import { memorySource } from "../collector/memory_source.ts";
import type { RecordSource } from "../collector/record_source.ts";
import { type BrokerAddress, brokerText } from "../kafka/broker_address.ts";
import { ensureTopic } from "../kafka/kafkajs_topic.ts";
import { pause } from "../kafka/waiting.ts";
import { kafkaJsTransport } from "../publisher/kafkajs_transport.ts";
import { MemoryTopic, memoryTransport } from "../publisher/memory_transport.ts";
import type { Transport } from "../publisher/transport.ts";
import { simulatedDetectorSettings, simulatedLateness } from "../simulation/detector_settings.ts";
import { type NetworkStats, type SimulatedNetwork, simulatedNetwork } from "../simulation/simulated_network.ts";
import type { ListenAddress } from "../metrics/listen_address.ts";
import { type DemoDashboard, demoDashboard } from "./_demo_dashboard.ts";
import { watchFindings } from "./_findings_watch.ts";
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
  /** Print transactions instead of what is found, and serve no dashboard. */
  readonly tail: boolean;
  /** Where the dashboard is served. */
  readonly listen: ListenAddress;
}

/** What the transactions travel on. */
interface Road {
  readonly transport: () => Transport;
  readonly source: RecordSource;
  readonly consumer: () => ConsumerSource;
  readonly where: string;
}

/** Clients that are told apart by two bytes of their MAC addresses, and that a machine can bear. */
const MOST_CLIENTS = 10_000;
/** How long the last records may take to be delivered and shown, in milliseconds. */
const CATCH_UP_MS = 10_000;

/** A small provider with everything that can go wrong, on this machine; ends with a summary that adds up. */
export async function demo(options: DemoOptions): Promise<void> {
  if (options.clients > MOST_CLIENTS) throw new UserError(`--clients: there can be ${MOST_CLIENTS} at most`);
  const say = options.json ? options.warn : options.write;
  const { transport, source, consumer, where } = await road(options), over = new AbortController();
  const { listen, warn } = options;
  await using dashboard = options.tail ? undefined : await demoDashboard({ source: consumer(), listen, say: warn });
  await using network = await simulatedNetwork({
    ...{ seed: options.seed, clients: options.clients, topic: options.topic },
    ...{ transport, signal: over.signal, closeTimeoutMs: CATCH_UP_MS },
  });
  await say(
    `4 DHCPv6 servers, ${options.clients} clients behind relay agents, publishing to ${where}. ` +
      (options.duration > 0 ? `Ends after ${options.duration} s or with Ctrl-C.` : "Ends with Ctrl-C."),
  );
  if (dashboard !== undefined) await say(`Looking glass at ${dashboard.url}`);
  const stop = () => over.abort();
  options.signal.addEventListener("abort", stop);
  if (options.signal.aborted) stop();
  try {
    const shown = await runShown({ network, source, dashboard, options, over });
    for (const line of summary(network.stats)) await say(line);
    const stored = dashboard === undefined ? "" : `, ${dashboard.stored} stored`;
    await say(`Records    ${shown} ${options.tail ? "shown" : "examined"}${stored}`);
  } catch (error) {
    throw new UserError(`the demonstration cannot go on: ${reason(error)}`, { cause: error });
  } finally {
    options.signal.removeEventListener("abort", stop);
  }
}

/** What is run. */
interface Running {
  readonly network: SimulatedNetwork;
  readonly source: RecordSource;
  readonly dashboard: DemoDashboard | undefined;
  readonly options: DemoOptions;
  readonly over: AbortController;
}

/** Lets the network live while what it publishes is shown; resolves with how many records that were. */
async function runShown({ network, source, dashboard, options, over }: Running): Promise<number> {
  const readToEnd = new AbortController(), ready = Promise.withResolvers<void>();
  let shown = 0;
  const watching = {
    ...options,
    signal: readToEnd.signal,
    onReady: ready.resolve,
    onShown: (count: number) => shown = count,
  };
  const showing = options.tail ? tail(source, watching) : watchFindings(source, {
    ...watching,
    ...{ settings: simulatedDetectorSettings, lateness: simulatedLateness, onChanges: dashboard?.found },
  });
  showing.then(() => ready.resolve(), ready.reject);
  try {
    await ready.promise;
    const timer = options.duration > 0 ? setTimeout(() => over.abort(), options.duration * 1000) : undefined;
    await network.run();
    clearTimeout(timer);
    await network.close();
    const { delivered } = network.stats.records;
    await caughtUp(() => Math.min(shown, dashboard?.stored ?? Infinity) >= delivered);
  } finally {
    readToEnd.abort();
    await showing.catch(() => {});
  }
  return shown;
}

/** A topic within this process, or Kafka. */
async function road({ brokers, topic }: DemoOptions): Promise<Road> {
  if (!brokers) {
    const memory = new MemoryTopic();
    return {
      transport: () => memoryTransport(memory),
      source: memorySource(memory, topic),
      consumer: () => memoryConsumer(memory, topic),
      where: "a topic in memory",
    };
  }
  const where = `${topic} on ${brokers.map(brokerText).join(", ")}`;
  try {
    await ensureTopic(topic, { brokers });
  } catch (error) {
    throw new UserError(`cannot publish to ${where}: ${reason(error)}`, { cause: error });
  }
  return {
    transport: () => kafkaJsTransport({ brokers, topic }),
    source: kafkaJsSource({ brokers, topic }),
    consumer: () => kafkaJsConsumer({ brokers, topic, groupId: `dhcpkit_demo_${crypto.randomUUID()}` }),
    where,
  };
}

async function caughtUp(isDone: () => boolean): Promise<void> {
  const deadline = performance.now() + CATCH_UP_MS;
  while (!isDone() && performance.now() < deadline) await pause(20);
}

function summary({ sent, lost, answered, servers, records }: NetworkStats): string[] {
  const { offered, delivered, dropped, queued } = records, adds = offered === delivered + dropped + queued;
  return [
    "",
    `Clients    ${sent} packets sent, ${lost} lost on the way, ${answered} questions answered in time`,
    `Servers    ${servers.received} received = ${servers.answered} answered + ${servers.unanswered} ignored + ` +
    `${servers.malformed} malformed + ${servers.failed} failed + ${servers.dropped + servers.underWay} given up`,
    `Publishers ${offered} offered = ${delivered} delivered + ${dropped} dropped + ${queued} queued${
      adds ? "" : "  (!)"
    }`,
  ];
}
