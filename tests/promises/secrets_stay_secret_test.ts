import { assert, assertEquals } from "@std/assert";
import { KafkaHandler } from "@dhcpkit/kafka";
import { type ClusterSettings, Publisher, type Transport } from "@dhcpkit/kafka/publisher";
import { kafkaJsTransport, type KafkaJsTransportInit } from "@dhcpkit/kafka/publisher/kafkajs";
import { platformaticTransport } from "@dhcpkit/kafka/publisher/platformatic";
import { workerTransport } from "@dhcpkit/kafka/publisher/worker";
import { kafkaJsConsumer, kafkaJsSource } from "@dhcpkit/kafka/collector/kafkajs";
import { platformaticConsumer } from "@dhcpkit/kafka/collector/platformatic";
import { doctor, type DoctorTarget } from "../../src/cli/doctor.ts";
import { brokerAddress } from "../../src/kafka/broker_address.ts";
import { testWith } from "../support/requirements.ts";
import { securityFiles } from "../support/security_files.ts";
import { SecuredLab, type SecurityCase } from "../support/secured_lab.ts";
import { TempFolder } from "../support/temp_folder.ts";

/** Everything that a program can come to print of a value. */
function shown(value: unknown): string[] {
  const texts = [
    String(value),
    Deno.inspect(value, { depth: 50, showHidden: true, getters: true, iterableLimit: 1e4 }),
  ];
  if (value instanceof Error) texts.push(value.stack ?? "", json(value, Object.getOwnPropertyNames(value)));
  texts.push(json(value));
  return value instanceof Error && value.cause !== undefined ? [...texts, ...shown(value.cause)] : texts;
}

/** As JSON, or nothing where that cannot be had: a certificate may be its own issuer. */
function json(value: unknown, names?: string[]): string {
  try {
    return JSON.stringify(value, names) ?? "";
  } catch (error) {
    if (error instanceof TypeError) return "";
    throw error;
  }
}

/** Runs `work` and returns what it wrote to the console. */
async function consoleOutput(work: () => Promise<void>): Promise<string[]> {
  const written: string[] = [], names = ["log", "info", "warn", "error", "debug"] as const;
  const originals = names.map((name) => console[name]);
  for (const name of names) console[name] = (...args: unknown[]) => written.push(...args.flatMap(shown));
  try {
    await work();
  } finally {
    names.forEach((name, i) => console[name] = originals[i]);
  }
  return written;
}

/** A thread takes no functions. */
function withoutLog({ onLog: _, ...settings }: KafkaJsTransportInit): ClusterSettings {
  return settings;
}

/** Brokers, topic, security, and who hears what kafkajs says. */
type MakeTransport = (init: KafkaJsTransportInit) => Transport;

async function publishingTells(make: MakeTransport, { bootstrap, topic, security }: SecurityCase): Promise<string[]> {
  const told: string[] = [];
  const onLog = (message: string) => told.push(message);
  const transport = make({ brokers: [bootstrap], topic, security, onLog });
  const publisher = new Publisher({ transport, lingerMs: 1, retryMs: 60_000 });
  const handler = new KafkaHandler({ brokers: [bootstrap], topicName: topic, security, transport: make });
  publisher.offer({ key: null, value: new Uint8Array([1]) });
  for await (const status of publisher.statusChanges()) {
    told.push(...shown(status), ...shown(transport), ...shown(publisher), ...shown(publisher.stats), ...shown(handler));
    if (status.state === "disconnected") told.push(...shown(status.error));
    if (status.state === "disconnected" || publisher.stats.delivered > 0) break;
    if (status.state === "connected") break;
  }
  await publisher.close({ deadlineMs: 1000 });
  // With so many at once, a client may take longer to let go than a publisher waits.
  await transport.disconnect();
  return told;
}

async function consumingTells(
  make: typeof kafkaJsConsumer,
  { bootstrap, topic, security }: SecurityCase,
): Promise<string[]> {
  const source = make({ brokers: [bootstrap], topic, security, groupId: crypto.randomUUID(), requestTimeoutMs: 5000 });
  const outcome = await source.partitions({ signal: AbortSignal.timeout(20_000) }).catch((error) => error);
  return [...shown(outcome), ...shown(source), ...shown(source.health)];
}

async function readingTells({ bootstrap, topic, security }: SecurityCase): Promise<string[]> {
  const told: string[] = [], enough = new AbortController();
  const source = kafkaJsSource({ brokers: [bootstrap], topic, security, onLog: (message) => told.push(message) });
  try {
    for await (const _ of source.read({ signal: enough.signal, onReady: () => enough.abort() }));
  } catch (error) {
    told.push(...shown(error));
  }
  return [...told, ...shown(source)];
}

async function doctorTells(one: SecurityCase, folder: TempFolder, json: boolean): Promise<string[]> {
  const told: string[] = [];
  const target: DoctorTarget = {
    ...await securityFiles(folder, one.security),
    brokers: [brokerAddress(one.bootstrap)],
    topic: one.topic,
  };
  await doctor(target, {
    signal: new AbortController().signal,
    write: (line) => Promise.resolve(told.push(line) > 0),
    timeoutMs: 5000,
    json,
  });
  return told;
}

testWith({
  name: "no password, token, key or passphrase is in any error, log, status, JSON or inspection, whatever goes wrong",
  needs: ["kafka", "openssl"],
  async fn() {
    await using lab = await SecuredLab.start();
    await using folder = await TempFolder.create("secrets");
    const secrets = lab.secrets, leaks: string[] = [];
    assert(
      shown(lab.client).some((text) => text.includes(lab.client.keyPassphrase!)),
      "a secret that is shown is found",
    );
    const told = new Map<string, string[]>();
    const tell = async (one: SecurityCase) => {
      const parts = [
        publishingTells(kafkaJsTransport, one),
        publishingTells(platformaticTransport, one),
        publishingTells((init) => workerTransport("kafkajs", withoutLog(init)), one),
        publishingTells((init) => workerTransport("platformatic", withoutLog(init)), one),
        readingTells(one),
        consumingTells(kafkaJsConsumer, one),
        consumingTells(platformaticConsumer, one),
        doctorTells(one, folder, true),
        doctorTells(one, folder, false),
      ];
      told.set(one.name, (await Promise.all(parts)).flat());
    };
    const written = await consoleOutput(async () => {
      // All at once, steps would run into their time limits, and leave timers behind.
      const cases = [...lab.bad, ...lab.good];
      while (cases.length > 0) await Promise.all(cases.splice(0, 6).map(tell));
    });
    for (const [name, texts] of [...told, ["the console", written] as const]) {
      assert(texts.length > 20 || name === "the console", `${name}: much was told`);
      for (const secret of secrets) {
        if (texts.some((text) => text.includes(secret) || text.includes(btoa(secret)))) {
          leaks.push(`${name}: ${secret}`);
        }
      }
    }
    assertEquals(leaks, []);
  },
});
