import { assertEquals } from "@std/assert";
import { BackgroundProcess } from "../support/background_process.ts";
import { eventually } from "../support/eventually.ts";
import { kcatConsume } from "../support/kcat.ts";
import { repositoryRoot } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";
import { serviceNeeds, startClient } from "./_clients.ts";
import { readmeCommand } from "./_readme_command.ts";
import { ADDRESS, PREFIX, SERVER_NAME, Service } from "./_service.ts";
import { withWorker } from "./_worker_example.ts";

interface Row {
  readonly server: string;
  readonly client: string;
  readonly value: string;
}

testWith({
  name:
    "a lease goes from the responder through Kafka and a consumer that forwards CloudEvents to the worker, and is found in its store",
  needs: [...serviceNeeds, "dhclient"],
  async fn() {
    await using service = await Service.start();
    await withWorker(async ({ url, tokens, ask }) => {
      const { broker, topic, lab } = service;
      await using forwarder = new BackgroundProcess(
        await readmeCommand("examples/07_cloudflare_worker", "forward.ts", {
          "kafka1.example.com:9092,dhcp-transactions.example.workers.dev": `${broker.bootstrap},${new URL(url).host}`,
          "kafka1.example.com:9092": broker.bootstrap,
          "dhcpkit.messages": topic,
          "https://dhcp-transactions.example.workers.dev/": url,
        }),
        { logFile: `${lab.client.folder}/forward.log`, cwd: repositoryRoot, env: { PUSH_TOKEN: tokens.push } },
      );
      await using client = await startClient.dhclient(lab.client, { request: "both" });
      assertEquals([client.lease.addresses, client.lease.prefixes], [[ADDRESS], [PREFIX]]);

      const rows = async (lease: string) => await ask(`/?lease=${lease}`) as Row[];
      const isThere = async () => (await rows(ADDRESS)).length >= 2 || undefined;
      await eventually("the lease in the worker's store", isThere, { timeoutMs: 60_000, everyMs: 200 })
        .catch(async (error) => {
          throw new Error(`${error.message}\n${await forwarder.log()}`);
        });
      const published = (await kcatConsume(broker.bootstrap, topic)).map(({ value }) => value!.toHex().toUpperCase());
      for (const lease of [ADDRESS, PREFIX]) {
        const found = await rows(lease);
        assertEquals(found.map(({ value }) => value).toReversed(), published, `${lease}: the bytes of the records`);
        assertEquals(found.map(({ server }) => server), published.map(() => SERVER_NAME));
      }
      assertEquals(await ask("/unreadable"), []);
    });
  },
});
