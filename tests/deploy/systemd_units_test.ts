import { assert, assertEquals, assertGreater, assertLess, assertMatch } from "@std/assert";
import { sqliteReader, sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { BackgroundProcess } from "../support/background_process.ts";
import { fillTopic } from "../support/collector_kills.ts";
import { attemptCommand, runCommand } from "../support/command.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { repositoryRoot, supportFolder } from "../support/paths.ts";
import { freePorts } from "../support/free_port.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import {
  allowedCalls,
  execStart,
  readEnvironment,
  readUnit,
  serviceValues,
  type SystemdUnit,
} from "../support/systemd_unit.ts";
import { TempFolder } from "../support/temp_folder.ts";

const FOLDER = `${repositoryRoot}deploy/systemd/`;
const UNITS = ["dhcpkit-collector", "dhcpkit-looking-glass"] as const;
const PROGRAM = `${repositoryRoot}src/cli/main.ts`;
const FAMILIES: Readonly<Record<string, number>> = { AF_UNIX: 1, AF_INET: 2, AF_INET6: 10 };

type UnitName = typeof UNITS[number];

async function unitOf(name: UnitName): Promise<SystemdUnit> {
  return readUnit(await Deno.readTextFile(`${FOLDER}${name}.service`));
}

/** The command of a unit with this Deno and this program, and otherwise word for word, under the unit's system calls. */
async function commandOf(
  unit: SystemdUnit,
  env: Record<string, string>,
  states: string,
  [of, port]: readonly [number, number],
): Promise<string[]> {
  // What the unit runs is there before: `docs/operations.md` has it fetched.
  const fetched = await runCommand([Deno.execPath(), "cache", "--quiet", "--no-lock", PROGRAM], { timeoutMs: 120_000 });
  assertEquals(fetched.code, 0, fetched.stderr);
  const words = execStart(unit, env, states).map((text) => {
    const word = text.replaceAll(`:${of}`, `:${port}`);
    return word === "/usr/local/bin/deno" ? Deno.execPath() : word.startsWith("jsr:") ? PROGRAM : word;
  });
  const families = serviceValues(unit, "RestrictAddressFamilies")[0].split(" ").map((name) => FAMILIES[name]);
  const wrapper = ["/usr/bin/python3", `${supportFolder}python/under_seccomp.py`];
  return [...wrapper, [...await allowedCalls(unit)].join(","), families.join(","), ...words];
}

for (const name of UNITS) {
  testWith({
    name: `systemd takes ${name}.service, and finds it well shut in`,
    needs: ["systemd-analyze"],
    async fn() {
      await using folder = await TempFolder.create("systemd");
      const text = await Deno.readTextFile(`${FOLDER}${name}.service`), file = folder.file(`${name}.service`);
      // systemd looks whether the program is there.
      const here = text.replace("/usr/local/bin/deno", Deno.execPath());
      await folder.write(`${name}.service`, here);
      const verified = await attemptCommand(["systemd-analyze", "verify", file]);
      assertEquals([verified.code, verified.stderr], [0, ""]);
      const { stdout } = await runCommand(["systemd-analyze", "security", "--offline=true", "--no-pager", file]);
      const [, level] = /Overall exposure level for \S+: ([\d.]+)/.exec(stdout)!;
      assertLess(Number(level), 2, stdout);
      await folder.write(`${name}.service`, here.replace("Type=exec", "Type=often"));
      assertMatch((await attemptCommand(["systemd-analyze", "verify", file])).stderr, /often/);
    },
  });

  Deno.test(`${name}.service runs a program that is allowed little, of the version that there is`, async () => {
    const unit = await unitOf(name), example = await Deno.readTextFile(`${FOLDER}environment.example`);
    const env = readEnvironment(example), words = execStart(unit, env, "/var/lib");
    const { version } = JSON.parse(await Deno.readTextFile(`${repositoryRoot}deno.json`)) as { version: string };
    assert(words.includes(`jsr:@dhcpkit/kafka@${version}/cli`), words.join(" "));
    for (const flag of ["--allow-run", "--allow-ffi", "--allow-sys", "--allow-import", "-A", "--allow-all"]) {
      assert(!words.some((word) => word.split("=")[0] === flag), flag);
    }
    for (const word of words.filter((word) => word.startsWith("--allow-"))) {
      assertMatch(word, /^--allow-\w+=[^,]/, "nothing is allowed without limits");
      assert(!/[=,](,|$)/.test(word), `${word}: an empty place`);
    }
    const used = serviceValues(unit, "ExecStart")[0].matchAll(/\$\{?(\w+)\}?/g);
    for (const [, name] of used) assert(name in env, `${name} is in the example`);
  });
}

