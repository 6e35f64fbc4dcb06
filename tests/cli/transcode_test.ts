import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parse } from "@std/csv";
import { toHex } from "@dhcpkit/kafka/dhcpv6";
import { recordToJson, transactionColumns } from "@dhcpkit/kafka/formats";
import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import type { TopicRecord } from "@dhcpkit/kafka/publisher";
import { recordId } from "@dhcpkit/kafka/publisher/cloud-events";
import { answered, refused } from "../formats/_values.ts";
import { BackgroundProcess } from "../support/background_process.ts";
import { attemptCommand } from "../support/command.ts";
import { eventually } from "../support/eventually.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { kcatConsume } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { fill, published, transcode, transcodeCommand } from "./_transcode.ts";

const KEYS = [1, 2, 3, 4, 5, 6].map((number) => new Uint8Array([0, 3, 0, 1, number]));
const text = new TextDecoder();

/** Transactions that are different, around now, since brokers may delete what is old. */
function transactions(count: number): DHCPKafkaMessage[] {
  const now = Math.floor(Date.now() / 1000);
  return Array.from({ length: count }, (_, i) => {
    const { messageIn, messageOut, serverName } = i % 3 === 0 ? refused() : answered();
    return new DHCPKafkaMessage({
      ...{ serverName, timestampIn: now + i / 100, timestampOut: now + i / 100 + 0.003, messageIn: messageIn! },
      ...messageOut ? { messageOut } : {},
    });
  });
}

testWith({
  name: "a topic becomes one of JSON with keys, times, headers and attributes, and goes on where it ended",
  needs: ["kafka", "kcat"],
  async fn() {
    const broker = await sharedBroker(), { bootstrap } = broker;
    const topic = await broker.createTopic(uniqueTopic("binary"), { partitions: 3 });
    const target = await broker.createTopic(uniqueTopic("json"), { partitions: 3 });
    const headers = [{ name: "constructor", value: "a name of JavaScript" }];
    const all = transactions(60),
      records = all.map((message, i) => ({ ...published(message, KEYS[i % KEYS.length]), headers }));
    await fill(bootstrap, topic, records.slice(0, 40));
    const args = ["--topic", topic, "--to", "topic", target, "--until-caught-up"];
    const first = await transcode(bootstrap, args);
    assertEquals([first.code, first.stdout], [0, ""], first.stderr);
    assertMatch(first.stderr, /^reading partitions 0, 1, 2\ncaught up: 40 written, [\d,]+\/s, lag 0\n$/);
    await fill(bootstrap, topic, records.slice(40));
    for (const client of ["kafkajs", "platformatic"]) {
      // The second one has nothing left to do.
      const more = await attemptCommand([
        ...transcodeCommand(bootstrap, [...args, "--client", client], ["/"]).map((arg) =>
          arg.startsWith("--allow-env") ? "--allow-env" : arg
        ),
      ], { timeoutMs: 120_000, env: { NO_COLOR: "1" } });
      assertEquals(more.code, 0, more.stderr);
      assertMatch(more.stderr, client === "kafkajs" ? /caught up: 20 written/ : /caught up: 0 written/);
    }
    const written = await kcatConsume(bootstrap, target, { count: 60 }), read = await kcatConsume(bootstrap, topic);
    for (const original of read) {
      const same = written.filter(({ value }) =>
        JSON.parse(text.decode(value!))["timestamp-in-seconds"] === transactionOf(original.value!).timestampIn
      );
      assertEquals(same.length, 1);
      const [{ key, value, partition, timestamp, headers }] = same;
      assertEquals([key, partition, timestamp], [original.key, original.partition, original.timestamp]);
      assertEquals(JSON.parse(text.decode(value!)), JSON.parse(JSON.stringify(recordToJson(original.value!).json)));
      const told = new Map(headers);
      assertEquals([told.get("constructor"), told.get("ce_id"), told.get("ce_type"), told.get("content-type")], [
        "a name of JavaScript",
        recordId(original.value!),
        "org.dhcpkit.dhcpv6.transaction.v1",
        "application/json",
      ]);
    }
    // Records of one key are in order.
    for (const key of KEYS) {
      const times = written.filter((one) => toHex(one.key!) === toHex(key))
        .map(({ value }) => JSON.parse(text.decode(value!))["timestamp-in-seconds"]);
      assertEquals(times, times.toSorted((a, b) => a - b));
    }
  },
});

function transactionOf(value: Uint8Array): DHCPKafkaMessage {
  const message = recordToJson(value).message;
  assert(message);
  return message;
}

