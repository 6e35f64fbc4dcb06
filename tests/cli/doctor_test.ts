import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { BrokerInput } from "@dhcpkit/kafka/publisher";
import { doctor, type DoctorOptions, type DoctorTarget } from "../../src/cli/doctor.ts";
import { brokerAddress } from "../../src/kafka/broker_address.ts";
import { eventually } from "../support/eventually.ts";
import { freePorts } from "../support/free_port.ts";
import { KafkaBroker, uniqueTopic } from "../support/kafka_broker.ts";
import { KafkaCluster } from "../support/kafka_cluster.ts";
import { kcatConsume } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { securityFiles } from "../support/security_files.ts";
import { SecuredLab } from "../support/secured_lab.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { silentHost } from "../support/silent_host.ts";
import { TempFolder } from "../support/temp_folder.ts";

interface Findings {
  /** `failed tcp`, `ok topic`, ... in their order. */
  readonly marks: string[];
  readonly failures: number;
  /** All of it, for people. */
  readonly text: string;
  /** What the first failed check says, remedy included. */
  readonly failure: string;
}

type Target = Partial<Omit<DoctorTarget, "brokers">> & { brokers: BrokerInput | BrokerInput[] };

async function examine({ brokers, ...target }: Target, options: Partial<DoctorOptions> = {}): Promise<Findings> {
  const found: { check: string; status: string; found: string; remedy?: string }[] = [];
  const list = (Array.isArray(brokers) ? brokers : [brokers]) as BrokerInput[];
  const failures = await doctor({ topic: "none", ...target, brokers: list.map(brokerAddress) }, {
    signal: new AbortController().signal,
    write: (line) => Promise.resolve(found.push(JSON.parse(line)) > 0),
    json: true,
    timeoutMs: 2000,
    ...options,
  });
  const texts = found.map(({ check, status, found, remedy = "" }) => `${status} ${check}: ${found}; ${remedy}`);
  return {
    marks: found.map(({ check, status }) => `${status} ${check}`),
    failures,
    text: texts.join("\n"),
    failure: texts.find((text) => text.startsWith("failed")) ?? "",
  };
}

testWith({
  name: "doctor finds nothing wrong with a broker and a topic that are fine",
  needs: ["kafka"],
  async fn() {
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("fine"), { partitions: 2 });
    const { marks, failures, text } = await examine({ brokers: broker.bootstrap, topic });
    assertEquals(failures, 0, text);
    assertEquals(marks, [
      "ok tcp",
      "ok version",
      "ok sasl",
      "ok cluster",
      "ok advertised",
      "ok topic",
      "ok acl",
      "warning replicas",
      "ok limits",
      "skipped clock",
    ]);
    assertMatch(text, /is Kafka 4\.\d or later/);
    assertMatch(text, /has 2 partitions, all with a leader/);
    assertEquals(await broker.endOffsets(topic), [0n, 0n], "nothing was written");
  },
});

testWith({
  name: "doctor tells a topic that is missing, and one that does not take our records",
  needs: ["kafka"],
  async fn() {
    const broker = await sharedBroker(), missing = uniqueTopic("missing");
    const absent = await examine({ brokers: broker.bootstrap, topic: missing });
    assertMatch(
      absent.failure,
      /failed topic: .*does not exist; create it: kafka-topics.sh .*--create --topic missing/,
    );
    assertEquals(await broker.endOffsets(missing), [], "it was not made by asking");
    const config = { "max.message.bytes": "2000" };
    const small = await broker.createTopic(uniqueTopic("small"), { config });
    const limited = await examine({ brokers: broker.bootstrap, topic: small });
    assertStringIncludes(limited.text, "warning limits");
    assertMatch(limited.text, /takes 2000 bytes.*raise max.message.bytes/);
  },
});

Deno.test("doctor tells a name without an address, a port nobody listens at, and a broker that keeps silent", async () => {
  const name = await examine({ brokers: "no-such-host.invalid" });
  assertMatch(name.failure, /failed dns: no-such-host\.invalid has no address .*correct the name/);
  const [port] = freePorts(1), refused = await examine({ brokers: `127.0.0.1:${port}` });
  assertMatch(refused.failure, new RegExp(`failed tcp: nobody listens at 127.0.0.1:${port}; start the broker`));
  assertEquals(refused.marks.slice(1), [
    "skipped cluster",
    "skipped advertised",
    "skipped topic",
    "skipped acl",
    "skipped replicas",
    "skipped limits",
    "skipped clock",
  ]);
  await using silent = silentHost();
  const quiet = await examine({ brokers: silent.address }, { timeoutMs: 200 });
  assertEquals(quiet.marks.slice(0, 2), ["ok tcp", "failed version"]);
  assertMatch(quiet.failure, /no answer/);
});

testWith({
  name: "doctor goes on with the brokers that can be used, and counts the others as failed",
  needs: ["kafka"],
  async fn() {
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("one-of-two"));
    const [port] = freePorts(1);
    const { marks, failures } = await examine({ brokers: [`127.0.0.1:${port}`, broker.bootstrap], topic });
    assertEquals(failures, 1);
    assertEquals(marks.slice(0, 2), ["failed tcp", "ok tcp"]);
    assert(marks.includes("ok topic"));
  },
});

