import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { BackgroundProcess } from "../support/background_process.ts";
import { attemptCommand, type CommandResult } from "../support/command.ts";
import { eventually } from "../support/eventually.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { repositoryRoot } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { TempFolder } from "../support/temp_folder.ts";

/** Runs a task of deno.json, as a person does. */
async function task(...args: string[]): Promise<CommandResult> {
  const command = [Deno.execPath(), "task", "--quiet", ...args];
  const result = await attemptCommand(command, { cwd: repositoryRoot, timeoutMs: 60_000, env: { NO_COLOR: "1" } });
  return { ...result, stderr: withoutDownloads(result.stderr) };
}

/** On a new machine Deno tells what it downloads. */
function withoutDownloads(stderr: string): string {
  return stderr.replace(/^Download .*\n/gm, "");
}

/** The figures of the demonstration's summary line that starts with `name`. */
function figures(output: string, name: string): number[] {
  const line = output.split("\n").find((line) => line.startsWith(name));
  assert(line, `${output}\nhas no line ${name}`);
  return [...line.matchAll(/\d+/g)].map(Number);
}

function assertAddsUp(output: string): void {
  const [sent, lost, answeredInTime] = figures(output, "Clients");
  const [received, answered, ignored, malformed, failed, givenUp] = figures(output, "Servers");
  const [offered, delivered, dropped, queued] = figures(output, "Publishers");
  const [shown] = figures(output, "Records");
  assertEquals(received, answered + ignored + malformed + failed + givenUp);
  assertEquals(offered, delivered + dropped + queued);
  assertEquals([sent - lost, offered, shown], [received, received, delivered]);
  assertEquals([malformed, failed, givenUp, dropped, queued], [0, 0, 0, 0, 0]);
  assert(answeredInTime > 0 && ignored > 0, output);
}

Deno.test("the demonstration shows every kind of transaction and ends with figures that add up", async () => {
  const { code, stdout, stderr } = await task("demo", "--tail", "--duration", "15", "--utc");
  assertEquals([code, stderr], [0, ""]);
  assertAddsUp(stdout);
  const kinds = ["solicit → advertise", "request → reply", "renew → reply", "information-request → reply"];
  for (const what of [...kinds, "solicit → no answer"]) assertStringIncludes(stdout, what);
  assertMatch(stdout, /Fa1\/\d+ 9:0x0204\w+ .* {2}2001:db8:1::1:\w+ {2}2001:db8:10\w\w:\w+::\/56/);
  assertMatch(stdout, /NoPrefixAvail/);
  assertMatch(stdout, /dhcp02\S* .* 1\.\d s /, "slow answers");
});

Deno.test("the demonstration tells what is found within a minute, and loses nothing", async () => {
  const { code, stdout, stderr } = await task("demo", "--duration", "25", "--utc", "--listen", "127.0.0.1:0");
  assertEquals([code, stderr], [0, ""]);
  assertAddsUp(stdout);
  const [, stored] = figures(stdout, "Records"), [offered] = figures(stdout, "Publishers");
  assertEquals(stored, offered);
  for (
    const what of ["Slow server: dhcp02", "T1 greater than T2: dhcp03", "Renew ended the lease: ", "Solicit storm: "]
  ) {
    assertStringIncludes(stdout, what);
  }
});

Deno.test("the demonstration serves a dashboard on which data moves, and Ctrl-C ends it cleanly", async () => {
  await using folder = await TempFolder.create("demo");
  const command = [Deno.execPath(), "task", "--quiet", "demo", "--listen", "127.0.0.1:0", "--utc"];
  await using demo = new BackgroundProcess(command, { logFile: folder.file("log"), cwd: repositoryRoot });
  const [, url] = await demo.waitForLog(/Looking glass at (http:\S+)/, 60_000);
  await eventually("all servers on the first page", async () => {
    const page = await (await fetch(url)).text();
    return ["dhcp01", "dhcp02", "dhcp03", "dhcp04"].every((server) => page.includes(`${server}.example.com`));
  }, { timeoutMs: 20_000 });
  const { code } = await demo.stop("SIGINT", 20_000);
  assertEquals(code, 0, await demo.log());
  assertStringIncludes(await demo.log(), "Records ");
});

Deno.test("the demonstration in JSON is nothing but JSON on standard output", async () => {
  const { code, stdout, stderr } = await task("demo", "--tail", "--duration", "2", "--json");
  assertEquals(code, 0);
  const lines = stdout.trim().split("\n").map((line) => JSON.parse(line));
  assert(lines.length > 3 && lines.every((line) => /^dhcp0\d\.example\.com$/.test(line.server)));
  assertStringIncludes(stderr, "offered = ");
});

