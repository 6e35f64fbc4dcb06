import { assert, assertEquals, assertNotMatch } from "@std/assert";
import { NetworkLab } from "../support/network_lab.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { forwardTcp } from "../support/tcp_forward.ts";
import { serviceNeeds, startClient } from "./_clients.ts";
import { conversation } from "./_on_the_wire.ts";
import { ADDRESS, INFORMATION, PREFIX, Service } from "./_service.ts";

testWith({
  name: "dhclient is served while the broker refuses connections, and Kafka has it all when the broker is there",
  needs: [...serviceNeeds, "dhclient"],
  async fn() {
    await using service = await Service.start({ withoutKafka: true });
    await service.responder.process.waitForLog(/Kafka logging disabled: .*refused/);
    await getAndReleaseLease(service);
    await using _way = await forwardTcp(service.lab.server, service.broker);
    await service.responder.process.waitForLog(/Kafka logging enabled/, 20_000);
    await assertServedAtOnceAndPublished(service);
  },
});

testWith({
  name:
    "dhclient is served while the broker takes connections and stays silent, and Kafka has it all when the broker talks",
  needs: [...serviceNeeds, "dhclient"],
  async fn() {
    await using lab = await NetworkLab.create();
    await using way = await forwardTcp(lab.server, await sharedBroker());
    way.pause();
    await using service = await Service.start({ lab, withoutKafka: true });
    await getAndReleaseLease(service);
    assertNotMatch(await service.responder.process.log(), /Kafka/, "the broker's silence had not been noticed yet");
    way.resume();
    await service.responder.process.waitForLog(/Kafka logging enabled/, 40_000);
    await assertServedAtOnceAndPublished(service);
  },
});

testWith({
  name: "dhclient is served while a broker that was there has fallen silent, and Kafka has it all afterwards",
  needs: [...serviceNeeds, "dhclient"],
  async fn() {
    await using lab = await NetworkLab.create();
    await using way = await forwardTcp(lab.server, await sharedBroker());
    await using service = await Service.start({ lab, withoutKafka: true });
    await service.responder.process.waitForLog(/Kafka logging enabled/);
    way.pause();
    await getAndReleaseLease(service);
    way.resume();
    await assertServedAtOnceAndPublished(service);
  },
});

async function getAndReleaseLease({ lab, broker, topic }: Service): Promise<void> {
  await using running = await startClient.dhclient(lab.client, { request: "both" });
  assertEquals(running.lease, { addresses: [ADDRESS], prefixes: [PREFIX], ...INFORMATION });
  await running.release();
  assertEquals(await broker.endOffsets(topic), [0n], "Kafka was within reach");
}

/** An answer is a matter of a millisecond or so; a busy machine may take longer, but nobody waits for a broker's timeouts. */
async function assertServedAtOnceAndPublished(service: Service): Promise<void> {
  const seen = await service.assertPublishedWhatWasOnTheWire();
  assertEquals(conversation(seen), ["1→2", "3→7", "8→7"]);
  const slowest = Math.max(...seen.map(({ request, answer }) => answer ? answer.time - request.time : Infinity));
  assert(slowest < 0.5, `an answer took ${slowest} s`);
}