testWith({
  name: "doctor examines brokers with IPv6 addresses",
  needs: ["kafka"],
  async fn() {
    await using broker = await KafkaBroker.start({ host: "::1" });
    const topic = await broker.createTopic("six");
    const { failures, text } = await examine({ brokers: broker.bootstrap, topic });
    assertEquals(failures, 0, text);
    assertStringIncludes(text, `broker 1 can be reached at [::1]:${broker.port}`);
  },
});

testWith({
  name: "doctor tells a broker that sends clients where they cannot go",
  needs: ["kafka"],
  async fn() {
    const [port] = freePorts(1), advertised = { hostname: "127.0.0.1", port };
    await using broker = await KafkaBroker.start({ security: { listeners: { FAR: { advertised } } } });
    const topic = await broker.createTopic("far");
    const { failure, failures } = await examine({ brokers: broker.listener("FAR").bootstrap, topic });
    assertEquals(failures, 1);
    assertMatch(
      failure,
      new RegExp(
        `failed advertised: broker 1 tells clients to come to 127.0.0.1:${port}.*nobody listens.*advertised.list`,
      ),
    );
  },
});

testWith({
  name: "doctor tells a broker of three that is down, replicas that are behind, and writes that would be refused",
  needs: ["kafka"],
  async fn() {
    await using cluster = await KafkaCluster.start();
    const lenient = await cluster.createTopic("lenient", { replicas: 3, config: { "min.insync.replicas": "2" } });
    const strict = await cluster.createTopic("strict", { replicas: 3, config: { "min.insync.replicas": "3" } });
    const whole = await examine({ brokers: cluster.brokers, topic: strict });
    assertEquals(whole.failures, 0, whole.text);
    assertMatch(whole.text, /ok replicas: 3 replicas .* all in sync, min\.insync\.replicas is 3/);

    await cluster.node(3).kill();
    await eventually("the cluster knows", async () => {
      const partitions = [...await cluster.partitions(lenient), ...await cluster.partitions(strict)];
      return partitions.every(({ inSync, hasLeader }) => hasLeader && !inSync.includes(3));
    });
    const working = await examine({ brokers: cluster.brokers, topic: lenient });
    assertMatch(working.failure, /failed tcp: nobody listens/);
    assertMatch(working.text, /warning replicas: 1 partition .*; start broker 3/);
    const refusing = await examine({ brokers: cluster.brokers.slice(0, 2), topic: strict });
    assertMatch(refusing.failure, /failed replicas: strict has too few replicas in sync for acks all.*start .*\(3\)/);
  },
});

testWith({
  name: "doctor names each fault of TLS, SASL and access, and its remedy",
  needs: ["kafka", "openssl"],
  async fn(t) {
    await using lab = await SecuredLab.start();
    await using folder = await TempFolder.create("doctor");
    for (const { name, bootstrap, topic, security } of lab.good) {
      await t.step(name, async () => {
        const { failures, text } = await examine({
          brokers: bootstrap,
          topic,
          ...await securityFiles(folder, security),
        });
        assertEquals(failures, 0, text);
        assertMatch(text, /ok acl: this client may write/);
      });
    }
    for (const { name, bootstrap, topic, security, says } of lab.bad) {
      // There the doctor has words of its own.
      const expected = topic === lab.forbiddenTopic ? /failed acl: .*kafka-acls\.sh .*User:alice --producer/ : says!;
      await t.step(name, async () => {
        const { failure, failures } = await examine({
          brokers: bootstrap,
          topic,
          ...await securityFiles(folder, security),
        });
        assertEquals(failures, 1);
        assertMatch(failure, expected);
      });
    }
  },
});

testWith({
  name: "doctor writes a record when it is told to, and learns the broker's time from it",
  needs: ["kafka", "kcat"],
  async fn() {
    const broker = await sharedBroker();
    const stamped = await broker.createTopic(uniqueTopic("stamped"), {
      config: { "message.timestamp.type": "LogAppendTime" },
    });
    const right = await examine({ brokers: broker.bootstrap, topic: stamped }, { writeTest: true });
    assertMatch(right.text, /ok write: .*\nok clock: the broker's clock agrees/);
    const [{ value }] = await kcatConsume(broker.bootstrap, stamped, { count: 1 });
    assertEquals(value![0], 255, "a type of message that collectors do not take for a transaction");

    const now = Date.now;
    Date.now = () => now() + 90_000;
    try {
      const wrong = await examine({ brokers: broker.bootstrap, topic: stamped }, { writeTest: true });
      assertMatch(wrong.text, /warning clock: the broker's clock is (89|90)(\.\d+)? s behind the one here; .*NTP/);
    } finally {
      Date.now = now;
    }
    const plain = await broker.createTopic(uniqueTopic("unstamped"));
    const unknown = await examine({ brokers: broker.bootstrap, topic: plain }, { writeTest: true });
    assertMatch(unknown.text, /skipped clock: .*CreateTime/);
  },
});
