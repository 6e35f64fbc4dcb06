// 4. Read transactions back from Kafka and print them.
//
//    deno run --allow-net=localhost:9092 --allow-env='NODE_ENV,KAFKAJS_*' --allow-sys=networkInterfaces \
//      examples/04_tail.ts [BROKER [TOPIC]] [--json]
//
// All brokers of the cluster have to be in the list of --allow-net. The command line has this and more:
// deno run jsr:@dhcpkit/kafka/cli tail --help
import { transactionJson, transactionLine, transactionRecord } from "@dhcpkit/kafka/collector";
import { kafkaJsSource } from "@dhcpkit/kafka/collector/kafkajs";
import { DHCPKafkaMessage, KafkaMessage } from "@dhcpkit/kafka/messages";

const words = Deno.args.filter((word) => word !== "--json"), json = words.length < Deno.args.length;
const [broker = "localhost:9092", topic = "dhcpkit.messages"] = words;

const interrupted = new AbortController();
Deno.addSignalListener("SIGINT", () => interrupted.abort());

const source = kafkaJsSource({ brokers: [broker], topic, startAt: "beginning" });
try {
  for await (const { value, partition, offset } of source.read({ signal: interrupted.signal })) {
    try {
      const message = value && KafkaMessage.parse(value).message;
      if (!(message instanceof DHCPKafkaMessage)) continue;
      const record = transactionRecord(message);
      console.log(json ? JSON.stringify(transactionJson(record)) : transactionLine(record));
    } catch (error) {
      console.error(`${topic}[${partition}] at ${offset}: ${error instanceof Error ? error.message : error}`);
    }
  }
} catch (error) {
  console.error(`cannot read ${topic}: ${error instanceof Error ? error.message : error}`);
  Deno.exitCode = 1;
}
Deno.exit();