testWith({
  name: "NDJSON and CSV go to standard output or a file, and NDJSON comes back into a topic byte for byte",
  needs: ["kafka", "kcat"],
  async fn() {
    const broker = await sharedBroker(), { bootstrap } = broker;
    const topic = await broker.createTopic(uniqueTopic("binary")),
      again = await broker.createTopic(uniqueTopic("again"));
    await using folder = await TempFolder.create("transcode");
    const records = transactions(5).map((message, i) => published(message, KEYS[i]));
    await fill(bootstrap, topic, records);
    const read = ["--topic", topic, "--until-caught-up"];
    const ndjson = await transcode(bootstrap, [...read, "--to", "ndjson"]);
    assertEquals(ndjson.code, 0, ndjson.stderr);
    // Nobody can go on with standard output of another time.
    assertEquals((await transcode(bootstrap, [...read, "--to", "ndjson", "-"])).stdout, ndjson.stdout);
    const lines = ndjson.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
    assertEquals(lines.map(({ record }) => record.offset), ["0", "1", "2", "3", "4"]);

    const back = await transcode(bootstrap, ["--from", "ndjson", "-", "--to", "topic", again], {
      stdin: `${ndjson.stdout}\n{"no":"record"}\n`,
    });
    assertEquals([back.code, back.stdout], [3, ""], back.stderr);
    assertEquals(back.stderr, 'line 7: "server-name" is missing\n5 written, 1 not readable or refused\n');
    const written = await kcatConsume(bootstrap, again, { count: 5 });
    assertEquals(written.map<TopicRecord>(({ key, value, timestamp }) => ({ key, value, timestamp })), records);

    const file = folder.file("rows.csv");
    for (const [name, rows] of [[`${topic}-b`, 5], [`${topic}-c`, 10], [`${topic}-c`, 10]] as const) {
      const args = [...read, "--consumer-group", name, "--to", "csv", file];
      const csv = await transcode(bootstrap, args, { files: [file] });
      assertEquals([csv.code, csv.stdout], [0, ""], csv.stderr);
      const [head, ...table] = parse(await Deno.readTextFile(file));
      assertEquals([head.length, head.slice(3), table.length], [
        3 + transactionColumns.length,
        [...transactionColumns],
        rows,
      ]);
      assertEquals(table[0].slice(0, 3), [topic, "0", "0"]);
    }
    const input = folder.file("lines.ndjson");
    await Deno.writeTextFile(input, ndjson.stdout);
    const from = await transcode(bootstrap, ["--from", "ndjson", input, "--to", "topic", again], { files: [input] });
    assertEquals([from.code, from.stderr], [0, "5 written\n"]);
  },
});

testWith({
  name: "what cannot be read is counted and named and stops nobody, unless --strict asks for it",
  needs: ["kafka", "kcat"],
  async fn() {
    const broker = await sharedBroker(), { bootstrap } = broker;
    const topic = await broker.createTopic(uniqueTopic("binary")),
      target = await broker.createTopic(uniqueTopic("json"));
    const [a, b] = transactions(2), poison = { key: KEYS[0], value: a.save().subarray(0, 50) };
    const others = [{ key: KEYS[0], value: new Uint8Array([255, 1]) }, { key: KEYS[0], value: null }];
    await fill(bootstrap, topic, [published(a, KEYS[0]), poison, ...others, published(b, KEYS[0])]);
    const args = ["--topic", topic, "--to", "topic", target, "--until-caught-up"];
    const strict = await transcode(bootstrap, [...args, "--strict"]);
    assertEquals(strict.code, 1);
    assertMatch(
      strict.stderr,
      new RegExp(`\\n${topic}\\[0\\] at 1: not readable: .*\\n.*ended at ${topic}\\[0\\] at 1, as --strict`),
    );
    assertEquals((await kcatConsume(bootstrap, target)).length, 1);
    // It goes on there, and ends there again.
    assertEquals((await transcode(bootstrap, [...args, "--strict"])).code, 1);
    assertEquals((await kcatConsume(bootstrap, target)).length, 1);
    const lenient = await transcode(bootstrap, args);
    assertEquals(lenient.code, 3, lenient.stderr);
    assertMatch(lenient.stderr, /at 1: not readable: .*\ncaught up: 4 written, 1 not readable or refused/);
    const written = await kcatConsume(bootstrap, target, { count: 5 });
    assertEquals(written.map(({ value }) => value && "malformed" in JSON.parse(text.decode(value))), [
      false,
      true,
      false,
      null,
      false,
    ]);
    const csv = await transcode(bootstrap, ["--topic", target, "--from", "json", "--to", "csv", "--until-caught-up"]);
    assertEquals([csv.code, csv.stdout.trimEnd().split("\r\n").length], [3, 3], csv.stderr);
    assertMatch(csv.stderr, /at 2: a message of the unknown type 255, 2 bytes\n.* at 3: a record without a value\n/);
  },
});

testWith({
  name: "records that the brokers refuse are named, and the others are written",
  needs: ["kafka", "kcat"],
  async fn() {
    const broker = await sharedBroker(), { bootstrap } = broker;
    const topic = await broker.createTopic(uniqueTopic("binary"));
    const target = await broker.createTopic(uniqueTopic("small"), { config: { "max.message.bytes": "2600" } });
    const small = new DHCPKafkaMessage({ serverName: "small", timestampIn: Date.now() / 1000 }),
      [, large] = transactions(2);
    await fill(bootstrap, topic, [published(small, KEYS[0]), published(large, KEYS[0]), published(small, KEYS[0])]);
    const { code, stderr } = await transcode(bootstrap, [
      "--topic",
      topic,
      "--to",
      "topic",
      target,
      "--until-caught-up",
    ]);
    assertEquals(code, 3, stderr);
    assertMatch(stderr, /at 1: refused: .*large.*\ncaught up: 2 written, 1 not readable or refused/i);
    assertEquals((await kcatConsume(bootstrap, target)).length, 2);
  },
});

