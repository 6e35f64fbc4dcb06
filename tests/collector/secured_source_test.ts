import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { kafkaJsSource } from "@dhcpkit/kafka/collector/kafkajs";
import type { ClusterSecurity } from "@dhcpkit/kafka/publisher";
import { writeOne } from "../../src/kafka/kafkajs_write.ts";
import { testWith } from "../support/requirements.ts";
import { SecuredLab } from "../support/secured_lab.ts";
import { consumerKinds } from "./_consumer_kinds.ts";
import { Reading } from "./_reading.ts";

async function firstValue(lab: SecuredLab, listener: string, security: ClusterSecurity, topic = lab.topic) {
  const source = kafkaJsSource({ brokers: [lab.at(listener)], topic, startAt: "beginning", security: () => security });
  for await (const { value } of source.read({ signal: new AbortController().signal })) return value;
}

testWith({
  name: "a secured topic is read by those who may, and others are told what they need",
  needs: ["kafka", "openssl"],
  async fn() {
    await using lab = await SecuredLab.start();
    await writeOne(lab.topic, new Uint8Array([7]), { brokers: [lab.broker.bootstrap] }, {});
    const alice = { tls: lab.trust, sasl: lab.alice("scram-sha-512") };
    assertEquals([...await firstValue(lab, "SASL_TLS", alice) ?? []], [7]);

    const wrong = { ...alice, sasl: lab.alice("scram-sha-512", "wr0ng-s3cret") };
    const password = await assertRejects(() => firstValue(lab, "SASL_TLS", wrong), Error);
    assertMatch(password.message, /does not let alice in with this password/);
    const certificate = await assertRejects(() => firstValue(lab, "EXPIRED", { tls: lab.trust }), Error);
    assertMatch(certificate.message, /expired at .*renew it/);
    const topic = await assertRejects(() => firstValue(lab, "SASL_TLS", alice, lab.forbiddenTopic), Error);
    assertMatch(topic.message, /alice may not read from .*ACL: READ and DESCRIBE/);
    const group = await assertRejects(() => firstValue(lab, "MUTUAL", { tls: lab.client }), Error);
    assertMatch(group.message, /owner of this certificate finds no coordinator .*ACL: READ on groups/);
  },
});

testWith({
  name: "as a member of a group, a secured topic is read by those who may, and others are told what they need",
  needs: ["kafka", "openssl"],
  async fn() {
    await using lab = await SecuredLab.start();
    await writeOne(lab.topic, new Uint8Array([7]), { brokers: [lab.broker.bootstrap] }, {});
    const password = lab.alice("scram-sha-512");
    for (const { make } of consumerKinds) {
      const consumer = (listener: string, security: ClusterSecurity, topic = lab.topic) =>
        make({ brokers: [lab.at(listener)], topic, groupId: "collectors", security: () => security });
      const fails = async (listener: string, security: ClusterSecurity, topic?: string) => {
        await using reading = new Reading(consumer(listener, security, topic));
        const error = await reading.ended as Error;
        for (const secret of lab.secrets) assert(!Deno.inspect(error).includes(secret), "a secret is told");
        return error.message;
      };
      const alice = { tls: lab.trust, sasl: password };
      {
        await using reading = new Reading(consumer("SASL_TLS", alice));
        await reading.until("the record", () => reading.records.length > 0);
        assertEquals(reading.values, [[7]]);
        await reading.until("a heartbeat", () => reading.consumer.health.heartbeatAt);
      }
      for (const mechanism of ["plain", "scram-sha-256", "oauthbearer"] as const) {
        await using reading = new Reading(consumer("SASL", { sasl: lab.alice(mechanism) }));
        await reading.until("the record", () => reading.records.length > 0);
      }
      const wrong = { ...alice, sasl: lab.alice("scram-sha-512", "wr0ng-s3cret") };
      assertMatch(await fails("SASL_TLS", wrong), /does not let alice in with this password/);
      assertMatch(await fails("EXPIRED", { tls: lab.trust }), /expired at .*renew it/);
      assertMatch(await fails("SASL_TLS", {}), /expects TLS/);
      assertMatch(
        await fails("SASL_TLS", alice, lab.forbiddenTopic),
        /alice may not read from .*ACL: READ and DESCRIBE/,
      );
      assertMatch(
        await fails("MUTUAL", { tls: lab.client }),
        /owner of this certificate may not be in the consumer group collectors; .*ACL: READ on the group collectors/,
      );
    }
  },
});
