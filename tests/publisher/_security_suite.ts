import {
  assertEquals,
  assertGreater,
  assertLessOrEqual,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { Publisher } from "@dhcpkit/kafka/publisher";
import { atOnce } from "../support/at_once.ts";
import { countingForward } from "../support/counting_forward.ts";
import { eventually } from "../support/eventually.ts";
import { testWith } from "../support/requirements.ts";
import { SecuredLab, type SecurityCase } from "../support/secured_lab.ts";
import type { TransportKind } from "./_transport_kinds.ts";

const needs = ["kafka", "openssl"] as const;
/** So many attempts at a time: they mostly wait. */
const FOUR = { most: 4 };

/** What every transport has to do with secured brokers, which are the same for all. */
export function securitySuite(kinds: readonly TransportKind[]): void {
  testWith({
    name: "settings that fit are let in, others are told what is wrong and what to do",
    needs,
    async fn(t) {
      await using lab = await SecuredLab.start();
      for (const { name, make } of kinds) {
        await t.step(`${name}: settings that fit`, () => atOnce(lab.good, (one) => delivers(make, one), FOUR));
        await t.step(`${name}: settings that do not`, () => atOnce(lab.bad, (one) => fails(make, one), FOUR));
        await t.step(`${name}: renewed secrets are used at the next attempt`, () => asksAnew(make, lab));
        await t.step(`${name}: whoever is refused asks again ever more seldom`, () => isPatient(make, lab));
      }
    },
  });
}

async function delivers(make: TransportKind["make"], { bootstrap, topic, security }: SecurityCase): Promise<void> {
  const transport = make({ brokers: [bootstrap], topic, security });
  try {
    await transport.connect();
    const [result] = await transport.send([{ key: null, value: new Uint8Array([1]) }]);
    assertEquals(result.status, "delivered");
  } finally {
    await transport.disconnect();
  }
}

async function fails(make: TransportKind["make"], { bootstrap, topic, security, says }: SecurityCase): Promise<void> {
  const transport = make({ brokers: [bootstrap], topic, security });
  const attempt = async () => {
    await transport.connect();
    const [result] = await transport.send([{ key: null, value: new Uint8Array([1]) }]);
    if (result.status !== "delivered") throw result.error;
  };
  try {
    const { message } = await assertRejects(attempt, Error);
    assertMatch(message, says!);
    assertEquals(message.split("\n").length, 1);
  } finally {
    await transport.disconnect();
  }
}

async function asksAnew(make: TransportKind["make"], lab: SecuredLab): Promise<void> {
  const passwords = ["wr0ng-s3cret"];
  let asked = 0;
  const security = () => {
    asked++;
    return { sasl: lab.alice("scram-sha-512", passwords[0]) };
  };
  const publisher = new Publisher({
    transport: make({ brokers: [lab.at("SASL")], topic: lab.topic, security }),
    retryMs: 20,
    maxRetryMs: 100,
    lingerMs: 1,
  });
  publisher.offer({ key: null, value: new Uint8Array([1]) });
  await eventually("a refusal", () => publisher.status.state === "disconnected");
  passwords.shift();
  const stats = await publisher.close({ deadlineMs: 10_000 });
  assertEquals(stats.delivered, 1);
  assertEquals(asked, stats.connectAttempts);
}

async function isPatient(make: TransportKind["make"], lab: SecuredLab): Promise<void> {
  await using forward = countingForward(lab.broker.listener("SASL"));
  const security = { sasl: lab.alice("plain", "wr0ng-s3cret") }, pauses: number[] = [];
  const publisher = new Publisher({
    transport: make({ brokers: [forward.address], topic: lab.topic, security }),
    retryMs: 100,
    maxRetryMs: 400,
    random: () => 1,
  });
  publisher.connect();
  for await (const status of publisher.statusChanges()) {
    if (status.state !== "disconnected") continue;
    assertStringIncludes(status.error.message, "password");
    if (pauses.push(status.retryInMs) === 4) break;
  }
  await publisher.close({ deadlineMs: 0 });
  assertEquals(pauses, [100, 200, 400, 400]);
  assertGreater(forward.connections, 3, "it was tried");
  assertLessOrEqual(forward.connections, 2 * publisher.stats.connectAttempts, "a client tries once more by itself");
}
