/**
 * What publishing costs the thread that answers: `analysePre` and `analysePost` of a `KafkaHandler`, encoding included, on
 * the documented pair (a Solicit relayed twice and its Advertise). Prints a line of JSON, microseconds a transaction.
 */
import { fromHex, Message } from "@dhcpkit/kafka/dhcpv6";
import { DHCPKafkaMessage, KafkaMessage } from "@dhcpkit/kafka/messages";
import { KafkaHandler, type Transport } from "@dhcpkit/kafka/publisher";
import { silentLogger, TransactionBundle } from "@dhcpkit/kafka/server";
import { sharedFolder } from "../tests/support/paths.ts";

const { message } = KafkaMessage.parse(fromHex(Deno.readTextFileSync(`${sharedFolder}bench/fixtures/5.hex`).trim()));
if (!(message instanceof DHCPKafkaMessage)) throw new TypeError("fixture 5 is no transaction");
const incoming = message.messageIn!.save(), outgoingMessage = message.messageOut!;

/** Takes everything at once, as the stub producer did with which the documented system was measured. */
const stub: Transport = {
  name: "stub",
  connect: () => Promise.resolve(),
  send: (records) => Promise.resolve(records.map(() => ({ status: "delivered" }))),
  disconnect: () => Promise.resolve(),
};
const handler = new KafkaHandler({
  serverName: message.serverName,
  transport: stub,
  queueMessages: 100_000,
  queueBytes: 1e9,
  logger: silentLogger,
});

const medians: number[] = [], heaps: number[] = [];
for (let round = 0; round < 40; round++) {
  const times: number[] = [];
  for (let i = 0; i < 5000; i++) {
    const bundle = new TransactionBundle({ incomingMessage: Message.parse(incoming), receivedOverMulticast: true });
    bundle.outgoingMessage = outgoingMessage;
    const start = performance.now();
    handler.analysePre(bundle);
    handler.analysePost(bundle);
    times.push(performance.now() - start);
  }
  medians.push(times.sort((a, b) => a - b)[times.length >> 1] * 1000);
  while (handler.stats.queued > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  heaps.push(Deno.memoryUsage().heapUsed);
}
const settled = medians.slice(10).sort((a, b) => a - b);
console.log(JSON.stringify({
  medianUs: settled[settled.length >> 1],
  heapGrowthMB: (Math.min(...heaps.slice(-10)) - Math.min(...heaps.slice(5, 15))) / 1e6,
}));
await handler.close();
