import { assert, assertEquals, assertInstanceOf, assertLess, assertStringIncludes, assertThrows } from "@std/assert";
import {
  DHCPKafkaMessage,
  KafkaHandler,
  KafkaHandlerFactory,
  type KafkaHandlerInit,
  KafkaMessage,
} from "@dhcpkit/kafka";
import { parseSendToKafka } from "@dhcpkit/kafka/config";
import { ClientServerMessage, Duid, fromHex, Message, MessageType, Options } from "@dhcpkit/kafka/dhcpv6";
import { ClientId, ElapsedTime } from "@dhcpkit/kafka/dhcpv6/options";
import { MemoryTopic, memoryTransport } from "@dhcpkit/kafka/publisher";
import { Handler, type Logger, Pipeline, silentLogger, TransactionBundle } from "@dhcpkit/kafka/server";
import { eventually } from "../support/eventually.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { FakeTransport } from "./_fake_transport.ts";

const DUID = Duid.parse("00030001 3431c43cb2f1"), SERVER_ID = Duid.parse("00030001 02005e100001");

function solicit(): Message {
  const options = Options.of(ClientId.of({ duid: DUID }), ElapsedTime.of({ elapsed: 0 }));
  return new ClientServerMessage({ type: MessageType.Solicit, transactionId: 0xf350d6, options });
}

function setUp(init: KafkaHandlerInit = {}): { topic: MemoryTopic; handler: KafkaHandler } {
  const topic = new MemoryTopic();
  const handler = new KafkaHandler({
    serverName: "dhcp01",
    transport: memoryTransport(topic),
    logger: silentLogger,
    lingerMs: 1,
    ...init,
  });
  return { topic, handler };
}

async function transact(
  handlers: Handler[],
  incomingMessage = solicit(),
  receivedAt = 100,
): Promise<TransactionBundle> {
  const bundle = new TransactionBundle({ incomingMessage, receivedAt, receivedOverMulticast: true });
  await using pipeline = new Pipeline({ serverId: SERVER_ID, handlers, logger: silentLogger });
  await pipeline.handle(bundle);
  return bundle;
}

function published({ records }: MemoryTopic): DHCPKafkaMessage[] {
  return records.map(({ value }) => {
    const { message } = KafkaMessage.parse(value);
    assertInstanceOf(message, DHCPKafkaMessage);
    return message;
  });
}

Deno.test("a transaction is published with both packets, times and the server's name", async () => {
  const { topic, handler } = setUp({ clock: () => 100.25 });
  const bundle = await transact([handler]);
  const [message] = published(topic);
  assertEquals([message.serverName, message.timestampIn, message.timestampOut], ["dhcp01", 100, 100.25]);
  assertEquals(message.messageIn?.save(), bundle.incomingMessage.save());
  assertEquals(message.messageOut?.save(), bundle.outgoingMessage?.save());
});

Deno.test("the key of a record is the client's DUID, or none when that is asked for or there is no DUID", async () => {
  const keyed = setUp(), keyless = setUp({ recordKey: "none" }), anonymous = setUp();
  await transact([keyed.handler]);
  await transact([keyless.handler]);
  await transact([anonymous.handler], Message.parse(fromHex("0bf350d6")));
  assertEquals([keyed, keyless, anonymous].map(({ topic }) => topic.records[0].key), [DUID.bytes, null, null]);
});

Deno.test("the request is published as it was received, whatever handlers do to it later", async () => {
  const { topic, handler } = setUp();
  const received = solicit().save().slice(), original = received.slice();
  class Vandal extends Handler {
    override pre(): void {
      received.fill(0xff);
    }
  }
  await transact([handler, new Vandal()], Message.parse(received));
  assertEquals(received[0], 0xff);
  assertEquals(published(topic)[0].messageIn?.save(), original);
});

Deno.test("a request without an answer, and one that a handler failed on, are published without an answer", async () => {
  const { topic, handler } = setUp();
  class Broken extends Handler {
    override handle(): void {
      throw new Error("no such luck");
    }
  }
  const bundle = await transact([handler, new Broken()]);
  assertEquals(bundle.outcome?.kind, "failed");
  assertEquals(published(topic).map(({ messageOut }) => messageOut), [undefined]);
});

Deno.test("nothing is connected at first; afterwards Kafka, topic and producer are there", async () => {
  const { handler } = setUp();
  assertEquals([handler.kafka, handler.kafkaTopic, handler.kafkaProducer], [undefined, undefined, undefined]);
  assertEquals(handler.lastConnectAttempt, 0);
  await handler.connect();
  assertEquals([handler.kafka?.name, handler.kafkaTopic], ["memory", "dhcpkit.messages"]);
  assert(handler.kafkaProducer);
  assert(handler.lastConnectAttempt > 0);
  await handler.close();
  assertEquals(handler.kafka, undefined);
});

