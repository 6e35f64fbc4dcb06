// 6. Publish a record where there is no TCP to the brokers, as in edge functions: through an HTTP bridge.
//
//    deno run --allow-net=localhost:8080 examples/06_bridge.ts [URL [TOPIC [DIALECT]]] < FILE
//
// FILE holds the value of a Kafka record in hexadecimal digits, DIALECT is strimzi, confluent-v2 or confluent-v3. The
// transport uses `fetch` and nothing of Deno's; `deno bundle --minify` makes 15 KB of it.
import { type HttpBridgeDialect, httpBridgeTransport } from "@dhcpkit/kafka/publisher/http-bridge";

const [url = "http://localhost:8080", topic = "dhcpkit.messages", dialect = "strimzi"] = Deno.args;
try {
  const value = Uint8Array.fromHex((await new Response(Deno.stdin.readable).text()).replaceAll(/\s/g, ""));
  const transport = httpBridgeTransport({ url, topic, dialect: dialect as HttpBridgeDialect });
  await transport.connect();
  // A function that ends with its request awaits the result; a program that goes on gives the transport to a Publisher.
  const [result] = await transport.send([{ key: null, value, timestamp: Date.now() }]);
  await transport.disconnect();
  if (result.status !== "delivered") throw result.error;
  console.log(`${value.length} bytes delivered to ${topic}`);
} catch (error) {
  console.error(`cannot publish: ${error instanceof Error ? error.message : error}`);
  Deno.exit(1);
}
