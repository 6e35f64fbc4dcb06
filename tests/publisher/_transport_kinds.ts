import type { ClusterSettings, Transport } from "@dhcpkit/kafka/publisher";
import { kafkaJsTransport } from "@dhcpkit/kafka/publisher/kafkajs";
import { platformaticTransport } from "@dhcpkit/kafka/publisher/platformatic";
import { workerTransport } from "@dhcpkit/kafka/publisher/worker";

/** A way to Kafka, for tests that all of them have to pass. */
export interface TransportKind {
  readonly name: string;
  make(settings: ClusterSettings): Transport;
}

/** The clients that speak Kafka's own protocol. */
export const kafkaClients: readonly TransportKind[] = [
  { name: "kafkajs", make: kafkaJsTransport },
  { name: "platformatic", make: platformaticTransport },
  { name: "kafkajs in a worker", make: (settings) => workerTransport("kafkajs", settings) },
  { name: "platformatic in a worker", make: (settings) => workerTransport("platformatic", settings) },
];
