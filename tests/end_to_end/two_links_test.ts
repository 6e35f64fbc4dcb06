import { assertEquals } from "@std/assert";
import { Capture } from "../support/capture.ts";
import { startDhcrelay } from "../support/dhcrelay.ts";
import { connect, NetworkLab } from "../support/network_lab.ts";
import { NetworkNamespace } from "../support/network_namespace.ts";
import { testWith } from "../support/requirements.ts";
import { firstDhcrelayInterface, serviceNeeds, startClient } from "./_clients.ts";
import { conversation, exchanges } from "./_on_the_wire.ts";
import { addressesOf, assertCleanEnd, INFORMATION, Service } from "./_service.ts";

const bothLinks = "<listen-interface lan1>\n</listen-interface>\n<listen-interface lan0>\n</listen-interface>";

testWith({
  name: "two clients with the same link-local address, on links of their own, are each answered on their own link",
  needs: [...serviceNeeds, "dhclient", "dhcpcd"],
  async fn() {
    await using lab = await NetworkLab.create();
    await using otherClient = await addLink(lab, "lan1", "2001:db8:e::1/64");
    for (const client of [lab.client, otherClient]) await setHardwareAddress(client, "02:00:5e:10:00:01");
    const clients = ["interface-id-str:lan0,2001:db8:1::a,", "interface-id-str:lan1,2001:db8:e::b,"];
    await using service = await Service.start({ lab, listen: bothLinks, clients });
    await using otherCapture = await Capture.start(lab.server, "lan1");

    await using first = await startClient.dhclient(lab.client);
    await using second = await startClient.dhcpcd(otherClient);
    assertEquals(first.lease, { addresses: ["2001:db8:1::a"], prefixes: [], ...INFORMATION });
    assertEquals(second.lease, { addresses: ["2001:db8:e::b"], prefixes: [], ...INFORMATION });

    const end = await service.responder.stop();
    const seen = exchanges(await service.capture.datagrams(), await addressesOf(lab.server, "lan0"));
    const otherSeen = exchanges(await otherCapture.datagrams(), await addressesOf(lab.server, "lan1"));
    assertEquals([conversation(seen), conversation(otherSeen)], [["1→2", "3→7"], ["1→2", "3→7"]]);
    for (const { request } of [...seen, ...otherSeen]) assertEquals(request.source, "fe80::5eff:fe10:1");
    assertCleanEnd(end, seen.length + otherSeen.length);
    const lan1 = { interfaceName: "lan1", linkAddress: "2001:db8:e::1" };
    await service.assertPublished([
      ...seen.map((exchange) => ({ ...exchange, receivedAt: service.lan0 })),
      ...otherSeen.map((exchange) => ({ ...exchange, receivedAt: lan1 })),
    ]);
  },
});

testWith({
  name: "what a relay sends to all servers of the site is answered once, on the link that it came from",
  needs: [...serviceNeeds, "dhcrelay", "dhclient"],
  async fn() {
    await using lab = await NetworkLab.create({ relays: 1 });
    await using _elsewhere = await addLink(lab, "lan1", "2001:db8:e::1/64");
    const clients = [`interface-id:${firstDhcrelayInterface},2001:db8:1::a,`];
    await using service = await Service.start({ lab, listen: bothLinks, clients });
    await using _relay = await startDhcrelay(lab.relays[0]);
    await using running = await startClient.dhclient(lab.client);
    assertEquals(running.lease.addresses, ["2001:db8:1::a"]);
    const seen = await service.assertPublishedWhatWasOnTheWire();
    assertEquals(conversation(seen), ["1→2", "3→7"]);
    for (const { request } of seen) assertEquals(request.destination, "ff05::1:3");
  },
});

/** Another link of the server's, with a machine at its other end. */
async function addLink(lab: NetworkLab, device: string, address: string): Promise<NetworkNamespace> {
  const role = `on-${device}`;
  const machine = await NetworkNamespace.create(
    lab.server.name.replace(/server$/, role),
    `${lab.client.folder}-${role}`,
  );
  try {
    await connect([machine, "eth0"], [lab.server, device]);
    await lab.server.addAddress(device, address);
    return machine;
  } catch (error) {
    await machine[Symbol.asyncDispose]();
    throw error;
  }
}

/** The link-local address follows from it. */
async function setHardwareAddress(machine: NetworkNamespace, address: string): Promise<void> {
  for (const change of [["down"], ["address", address], ["up"]]) {
    await machine.run(["ip", "link", "set", "eth0", ...change]);
  }
  await machine.linkLocal("eth0");
}
