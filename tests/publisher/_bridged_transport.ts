import { type HttpBridgeDialect, httpBridgeTransport } from "@dhcpkit/kafka/publisher/http-bridge";
import type { Transport } from "@dhcpkit/kafka/publisher";
import { brokerAddress, brokerText } from "../../src/kafka/broker_address.ts";
import type { ClusterSettings } from "../../src/publisher/transport.ts";
import { ImitatedBridge } from "../support/imitated_bridge.ts";
import type { TransportKind } from "./_transport_kinds.ts";

/** What of the settings of a cluster means something to a bridge. */
export type BridgedSettings = Pick<ClusterSettings, "brokers" | "topic" | "requestTimeoutMs">;

/**
 * A transport with an imitated bridge before the first of the brokers, which lives from `connect` to `disconnect`: for
 * tests that are the same for all transports.
 */
export function bridgedTransport(dialect: HttpBridgeDialect, settings: BridgedSettings): Transport {
  const { topic, requestTimeoutMs } = settings;
  let bridge: ImitatedBridge | undefined, inner: Transport | undefined, disconnected = Promise.resolve();
  return {
    name: `http-bridge (${dialect})`,
    async connect() {
      await this.disconnect();
      bridge = new ImitatedBridge({ dialect, broker: brokerText(brokerAddress(settings.brokers[0])) });
      inner = httpBridgeTransport({ url: bridge.url, topic, dialect, requestTimeoutMs });
      await inner.connect();
    },
    async send(records) {
      if (!inner) throw new Error("not connected");
      return await inner.send(records);
    },
    disconnect() {
      const [oldInner, oldBridge] = [inner, bridge];
      inner = bridge = undefined;
      return disconnected = disconnected.then(async () => {
        await oldInner?.disconnect();
        await oldBridge?.[Symbol.asyncDispose]();
      });
    },
  };
}

/**
 * HTTP bridges as ways to Kafka. What a client of Kafka does itself is the bridge's own affair here: the choice of a
 * broker and of a partition, compression, acks. API v2 carries neither headers nor timestamps.
 */
export const httpBridges: readonly TransportKind[] = (["strimzi", "confluent-v2", "confluent-v3"] as const).map(
  (dialect) => ({
    name: `http-bridge (${dialect})`,
    carriesAll: dialect !== "confluent-v2",
    make: (settings) => bridgedTransport(dialect, settings),
  }),
);
