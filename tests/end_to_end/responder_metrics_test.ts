import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { eventually } from "../support/eventually.ts";
import { freePorts } from "../support/free_port.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { figuresIn, Responder } from "./_responder.ts";

/** An Information-request of a client with DUID-LL that asks for DNS servers. */
const informationRequest = Uint8Array.fromHex("0bf350d60001000a000300013431c43cb2f1000600020017");

/** Sends a number of requests to a port of this machine, and waits for the answer to each. */
async function ask(port: number, times: number): Promise<void> {
  const client = Deno.listenDatagram({ transport: "udp", hostname: "::1", port: 0 });
  try {
    for (let packets = 0; packets < times; packets++) {
      await client.send(informationRequest, { transport: "udp", hostname: "::1", port });
      await client.receive();
    }
  } finally {
    client.close();
  }
}

const configFor = (broker: string, topic: string) =>
  `<listen-unicast [::1]:0/>
<send-to-kafka>
    broker ${broker}
    topic ${topic}
    linger 5ms
    close-timeout 200ms
</send-to-kafka>
`;

testWith({
  name: "a responder shows what it has published at the address of --metrics, with the permissions of its header",
  needs: ["kafka"],
  async fn() {
    await using folder = await TempFolder.create("responder");
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("metrics"));
    const config = configFor(broker.bootstrap, topic);
    await using responder = await Responder.attempt(folder.path, { config, args: ["--metrics", "[::1]:0"] });
    const [, port] = await responder.process.waitForLog(/^listening on \[::1\]:(\d+)$/m);
    const [, url] = await responder.process.waitForLog(/^metrics at (http:\/\/\[::1\]:\d+)\/metrics$/m);
    await ask(Number(port), 3);
    const delivered = `dhcpkit_publisher_delivered_total{publisher="${topic}"} 3\n`;
    let text = "";
    await eventually("three records delivered", async () => {
      text = await (await fetch(`${url}/metrics`)).text();
      return text.includes(delivered);
    });
    assertStringIncludes(text, `dhcpkit_publisher_offered_total{publisher="${topic}"} 3\n`);
    assertStringIncludes(text, `dhcpkit_publisher_connection_state{publisher="${topic}",state="connected"} 1\n`);
    assertStringIncludes(text, `dhcpkit_publisher_delivery_seconds_count{publisher="${topic}"} 3\n`);
    assertStringIncludes(text, "dhcpkit_server_answered_total 3\n");
    const ready = await fetch(`${url}/readyz`);
    assertEquals([ready.status, await ready.json()], [200, { ok: true, problems: [] }]);
    assertEquals(await (await fetch(`${url}/healthz`)).json(), { ok: true, problems: [] });
    const end = await responder.stop();
    assertEquals([end.code, figuresIn(end).kafka.delivered], [0, 3], end.output);
  },
});

Deno.test("a responder without Kafka is ready, since it answers, and tells what is wrong", async () => {
  await using folder = await TempFolder.create("responder");
  const [deserted] = freePorts(1);
  const config = configFor(`127.0.0.1:${deserted}`, "dhcpkit.messages");
  await using responder = await Responder.attempt(folder.path, { config, args: ["--verbose", "--metrics", "0"] });
  const [, port] = await responder.process.waitForLog(/^listening on \[::1\]:(\d+)$/m);
  const [, url] = await responder.process.waitForLog(/^metrics at (http:\/\/127\.0\.0\.1:\d+)\/metrics$/m);
  await ask(Number(port), 2);
  let ready: { ok: boolean; problems: string[] } | undefined;
  await eventually("a first attempt has failed", async () => {
    const response = await fetch(`${url}/readyz`);
    ready = await response.json();
    return response.status === 200 && ready!.problems[0]?.includes("disconnected");
  });
  assertEquals(ready, { ok: true, problems: ["dhcpkit.messages: disconnected, 2 records wait"] });
  const text = await (await fetch(`${url}/metrics`)).text();
  assertMatch(text, /dhcpkit_publisher_queued\{publisher="dhcpkit\.messages"\} 2\n/);
});

Deno.test("a responder serves no metrics unless told to, and says what is wrong with the address", async () => {
  await using folder = await TempFolder.create("responder");
  const config = "<listen-unicast [::1]:0/>\n";
  await using quiet = await Responder.attempt(folder.path, { config });
  await quiet.process.waitForLog(/^listening on /m);
  const { output } = await quiet.stop();
  assert(!output.includes("metrics at"), output);
  await using wrong = await Responder.attempt(folder.path, { config, args: ["--metrics", "localhost:9547"] });
  const end = await wrong.end();
  assertEquals(end.code, 1);
  assertMatch(end.output, /^"localhost:9547" is no address to listen on: write 127\.0\.0\.1:9547, /m);
  await using bare = await Responder.attempt(folder.path, { config, args: ["--metrics"] });
  const usage = await bare.end();
  assertEquals(usage.code, 2);
  assertStringIncludes(usage.output, "[--metrics ADDRESS:PORT]");
});
