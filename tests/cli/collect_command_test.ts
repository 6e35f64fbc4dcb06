import { assert, assertEquals, assertGreater, assertMatch, assertStringIncludes } from "@std/assert";
import { sqliteReader } from "@dhcpkit/kafka/collector/sqlite";
import { BackgroundProcess } from "../support/background_process.ts";
import { fillTopic, storedPlaces } from "../support/collector_kills.ts";
import { attemptCommand } from "../support/command.ts";
import { eventually } from "../support/eventually.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { kcatProduce } from "../support/kcat.ts";
import { repositoryRoot } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { TempFolder } from "../support/temp_folder.ts";

const PROGRAM = `${repositoryRoot}src/cli/main.ts`;
const KEY = new Uint8Array([107]);
const permissions = ["--no-prompt", "--allow-net", "--allow-read", "--allow-write", "--allow-env=NODE_ENV,KAFKAJS_*"];
const command = (...args: string[]) => [Deno.execPath(), "run", "--quiet", ...permissions, PROGRAM, ...args];

testWith({
  name: "SIGTERM in the middle of a backlog ends a collector in good order, and the next one goes on from there",
  needs: ["kafka"],
  async fn() {
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("term"), { partitions: 2 });
    await using folder = await TempFolder.create("collect");
    const store = folder.file("store.sqlite"), count = 150_000;
    await fillTopic(broker.bootstrap, topic, count);
    const collect = command("collect", "--brokers", broker.bootstrap, "--topic", topic, "--store", store);
    // What is found among requests without an answer is not what this is about.
    const keep = ["--consumer-group", topic, "--keep-per-client", "999999", "--no-detect"];
    await using first = new BackgroundProcess([...collect, ...keep], { logFile: folder.file("log") });
    await first.waitForLog(/reading partitions/, 60_000);
    await eventually("something is stored", async () => {
      await using reader = await sqliteReader(store);
      return (await reader.size()).transactions > 0;
    });
    Deno.kill(first.pid, "SIGTERM");
    assertEquals((await first.ended).code, 0, await first.log());
    {
      await using reader = await sqliteReader(store);
      const { transactions } = await reader.size();
      assert(transactions > 0 && transactions < count, `${transactions} of ${count} were stored before it ended`);
    }
    const { code, stderr } = await attemptCommand([...collect, ...keep, "--until-caught-up"], { timeoutMs: 120_000 });
    assertEquals(code, 0);
    // It has left the group, so nobody waits for it.
    assertMatch(stderr, /^reading partitions 0, 1\n/);
    assertMatch(stderr, /\ncaught up: [\d,]+ stored, [1-9][\d,]*\/s, lag 0\n$/);
    await using reader = await sqliteReader(store);
    const places = await storedPlaces(reader), all = [...places.values()];
    assertEquals(all.reduce((sum, offsets) => sum + offsets.length, 0), count);
    for (const offsets of all) assertEquals(new Set(offsets).size, offsets.length);
  },
});

testWith({
  name: "records of others are kept aside with their bytes, and metrics and readiness tell of all",
  needs: ["kafka", "kcat"],
  async fn() {
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("foreign"));
    await using folder = await TempFolder.create("collect");
    const store = folder.file("store.sqlite");
    const foreign = [
      new TextEncoder().encode('{"json":true}'),
      new Uint8Array([0, 0, 0, 0, 7]),
      new Uint8Array([255, 1]),
    ];
    await kcatProduce(broker.bootstrap, topic, [
      ...foreign.map((value) => ({ key: KEY, value })),
      { key: KEY, value: new Uint8Array() },
      { key: KEY, value: null },
    ]);
    await fillTopic(broker.bootstrap, topic, 10);
    const where = ["--brokers", broker.bootstrap, "--topic", topic, "--store", store, "--consumer-group", topic];
    const collect = command("collect", ...where, "--metrics", "127.0.0.1:0");
    await using running = new BackgroundProcess(collect, { logFile: folder.file("log") });
    const [, url] = await running.waitForLog(/^metrics at (http.*)\/metrics$/m);
    await running.waitForLog(/caught up: 10 stored, 5 kept aside, [\d,]+\/s, lag 0/, 60_000);
    const ready = await fetch(`${url}/readyz`);
    assertEquals([ready.status, await ready.json()], [200, { ok: true, problems: [] }]);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    for (const line of ['quarantined_total{reason="other-type"} 3', 'quarantined_total{reason="no-value"} 1']) {
      assertStringIncludes(metrics, `dhcpkit_collector_${line}`);
    }
    assertMatch(metrics, /^dhcpkit_collector_transactions_total\{.*server="dhcp00".*\} 4$/m);
    assertMatch(metrics, /^dhcpkit_collector_lag_records\{.*partition="0".*\} 0$/m);
    await using reader = await sqliteReader(store);
    const aside = await reader.quarantine({ limit: 10 });
    assertEquals(aside.map(({ place }) => Number(place.offset)).toSorted(), [0, 1, 2, 3, 4]);
    assertEquals(aside.toSorted((a, b) => Number(a.place.offset - b.place.offset)).map(({ value }) => value), [
      ...foreign,
      new Uint8Array(),
      undefined,
    ]);
    const [gap] = await reader.gaps({ from: 0, to: Number.MAX_SAFE_INTEGER });
    assertEquals([gap.fromOffset, gap.toOffset, gap.from], [0n, 0n, 0]);
    assertGreater(gap.to, 0);
  },
});