Deno.test("connecting is not asked for again within five seconds", async () => {
  const transport = new FakeTransport();
  transport.mood = "refused";
  let now = 1000;
  const { handler } = setUp({ transport, clock: () => now, retryMs: 60_000, maxRetryMs: 60_000, closeTimeoutMs: 1 });
  const attempts = () => transport.calls.filter((call) => call === "connect").length;
  await handler.connect();
  now += 4.9;
  await handler.connect();
  assertEquals(attempts(), 1);
  now += 0.2;
  await handler.connect();
  assertEquals(attempts(), 2);
  assertEquals(handler.lastConnectAttempt, 1005.1);
  await handler.close();
});

Deno.test("starting a worker does not wait for Kafka", () => {
  const transport = new FakeTransport();
  transport.mood = "silent";
  const { handler } = setUp({ transport, closeTimeoutMs: 1 });
  assertEquals(handler.workerInit(), undefined);
  return handler.close();
});

Deno.test("a failure is told once at the critical level, in the documented words, and service goes on", async () => {
  const transport = new FakeTransport(), heard: string[] = [];
  const logger: Logger = {
    ...silentLogger,
    fatal: (message, properties) => heard.push(`${message} | ${properties?.problem}`),
  };
  transport.mood = "refused";
  const { handler } = setUp({ transport, logger, retryMs: 1, maxRetryMs: 2, closeTimeoutMs: 1 });
  handler.workerInit();
  await eventually("three attempts", () => handler.stats.connectAttempts >= 3);
  const bundle = await transact([handler]);
  assertEquals(bundle.outgoingMessage?.typeName, "advertise");
  assertEquals(heard.length, 1);
  assertStringIncludes(heard[0], "Kafka logging disabled: ");
  assertStringIncludes(heard[0], "refused");
});

Deno.test("a connection that is lost is a warning, and what stays away is told at the critical level", async () => {
  const transport = new FakeTransport(), heard: string[] = [];
  const hear = (level: string) => (message: string) => void heard.push(`${level}: ${message.split(":")[0]}`);
  const logger: Logger = { ...silentLogger, info: hear("info"), warn: hear("warn"), fatal: hear("fatal") };
  const { handler } = setUp({ transport, logger, retryMs: 1, maxRetryMs: 2, lingerMs: 0 });
  const publish = () => {
    const bundle = new TransactionBundle({ incomingMessage: solicit() });
    handler.analysePre(bundle);
    handler.analysePost(bundle);
  };
  publish();
  await eventually("delivery", () => handler.stats.delivered === 1);
  transport.mood = "lost";
  publish();
  await eventually("the loss", () => heard.includes("warn: Kafka connection lost"));
  transport.mood = "refused";
  await eventually("refusals", () => heard.at(-1) === "fatal: Kafka logging disabled");
  transport.mood = "fine";
  await eventually("delivery of both", () => handler.stats.delivered === 2);
  await handler.close();
  const changes = heard.filter((line, i) => line !== heard[i - 1]);
  assertEquals(changes.slice(0, 2), ["info: Kafka logging enabled", "warn: Kafka connection lost"]);
  assertEquals(changes.slice(-2), ["fatal: Kafka logging disabled", "info: Kafka logging enabled"]);
});

Deno.test("what waits on disk, and what is wrong with the disk, is told once each", async () => {
  await using folder = await TempFolder.create("spool");
  const heard: string[] = [], hear = (message: string) => heard.push(message);
  const logger: Logger = { ...silentLogger, warn: hear, error: hear, info: hear };
  const spool = { directory: folder.path, retryMs: 5 };
  const transport = new FakeTransport();
  transport.mood = "refused";
  const first = setUp({ transport, logger, spool, closeTimeoutMs: 1 }).handler;
  const bundle = new TransactionBundle({ incomingMessage: solicit() });
  first.analysePre(bundle);
  first.analysePost(bundle);
  await eventually("the disk", () => first.stats.unwritten === 0);
  const inTheWay = setUp({ logger, spool }).handler;
  inTheWay.workerInit();
  await eventually("the problem", () => heard.some((message) => message.startsWith("Kafka logging degraded: ")));
  await first.close();
  await eventually("drained", () => heard.some((message) => message.startsWith("Kafka has what waited on disk: ")));
  await inTheWay.close();
  assertEquals(heard.toSorted(), [
    "Kafka has what waited on disk: {count} transactions in {seconds} s",
    "Kafka logging degraded: {problem}",
    "Kafka logging enabled: publishing to {topic}",
    "Kafka logging no longer degraded: {what}",
    "{count} transactions wait on disk for Kafka",
    "{count} transactions wait on disk for the next start",
  ]);
});

