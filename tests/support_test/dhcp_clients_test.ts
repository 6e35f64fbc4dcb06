import { assert, assertEquals, assertRejects } from "@std/assert";
import { NoLease } from "../support/dhcp_client.ts";
import { startDhclient } from "../support/dhclient.ts";
import { startDhcp6c } from "../support/dhcp6c.ts";
import { startDhcpcd } from "../support/dhcpcd.ts";
import { startDhcrelay } from "../support/dhcrelay.ts";
import { eventually } from "../support/eventually.ts";
import { NetworkLab } from "../support/network_lab.ts";
import { testWith } from "../support/requirements.ts";
import { answers, startTinyServer } from "./_tiny_server.ts";

const clients = { dhclient: startDhclient, dhcpcd: startDhcpcd, dhcp6c: startDhcp6c };
const host = { dnsServers: ["2001:db8:1::53"], searchDomains: ["example.com"] };

for (const client of ["dhclient", "dhcpcd", "dhcp6c"] as const) {
  const start = clients[client];

  testWith({
    name: `${client} gets an address and a prefix, uses the address, and gives both back`,
    needs: ["network-namespaces", "python-original", client],
    async fn() {
      await using lab = await NetworkLab.create();
      await using server = await startTinyServer(lab);
      await using running = await start(lab.client, { request: "both" });
      assertEquals(running.lease, { addresses: ["2001:db8:1::abcd"], prefixes: ["2001:db8:f00::/56"], ...host });
      const addresses = await lab.client.addresses("eth0");
      assert(addresses.some(({ address }) => address === "2001:db8:1::abcd"));
      await running.release();
      await eventually("a Release", async () => (await answers(server)).includes("8 7 0"));
      assertEquals((await answers(server)).slice(0, 3), ["1 2 0", "3 7 0", "8 7 0"]);
    },
  });

  testWith({
    name: `${client} asks for information only, and its end is no Release`,
    needs: ["network-namespaces", "python-original", client],
    async fn() {
      await using lab = await NetworkLab.create();
      await using server = await startTinyServer(lab);
      {
        await using running = await start(lab.client, { request: "information" });
        assertEquals(running.lease, { addresses: [], prefixes: [], ...host });
      }
      assertEquals(await answers(server), ["11 7 0"]);
    },
  });

  testWith({
    name: `${client} without a server is an error that shows what it tried`,
    needs: ["network-namespaces", client],
    async fn() {
      await using lab = await NetworkLab.create();
      await assertRejects(() => start(lab.client, { timeoutMs: 1_500 }), NoLease, "eth0");
    },
  });
}

testWith({
  name: "dhclient gets its address through two ISC relays",
  needs: ["network-namespaces", "python-original", "dhclient", "dhcrelay"],
  async fn() {
    await using lab = await NetworkLab.create({ relays: 2 });
    await using server = await startTinyServer(lab);
    const [first, second] = lab.relays;
    await using _upper = await startDhcrelay(second, { server: lab.serverAddress });
    await using _lower = await startDhcrelay(first, { server: "2001:db8:2::1" });
    await using running = await startDhclient(lab.client);
    assertEquals(running.lease.addresses, ["2001:db8:1::abcd"]);
    assertEquals(await answers(server), ["1 2 2", "3 7 2"]);
  },
});
