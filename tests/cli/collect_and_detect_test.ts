import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { sqliteReader } from "@dhcpkit/kafka/collector/sqlite";
import { parsePostgresUrl, postgresReader } from "@dhcpkit/kafka/collector/postgres";
import type { TransactionReader } from "@dhcpkit/kafka/store";
import { SETTINGS } from "../detectors/_faulty_day.ts";
import { BackgroundProcess } from "../support/background_process.ts";
import { attemptCommand } from "../support/command.ts";
import { eventually } from "../support/eventually.ts";
import { faultyYesterday, publish } from "../support/faulty_topic.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { postgresAdmin, postgresDatabase, PostgresServer } from "../support/postgres_server.ts";
import { repositoryRoot } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { TempFolder } from "../support/temp_folder.ts";

const PROGRAM = `${repositoryRoot}src/cli/main.ts`;
const permissions = ["--no-prompt", "--allow-net", "--allow-read", "--allow-write", "--allow-env"];
const command = (...args: string[]) => [Deno.execPath(), "run", "--quiet", ...permissions, PROGRAM, ...args];

/** A webhook that takes everything. */
class Webhook implements AsyncDisposable {
  readonly notices: { readonly notice: string; readonly finding: { readonly id: string } }[] = [];
  readonly signed: boolean[] = [];
  readonly #server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    this.signed.push(request.headers.has("x-dhcpkit-signature"));
    this.notices.push(await request.json());
    return new Response();
  });

  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}/hook`;
  }

  /** Ids of what it was told of as new. */
  get opened(): string[] {
    return this.notices.filter(({ notice }) => notice === "opened").map(({ finding }) => finding.id).toSorted();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

/** Arguments of a collector that keeps everything and knows what is usual on the day. */
async function arrange(folder: TempFolder, clients: number) {
  const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("faulty"), { partitions: 3 });
  const yesterday = faultyYesterday(clients);
  assert(yesterday.findings.length > 15, String(yesterday.findings.length));
  await publish(broker.bootstrap, topic, yesterday.records);
  await folder.write("detectors.json", JSON.stringify(SETTINGS));
  await folder.write("secret", "of both sides\n");
  const args = ["--brokers", broker.bootstrap, "--topic", topic, "--keep-per-client", "999999", "--warm-up", "3d"];
  const files = ["--detector-settings", folder.file("detectors.json"), "--webhook-secret-file", folder.file("secret")];
  return { topic, yesterday, args: [...args, ...files] };
}

async function idsIn(reader: TransactionReader): Promise<string[]> {
  return (await reader.findings({}, { limit: 1000 })).map(({ id }) => id).toSorted();
}

testWith({
  name: "a collector stores what is wrong in a topic, tells a webhook of each once, and detect finds the same",
  needs: ["kafka"],
  async fn() {
    await using folder = await TempFolder.create("detect");
    await using webhook = new Webhook();
    const { yesterday, topic, args } = await arrange(folder, 20), store = folder.file("store.sqlite");
    const collect = ["collect", ...args, "--store", store, "--webhook", webhook.url, "--consumer-group", topic];
    const { code, stderr } = await attemptCommand(command(...collect, "--until-caught-up"), { timeoutMs: 120_000 });
    assertEquals(code, 0, stderr);
    assertMatch(stderr, /^failing: Server does not answer\. dhcp04 /m);
    assertMatch(stderr, /^and \d+ more notices, which the store has$/m);
    {
      await using reader = await sqliteReader(store);
      assertEquals(await idsIn(reader), yesterday.findings);
    }
    assertEquals(webhook.opened, yesterday.findings);
    assert(webhook.signed.every((is) => is));

    const settings = ["--detector-settings", folder.file("detectors.json")];
    const detect = () => attemptCommand(command("detect", "--store", store, "--json", ...settings));
    const first = await detect(), second = await detect();
    assertEquals([first.code, first.stdout], [0, second.stdout], first.stderr);
    const found = first.stdout.trim().split("\n").map((line) => JSON.parse(line).id).toSorted();
    // What is silent until now is silent only since the end of what is there.
    assertEquals(found, yesterday.findings.filter((id) => found.includes(id) || !id.startsWith("silent-server")));
    const text = await attemptCommand(command("detect", "--store", store, "--utc", "--fail-on", "failing"));
    assertEquals(text.code, 3);
    assertMatch(text.stdout, /^\S+ \S+ UTC {2}failing {2}Server does not answer, for 29 min \d+ s$/m);
    assertMatch(text.stderr, /^\d+ findings in [\d,]+ transactions\n$/);
    const quiet = ["detect", "--store", store, "--fail-on", "warning", "--from", "now"];
    assertEquals((await attemptCommand(command(...quiet))).code, 0);
  },
});

testWith({
  name: "a collector that is killed goes on with its findings: the same ones, and none is told of twice",
  needs: ["kafka"],
  async fn() {
    await using folder = await TempFolder.create("detect");
    await using webhook = new Webhook();
    const { yesterday, topic, args } = await arrange(folder, 300), store = folder.file("store.sqlite");
    const collect = (run: number, ...more: string[]) =>
      command(
        "collect",
        ...args,
        "--store",
        store,
        "--webhook",
        webhook.url,
        ...more,
        "--consumer-group",
        `${topic}-${run}`,
      );
    for (const [run, least] of [1, 8, 14].entries()) {
      await using running = new BackgroundProcess(collect(run), { logFile: folder.file(`log-${run}`) });
      await running.waitForLog(/reading partitions/, 60_000);
      await eventually(`${least} findings are stored`, async () => {
        await using reader = await sqliteReader(store);
        return (await idsIn(reader)).length >= least;
      }, { timeoutMs: 60_000 });
      Deno.kill(running.pid, "SIGKILL");
      await running.ended;
    }
    const { code, stderr } = await attemptCommand(collect(9, "--until-caught-up"), { timeoutMs: 120_000 });
    assertEquals(code, 0, stderr);
    await using reader = await sqliteReader(store);
    assertEquals(await idsIn(reader), yesterday.findings);
    assertEquals(webhook.opened, [...new Set(webhook.opened)]);
    assertEquals(webhook.opened.filter((id) => !yesterday.findings.includes(id)), []);
  },
});

testWith({
  name: "findings go into PostgreSQL, and metrics tell of them",
  needs: ["kafka", "postgres"],
  async fn() {
    await using folder = await TempFolder.create("detect");
    await using webhook = new Webhook();
    await using server = await PostgresServer.start();
    const { yesterday, topic, args } = await arrange(folder, 20), { host, port } = server.address;
    const store = `postgres://${postgresAdmin}@${host}:${port}/${postgresDatabase}`;
    const collect = command(
      "collect",
      ...args,
      "--store",
      store,
      "--consumer-group",
      topic,
      "--metrics",
      "127.0.0.1:0",
    );
    await using running = new BackgroundProcess([...collect, "--webhook", webhook.url], {
      logFile: folder.file("log"),
    });
    const [, url] = await running.waitForLog(/^metrics at (http.*)\/metrics$/m, 60_000);
    await using reader = await postgresReader(parsePostgresUrl(store));
    await eventually("all is found", async () => (await idsIn(reader)).length >= yesterday.findings.length, {
      timeoutMs: 60_000,
    });
    assertEquals(await idsIn(reader), yesterday.findings);
    await eventually("the webhook was told", () => webhook.opened.length >= yesterday.findings.length, {
      timeoutMs: 20_000,
    });
    assertEquals(webhook.opened, yesterday.findings);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const line = (name: string) => new RegExp(`^dhcpkit_detection_${name} (\\S+)$`, "m").exec(metrics)?.[1];
    assertEquals(Number(line("observed_total")), yesterday.observations.length);
    const silent = await reader.findings({ open: true, detector: "silent-server" }, { limit: 10 });
    assertEquals(line('open_findings\{detector="silent-server",severity="failing"\}'), `${silent.length}`);
    assertEquals([line("problem"), line("pending_findings")], ["0", "0"]);
    assertStringIncludes(metrics, 'dhcpkit_detection_webhook_notices_total{result="delivered"}');
  },
});

