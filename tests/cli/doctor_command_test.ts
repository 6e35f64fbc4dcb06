import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { attemptCommand, type CommandResult } from "../support/command.ts";
import { BackgroundProcess } from "../support/background_process.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { repositoryRoot } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";
import { SecuredLab } from "../support/secured_lab.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { silentHost } from "../support/silent_host.ts";
import { TempFolder } from "../support/temp_folder.ts";

const ENVIRONMENT = "--allow-env=NODE_ENV,KAFKAJS_*";

function command(permissions: string[], args: string[]): string[] {
  return [
    Deno.execPath(),
    "run",
    "--quiet",
    "--no-prompt",
    ...permissions,
    `${repositoryRoot}src/cli/main.ts`,
    "doctor",
    ...args,
  ];
}

function run(permissions: string[], args: string[], env: Record<string, string> = {}): Promise<CommandResult> {
  return attemptCommand(command(permissions, args), { cwd: repositoryRoot, timeoutMs: 60_000, env });
}

testWith({
  name: "doctor ends with 0 when all is well, 1 when a check failed, 2 for wrong arguments",
  needs: ["kafka"],
  async fn() {
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("well"));
    const permissions = [`--allow-net=${broker.bootstrap}`, ENVIRONMENT];
    const well = await run(permissions, ["--brokers", broker.bootstrap, "--topic", topic]);
    assertEquals([well.code, well.stderr], [0, ""]);
    assertMatch(well.stdout, /^ok {7}acl {8}this client may write to well/m);
    assert(!well.stdout.includes("\x1b"), "colours are for terminals");

    const ill = await run(permissions, ["--brokers", broker.bootstrap, "--topic", uniqueTopic("absent"), "--json"]);
    assertEquals(ill.code, 1);
    const findings = ill.stdout.trim().split("\n").map((line) => JSON.parse(line));
    const topicFinding = findings.find(({ check }) => check === "topic");
    assertEquals(topicFinding.status, "failed");
    assertStringIncludes(topicFinding.remedy, "kafka-topics.sh");
    assertMatch(ill.stderr, /1 check failed/);

    const wrong = await run(permissions, ["--sasl-mechanism", "rot13"]);
    assertEquals(wrong.code, 2);
    assertMatch(wrong.stderr, /plain.*scram-sha-256/);
  },
});

testWith({
  name: "doctor names the permissions of Deno that are missing",
  needs: ["kafka"],
  async fn() {
    const { bootstrap } = await sharedBroker();
    const noNet = await run([ENVIRONMENT], ["--brokers", bootstrap]);
    assertEquals(noNet.code, 1);
    assertStringIncludes(noNet.stdout, `run it with --allow-net=${bootstrap}`);
    const noEnv = await run([`--allow-net=${bootstrap}`], ["--brokers", bootstrap]);
    assertEquals(noEnv.code, 1);
    assertStringIncludes(noEnv.stderr, "--allow-env=NODE_ENV,KAFKAJS_*");
    const file = ["--tls-ca-file", "/etc/ssl/certs/ca.pem"];
    const noRead = await run([`--allow-net=${bootstrap}`, ENVIRONMENT], ["--brokers", bootstrap, ...file]);
    assertEquals(noRead.code, 1);
    assertMatch(noRead.stdout, /^failed {3}settings .*--allow-read/m);
  },
});

testWith({
  name: "doctor examines what a configuration says, and what the command line says instead",
  needs: ["kafka", "openssl"],
  async fn() {
    await using lab = await SecuredLab.start();
    await using folder = await TempFolder.create("doctor-config");
    const bootstrap = lab.at("SASL_TLS"), alice = lab.alice("scram-sha-256");
    assert(alice.mechanism !== "oauthbearer");
    await folder.write("ca.pem", lab.trust.ca!);
    const file = await folder.write(
      "dhcpd.conf",
      `<send-to-kafka>
         broker ${bootstrap}
         topic ${lab.forbiddenTopic}
         security-protocol sasl-ssl
         tls-ca-file ${folder.file("ca.pem")}
         sasl-mechanism scram-sha-256
         sasl-username alice
         sasl-password-variable KAFKA_PASSWORD
       </send-to-kafka>`,
    );
    const permissions = [`--allow-net=${bootstrap}`, `--allow-read=${folder.path}`, `${ENVIRONMENT},KAFKA_PASSWORD`];
    const args = ["--config", file];
    const env = { KAFKA_PASSWORD: alice.password };
    const configured = await run(permissions, args, env);
    assertMatch(configured.stdout, /failed {3}acl .*forbidden/, configured.stderr);
    const instead = await run(permissions, [...args, "--topic", lab.topic], env);
    assertEquals([instead.code, instead.stderr], [0, ""], instead.stdout);
    const unset = await run(permissions, args);
    assertMatch(unset.stdout, /failed {3}settings .*KAFKA_PASSWORD is not set/);
    const without = await run(permissions, ["--brokers", bootstrap, "--sasl-mechanism", "plain"]);
    assertEquals(without.code, 1);
    assertMatch(without.stderr, /--sasl-mechanism: .*needs a user; add sasl-username/);
  },
});

Deno.test("doctor ends at once on Ctrl-C", async () => {
  await using silent = silentHost();
  const args = ["--brokers", silent.address, "--timeout", "60"];
  await using folder = await TempFolder.create("doctor-interrupted");
  await using process = new BackgroundProcess(command([`--allow-net=${silent.address}`, ENVIRONMENT], args), {
    cwd: repositoryRoot,
    logFile: folder.file("output"),
  });
  await process.waitForLog(/ok +tcp/);
  const started = performance.now();
  process.kill("SIGINT");
  const { code } = await process.ended;
  assertEquals(code, 1);
  assert(performance.now() - started < 5000);
  assertMatch(await process.log(), /interrupted/);
});
