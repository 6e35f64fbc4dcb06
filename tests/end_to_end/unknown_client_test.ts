import { assertEquals } from "@std/assert";
import { kcatConsume } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { serviceNeeds, startClient } from "./_clients.ts";
import { conversation, exchanges } from "./_on_the_wire.ts";
import { figuresIn, Responder } from "./_responder.ts";
import { ADDRESS, addressesOf, INFORMATION, PREFIX, Service } from "./_service.ts";

testWith({
  name: "a client that nobody knew is seen in Kafka, gets a row by its DUID there, and is served",
  needs: [...serviceNeeds, "dhclient"],
  async fn() {
    await using service = await Service.start({ clients: [] });
    const { lab, broker, topic, config } = service;
    const becomingClient = startClient.dhclient(lab.client, { request: "both" });
    const [unserved] = await kcatConsume(broker.bootstrap, topic, { count: 1 });
    assertEquals((await service.responder.stop()).code, 0);

    const clients = [`duid:${unserved.key!.toHex()},${ADDRESS},${PREFIX}`];
    await using responder = await Responder.start(lab.server, { config, clients });
    await using client = await becomingClient;
    assertEquals(client.lease, { addresses: [ADDRESS], prefixes: [PREFIX], ...INFORMATION });
    const end = await responder.stop();
    const { server, kafka } = figuresIn(end);
    assertEquals([end.code, server.malformed, server.failed, kafka.delivered], [0, 0, 0, server.received]);
    // A Solicit may have come while nobody was there.
    const seen = exchanges(await service.capture.datagrams(), await addressesOf(lab.server, "lan0"));
    assertEquals(conversation(seen).slice(-2), ["1→2", "3→7"]);
  },
});