/** Two collectors with one store: one of them looks for trouble, and is killed amid that. */
async function killTheWatching(
  folder: TempFolder,
  store: string,
  reader: () => Promise<TransactionReader & AsyncDisposable>,
) {
  await using webhook = new Webhook();
  const { yesterday, topic, args } = await arrange(folder, 300);
  const collect = (name: string) => {
    const where = ["--store", store, "--webhook", webhook.url, "--consumer-group", `${topic}-${name}`];
    return new BackgroundProcess(command("collect", ...args, ...where), { logFile: folder.file(name) });
  };
  const stored = async () => {
    await using reading = await reader();
    return await idsIn(reading);
  };
  await using first = collect("first");
  await first.waitForLog(/reading partitions/, 60_000);
  await eventually("it has found something", async () => (await stored()).length > 0, { timeoutMs: 60_000 });
  await using second = collect("second");
  await second.waitForLog(
    /^another collector looks for trouble in this store; this one does when that one ends$/m,
    60_000,
  );
  await eventually("some is found", async () => (await stored()).length >= 8, { timeoutMs: 60_000 });
  Deno.kill(first.pid, "SIGKILL");
  await first.ended;
  await second.waitForLog(/^no other collector looks for trouble .*; this one does from now on$/m, 60_000);
  await eventually("all is found", async () => (await stored()).length >= yesterday.findings.length, {
    timeoutMs: 90_000,
  });
  assertEquals(await stored(), yesterday.findings);
  assert(webhook.opened.length > 0);
  assertEquals(webhook.opened, [...new Set(webhook.opened)], "each is told of once");
}

