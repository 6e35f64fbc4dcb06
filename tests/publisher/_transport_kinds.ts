import { type ClusterSettings, Publisher, type PublisherInit, type Transport } from "@dhcpkit/kafka/publisher";
import { kafkaJsTransport } from "@dhcpkit/kafka/publisher/kafkajs";
import { platformaticTransport } from "@dhcpkit/kafka/publisher/platformatic";
import { workerTransport } from "@dhcpkit/kafka/publisher/worker";

/** A way to a topic of Kafka, for tests that all of them have to pass. */
export interface TransportKind {
  readonly name: string;
  /** Whether headers and timestamps get to the topic. */
  readonly carriesAll: boolean;
  make(settings: ClusterSettings): Transport;
}

/** The clients that speak Kafka's own protocol. */
export const kafkaClients: readonly TransportKind[] = [
  { name: "kafkajs", carriesAll: true, make: kafkaJsTransport },
  { name: "platformatic", carriesAll: true, make: platformaticTransport },
  { name: "kafkajs in a worker", carriesAll: true, make: (settings) => workerTransport("kafkajs", settings) },
  { name: "platformatic in a worker", carriesAll: true, make: (settings) => workerTransport("platformatic", settings) },
];

/** A publisher that loses no time. */
export function publisherTo(
  kind: TransportKind,
  cluster: ClusterSettings,
  init: Partial<PublisherInit> = {},
): Publisher {
  return new Publisher({ transport: kind.make(cluster), lingerMs: 5, retryMs: 50, maxRetryMs: 500, ...init });
}

/** A transport that is connected, for as long as it is in use. */
export async function connected(kind: TransportKind, cluster: ClusterSettings): Promise<Transport & AsyncDisposable> {
  const transport = kind.make(cluster);
  await transport.connect();
  return { ...transport, [Symbol.asyncDispose]: () => transport.disconnect() };
}
