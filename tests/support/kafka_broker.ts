import { BrokerLife } from "./broker_life.ts";
import { eventually } from "./eventually.ts";
import { freePorts } from "./free_port.ts";
import { addScramUser, type Grant, grant } from "./kafka_admin.ts";
import { kafkaProgram, type OlderKafka } from "./kafka_program.ts";
import { type KafkaProcessSettings, PortInUse, startKafkaProcess } from "./kafka_process.ts";
import { createTopic, fetchEndOffsets, fetchMetadata, type TopicOptions } from "./kafka_wire.ts";
import { type BrokerSecurity, securitySettings } from "./kafka_security.ts";

export interface KafkaBrokerOptions {
  /** The loopback address to listen on: 127.0.0.1 unless told. */
  host?: "127.0.0.1" | "::1";
  /** Whether producing to an unknown topic creates it, as Kafka does by default. */
  autoCreateTopics?: boolean;
  /** Broker settings on top of the usual ones, for example `{ "message.max.bytes": "2000" }`. */
  properties?: Record<string, string>;
  /** Listeners with TLS and SASL, users, and what they may do. */
  security?: BrokerSecurity;
  /** An older release, which cannot be killed and started again. Default: the newest that tests know. */
  release?: OlderKafka;
}

/** What tests need to know of a broker that they may not stop. */
export interface RunningBroker {
  /** `HOST:PORT`, as a client's configuration wants it. */
  readonly bootstrap: string;
  readonly hostname: string;
  readonly port: number;
  /** Makes a topic, and returns when each of its partitions can be written to. */
  createTopic(name: string, options?: TopicOptions): Promise<string>;
  /** How many records each partition was ever given: the offset after its last one. */
  endOffsets(topic: string): Promise<bigint[]>;
  /** What the broker logged. */
  log(): Promise<string>;
  /** Bytes that the records of a topic take on the broker's disk. */
  logSize(topic: string): Promise<number>;
}

/**
 * A real Apache Kafka broker (KRaft, one node) with its own ports and data, for one test to use and to ill-treat.
 *
 * ```ts ignore
 * await using broker = await KafkaBroker.start();
 * await broker.createTopic("dhcpkit.messages", { partitions: 3 });
 * ```
 */
export class KafkaBroker extends BrokerLife implements RunningBroker {
  readonly hostname: string;
  readonly port: number;

  private constructor(settings: KafkaProcessSettings, pid: number) {
    super(settings, pid);
    this.hostname = settings.hostname;
    this.port = settings.port;
  }

  /** Starts a broker on free ports and returns when it answers. */
  static async start(options: KafkaBrokerOptions = {}): Promise<KafkaBroker> {
    const { host = "127.0.0.1", autoCreateTopics = true, properties = {}, security = { listeners: {} } } = options;
    const program = await kafkaProgram(options.release);
    for (let attempt = 1;; attempt++) {
      const folder = await Deno.makeTempDir({ prefix: "dhcpkit-kafka-broker-" });
      const [port, ...ports] = freePorts(1 + Object.keys(security.listeners).length, host);
      const secured = await securitySettings(security, { folder, hostname: host, ports });
      const settings: KafkaProcessSettings = {
        folder,
        hostname: host,
        port,
        controllerPort: freePorts(1)[0],
        listeners: secured.listeners,
        properties: {
          "auto.create.topics.enable": `${autoCreateTopics}`,
          ...secured.properties,
          ...properties,
        },
      };
      try {
        const { pid } = await startKafkaProcess(program, settings);
        for (const user of secured.scramUsers) await addScramUser(settings, user);
        return new KafkaBroker(settings, pid);
      } catch (error) {
        await Deno.remove(folder, { recursive: true });
        if (!(error instanceof PortInUse) || attempt === 5) throw error;
      }
    }
  }

  get bootstrap(): string {
    return bootstrapOf(this);
  }

  /** The address of one of the listeners of {@linkcode KafkaBrokerOptions.security}. */
  listener(name: string): { hostname: string; port: number; bootstrap: string } {
    const listener = this.settings.listeners?.find((listener) => listener.name === name);
    if (!listener) throw new RangeError(`there is no listener ${name}`);
    const { hostname, port } = listener;
    return { hostname, port, bootstrap: bootstrapOf(listener) };
  }

  /** Allows a user something, which the broker heeds a moment later. */
  async grant(what: Grant): Promise<void> {
    await grant(this, what);
  }

  createTopic(name: string, options?: TopicOptions): Promise<string> {
    return createTopicAndWait(this, name, options);
  }

  endOffsets(topic: string): Promise<bigint[]> {
    return endOffsetsOf(this, topic);
  }

  logSize(topic: string): Promise<number> {
    return logSizeIn(this.settings.folder, topic);
  }

  /** Starts the broker again, after {@linkcode kill} or {@linkcode stop} or instead of them: same ports, same data. */
  async restart(): Promise<void> {
    if (this.isRunning) await this.stop();
    await this.start();
  }
}

/** A topic name that no other test has: `NAME-RANDOM`. */
export function uniqueTopic(name: string): string {
  return `${name}-${crypto.randomUUID().slice(0, 8)}`;
}

/** `HOST:PORT`, an IPv6 address in brackets. */
export function bootstrapOf({ hostname, port }: { hostname: string; port: number }): string {
  return `${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
}

/** Makes a topic and waits until each partition can be written to. Returns the name. */
export async function createTopicAndWait(
  broker: { hostname: string; port: number },
  name: string,
  options: TopicOptions = {},
): Promise<string> {
  await createTopic(broker, name, options);
  const wanted = options.partitions ?? 1;
  await eventually(`${wanted} partitions of ${name}`, async () => {
    const { partitions } = await fetchMetadata(broker, name);
    const isHeldHere = options.replicas === undefined || options.replicas === 1;
    return partitions.length === wanted && partitions.every(({ hasLeader }) => hasLeader) &&
      (!isHeldHere || (await endOffsetsOf(broker, name)).length === wanted);
  });
  return name;
}

/** Bytes of the log segments of a topic, in the data of the broker of a folder. */
export async function logSizeIn(folder: string, topic: string): Promise<number> {
  let bytes = 0;
  for await (const { name } of Deno.readDir(`${folder}/data`)) {
    if (name.replace(/-\d+$/, "") !== topic) continue;
    for await (const file of Deno.readDir(`${folder}/data/${name}`)) {
      if (file.name.endsWith(".log")) bytes += (await Deno.stat(`${folder}/data/${name}/${file.name}`)).size;
    }
  }
  return bytes;
}

/** The end offset of each partition (or of those asked for), in partition order; empty when the topic does not exist. */
export async function endOffsetsOf(
  broker: { hostname: string; port: number },
  topic: string,
  only?: readonly number[],
): Promise<bigint[]> {
  return await eventually(`leaders of all partitions of ${topic}`, async () => {
    const { partitions } = await fetchMetadata(broker, topic);
    const wanted = only ?? partitions.map(({ partition }) => partition);
    return wanted.length === 0 ? [] : await fetchEndOffsets(broker, topic, wanted);
  });
}