testWith({
  name: "the demonstration runs through a real Kafka, and tail reads the same from it",
  needs: ["kafka"],
  async fn() {
    const broker = await sharedBroker(), topic = uniqueTopic("demo");
    const demo = await task("demo", "--tail", "--brokers", broker.bootstrap, "--topic", topic, "--duration", "4");
    assertEquals([demo.code, demo.stderr], [0, ""]);
    assertAddsUp(demo.stdout);
    const [delivered] = figures(demo.stdout, "Records");
    const tail = await task(
      "tail",
      "-b",
      broker.bootstrap,
      "-t",
      topic,
      "--from-beginning",
      "-n",
      `${delivered}`,
      "--json",
    );
    assertEquals(tail.code, 0, tail.stderr);
    assertEquals(tail.stdout.trim().split("\n").length, delivered);
  },
});

Deno.test("Ctrl-C ends the demonstration cleanly, with its figures", async () => {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-net=[::1]", "--allow-env=NODE_ENV,KAFKAJS_*", "--allow-sys=networkInterfaces"]
      .concat(`${repositoryRoot}src/cli/main.ts`, "demo", "--tail", "--duration", "0"),
    stdout: "piped",
    stderr: "piped",
    stdin: "null",
  });
  const child = command.spawn();
  let stdout = "", asked = false;
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    stdout += text;
    if (!asked && stdout.includes("→")) {
      asked = true;
      child.kill("SIGINT");
    }
  }
  const [{ code }, stderr] = await Promise.all([child.status, new Response(child.stderr).text()]);
  assertEquals([code, withoutDownloads(stderr)], [0, ""]);
  const [offered, delivered] = figures(stdout, "Publishers");
  assertEquals(offered, delivered);
});

for (
  const [what, args, code, expected] of [
    ["no command", [], 2, /Usage: dhcpkit-kafka/],
    ["an unknown option", ["tail", "--bogus"], 2, /unknown option '--bogus'/],
    ["a topic that cannot be", ["tail", "-t", "a b"], 2, /--topic .*holds a space at position 2/],
    ["a broker that cannot be", ["tail", "-b", "a:b:c"], 2, /"a:b:c" is no broker: write host, host:port/],
    ["more clients than there can be", ["demo", "-c", "10001"], 1, /--clients: there can be 10000 at most/],
    ["a dashboard for everybody", ["demo", "--listen", "0.0.0.0:0"], 1, /--listen: /],
    ["a number that is none", ["demo", "-d", "soon"], 2, /--duration .*a whole number is expected/],
    [
      "a broker that is not there",
      ["tail", "-b", "127.0.0.1:1"],
      1,
      /cannot read dhcpkit.messages: nobody listens at 127/,
    ],
    [
      "a demo broker that is not there",
      ["demo", "-b", "127.0.0.1:1"],
      1,
      /cannot publish to dhcpkit.demo on 127.0.0.1:1/,
    ],
  ] as const
) {
  Deno.test(`the command line answers ${what} with a clear line, and no stack trace`, async () => {
    const main = `${repositoryRoot}src/cli/main.ts`,
      permissions = ["--allow-net=127.0.0.1", "--allow-env=NODE_ENV,KAFKAJS_*"];
    const result = await attemptCommand([Deno.execPath(), "run", "--no-prompt", ...permissions, main, ...args], {});
    assertEquals(result.code, code, result.stderr);
    assertMatch(result.stderr, expected);
    assert(!/^\s+at /m.test(result.stderr), result.stderr);
  });
}

Deno.test("help is there for each command, without any permission", async () => {
  for (const args of [["--help"], ["tail", "--help"], ["demo", "--help"]]) {
    const command = [Deno.execPath(), "run", "--no-prompt", `${repositoryRoot}src/cli/main.ts`, ...args];
    const { code, stdout } = await attemptCommand(command, {});
    assertEquals(code, 0);
    assertStringIncludes(stdout, "Usage: dhcpkit-kafka");
  }
});

Deno.test("a missing permission is told by the flag that gives it", async () => {
  const command = [Deno.execPath(), "run", "--no-prompt", `${repositoryRoot}src/cli/main.ts`, "tail"];
  const { code, stderr } = await attemptCommand(command, {});
  assertEquals(code, 1);
  assertMatch(stderr, /^dhcpkit-kafka: .*--allow-env/m);
});