testWith({
  name:
    "the collector's unit, word for word and under its system calls, collects, tells that it is ready and ends on SIGTERM",
  needs: ["kafka", "kcat", "systemd-analyze", "seccomp"],
  async fn() {
    await using folder = await TempFolder.create("systemd");
    const broker = await sharedBroker(), topic = uniqueTopic("unit"), [port] = freePorts(1);
    await broker.createTopic(topic, { partitions: 2 });
    await fillTopic(broker.bootstrap, topic, 10_000);
    await Deno.mkdir(folder.file("dhcpkit-kafka"));
    const env = {
      ...{ VERSION: "0.0.0", BROKERS: broker.bootstrap, KAFKA_NET: broker.bootstrap, TOPIC: topic },
      COLLECT_ARGS: `--consumer-group ${topic} --keep-transactions 7d`,
    };
    const unit = await unitOf("dhcpkit-collector");
    const states = (await Deno.realPath(folder.file("dhcpkit-kafka"))).replace(/\/dhcpkit-kafka$/, "");
    const command = await commandOf(unit, env, states, [9548, port]);
    await using running = new BackgroundProcess(command, {
      logFile: folder.file("log"),
      env: { DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
    });
    await running.waitForLog(/caught up: 10,000 stored/, 90_000);
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
    assertEquals([ready.status, await ready.json()], [200, { ok: true, problems: [] }]);
    const [signal] = serviceValues(unit, "KillSignal");
    assertEquals((await running.stop(signal as Deno.Signal)).code, 0, await running.log());
    await using reader = await sqliteReader(folder.file("dhcpkit-kafka/dhcp.sqlite"));
    assertEquals((await reader.size()).transactions, 10_000);
    assertGreater((await reader.servers()).length, 0);
  },
});

testWith({
  name: "the dashboard's unit, word for word and under its system calls, serves a page and ends on SIGTERM",
  needs: ["systemd-analyze", "seccomp"],
  async fn() {
    await using folder = await TempFolder.create("systemd");
    await Deno.mkdir(folder.file("dhcpkit-kafka"));
    await (await sqliteStore(folder.file("dhcpkit-kafka/dhcp.sqlite"))).close();
    const states = (await Deno.realPath(folder.file("dhcpkit-kafka"))).replace(/\/dhcpkit-kafka$/, "");
    const [port] = freePorts(1), unit = await unitOf("dhcpkit-looking-glass");
    const env = { VERSION: "0.0.0", GLASS_ARGS: "--time-zone UTC" };
    const command = await commandOf(unit, env, states, [8547, port]);
    await using running = new BackgroundProcess(command, {
      logFile: folder.file("log"),
      env: { DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
    });
    const [, url] = await running.waitForLog(/looking glass at (http:\S+)/, 30_000);
    const page = await fetch(url);
    assertEquals([page.status, (await page.text()).includes("<html")], [200, true]);
    assertEquals((await running.stop()).code, 0, await running.log());
  },
});

testWith({
  name: "what runs a unit's command in these tests does forbid what the unit does",
  needs: ["systemd-analyze", "seccomp"],
  async fn() {
    const unit = await unitOf("dhcpkit-collector"), calls = await allowedCalls(unit);
    for (const call of ["read", "mmap", "socket", "epoll_wait", "pkey_mprotect"]) assert(calls.has(call), call);
    for (const call of ["mount", "setuid", "ptrace", "bpf", "setpriority"]) assert(!calls.has(call), call);
    const under = (script: string) =>
      attemptCommand([
        ...["/usr/bin/python3", `${supportFolder}python/under_seccomp.py`, [...calls].join(","), "1,2,10"],
        ...["/usr/bin/python3", "-c", script],
      ]);
    assertEquals((await under("import socket; socket.socket(socket.AF_INET6)")).code, 0);
    assertMatch((await under("import socket; socket.socket(socket.AF_NETLINK)")).stderr, /Operation not permitted/);
    assertMatch((await under("import os; os.setuid(0)")).stderr, /Operation not permitted/);
  },
});