testWith({
  name:
    "of two collectors with one store in PostgreSQL one looks for trouble; when it is killed the other one goes on, and tells nothing twice",
  needs: ["kafka", "postgres"],
  async fn() {
    await using folder = await TempFolder.create("detect");
    await using server = await PostgresServer.start();
    const { host, port } = server.address, store = `postgres://${postgresAdmin}@${host}:${port}/${postgresDatabase}`;
    await killTheWatching(folder, store, () => postgresReader(parsePostgresUrl(store)));
  },
});

testWith({
  name:
    "of two collectors with one store in SQLite one looks for trouble; when it is killed the other one goes on, and tells nothing twice",
  needs: ["kafka"],
  async fn() {
    await using folder = await TempFolder.create("detect");
    const store = folder.file("store.sqlite");
    await killTheWatching(folder, store, () => sqliteReader(store));
  },
});

testWith({
  name: "a collector that may not read its own files detects in its own thread, and one that is told not to does not",
  needs: ["kafka"],
  async fn() {
    await using folder = await TempFolder.create("detect");
    const { yesterday, topic, args } = await arrange(folder, 10), files = folder.file(".");
    const allowed = ["--no-prompt", "--allow-net", `--allow-read=${files}`, `--allow-write=${files}`];
    const run = [Deno.execPath(), "run", "--quiet", ...allowed, "--allow-env=NODE_ENV,KAFKAJS_*", PROGRAM, "collect"];
    const collect = async (name: string, ...more: string[]) => {
      const where = [
        "--store",
        folder.file(name),
        "--consumer-group",
        `${topic}-${name}`,
        "--until-caught-up",
        ...more,
      ];
      const { code, stderr } = await attemptCommand([...run, ...args.slice(0, -2), ...where], { timeoutMs: 120_000 });
      assertEquals(code, 0, stderr);
      await using reader = await sqliteReader(folder.file(name));
      return { stderr, found: await idsIn(reader) };
    };
    const here = await collect("here.sqlite");
    assertMatch(here.stderr, /^detection shares the thread of the collector: .*read/m);
    assertEquals(here.found, yesterday.findings);
    const never = await collect("never.sqlite", "--no-detect");
    assertEquals([never.stderr.includes("detection"), never.found], [false, []]);
  },
});