Deno.test("what cannot work is told in a line, without a stack trace", async () => {
  await using folder = await TempFolder.create("collect");
  await folder.write("no.sqlite", "this is no database, whatever its name says, and never was one\n".repeat(20));
  const store = folder.file("store.sqlite"), nobody = ["--brokers", "127.0.0.1:1", "--store", store];
  const cases: readonly (readonly [args: string[], code: number, says: RegExp])[] = [
    [["collect", ...nobody], 1, /^dhcpkit-kafka: cannot collect dhcpkit\.messages: .*127\.0\.0\.1:1.*\n$/],
    [["collect", "--store", folder.file("no.sqlite")], 1, /^dhcpkit-kafka: cannot open the store .*no\.sqlite.*\n$/],
    [["collect", "--store", folder.file("no/such/folder.sqlite")], 1, /^dhcpkit-kafka: cannot open the store .*\n$/],
    [["collect", "--from-beginning", "--skip-backlog"], 2, /cannot be used with/],
    [["collect", "--from-time", "yesterday"], 2, /"yesterday" is no time; write 2026-11-30 14:05/],
    [["collect", "--keep-leases", "long"], 2, /"long"/],
    [["collect", "--metrics", "somewhere:1", ...nobody], 2, /no address to listen on/],
    [["collect", "--client", "librdkafka"], 2, /Allowed choices are kafkajs, platformatic/],
    [["who"], 2, /missing required argument/],
    [
      ["who", "2001:db8::/200", "--store", store],
      1,
      /is neither an IPv6 address nor a prefix such as 2001:db8::\/56\n$/,
    ],
    [["who", "2001:db8::1", "--store", folder.file("none.sqlite")], 1, /^dhcpkit-kafka: cannot open the store .*\n$/],
    [["who", "2001:db8::1", "--at", "31:61", "--store", store], 1, /^dhcpkit-kafka: --at: "31:61" is no time; .*\n$/],
  ];
  for (const [args, code, says] of cases) {
    const result = await attemptCommand(command(...args), { env: { NO_COLOR: "1" } });
    assertEquals([result.code, result.stdout], [code, ""], `${args.join(" ")}: ${result.stderr}`);
    assertMatch(result.stderr, says, args.join(" "));
    assert(!result.stderr.includes("    at "), result.stderr);
  }
});

Deno.test("a store that nothing was collected into has no answer", async () => {
  await using folder = await TempFolder.create("collect");
  const { sqliteStore } = await import("@dhcpkit/kafka/collector/sqlite"), file = folder.file("store.sqlite");
  await (await sqliteStore(file)).close();
  const { code, stderr } = await attemptCommand(command("who", "2001:db8::1", "--store", file));
  assertEquals([code, stderr], [1, "dhcpkit-kafka: the store has nothing yet: run collect first\n"]);
});

Deno.test("a topic is forgotten by its name, and one that was never read is not", async () => {
  await using folder = await TempFolder.create("collect");
  const { sqliteStore } = await import("@dhcpkit/kafka/collector/sqlite"), file = folder.file("store.sqlite");
  const missing = await attemptCommand(command("forget-topic", "old", "--store", file));
  assertEquals(missing.code, 1);
  assertMatch(missing.stderr, /^dhcpkit-kafka: cannot open the store .*\n$/);
  {
    await using store = await sqliteStore(file);
    await store.moveTo([{ topic: "old", partition: 0, next: 1n, coveredUntil: 1 }]);
  }
  const other = await attemptCommand(command("forget-topic", "new", "--store", file));
  assertEquals([other.code, other.stderr], [1, "dhcpkit-kafka: the store has read nothing of new; it has old\n"]);
  const { code, stdout } = await attemptCommand(command("forget-topic", "old", "--store", file));
  assertEquals([code, stdout], [0, "forgot how far 1 partition of old had been read\n"]);
  await using store = await sqliteStore(file);
  assertEquals(await store.coverage(), []);
});

testWith({
  name: "with --glass, what is collected is on the dashboard at once, and Ctrl-C ends both",
  needs: ["kafka"],
  async fn() {
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("glass"));
    await using folder = await TempFolder.create("collect");
    await fillTopic(broker.bootstrap, topic, 300);
    const where = ["--brokers", broker.bootstrap, "--topic", topic, "--store", folder.file("store.sqlite")];
    await using running = new BackgroundProcess(
      command("collect", ...where, "--consumer-group", topic, "--glass", "127.0.0.1:0"),
      { logFile: folder.file("log") },
    );
    const [, url] = await running.waitForLog(/looking glass at (http:\S+)/, 60_000);
    await eventually("transactions on the dashboard", async () => {
      return (await (await fetch(`${url}transactions.json`)).json()).transactions.length > 0;
    });
    assertEquals((await running.stop("SIGINT")).code, 0, await running.log());
  },
});

testWith({
  name: "a dashboard that others could reach is refused before anything is collected",
  needs: ["kafka"],
  async fn() {
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("glass"));
    await using folder = await TempFolder.create("collect");
    const where = ["--brokers", broker.bootstrap, "--topic", topic, "--store", folder.file("store.sqlite")];
    const { code, stderr } = await attemptCommand(command("collect", ...where, "--glass", "0.0.0.0:0"));
    assertEquals(code, 1);
    assertMatch(stderr, /dhcpkit-kafka: --glass: .*--token-file/s);
  },
});
