import { assert, assertEquals, assertLess } from "@std/assert";
import { KafkaHandler } from "@dhcpkit/kafka";
import { ClientServerMessage, Duid, IPv6Address, MessageType, Options } from "@dhcpkit/kafka/dhcpv6";
import { ClientId, ElapsedTime } from "@dhcpkit/kafka/dhcpv6/options";
import { kafkaJsTransport } from "@dhcpkit/kafka/publisher/kafkajs";
import { DhcpServer, type Handler, Pipeline, silentLogger } from "@dhcpkit/kafka/server";

const REQUESTS = 1500, WARM_UP = 300;

/** Answer times of a server on loopback, in milliseconds, ascending. */
async function answerTimes(handlers: Handler[]): Promise<number[]> {
  const address = IPv6Address.parse("::1");
  await using server = await DhcpServer.start({
    listeners: [{ type: "unicast", address, port: 0, asMulticast: true }],
    pipeline: new Pipeline({ serverId: Duid.parse("00030001 020000000001"), handlers, logger: silentLogger }),
    logger: silentLogger,
  });
  const to: Deno.NetAddr = { transport: "udp", hostname: "::1", port: server.listeners[0].port };
  const client = Deno.listenDatagram({ transport: "udp", hostname: "::1", port: 0 });
  const times: number[] = [];
  for (let i = 0; i < WARM_UP + REQUESTS; i++) {
    const duid = Duid.linkLayer(1, new Uint8Array([2, 0, 0, 0, i >> 8, i & 0xff]));
    const options = Options.of(ClientId.of({ duid }), ElapsedTime.of({ elapsed: 0 }));
    const request = new ClientServerMessage({ type: MessageType.Solicit, transactionId: i, options }).save();
    const start = performance.now();
    await client.send(request, to);
    await client.receive();
    if (i >= WARM_UP) times.push(performance.now() - start);
  }
  client.close();
  assertEquals(server.stats.answered, WARM_UP + REQUESTS);
  return times.sort((a, b) => a - b);
}

function handlerTo(broker: string): KafkaHandler {
  return new KafkaHandler({
    brokers: [broker],
    serverName: "dhcp01",
    transport: kafkaJsTransport,
    logger: silentLogger,
    queueMessages: 1000,
    closeTimeoutMs: 50,
  });
}

const quantile = (times: number[], share: number) => times[Math.floor(times.length * share)];

async function assertUndisturbed(handler: KafkaHandler): Promise<void> {
  const without = await answerTimes([]), withKafka = await answerTimes([handler]);
  const { stats } = handler, lost = Object.values(stats.dropped).reduce((sum, count) => sum + count, 0);
  // Machines are noisy; what must not happen is that anything waits, which takes a hundred milliseconds and more.
  assertLess(quantile(withKafka, 0.5), quantile(without, 0.5) * 3 + 1, "median");
  assertLess(quantile(withKafka, 0.99), quantile(without, 0.99) * 3 + 20, "99th percentile");
  assertEquals([stats.offered, stats.delivered, lost], [WARM_UP + REQUESTS, 0, WARM_UP + REQUESTS]);
}

Deno.test("answers take no longer while a broker accepts connections and stays silent", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 }), accepted: Deno.Conn[] = [];
  const accepting = (async () => {
    for await (const conn of listener) accepted.push(conn);
  })();
  await assertUndisturbed(handlerTo(`127.0.0.1:${(listener.addr as Deno.NetAddr).port}`));
  assert(accepted.length > 0, "the broker was asked");
  listener.close();
  await accepting;
  for (const conn of accepted) conn.close();
});

Deno.test("answers take no longer while nobody listens where the broker should be", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 }), { port } = listener.addr as Deno.NetAddr;
  listener.close();
  await assertUndisturbed(handlerTo(`127.0.0.1:${port}`));
});
