import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { ensureCompactedTopic } from "../../src/kafka/kafkajs_compacted_topic.ts";
import { eventually } from "../support/eventually.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { testWith } from "../support/requirements.ts";
import { SecuredLab } from "../support/secured_lab.ts";

testWith({
  name:
    "who may not create a topic of leases is told what to create, and who may not see its settings uses it as it is",
  needs: ["kafka", "openssl"],
  async fn() {
    await using lab = await SecuredLab.start();
    const alice = { tls: lab.trust, sasl: lab.alice("scram-sha-512") };
    const ensured = (topic: string) =>
      ensureCompactedTopic(topic, { brokers: [lab.at("SASL_TLS")], security: () => alice });
    for (const topic of [uniqueTopic("leases"), lab.forbiddenTopic]) {
      const error = await assertRejects(() => ensured(topic), Error);
      assertMatch(error.message, /create it: kafka-topics\.sh --create --topic \S+ --config cleanup\.policy=compact$/);
      for (const secret of lab.secrets) assert(!Deno.inspect(error).includes(secret), "a secret is told");
    }
    assertEquals(await ensured(lab.topic), { isNew: false, problem: undefined });
    await lab.broker.grant({ user: "alice", to: ["describe-configs"], topic: lab.topic });
    // A broker knows of a right a moment later.
    const found = await eventually("the settings", async () => (await ensured(lab.topic)).problem);
    assertMatch(found, /has cleanup\.policy=delete .*kafka-configs\.sh/);
    const mine = uniqueTopic("leases");
    await lab.broker.grant({ user: "alice", to: ["create", "describe"], topic: mine });
    const made = await eventually("the topic", () => ensured(mine));
    assertEquals(made, { isNew: true, problem: undefined });
    assertEquals(await ensured(mine), { isNew: false, problem: undefined });
  },
});
