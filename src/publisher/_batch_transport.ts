import type { BrokerAddress } from "../kafka/broker_address.ts";
import type { BrokerConnection } from "../kafka/broker_requests.ts";
import { recordCompression } from "../kafka/record_compression.ts";
import type { ClusterSecurity } from "../kafka/security.ts";
import { BatchSender } from "./_batch_sender.ts";
import { senderTransport } from "./_sender_transport.ts";
import type { ClusterSettings, TopicWriter } from "./transport.ts";

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
export function batchTransport(name: string, settings: ClusterSettings, openWith: OpenWith): TopicWriter {
  const { topic, sourceAddress, clientId = "dhcpkit-kafka", acks = "all", createTopic = true } = settings;
  const { connectTimeoutMs = 5000, requestTimeoutMs = 10_000, compression = "none" } = settings;
  return senderTransport(name, settings, ({ brokers, security }) => {
    const connection = { clientId, sourceAddress, connectTimeoutMs, requestTimeoutMs, security };
    return new BatchSender({
      ...{ brokers, topic, acks, requestTimeoutMs, createTopic },
      open: (address, signal) => openWith(address, connection, signal),
      compression: compression === "none" ? undefined : recordCompression(compression),
    });
  });
}
