import { topicName as checkedTopicName } from "../config/topic_name.ts";
import { keep } from "../wire/mod.ts";
import { Message } from "../dhcpv6/message.ts";
import { type BrokerAddress, brokerAddress, type BrokerInput } from "../kafka/broker_address.ts";
import type { SecurityInput } from "../kafka/security.ts";
import { DHCPKafkaMessage } from "../messages/kafka_message.ts";
import type { TransactionBundle } from "../server/bundle.ts";
import { type Clock, wallClock } from "../server/clock.ts";
import { Handler } from "../server/handler.ts";
import { consoleLogger, type Logger } from "../server/logger.ts";
import { logStatusChanges } from "./_status_log.ts";
import { defaultTransport } from "./default_transport.ts";
import { RecordFormat, type RecordFormatInit } from "./record_format.ts";
import { Publisher } from "./publisher.ts";
import type { PublisherInit } from "./publisher_settings.ts";
import type { PublisherStats, PublisherStatus } from "./status.ts";
import type { ClusterSettings, Compression, Transport } from "./transport.ts";

/** What a {@linkcode KafkaHandler} is made of. */
export interface KafkaHandlerInit extends Omit<PublisherInit, "transport">, RecordFormatInit {
  /** Address of this host to connect from; a port is ignored. Default: the operating system chooses. */
  sourceAddress?: BrokerInput;
  /** Brokers to ask for the others; port 9092 where none is given. Default: `localhost:9092`. */
  brokers?: readonly BrokerInput[];
  /** The topic. Default: `dhcpkit.messages`. */
  topicName?: string;
  /** Name of this DHCPv6 server in each record. Default: the host's name, which needs `--allow-sys=hostname`. */
  serverName?: string;
  /** Whom to wait for: nobody, the partition's leader, or all replicas in sync. Default: `"all"`. */
  acks?: 0 | 1 | "all";
  /** Name of this client in the brokers' logs. Default: `dhcpkit-kafka`. */
  clientId?: string;
  /** TLS and SASL, or what gives them at each attempt to connect. Default: neither. */
  security?: SecurityInput;
  /** How each batch is made smaller. Default: not at all. */
  compression?: Compression;
  /** Whether the brokers leave out what they already have when a batch is sent again; needs `acks` of `"all"`. Default: false. */
  idempotent?: boolean;
  /** Whether to ask for a topic that does not exist. Default: true. */
  createTopic?: boolean;
  /** How long a TCP connection may take, in milliseconds. Default: 5000. */
  connectTimeoutMs?: number;
  /** How long a broker may take to answer, in milliseconds. Default: 10,000. */
  requestTimeoutMs?: number;
  /** How long closing may take to deliver what is queued, in milliseconds. Default: 5000. */
  closeTimeoutMs?: number;
  /** The way to Kafka, or what makes it: `kafkaJsTransport`. Default: kafkajs, loaded when it is first needed. */
  transport?: Transport | ((settings: ClusterSettings) => Transport);
  /** Default: warnings and worse to standard error. */
  logger?: Logger;
  /** Default: the wall clock. */
  clock?: Clock;
}

/** Not more than one attempt to connect in this time, as long as nothing but packets asks for it; in seconds. */
const RECONNECT_INTERVAL = 5;

/**
 * Publishes every transaction of a server to Kafka, for a looking glass or other monitoring.
 *
 * The request is taken as the bytes that were received, before any handler can change it, and the answer as the bytes
 * that are sent. Nothing here waits for Kafka: records are queued (see {@linkcode Publisher}), and a cluster that is
 * absent, silent or full costs DHCP clients nothing.
 *
 * @example
 * ```ts
 * import { KafkaHandler } from "@dhcpkit/kafka";
 * import { kafkaJsTransport } from "@dhcpkit/kafka/publisher/kafkajs";
 *
 * const handler = new KafkaHandler({
 *   brokers: ["kafka1.example.com", "[2001:db8::9]:9092"],
 *   topicName: "dhcpkit.messages",
 *   serverName: "dhcp01.example.com",
 *   transport: kafkaJsTransport,
 * });
 * console.log(handler.stats.queued);
 * ```
 */
export class KafkaHandler extends Handler {
  /** Brokers to ask for the others. */
  readonly brokers: readonly BrokerAddress[];
  /** The topic. */
  readonly topicName: string;
  /** Name of this DHCPv6 server in each record. */
  readonly serverName: string;
  /** When connecting was last asked for: seconds since 1970-01-01 UTC; 0 = never. */
  lastConnectAttempt = 0;

  readonly #transport: Transport;
  readonly #publisher: Publisher;
  readonly #format: RecordFormat;
  readonly #closeTimeoutMs: number | undefined;
  readonly #logger: Logger;
  readonly #clock: Clock;
  #watching: Promise<void> | undefined;

