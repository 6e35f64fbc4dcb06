import { assert, assertEquals, assertMatch } from "@std/assert";
import { runCommand } from "../support/command.ts";
import { kcatConsume } from "../support/kcat.ts";
import type { NetworkNamespace } from "../support/network_namespace.ts";
import { repositoryRoot } from "../support/paths.ts";
import { pythonOriginal } from "../support/python_original.ts";
import { testWith } from "../support/requirements.ts";
import { serviceNeeds, startClient } from "./_clients.ts";
import { duidIn } from "./_on_the_wire.ts";
import { ADDRESS, PREFIX, SERVER_NAME, Service } from "./_service.ts";

testWith({
  name: "a dhclient lease shows up in Kafka, decoded by kcat and the Python original and by tail",
  needs: [...serviceNeeds, "dhclient", "python-original"],
  async fn(t) {
    await using service = await Service.start();
    await using running = await startClient.dhclient(service.lab.client, { request: "both" });
    assertEquals([running.lease.addresses, running.lease.prefixes], [[ADDRESS], [PREFIX]]);
    const seen = await service.assertPublishedWhatWasOnTheWire();
    const records = await kcatConsume(service.broker.bootstrap, service.topic);
    assertEquals(records.length, seen.length);
    const mac = await hardwareAddress(service.lab.client);

    await t.step(
      "the Python original sees both messages in their relay messages, and writes the same bytes",
      async () => {
        const values = records.map(({ value }) => value!);
        assertEquals(await pythonOriginal.rewrite(values), values);
        for (const [i, description] of (await pythonOriginal.describe(values)).entries()) {
          assert(!(description instanceof Error), String(description));
          const { class: kind, length, server_name, message_in, message_out } = description;
          assertEquals([kind, length, server_name], ["DHCPKafkaMessage", values[i].length, SERVER_NAME]);
          const types = i < seen.length - 1
            ? ["SolicitMessage", "AdvertiseMessage"]
            : ["RequestMessage", "ReplyMessage"];
          assertEquals(message_in, ["RelayForwardMessage", types[0]]);
          assertEquals(message_out, ["RelayReplyMessage", types[1]]);
        }
      },
    );

    await t.step("tail --json tells it as data", async () => {
      const lines = await tail(service, records.length, "--json");
      const transactions = lines.map((line) => JSON.parse(line));
      assertEquals(transactions.map(({ offset }) => offset), records.map(({ offset }) => `${offset}`));
      for (const [i, transaction] of transactions.entries()) {
        const last = i === transactions.length - 1;
        assertEquals(transaction.duid, duidIn(seen[i].request.payload)?.toHex());
        assertEquals(transaction["mac-address"], mac);
        assertEquals(
          [transaction.request, transaction.response],
          last ? ["request", "reply"] : ["solicit", "advertise"],
        );
        assertEquals([transaction.topic, transaction.server], [service.topic, SERVER_NAME]);
        assertEquals([transaction["interface-id"], transaction["remote-id"], transaction.relays], ["lan0", null, 1]);
        assertEquals(transaction["client-address"], seen[i].request.source);
        assertEquals(transaction.leases, [
          { address: ADDRESS, "preferred-lifetime": 3600, "valid-lifetime": 7200 },
          { prefix: PREFIX, "preferred-lifetime": 3600, "valid-lifetime": 7200 },
        ]);
        assertEquals([transaction.statuses, transaction.problems], [[], []]);
        const receivedAt = Date.parse(transaction["received-at"]) / 1000;
        assert(Math.abs(receivedAt - seen[i].request.time) < 0.1, `${receivedAt} and ${seen[i].request.time}`);
      }
    });

    await t.step("tail tells it in lines for people", async () => {
      const lines = await tail(service, records.length, "--utc");
      assertEquals(lines.length, records.length);
      for (const [i, line] of lines.entries()) {
        const types = i === lines.length - 1 ? "request → reply" : "solicit → advertise";
        const [time, ...parts] = line.split("  ");
        assertEquals(time.slice(0, 8), new Date(records[i].timestamp).toISOString().slice(11, 19));
        const duration = parts.splice(4, 1)[0];
        assertMatch(duration, /^[\d.]+ (µs|ms)$/);
        assertEquals(parts, [SERVER_NAME, mac, "lan0", types, ADDRESS, PREFIX]);
      }
    });
  },
});

/** What `tail` prints of a topic, with the permissions of the task in deno.json. */
async function tail({ broker, topic }: Service, count: number, ...flags: string[]): Promise<string[]> {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${repositoryRoot}deno.json`));
  const [deno, ...words] = tasks.tail.command.split(" ") as string[];
  assertEquals(deno, "deno");
  const where = ["--brokers", broker.bootstrap, "--topic", topic, "--from-beginning", "-n", `${count}`];
  const { stdout } = await runCommand([Deno.execPath(), ...words, ...where, ...flags], { cwd: repositoryRoot });
  return stdout.trimEnd().split("\n");
}

async function hardwareAddress(machine: NetworkNamespace): Promise<string> {
  return (await machine.run(["cat", "/sys/class/net/eth0/address"])).stdout.trim();
}
