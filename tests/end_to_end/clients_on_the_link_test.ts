import { assert, assertEquals } from "@std/assert";
import { testWith } from "../support/requirements.ts";
import { type ClientName, serviceNeeds, startClient, toldScript } from "./_clients.ts";
import { conversation, optionCodes } from "./_on_the_wire.ts";
import { ADDRESS, addressesOf, INFORMATION, PREFIX, Service } from "./_service.ts";

/** Told to those who did not ask, as none of these clients does unless it is set up for it; NTP only to those who ask. */
const timeServers = `
<sntp-servers>
    address 2001:db8::7b
    always-send yes
</sntp-servers>
<ntp-servers>
    server-fqdn ntp.example.com
</ntp-servers>`;
const NTP_SERVER = 56;

/** How each client calls the SNTP servers of RFC 4075. */
const toldTimeServers: Readonly<Record<ClientName, Record<string, string>>> = {
  dhclient: { new_dhcp6_sntp_servers: "2001:db8::7b" },
  dhcpcd: { new_dhcp6_sntp_servers: "2001:db8::7b" },
  dhcp6c: { new_ntp_servers: "2001:db8::7b" },
};

for (const client of ["dhclient", "dhcpcd", "dhcp6c"] as const) {
  testWith({
    name: `${client} gets just its address, prefix and options from the responder, releases them, and Kafka has it all`,
    needs: [...serviceNeeds, client],
    async fn() {
      await using service = await Service.start({ more: timeServers, preference: 0 });
      await using running = await startClient[client](service.lab.client, { request: "both" });
      assertEquals(running.lease, { addresses: [ADDRESS], prefixes: [PREFIX], ...INFORMATION });
      assertEquals(await toldScript(service.lab.client, /ntp|unknown/), toldTimeServers[client]);
      const addresses = await addressesOf(service.lab.client, "eth0");
      assert(addresses.includes(ADDRESS), addresses.join());
      await running.release();
      const seen = await service.assertPublishedWhatWasOnTheWire();
      assertEquals(conversation(seen), ["1→2", "3→7", "8→7"]);
      assert(seen.every(({ answer }) => answer && !optionCodes(answer.payload).includes(NTP_SERVER)));
    },
  });

  testWith({
    name: `${client} that asks for information only is told it, and that transaction is in Kafka too`,
    needs: [...serviceNeeds, client],
    async fn() {
      await using service = await Service.start();
      await using running = await startClient[client](service.lab.client, { request: "information" });
      assertEquals(running.lease, { addresses: [], prefixes: [], ...INFORMATION });
      assertEquals(conversation(await service.assertPublishedWhatWasOnTheWire()), ["11→7"]);
    },
  });
}

testWith({
  name: "dhclient that asks for an address alone gets no prefix",
  needs: [...serviceNeeds, "dhclient"],
  async fn() {
    await using service = await Service.start();
    await using running = await startClient.dhclient(service.lab.client, { request: "address" });
    assertEquals(running.lease, { addresses: [ADDRESS], prefixes: [], ...INFORMATION });
    await running.release();
    assertEquals(conversation(await service.assertPublishedWhatWasOnTheWire()), ["1→2", "3→7", "8→7"]);
  },
});
