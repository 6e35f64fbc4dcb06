// 2. Publish transactions, with a topic in memory instead of Kafka.
//
//    deno run --allow-sys=hostname examples/02_publish.ts
//
// For Kafka, replace the transport by `kafkaJsTransport` of "@dhcpkit/kafka/publisher/kafkajs" and say where the
// brokers are; nothing else changes.
import { KafkaHandler } from "@dhcpkit/kafka";
import { memorySource, transactionLine, transactionRecord } from "@dhcpkit/kafka/collector";
import { Duid, fromHex, IPv6Address, Message } from "@dhcpkit/kafka/dhcpv6";
import { DnsServers } from "@dhcpkit/kafka/dhcpv6/options";
import { DHCPKafkaMessage, KafkaMessage } from "@dhcpkit/kafka/messages";
import { MemoryTopic, memoryTransport } from "@dhcpkit/kafka/publisher";
import { InformationOption, Pipeline, TransactionBundle } from "@dhcpkit/kafka/server";

const topic = new MemoryTopic();
const kafka = new KafkaHandler({ transport: memoryTransport(topic) });

// A server without sockets: requests go in, answers come out, and the handler sees both.
await using pipeline = new Pipeline({
  serverId: Duid.parse("00:03:00:01:02:00:5e:10:00:01"),
  handlers: [kafka, new InformationOption(DnsServers, { addresses: [IPv6Address.parse("2001:db8::53")] })],
});
await pipeline.start();
const request = Message.parse(fromHex("0bf350d6 0001000a 00030001 3431c43cb2f1 00060002 0017"));
const bundle = new TransactionBundle({ incomingMessage: request, receivedOverMulticast: true });
await pipeline.handle(bundle);
console.log(String(bundle), "→", bundle.outgoingMessage?.typeName);

// Nobody has waited for the topic; closing delivers what is still queued.
await pipeline.close();
console.log(kafka.stats);
topic.close();
for await (const { value } of memorySource(topic).read({ signal: new AbortController().signal })) {
  const message = value && KafkaMessage.parse(value).message;
  if (message instanceof DHCPKafkaMessage) console.log(transactionLine(transactionRecord(message)));
}
