import { assertEquals } from "@std/assert";
import { startDhcrelay } from "../support/dhcrelay.ts";
import { testWith } from "../support/requirements.ts";
import { firstDhcrelayInterface, serviceNeeds, startClient } from "./_clients.ts";
import { conversation } from "./_on_the_wire.ts";
import { ADDRESS, INFORMATION, PREFIX, Service, type ServiceOptions } from "./_service.ts";

/** Clients are known by the Interface-Id of the relay closest to them. */
function relayed(relays: number): ServiceOptions {
  return {
    relays,
    listen: `<listen-unicast 2001:db8:${relays + 1}::1>\n</listen-unicast>`,
    clients: [
      "interface-id-str:lan0,2001:db8:1::bad,",
      `interface-id:${firstDhcrelayInterface},${ADDRESS},${PREFIX}`,
    ],
  };
}

for (const client of ["dhclient", "dhcpcd", "dhcp6c"] as const) {
  testWith({
    name: `${client} gets its address and prefix through ISC dhcrelay, and Kafka has what the relay sent`,
    needs: [...serviceNeeds, "dhcrelay", client],
    async fn() {
      await using service = await Service.start(relayed(1));
      await using _relay = await startDhcrelay(service.lab.relays[0], { server: service.lab.serverAddress });
      await using running = await startClient[client](service.lab.client, { request: "both" });
      assertEquals(running.lease, { addresses: [ADDRESS], prefixes: [PREFIX], ...INFORMATION });
      await running.release();
      assertEquals(conversation(await service.assertPublishedWhatWasOnTheWire()), ["1→2", "3→7", "8→7"]);
    },
  });
}

testWith({
  name: "dhclient gets its address and prefix through two relays, and Kafka has both of them",
  needs: [...serviceNeeds, "dhcrelay", "dhclient"],
  async fn() {
    await using service = await Service.start(relayed(2));
    const [first, second] = service.lab.relays;
    await using _upper = await startDhcrelay(second, { server: service.lab.serverAddress });
    await using _lower = await startDhcrelay(first, { server: "2001:db8:2::1" });
    await using running = await startClient.dhclient(service.lab.client, { request: "both" });
    assertEquals(running.lease, { addresses: [ADDRESS], prefixes: [PREFIX], ...INFORMATION });
    await running.release();
    const seen = await service.assertPublishedWhatWasOnTheWire();
    assertEquals(conversation(seen), ["1→2", "3→7", "8→7"]);
    assertEquals(seen.map(({ request }) => request.payload[1]), seen.map(() => 1), "hop counts on the server's link");
  },
});
