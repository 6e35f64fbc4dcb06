import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { kafkaJsSource } from "@dhcpkit/kafka/collector/kafkajs";
import type { ClusterSecurity } from "@dhcpkit/kafka/publisher";
import { writeOne } from "../../src/kafka/kafkajs_write.ts";
import { testWith } from "../support/requirements.ts";
import { SecuredLab } from "../support/secured_lab.ts";

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