  /**
   * Throws `TypeError` when a broker is none, and `RangeError` when the topic name is none or the server name does not fit into a
   * record. Nothing is connected yet.
   */
  constructor(init: KafkaHandlerInit = {}) {
    super();
    this.brokers = (init.brokers ?? ["localhost"]).map(brokerAddress);
    this.topicName = checkedTopicName(init.topicName ?? "dhcpkit.messages");
    this.serverName = checkedServerName(init.serverName ?? hostName());
    const { transport = defaultTransport } = init;
    this.#transport = typeof transport !== "function" ? transport : transport(this.#clusterSettings(init));
    this.#publisher = new Publisher({ ...init, transport: this.#transport });
    this.#format = new RecordFormat(init);
    this.#closeTimeoutMs = init.closeTimeoutMs;
    this.#logger = init.logger ?? consoleLogger;
    this.#clock = init.clock ?? wallClock();
  }

  /** The way to Kafka while it is connected, otherwise `undefined`. */
  get kafka(): Transport | undefined {
    return this.#isConnected ? this.#transport : undefined;
  }

  /** The topic while it is connected, otherwise `undefined`. */
  get kafkaTopic(): string | undefined {
    return this.#isConnected ? this.topicName : undefined;
  }

  /** The publisher while it is connected, otherwise `undefined`. */
  get kafkaProducer(): Publisher | undefined {
    return this.#isConnected ? this.#publisher : undefined;
  }

  /** Where every record is: at any moment `offered` = `delivered` + all of `dropped` + `queued` + `spooled`. */
  get stats(): PublisherStats {
    return this.#publisher.stats;
  }

  /** What is so now and each change, until the handler is closed: the connection, what is degraded, what waits on disk. */
  statusChanges(): AsyncGenerator<PublisherStatus> {
    return this.#publisher.statusChanges();
  }

  /** Starts to connect in the background. */
  override workerInit(): void {
    void this.connect();
  }

  /**
   * Connects in the background, unless that was asked for less than five seconds ago. The promise is for whoever wants
   * to know: it resolves when connected or when this attempt failed, and never rejects.
   */
  async connect(): Promise<void> {
    const now = this.#clock();
    if (this.#isConnected || now - this.lastConnectAttempt < RECONNECT_INTERVAL) return;
    this.lastConnectAttempt = now;
    this.#watching ??= this.#watch();
    const attempt = this.#publisher.stats.connectAttempts;
    this.#publisher.connect();
    for await (const { state } of this.#publisher.statusChanges()) {
      const tried = this.#publisher.stats.connectAttempts > attempt;
      if (state === "connected" || state === "closed" || (tried && state === "disconnected")) return;
    }
  }

  /** Takes the request as it was received. Never throws: what goes wrong is logged and counted. */
  override analysePre(bundle: TransactionBundle): void {
    try {
      bundle.handlerData.set(
        this,
        new DHCPKafkaMessage({
          serverName: this.serverName,
          timestampIn: bundle.receivedAt,
          messageIn: Message.parse(keep(bundle.incomingMessage.save())),
        }),
      );
    } catch (error) {
      this.#countLoss(error);
    }
  }

  /** Adds the answer and queues the record. Never throws: what goes wrong is logged and counted. */
  override analysePost(bundle: TransactionBundle): void {
    const message = bundle.handlerData.get(this);
    if (!(message instanceof DHCPKafkaMessage)) return;
    try {
      message.timestampOut = this.#clock();
      message.messageOut = bundle.outgoingMessage;
      this.#watching ??= this.#watch();
      this.#publisher.offer(this.#format.record(message));
    } catch (error) {
      this.#countLoss(error);
    }
  }

  /** Delivers what is queued, within `closeTimeoutMs`, and disconnects. With a spool, the rest is there at the next start. */
  override async close(): Promise<void> {
    const { dropped, spooled } = await this.#publisher.close({ deadlineMs: this.#closeTimeoutMs ?? 5000 });
    await this.#watching;
    if (dropped.shutdown > 0) {
      this.#logger.warn("{count} transactions could not be delivered to Kafka before the end", {
        count: dropped.shutdown,
      });
    }
    if (spooled > 0) this.#logger.info("{count} transactions wait on disk for the next start", { count: spooled });
  }

  /** What the transport has to know; what is not given has the transport's default. */
  #clusterSettings(init: KafkaHandlerInit): ClusterSettings {
    const { sourceAddress, acks, clientId, connectTimeoutMs, requestTimeoutMs } = init;
    const { security, compression, idempotent, createTopic } = init;
    const given = {
      sourceAddress: sourceAddress === undefined ? undefined : brokerAddress(sourceAddress).host,
      ...{ acks, clientId, connectTimeoutMs, requestTimeoutMs, security, compression, idempotent, createTopic },
    };
    return {
      brokers: this.brokers,
      topic: this.topicName,
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    };
  }

  get #isConnected(): boolean {
    return this.#publisher.status.state === "connected";
  }

  #watch(): Promise<void> {
    return logStatusChanges(this.#publisher.statusChanges(), { logger: this.#logger, topic: this.topicName });
  }

  #countLoss(error: unknown): void {
    this.#watching ??= this.#watch();
    this.#publisher.countLoss("unencodable", error instanceof Error ? error.message : String(error));
  }
}

function checkedServerName(name: string): string {
  new DHCPKafkaMessage({ serverName: name }).validate();
  return name;
}

function hostName(): string {
  try {
    return Deno.hostname();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    throw new Deno.errors.NotCapable("the server's name is not given, and the host's name needs --allow-sys=hostname");
  }
}
