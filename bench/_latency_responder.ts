/**
 * A server for `answer_latency.ts`: answers everybody, publishes as told, prints its port and ends with standard input.
 * `_latency_responder.ts WAY BROKER TOPIC`
 */
import { Duid, IPv6Address, IPv6Prefix } from "@dhcpkit/kafka/dhcpv6";
import { DnsServers } from "@dhcpkit/kafka/dhcpv6/options";
import { type ClusterSettings, KafkaHandler, type Transport } from "@dhcpkit/kafka/publisher";
import { kafkaJsTransport } from "@dhcpkit/kafka/publisher/kafkajs";
import { platformaticTransport } from "@dhcpkit/kafka/publisher/platformatic";
import { workerTransport } from "@dhcpkit/kafka/publisher/worker";
import {
  DhcpServer,
  type Handler,
  InformationOption,
  Pipeline,
  silentLogger,
  StaticAssignment,
} from "@dhcpkit/kafka/server";

/** Has delivered everything at once: what is left is the cost of encoding and queueing. */
const stub: Transport = {
  name: "stub",
  connect: () => Promise.resolve(),
  send: (records) => Promise.resolve(records.map(() => ({ status: "delivered" }))),
  disconnect: () => Promise.resolve(),
};

const WAYS: Readonly<Record<string, (settings: ClusterSettings) => Transport>> = {
  "stub": () => stub,
  "kafkajs": kafkaJsTransport,
  "platformatic": platformaticTransport,
  "kafkajs-worker": (settings) => workerTransport("kafkajs", settings),
  "platformatic-worker": (settings) => workerTransport("platformatic", settings),
};

const [way, broker, topicName] = Deno.args;
const address = IPv6Address.parse("2001:db8:1::1"), prefix = IPv6Prefix.parse("2001:db8:1000::/48");
const handlers: Handler[] = [
  new InformationOption(DnsServers, { addresses: [IPv6Address.parse("2001:db8::53")] }),
  new StaticAssignment({ source: { lookUp: () => ({ address, prefix }) } }),
];
let kafka: KafkaHandler | undefined;
if (way !== "off") {
  kafka = new KafkaHandler({
    ...{ brokers: [broker], topicName, serverName: "bench" },
    ...{ transport: WAYS[way], acks: 1, queueMessages: 100_000, queueBytes: 1e9, logger: silentLogger },
  });
  handlers.unshift(kafka);
}
await using server = await DhcpServer.start({
  listeners: [{ type: "unicast", address: IPv6Address.parse("::1"), port: 0, asMulticast: true }],
  pipeline: new Pipeline({ serverId: Duid.parse("00030001 02005e100001"), handlers }),
  logger: silentLogger,
});
while (kafka && kafka.stats.state !== "connected") await new Promise((resolve) => setTimeout(resolve, 20));
console.log(server.listeners[0].port);
for await (const _ of Deno.stdin.readable);
const { answered } = server.stats, { delivered = 0, dropped } = kafka?.stats ?? {};
console.log(JSON.stringify({ answered, delivered, dropped }));
