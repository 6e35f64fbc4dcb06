import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { BackgroundProcess } from "../support/background_process.ts";
import { fillTopic } from "../support/collector_kills.ts";
import { attemptCommand } from "../support/command.ts";
import { freePorts } from "../support/free_port.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { repositoryRoot } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { TempFolder } from "../support/temp_folder.ts";

const README = await Deno.readTextFile(`${repositoryRoot}README.md`);
/** What is asked for, and refused, when something is not allowed: nobody is there to be asked. */
const env = { DENO_NO_PROMPT: "1", DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" };

/** The commands of README.md that run the command line, as a shell takes them, by the name behind `cli`. */
function commands(): ReadonlyMap<string, string> {
  const blocks = Array.from(README.matchAll(/```sh\n([^]*?)```/g), ([, block]) => block.replaceAll(/\\\n\s*/g, ""));
  const lines = blocks.flatMap((block) => block.split("\n"));
  return new Map(lines.flatMap((line) => {
    const [, name] = /jsr:@dhcpkit\/kafka\/cli (\S+)/.exec(line) ?? [];
    return name === undefined ? [] : [[name, line] as const];
  }));
}

Deno.test("the commands of README.md allow a program the hosts, folders and variables that it needs, and nothing without limits", () => {
  const all = commands();
  assertEquals([...all.keys()].sort(), ["check-config", "collect", "doctor", "glass", "tail", "transcode", "who"]);
  for (const [name, line] of all) {
    const rights = line.match(/--allow-\S+/g) ?? [];
    assert(rights.length > 0, name);
    for (const right of rights) assertMatch(right, /^--allow-(net|read|write|env)=[^,\s]/, `${name}: ${right}`);
  }
});

testWith({
  name: "the commands of README.md do what they say with the rights that they say",
  needs: ["kafka"],
  async fn() {
    await using folder = await TempFolder.create("readme");
    const broker = await sharedBroker(), topic = uniqueTopic("readme"), [port] = freePorts(1);
    await broker.createTopic(topic);
    await broker.createTopic(`${topic}.json`);
    await fillTopic(broker.bootstrap, topic, 1000);
    const [, conf] = /```\n(<listen-interface[^]*?)```/.exec(README)!;
    const here = (text: string) =>
      text.replace(/^deno /, `${Deno.execPath()} `).replaceAll(
        "jsr:@dhcpkit/kafka/cli",
        `${repositoryRoot}src/cli/main.ts`,
      )
        .replaceAll("kafka1.example.com:9092", broker.bootstrap).replaceAll("8547", `${port}`)
        .replaceAll("dhcpkit.messages", topic).replaceAll("dhcpkit.transactions", `${topic}.json`);
    await folder.write("dhcpd.conf", here(conf));
    await folder.write("clients.csv", "id,address,prefix\n");
    const cwd = folder.path, lines = commands();
    const shell = (name: string, more = "") => ["bash", "-c", `exec ${here(lines.get(name)!)} ${more}`];
    const done = (name: string, more = "") => attemptCommand(shell(name, more), { cwd, env, timeoutMs: 120_000 });
    const running = (name: string, more = "") =>
      new BackgroundProcess(shell(name, more), { logFile: folder.file(`${name}.log`), cwd, env });

    const checked = await done("check-config");
    assertEquals([checked.code, checked.stderr.includes("Requires")], [0, false], checked.stdout + checked.stderr);
    const examined = await done("doctor");
    assertEquals([examined.code, examined.stderr], [0, ""], examined.stdout);
    {
      await using collecting = running("collect", `--consumer-group ${topic}`);
      await collecting.waitForLog(/caught up: 1,000 stored/, 90_000);
      const page = await fetch(`http://127.0.0.1:${port}/clients.json`);
      assertEquals([page.status, (await page.json()).clients.length > 0], [200, true]);
      assertEquals((await collecting.stop()).code, 0, await collecting.log());
    }
    const asked = await done("who");
    assertStringIncludes(asked.stdout, "2001:db8:1000::12", asked.stderr);
    {
      await using glass = running("glass", `--listen ${port}`);
      await glass.waitForLog(/looking glass at http:/, 30_000);
      const page = await fetch(`http://127.0.0.1:${port}/clients/1`, { headers: { accept: "text/html" } });
      assertEquals([page.status, (await page.text()).includes("Log out")], [200, false]);
      assertEquals((await glass.stop()).code, 0, await glass.log());
      assertEquals((await glass.log()).trim().split("\n").length, 1, await glass.log());
    }
    {
      await using tailing = running("tail", "--from-beginning");
      await tailing.waitForLog(/dhcp0\d/, 60_000);
    }
    const transcoded = await done("transcode", `--topic ${topic} --until-caught-up --consumer-group ${topic}-json`);
    assertEquals(transcoded.code, 0, transcoded.stderr);
  },
});
