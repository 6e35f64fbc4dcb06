import { assertEquals, assertMatch } from "@std/assert";
import { attemptCommand, type CommandResult } from "../support/command.ts";
import { repositoryRoot } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { serviceNeeds, startClient } from "./_clients.ts";
import { ADDRESS, PREFIX, SERVER_NAME, Service } from "./_service.ts";

for (const client of ["kafkajs", "platformatic"] as const) {
  testWith({
    name: `${client}: collect stores what the responder told a real client, and who tells who has the address`,
    needs: [...serviceNeeds, "dhclient"],
    async fn(t) {
      await using service = await Service.start();
      await using folder = await TempFolder.create("collect");
      const where = ["--brokers", service.broker.bootstrap, "--topic", service.topic, "--client", client];
      const store = ["--store", folder.file("dhcp.sqlite")];
      const collect = () => task("collect", [...where, ...store, "--until-caught-up"]);
      const who = (what: string, ...more: string[]) => task("who", [what, ...store, ...more]);
      const running = await startClient.dhclient(service.lab.client, { request: "both" });
      const mac = (await service.lab.client.run(["cat", "/sys/class/net/eth0/address"])).stdout.trim();
      const leasedAt = new Date().toISOString();

      await t.step("while the lease lasts", async () => {
        assertEquals((await collect()).code, 0);
        const { code, stdout } = await who(ADDRESS, "--utc");
        assertEquals(code, 0);
        assertMatch(stdout, new RegExp(`^${ADDRESS} was held at .* UTC by\n`));
        assertMatch(stdout, new RegExp(`\n  MAC +${mac}\n`));
        assertMatch(stdout, /\n {2}interface-id +lan0\n/);
        assertMatch(stdout, new RegExp(`\n  confirmed .*\\(request → reply, record .* by ${SERVER_NAME}\n`));
      });

      await t.step("an address within the prefix, as data, with both packets as proof", async () => {
        const inside = PREFIX.replace("::/56", "::12");
        const [answer] = (await who(inside, "--json")).stdout.trim().split("\n").map((line) => JSON.parse(line));
        assertEquals([answer.verdict, answer.holder.lease, answer.holder.server], ["held", PREFIX, SERVER_NAME]);
        assertEquals(answer.holder.client["mac-address"], mac);
        const { proof: { opened } } = answer.holder;
        assertEquals([opened.request, opened.response, opened.record.topic], ["request", "reply", service.topic]);
        assertMatch(opened["request-bytes"], /^0c/);
        assertMatch(opened["response-bytes"], /^0d/);
      });

      await t.step("what was before the log began is unknown, with a status of its own", async () => {
        const { code, stdout } = await who(ADDRESS, "--at", "2026-01-01 00:00");
        assertEquals(code, 3);
        assertMatch(stdout, new RegExp(`^It is unknown who held ${ADDRESS} at `));
      });

      await t.step("after it was given back, and at the time before that", async () => {
        await running.release();
        await service.waitUntilSaid("8→7");
        await service.responder.stop();
        assertEquals((await collect()).code, 0);
        const now = await who(ADDRESS, "--utc");
        assertMatch(
          now.stdout,
          new RegExp(`^${ADDRESS} was not held by anybody at .*\nThe last to hold it before was\n`),
        );
        assertMatch(now.stdout, /\n {2}until +released .* \(release → reply, record /);
        const before = await who(ADDRESS, "--at", leasedAt);
        assertMatch(before.stdout, new RegExp(`^${ADDRESS} was held at `));
      });
    },
  });
}

/** Runs a task of deno.json, with its permissions. */
async function task(name: string, args: readonly string[]): Promise<CommandResult> {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${repositoryRoot}deno.json`));
  const [deno, ...words] = tasks[name].command.split(" ") as string[];
  assertEquals(deno, "deno");
  const result = await attemptCommand([Deno.execPath(), ...words, ...args], { cwd: repositoryRoot });
  if (![0, 3].includes(result.code)) console.error(result.stderr);
  return result;
}