for (const queuePolicy of ["drop-newest", "drop-oldest"] as const) {
  Deno.test(`with ${queuePolicy}, losses are told in the documented words, not once for each packet`, async () => {
    const transport = new FakeTransport(), heard: unknown[] = [];
    transport.mood = "refused";
    const warn: Logger["warn"] = (message, values) => {
      if (message.startsWith("Not logging transaction in LookingGlass: ")) heard.push(values);
    };
    const logger: Logger = { ...silentLogger, warn };
    const { handler } = setUp({ transport, logger, queuePolicy, queueMessages: 1, closeTimeoutMs: 1 });
    const bundles = Array.from({ length: 5 }, () => new TransactionBundle({ incomingMessage: solicit() }));
    for (const bundle of bundles) {
      handler.analysePre(bundle);
      handler.analysePost(bundle);
    }
    assertEquals(handler.stats.dropped["queue-full"], 4);
    await eventually("the first", () => heard.length > 0);
    assertEquals(heard, [{ reason: "queue-full", total: 1 }]);
    await handler.close();
    assertEquals(heard.slice(1), [{ reason: "queue-full", total: 4 }], "without what was left at the end");
  });
}

Deno.test("a transaction that cannot be made into a record is counted and told, and nothing is thrown", async () => {
  const tooLong = Message.parse(new Uint8Array(70_000).fill(1, 0, 4)), broken = solicit();
  broken.write = () => {
    throw new Error("no such option");
  };
  const noKey = () => {
    throw new Error("no key");
  };
  const cases = [
    { incomingMessage: tooLong, problem: "message-in: " },
    { incomingMessage: broken, problem: "no such option" },
    { incomingMessage: solicit(), recordKey: noKey, problem: "no key" },
  ];
  for (const { incomingMessage, problem, ...init } of cases) {
    const heard: string[] = [], warn: Logger["warn"] = (_, values) => heard.push(String(values?.reason));
    const { topic, handler } = setUp({ ...init, logger: { ...silentLogger, warn } });
    const bundle = new TransactionBundle({ incomingMessage });
    handler.analysePre(bundle);
    handler.analysePost(bundle);
    await handler.close();
    assertEquals([handler.stats.offered, handler.stats.dropped.unencodable, topic.records.length], [1, 1, 0]);
    assert(heard.length === 1 && heard[0].startsWith(problem), `${heard}`);
  }
});

Deno.test("a transaction at a time that no clock shows is published all the same", async () => {
  const { topic, handler } = setUp();
  const bundles = [NaN, Infinity, -1].map((receivedAt) => {
    return new TransactionBundle({ incomingMessage: solicit(), receivedAt });
  });
  for (const bundle of bundles) {
    handler.analysePre(bundle);
    handler.analysePost(bundle);
  }
  await handler.close();
  assertEquals(topic.records.length, 3);
  for (const { timestamp } of topic.records) assertLess(Math.abs(timestamp - Date.now()), 60_000);
});

Deno.test("a server name that fits into no record is refused before anything is published", () => {
  assertThrows(() => new KafkaHandler({ serverName: "x".repeat(256) }), RangeError, "255 bytes or less");
  assertEquals(new KafkaHandler({ serverName: "x".repeat(255) }).serverName.length, 255);
});

Deno.test("brokers may be written in every usual way, IPv6 included; what is none is refused", () => {
  const brokers = ["host1", "host2:9093", "[2001:db8::1]:9094", "2001:db8::2", ["host3", 9095], {
    host: "host4",
    port: 9096,
  }] as const;
  assertEquals(new KafkaHandler({ brokers, serverName: "x" }).brokers, [
    { host: "host1", port: 9092 },
    { host: "host2", port: 9093 },
    { host: "2001:db8::1", port: 9094 },
    { host: "2001:db8::2", port: 9092 },
    { host: "host3", port: 9095 },
    { host: "host4", port: 9096 },
  ]);
  for (const broker of ["", "host:0", "host:70000", "host:port", "a b", "[::1"]) {
    assertThrows(() => new KafkaHandler({ brokers: [broker], serverName: "x" }), TypeError, "is no broker");
  }
});

Deno.test("a handler is made from a send-to-kafka section", () => {
  const text =
    "<send-to-kafka>\n  broker host1:9092\n  broker host2:9092\n  topic dhcpkit.messages\n</send-to-kafka>\n";
  const handler = new KafkaHandlerFactory(parseSendToKafka(text), { serverName: "dhcp01" }).create();
  assertEquals(handler.brokers.map(({ host }) => host), ["host1", "host2"]);
  assertEquals([handler.topicName, handler.serverName], ["dhcpkit.messages", "dhcp01"]);
  assertThrows(() => new KafkaHandlerFactory({ topic: "no such thing", serverName: "x" }).create(), RangeError);
});
