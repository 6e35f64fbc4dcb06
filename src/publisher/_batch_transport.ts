import { type BrokerAddress, startingAt } from "../kafka/broker_address.ts";
import type { BrokerConnection } from "../kafka/broker_requests.ts";
import { checkedSecurity } from "../kafka/credentials_check.ts";
import { describeKafkaError, explainKafkaError } from "../kafka/kafka_error.ts";
import { recordCompression } from "../kafka/record_compression.ts";
import type { ClusterSecurity } from "../kafka/security.ts";
import { BatchSender } from "./_batch_sender.ts";
import { sendEach } from "./_send_each.ts";
import { UnderWay } from "./_under_way.ts";
import type { ClusterSettings, TopicRecord, TopicWriter } from "./transport.ts";

/** What a connection to one broker is made with. Times in milliseconds. */
export interface BrokerConnectionSettings {
  readonly clientId: string;
  readonly sourceAddress: string | undefined;
  readonly connectTimeoutMs: number;
  readonly requestTimeoutMs: number;
  /** The settings that hold now. */
  readonly security: ClusterSecurity;
}

/** Opens a connection to one broker through a client library: see `OpenBroker`. */
export type OpenWith = (
  address: BrokerAddress,
  settings: BrokerConnectionSettings,
  signal: AbortSignal,
) => Promise<BrokerConnection>;

/** A transport that makes batches itself and sends them over the connections of a client library. */
export function batchTransport(name: string, init: ClusterSettings, openWith: OpenWith): TopicWriter {
  const { topic, brokers, sourceAddress, clientId = "dhcpkit-kafka", acks = "all", createTopic = true } = init;
  const { connectTimeoutMs = 5000, requestTimeoutMs = 10_000, compression = "none" } = init;
  let sender: BatchSender | undefined, attempts = 0, disconnects = 0, security: ClusterSecurity = {};
  const attempted = () => ({ brokers, topic, toDo: "write to", security }) as const;
  const describe = (error: unknown) => describeKafkaError(error, attempted());

  async function connect(): Promise<void> {
    const before = disconnects, current = await checkedSecurity(init.security);
    if (disconnects !== before) throw new Error("given up while connecting");
    security = current;
    sender?.destroy();
    const settings = { clientId, sourceAddress, connectTimeoutMs, requestTimeoutMs, security };
    const connecting = sender = new BatchSender({
      brokers: startingAt(brokers, attempts++),
      open: (address, signal) => openWith(address, settings, signal),
      ...{ topic, acks, requestTimeoutMs, createTopic },
      compression: compression === "none" ? undefined : recordCompression(compression),
    });
    try {
      await connecting.connect();
    } catch (error) {
      if (sender !== connecting) throw describe(error);
      throw await explainKafkaError(error, { ...attempted(), sourceAddress, timeoutMs: connectTimeoutMs });
    }
    if (sender !== connecting) throw new Error("given up while connecting");
  }

  async function sendTogether(records: readonly TopicRecord[]): Promise<void> {
    if (!sender) throw new Error("not connected");
    await sender.send(records);
  }

  const underWay = new UnderWay();
  return {
    name,
    connect: () => underWay.note(connect()),
    send: (records) => underWay.note(sendEach(records, sendTogether, describe)),
    async disconnect() {
      sender?.destroy();
      sender = undefined;
      disconnects++;
      await underWay.over();
    },
  };
}
