import { assert, assertEquals, assertMatch } from "@std/assert";
import { BackgroundProcess } from "../support/background_process.ts";
import { attemptCommand, runCommand } from "../support/command.ts";
import { freePorts } from "../support/free_port.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { ImitatedBridge } from "../support/imitated_bridge.ts";
import { kcatConsume, kcatProduce } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { headerCommand } from "./_header_command.ts";

const decode = "examples/01_decode.ts",
  publish = "examples/02_publish.ts",
  tail = "examples/04_tail.ts",
  edge = "examples/05_edge.ts",
  bridge = "examples/06_bridge.ts";

/** An Information-request of a client with DUID-LL 34:31:c4:3c:b2:f1 that asks for DNS servers. */
const packet = "0bf350d60001000a000300013431c43cb2f1000600020017";
/** What a server named `a` publishes that did not answer it, 12345.25 seconds after 1970 began. */
const kafkaMessage = `010161${"40c81ca000000000"}0018${packet}${"40c81ca000000000"}0000`;

Deno.test("the first example decodes the packet that it brings along", async () => {
  const { stdout, stderr } = await runCommand(await headerCommand(decode));
  assertEquals(stderr, "");
  assertMatch(stdout, /^relay-forward, hop count 0, .*\n {2}interface-id: .*"Fa2\/3"/);
  const json = stdout.split("\n").find((line) => line.startsWith("{"));
  assertEquals(JSON.parse(json ?? "").type, "relay-forward");
  assertMatch(stdout, /^client .*34:31:c4:3c:b2:f1\nline 9$/m);
});

Deno.test("the first example decodes a packet, or a Kafka message, given as hexadecimal digits", async () => {
  const { stdout } = await runCommand(await headerCommand(decode, { args: [packet] }));
  assertMatch(stdout, /^information-request, transaction f350d6\n {2}client-id: .*\n {2}oro: dns-servers\n/);
  const transaction = await runCommand(await headerCommand(decode, { args: [kafkaMessage] }));
  assertEquals(transaction.stdout, `transaction of a\n${stdout}`);
});

Deno.test("the first example takes the smallest Kafka message there is for one, not for a Solicit", async () => {
  const { stdout } = await runCommand(await headerCommand(decode, { args: [`01${"00".repeat(21)}`] }));
  assertEquals(stdout, "transaction of a server without name: no messages\n");
});

Deno.test("the first example says in one line what is wrong with digits that are no packet", async () => {
  for (const [digits, problem] of [["zz", "hexadecimal"], ["0bf350d", "hexadecimal"], ["0b", "4 bytes"]]) {
    const { code, stdout, stderr } = await attemptCommand(await headerCommand(decode, { args: [digits] }));
    assertEquals([code, stdout], [1, ""], digits);
    assertMatch(stderr, /^cannot be read: .+\n$/);
    assert(stderr.includes(problem), stderr);
  }
});

Deno.test("the first example shows a packet with a malformed option, and tells which", async () => {
  const relayForward = `0c00${"00".repeat(32)}`, shortRemoteId = "002500020000", relayMsg = `00090018${packet}`;
  const args = [relayForward + shortRemoteId + relayMsg];
  const { code, stdout, stderr } = await attemptCommand(await headerCommand(decode, { args }));
  assertMatch(stdout, /remote-id: malformed 0000[^]*\nproblem relay-forward > remote-id: needed 4 bytes/);
  assertEquals([code, stderr], [1, "cannot be read: remote-id: needed 4 bytes at offset 38, 2 available\n"]);
});

Deno.test("the second example publishes a transaction to a topic in memory, and reads it back", async () => {
  const { stdout, stderr } = await runCommand(await headerCommand(publish));
  assertEquals(stderr, "");
  const lines = stdout.trimEnd().split("\n");
  assertMatch(lines[0], /^information-request from 000300013431c43cb2f1 .* → reply$/);
  assertMatch(stdout, /\boffered: 1,\s+delivered: 1,/);
  assertMatch(lines.at(-1)!, /\S {2}34:31:c4:3c:b2:f1 {2}information-request → reply {2}\S/);
});