testWith({
  name: "two topics are written into one at the same time, each by a group of its own",
  needs: ["kafka", "kcat"],
  async fn() {
    const broker = await sharedBroker(), { bootstrap } = broker;
    const target = await broker.createTopic(uniqueTopic("all")), [a, b] = transactions(2);
    const runs = [a, b].map(async (message) => {
      const topic = await broker.createTopic(uniqueTopic("site"));
      await fill(bootstrap, topic, [published(message, KEYS[0])]);
      return await transcode(bootstrap, ["--topic", topic, "--to", "topic", target, "--until-caught-up"]);
    });
    for (const { code, stderr } of await Promise.all(runs)) assertEquals(code, 0, stderr);
    const times = (await kcatConsume(bootstrap, target)).map(({ value }) =>
      JSON.parse(text.decode(value!))["timestamp-in-seconds"]
    );
    assertEquals(times.toSorted(), [a.timestampIn, b.timestampIn]);
  },
});

testWith({
  name: "it goes on and on until Ctrl-C, which ends it in good order",
  needs: ["kafka", "kcat"],
  async fn() {
    const broker = await sharedBroker(), { bootstrap } = broker;
    const topic = await broker.createTopic(uniqueTopic("binary")),
      target = await broker.createTopic(uniqueTopic("json"));
    await using folder = await TempFolder.create("transcode");
    const args = ["--topic", topic, "--to", "topic", target], [a, b] = transactions(2);
    await using running = new BackgroundProcess(transcodeCommand(bootstrap, args), { logFile: folder.file("log") });
    await running.waitForLog(/caught up: 0 written/, 60_000);
    await fill(bootstrap, topic, [published(a, KEYS[0])]);
    await eventually("the record", async () => (await broker.endOffsets(target))[0] === 1n);
    assertEquals((await running.stop("SIGINT")).code, 0, await running.log());
    assertStringIncludes(await running.log(), "\n1 written\n");
    await fill(bootstrap, topic, [published(b, KEYS[0])]);
    const { stderr } = await transcode(bootstrap, [...args, "--until-caught-up"]);
    assertMatch(stderr, /caught up: 1 written/);
    const again = await transcode(bootstrap, [...args, "--until-caught-up", "--from-beginning"]);
    assertMatch(again.stderr, /caught up: 2 written/);
    const later = await transcode(bootstrap, [...args, "--until-caught-up", "--from-time", `${b.timestampIn}`]);
    assertMatch(later.stderr, /caught up: 1 written/);
  },
});

Deno.test("what cannot work is told in a line, with the remedy", async () => {
  await using folder = await TempFolder.create("transcode");
  const nobody = "127.0.0.1:1", missing = folder.file("no/such/file");
  const cases: readonly (readonly [args: string[], code: number, says: RegExp])[] = [
    [[], 2, /required option '--to <what\.\.\.>' not specified/],
    [["--to", "parquet"], 2, /--to parquet: write topic NAME, leases NAME, ndjson \[FILE\] or csv \[FILE\]/],
    [["--to", "topic"], 2, /--to topic: the name of the topic is missing/],
    [["--to", "topic", "a b"], 2, /error: /],
    [["--to", "csv", "a", "b"], 2, /--to csv: b is too much/],
    [["--to", "topic", "dhcpkit.messages"], 2, /dhcpkit\.messages is the topic that is read/],
    [["--to", "csv", "--from", "avro"], 2, /--from avro: write binary, json or ndjson \[FILE\]/],
    [["--to", "csv", "--from", "json", "x"], 2, /--from json: x is too much; the topic is given by --topic/],
    [["--to", "csv", "--from", "ndjson"], 2, /lines can be written to a topic alone/],
    [["--to", "csv", "--from-beginning", "--from-time", "now"], 2, /cannot be used with/],
    [["--to", "topic", "t"], 1, /cannot transcode dhcpkit\.messages: .*127\.0\.0\.1:1/],
    [["--to", "leases", "t"], 1, /cannot transcode dhcpkit\.messages: .*127\.0\.0\.1:1/],
    [["--to", "ndjson"], 1, /cannot transcode dhcpkit\.messages: .*127\.0\.0\.1:1/],
    [["--to", "csv", missing], 1, /cannot write to .*no\/such\/file/],
    [["--to", "topic", "t", "--from", "ndjson", missing], 1, /cannot (read .*no\/such\/file|write what is read)/],
  ];
  for (const [args, code, says] of cases) {
    const result = await transcode(nobody, args, { files: [missing] });
    assertEquals([result.code, result.stdout], [code, ""], `${args.join(" ")}: ${result.stderr}`);
    assertMatch(result.stderr, says, args.join(" "));
    assert(!result.stderr.includes("    at "), result.stderr);
  }
});
