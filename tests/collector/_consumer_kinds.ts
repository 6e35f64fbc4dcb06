import type { GroupSource } from "@dhcpkit/kafka/collector";
import { type ConsumerInit, kafkaJsConsumer } from "@dhcpkit/kafka/collector/kafkajs";
import { platformaticConsumer } from "@dhcpkit/kafka/collector/platformatic";

/** A way to be a member of a consumer group, for tests that all of them have to pass. */
export interface ConsumerKind {
  readonly name: string;
  make(init: ConsumerInit): GroupSource;
}

/** The clients that speak Kafka's own protocol. */
export const consumerKinds: readonly ConsumerKind[] = [
  { name: "kafkajs", make: kafkaJsConsumer },
  { name: "platformatic", make: platformaticConsumer },
];
