/**
 * The faster way to Kafka: the npm package `@platformatic/kafka`.
 *
 * It reads its WebAssembly from where Deno keeps packages and looks at all of the environment, so a program that uses
 * it runs with `--allow-read` and `--ignore-env` (or `--allow-env`). It cannot be told which address to connect from.
 *
 * @example
 * ```ts ignore
 * import { platformaticTransport } from "@dhcpkit/kafka/publisher/platformatic";
 * import { Publisher } from "@dhcpkit/kafka/publisher";
 *
 * const transport = platformaticTransport({ brokers: ["localhost:9092"], topic: "dhcpkit.messages" });
 * await using publisher = new Publisher({ transport });
 * console.log(publisher.stats.state);
 * ```
 *
 * @module
 */
import { openPlatformaticBroker } from "../kafka/platformatic_broker.ts";
import { batchTransport } from "./_batch_transport.ts";
import { idempotentTransport } from "./_idempotent_transport.ts";
import type { ClusterSettings, OutgoingRecord, SendResult, TopicRecord, TopicWriter, Transport } from "./transport.ts";

export type { ClusterSettings, OutgoingRecord, SendResult, TopicRecord, TopicWriter, Transport };

/**
 * A transport that publishes to a topic of Kafka through @platformatic/kafka. Throws `TypeError` for a source address, which the
 * package knows nothing of.
 */
export function platformaticTransport(settings: ClusterSettings): TopicWriter {
  if (settings.sourceAddress !== undefined) {
    throw new TypeError("@platformatic/kafka cannot connect from a source address; kafkajs can");
  }
  if (settings.idempotent) return idempotentTransport(settings);
  return batchTransport(
    "platformatic",
    settings,
    (address, settings, signal) => openPlatformaticBroker(address, { ...settings, signal }),
  );
}