testWith({
  name: "the fourth example prints what is in a topic of Kafka, as lines or as JSON, until Ctrl-C",
  needs: ["kafka", "kcat"],
  async fn() {
    const broker = await sharedBroker();
    const topic = await broker.createTopic(uniqueTopic("examples"));
    await kcatProduce(broker.bootstrap, topic, [{ value: Uint8Array.fromHex(kafkaMessage) }]);
    const json = JSON.parse(await firstLineOfTail([broker.bootstrap, topic, "--json"]));
    assertEquals([json.server, json.request, json.response], ["a", "information-request", null]);
    assertEquals([json.duid, json["mac-address"]], ["000300013431c43cb2f1", "34:31:c4:3c:b2:f1"]);
    assertEquals(json["received-at"], "1970-01-01T03:25:45.250Z");
    const line = await firstLineOfTail([broker.bootstrap, topic]);
    assertMatch(line, /^03:25:45\.250 {2}a {2}34:31:c4:3c:b2:f1 {2}information-request → no answer {2}/);
  },
});

Deno.test("the fourth example says in one line that there is no broker, and which", async () => {
  const [deserted] = freePorts(1), broker = `127.0.0.1:${deserted}`;
  const { code, stdout, stderr } = await attemptCommand(await tailCommand([broker, "a-topic"]));
  assertEquals([code, stdout], [1, ""]);
  assertMatch(stderr, /^cannot read a-topic: .+\n$/);
  assert(stderr.includes(broker), stderr);
});

Deno.test("the fifth example tells what a record is about, that of its own or one given as hexadecimal digits", async () => {
  const own = await runCommand(await headerCommand(edge));
  assertEquals(own.stderr, "");
  assertMatch(own.stdout, /client: "000300013431c43cb2f1",\n {2}port: "4661322f33",[^]*leases: \[ "2001:db8::42" \]/);
  const { stdout } = await runCommand(await headerCommand(edge, { args: [kafkaMessage] }));
  assertMatch(stdout, /server: "a",[^]*client: "000300013431c43cb2f1",[^]*leases: undefined/);
});

Deno.test("the fifth example says in one line what is wrong with digits that are no record", async () => {
  for (const [digits, problem] of [["zz", "hex"], ["00", "its type is 0"], ["0105", "needed 5 bytes"]]) {
    const { code, stdout, stderr } = await attemptCommand(await headerCommand(edge, { args: [digits] }));
    assertEquals([code, stdout], [1, ""], digits);
    assertMatch(stderr, /^cannot be read: .+\n$/);
    assert(stderr.toLowerCase().includes(problem), stderr);
  }
});

testWith({
  name: "the sixth example publishes a record through an HTTP bridge",
  needs: ["kafka", "kcat"],
  async fn() {
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("examples"));
    await using imitated = new ImitatedBridge({ dialect: "strimzi", broker: broker.bootstrap });
    const replace = { "localhost:8080": new URL(imitated.url).host };
    const command = await headerCommand(bridge, { replace, args: [imitated.url, topic] });
    const { stdout, stderr } = await runCommand(command, { stdin: kafkaMessage });
    assertEquals([stdout, stderr], [`${kafkaMessage.length / 2} bytes delivered to ${topic}\n`, ""]);
    const [{ value }] = await kcatConsume(broker.bootstrap, topic, { count: 1 });
    assertEquals(value?.toHex(), kafkaMessage);
  },
});

Deno.test("the sixth example says in one line that there is no bridge, and which", async () => {
  const [deserted] = freePorts(1), host = `localhost:${deserted}`;
  const args = [`http://${host}`, "a-topic"], replace = { "localhost:8080": host };
  const { code, stdout, stderr } = await attemptCommand(await headerCommand(bridge, { replace, args }), {
    stdin: "00",
  });
  assertEquals([code, stdout, stderr], [
    1,
    "",
    `cannot publish: nobody listens at http://${host}: connection refused\n`,
  ]);
});

function tailCommand([broker, ...args]: string[]): Promise<string[]> {
  return headerCommand(tail, { replace: { "localhost:9092": broker }, args: [broker, ...args] });
}

async function firstLineOfTail(args: string[]): Promise<string> {
  await using folder = await TempFolder.create("example");
  const options = { logFile: folder.file("output"), env: { TZ: "UTC" } };
  await using running = new BackgroundProcess(await tailCommand(args), options);
  const [line] = await running.waitForLog(/^.+(?=\n)/, 20_000);
  const { code, signal } = await running.stop("SIGINT");
  assertEquals([code, signal, await running.log()], [0, null, `${line}\n`]);
  return line;
}
