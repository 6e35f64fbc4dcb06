import { assertEquals } from "@std/assert";
import { eventually } from "../support/eventually.ts";
import { kcatConsume } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { serviceNeeds, startClient } from "./_clients.ts";
import { conversation } from "./_on_the_wire.ts";
import { ADDRESS, addressesOf, assertCleanEnd, INFORMATION, PREFIX, Service } from "./_service.ts";

/** T1 and T2. dhclient repeats its Renew for 10 seconds before it looks at T2, and dhcp6c takes no T1 below 18 seconds. */
const soon = ["iana", "iapd"].map((what) => `
<${what}-timing-limits>
    max-t1 1s
    max-t2 3s
</${what}-timing-limits>`).join("");

testWith({
  name: "dhclient renews its lease when it is time",
  needs: [...serviceNeeds, "dhclient"],
  async fn() {
    await using service = await Service.start({ more: soon });
    await using _running = await startClient.dhclient(service.lab.client, { request: "both" });
    await service.waitUntilSaid("5→7");
    const seen = await service.assertPublishedWhatWasOnTheWire();
    assertEquals(conversation(seen).slice(0, 3), ["1→2", "3→7", "5→7"]);
  },
});

testWith({
  name: "dhcpcd that gets no answer to its Renew asks all servers; both are in Kafka, the one without an answer too",
  needs: [...serviceNeeds, "dhcpcd"],
  async fn() {
    const more = `${soon}\n<ignore-request>\n    message-type renew\n</ignore-request>`;
    await using service = await Service.start({ more });
    await using _running = await startClient.dhcpcd(service.lab.client, { request: "both" });
    await service.waitUntilSaid("6→7");
    const seen = await service.assertPublishedWhatWasOnTheWire();
    assertEquals(conversation(seen).slice(0, 4), ["1→2", "3→7", "5→", "6→7"]);
  },
});

testWith({
  name: "dhcpcd whose link was down asks whether its address still fits, and keeps it",
  needs: [...serviceNeeds, "dhcpcd"],
  async fn() {
    await using service = await Service.start();
    const { client } = service.lab;
    await using _running = await startClient.dhcpcd(client);
    for (const change of ["down", "up"]) await client.run(["ip", "link", "set", "eth0", change]);
    await service.waitUntilSaid("4→7");
    const isBack = async () => (await addressesOf(client, "eth0")).includes(ADDRESS);
    await eventually("the address on the interface", isBack);
    const seen = await service.assertPublishedWhatWasOnTheWire();
    assertEquals(conversation(seen), ["1→2", "3→7", "4→7"]);
  },
});

for (const client of ["dhclient", "dhcpcd", "dhcp6c"] as const) {
  testWith({
    name: `${client} that asks for both and has no prefix assigned gets its address`,
    needs: [...serviceNeeds, client],
    async fn() {
      await using service = await Service.start({ clients: [`interface-id-str:lan0,${ADDRESS},`] });
      await using running = await startClient[client](service.lab.client, { request: "both" });
      assertEquals(running.lease, { addresses: [ADDRESS], prefixes: [], ...INFORMATION });
      await running.release();
      const [first, ...said] = conversation(await service.assertPublishedWhatWasOnTheWire());
      // Meanwhile a client may have asked for the prefix once more.
      assertEquals([first, ...said.filter((one) => one !== "1→2")], ["1→2", "3→7", "8→7"]);
    },
  });
}

testWith({
  name: "dhcp6c gets its prefix in two messages where both sides want Rapid Commit",
  needs: [...serviceNeeds, "dhcp6c"],
  async fn() {
    await using service = await Service.start({ more: "allow-rapid-commit yes" });
    const { client } = service.lab;
    const config = `${client.folder}/rapid-commit.conf`;
    await Deno.writeTextFile(config, "interface eth0 { send rapid-commit; send ia-pd 2; };\nid-assoc pd 2 { };\n");
    await Deno.mkdir(`${client.folder}/lib`);
    const inMounts = `mount --bind ${client.folder}/lib /var/lib/dhcpv6 && exec "$@"`;
    const command = ["dhcp6c", "-f", "-D", "-c", config, "-p", `${client.folder}/pid`, "eth0"];
    const dhcp6c = client.start(["sh", "-c", inMounts, "sh", ...command]);
    await dhcp6c.waitForLog(/got an expected reply, sleeping/);
    const [, prefix] = await dhcp6c.waitForLog(/create a prefix (\S+)/);
    assertEquals(prefix, PREFIX);
    await dhcp6c.stop("SIGKILL");
    assertEquals(conversation(await service.assertPublishedWhatWasOnTheWire()), ["1→7"]);
  },
});

testWith({
  name: "the responder serves clients when its own link was down, without being started again",
  needs: [...serviceNeeds, "dhclient"],
  async fn() {
    await using service = await Service.start();
    const { client, server } = service.lab;
    for (const change of ["down", "up"]) await server.run(["ip", "link", "set", "lan0", change]);
    await server.linkLocal("lan0");
    // tcpdump has ended with the link; the responder's own figures and the topic have to do.
    await using running = await startClient.dhclient(client, { request: "both" });
    assertEquals(running.lease, { addresses: [ADDRESS], prefixes: [PREFIX], ...INFORMATION });
    const end = await service.responder.stop();
    assertCleanEnd(end, (await kcatConsume(service.broker.bootstrap, service.topic)).length);
  },
});
