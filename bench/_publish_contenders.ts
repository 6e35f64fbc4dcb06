import { Buffer } from "node:buffer";
import { Producer, type ProducerOptions } from "@platformatic/kafka";
import { Kafka, logLevel, Partitioners } from "kafkajs";
import { fromHex } from "@dhcpkit/kafka/dhcpv6";
import { DHCPKafkaMessage, KafkaMessage } from "@dhcpkit/kafka/messages";
import {
  type ClusterSettings,
  KafkaHandler,
  type KafkaHandlerInit,
  Publisher,
  type Transport,
} from "@dhcpkit/kafka/publisher";
import { kafkaJsTransport } from "@dhcpkit/kafka/publisher/kafkajs";
import { platformaticTransport } from "@dhcpkit/kafka/publisher/platformatic";
import { workerTransport } from "@dhcpkit/kafka/publisher/worker";
import { silentLogger, TransactionBundle } from "@dhcpkit/kafka/server";
import { sharedFolder } from "../tests/support/paths.ts";

/** Something that gets records, one at a time, to a broker. */
export interface Contender extends AsyncDisposable {
  /** Takes one record. */
  offer(): void;
  /** Records that the broker has acknowledged. */
  readonly acknowledged: number;
}

/** Records in one request, for all. */
export const BATCH = 1000;

/** Makes a contender: `kafkajs-raw`, `platformatic-publisher`, `kafkajs-worker-handler` and so on. */
export async function contender(name: string, broker: string, topic: string, lingerMs: number): Promise<Contender> {
  if (name === "nobody") return new Nobody();
  const [client, ...ways] = name.split("-"), way = ways.at(-1);
  const isWorker = ways.includes("worker"), settings: ClusterSettings = { brokers: [broker], topic, acks: 1 };
  if (client !== "kafkajs" && client !== "platformatic") throw new TypeError(`no client is called ${client}`);
  if (way === "raw") return await raw(client, settings);
  const make = client === "kafkajs" ? kafkaJsTransport : platformaticTransport;
  const transport = isWorker ? workerTransport(client, settings) : ways.includes("stub") ? stub : make(settings);
  const init: KafkaHandlerInit = {
    transport,
    lingerMs,
    earlyFlushCount: BATCH,
    queueMessages: 20_000,
    queueBytes: 1e8,
    logger: silentLogger,
  };
  return way === "handler" ? new HandlerContender(init) : new PublisherContender(new Publisher({ ...init, transport }));
}

/** Has delivered everything at once. */
const stub: Transport = {
  name: "stub",
  connect: () => Promise.resolve(),
  send: (records) => Promise.resolve(records.map(() => ({ status: "delivered" }))),
  disconnect: () => Promise.resolve(),
};

/** Takes records and does nothing with them: what is left is the cost of the measurement. */
class Nobody implements Contender {
  acknowledged = 0;

  offer(): void {
    this.acknowledged++;
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

/** The record of the documented pair, a Solicit relayed twice and its Advertise: 552 bytes with 14 bytes of key. */
function documentedRecord(): { value: Uint8Array; key: Uint8Array; message: DHCPKafkaMessage } {
  const value = fromHex(Deno.readTextFileSync(`${sharedFolder}bench/fixtures/5.hex`).trim());
  const { message } = KafkaMessage.parse(value);
  if (!(message instanceof DHCPKafkaMessage)) throw new TypeError("fixture 5 is no transaction");
  return { value, key: fromHex("000100011d1d49cf00137265ca42"), message };
}

/** Records that are ready: as many in memory of their own as wait at a time, since those of a server are new as well. */
class Ready {
  readonly #records: readonly { readonly key: Buffer; readonly value: Buffer }[];
  #next = 0;

  constructor() {
    const { key, value } = documentedRecord();
    this.#records = Array.from({ length: 20 * BATCH }, () => ({ key: Buffer.from(key), value: Buffer.from(value) }));
  }

  next(): { readonly key: Buffer; readonly value: Buffer } {
    this.#next = (this.#next + 1) % this.#records.length;
    return this.#records[this.#next];
  }
}

class PublisherContender implements Contender {
  readonly #publisher: Publisher;
  readonly #ready = new Ready();

  constructor(publisher: Publisher) {
    this.#publisher = publisher;
  }

  get acknowledged(): number {
    return this.#publisher.stats.delivered;
  }

  offer(): void {
    this.#publisher.offer({ ...this.#ready.next(), timestamp: Date.now() });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#publisher.close();
  }
}

class HandlerContender implements Contender {
  readonly #handler: KafkaHandler;
  readonly #bundle: TransactionBundle;

  constructor(init: KafkaHandlerInit) {
    const { message } = documentedRecord();
    this.#handler = new KafkaHandler({ serverName: message.serverName, ...init });
    this.#bundle = new TransactionBundle({ incomingMessage: message.messageIn!, receivedOverMulticast: true });
    this.#bundle.outgoingMessage = message.messageOut;
  }

  get acknowledged(): number {
    return this.#handler.stats.delivered;
  }

  offer(): void {
    this.#handler.analysePre(this.#bundle);
    this.#handler.analysePost(this.#bundle);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handler.close();
  }
}

/**
 * The client alone: batches of records that are ready but for their time, one after the other. `offer` fills the batch that is sent when
 * it is full.
 */
async function raw(client: "kafkajs" | "platformatic", settings: ClusterSettings): Promise<Contender> {
  const ready = new Ready(), topic = settings.topic;
  const batch = () => Array.from({ length: BATCH }, () => ready.next());
  const brokers = settings.brokers.map(String);
  if (client === "kafkajs") {
    const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING });
    const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, maxInFlightRequests: 1 });
    await producer.connect();
    const send = () => {
      const timestamp = String(Date.now());
      return producer.send({ topic, acks: 1, messages: batch().map((record) => ({ ...record, timestamp })) });
    };
    return new RawContender(send, () => producer.disconnect());
  }
  const options: ProducerOptions<Buffer, Buffer, Buffer, Buffer> = {
    clientId: "bench",
    bootstrapBrokers: brokers,
    acks: 1,
  };
  const producer = new Producer(options);
  const send = () => {
    const timestamp = BigInt(Date.now());
    return producer.send({ acks: 1, messages: batch().map((record) => ({ topic, ...record, timestamp })) });
  };
  return new RawContender(send, () => producer.close());
}

class RawContender implements Contender {
  readonly #send: () => Promise<unknown>;
  readonly #close: () => Promise<unknown>;
  #waiting = 0;
  #sending: Promise<void> | undefined;
  acknowledged = 0;

  constructor(send: () => Promise<unknown>, close: () => Promise<unknown>) {
    this.#send = send;
    this.#close = close;
  }

  offer(): void {
    if (++this.#waiting >= BATCH) this.#sending ??= this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting >= BATCH) {
      await this.#send();
      this.#waiting -= BATCH;
      this.acknowledged += BATCH;
    }
    this.#sending = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sending;
    await this.#close();
  }
}
