import { assert, assertEquals } from "@std/assert";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { BackgroundProcess } from "../support/background_process.ts";
import { fillTopic } from "../support/collector_kills.ts";
import { eventually } from "../support/eventually.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { OtlpSink } from "../support/otlp_sink.ts";
import { repositoryRoot } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { TempFolder } from "../support/temp_folder.ts";

testWith({
  name:
    "OpenTelemetry sees batches, requests over HTTP, their metrics and the log of a collector, which needs no permission for it",
  needs: ["kafka"],
  async fn() {
    await using folder = await TempFolder.create("otlp");
    await using sink = new OtlpSink();
    const broker = await sharedBroker(), topic = uniqueTopic("otlp");
    await broker.createTopic(topic);
    await fillTopic(broker.bootstrap, topic, 3000);
    const command = [
      ...[Deno.execPath(), "run", "--no-prompt", `--allow-net=${broker.bootstrap},127.0.0.1:0`],
      ...[`--allow-read=${folder.file("")}`, `--allow-write=${folder.file("")}`, "--allow-env=NODE_ENV,KAFKAJS_*"],
      ...[`${repositoryRoot}src/cli/main.ts`, "collect", "--brokers", broker.bootstrap, "--topic", topic],
      ...["--consumer-group", topic, "--store", folder.file("store.sqlite"), "--metrics", "127.0.0.1:0"],
    ];
    await using running = new BackgroundProcess(command, { logFile: folder.file("log"), env: sink.env("dhcp-log") });
    const [, url] = await running.waitForLog(/^metrics at (http.*)\/metrics$/m);
    await running.waitForLog(/caught up: 3,000 stored/, 60_000);
    await (await fetch(`${url}/readyz`)).text();
    const { spans, metrics, logs, services } = sink.received;
    const batches = () => spans.filter(({ name }) => name === "store batch");
    const sum = (attribute: string) =>
      batches().reduce((sum, { attributes }) => sum + Number(attributes[attribute]), 0);
    await running.waitFor("spans of all batches", () => Promise.resolve(sum("dhcpkit.stored") === 3000));
    assertEquals(sum("messaging.batch.message_count"), 3000);
    assert(batches().length < 100, "a span for each batch, not for each record");
    await eventually(
      "the request for /readyz",
      () => spans.some(({ attributes }) => attributes["url.path"] === "/readyz"),
    );
    await eventually("metrics of HTTP", () => metrics.has("http.server.request.duration"));
    await eventually("the log", () => logs.some((line) => line.includes("caught up: 3,000 stored")));
    assertEquals([...services], ["dhcp-log"]);
  },
});

Deno.test("OpenTelemetry sees the pages of a dashboard and its log", async () => {
  await using folder = await TempFolder.create("otlp");
  await using sink = new OtlpSink();
  const store = folder.file("dhcp.sqlite");
  await (await sqliteStore(store)).close();
  const command = [
    ...[Deno.execPath(), "run", "--no-prompt", "--allow-net=127.0.0.1:0"],
    ...[`--allow-read=${folder.path}`, `--allow-write=${folder.path}`],
    ...[`${repositoryRoot}src/cli/main.ts`, "glass", "--store", store, "--listen", "127.0.0.1:0"],
  ];
  await using running = new BackgroundProcess(command, { logFile: folder.file("log"), env: sink.env("dhcp-glass") });
  const [, url] = await running.waitForLog(/looking glass at (http:\S+)/, 30_000);
  await (await fetch(url)).text();
  const { spans, metrics, logs, services } = sink.received;
  await running.waitFor(
    "the request for a page",
    () => Promise.resolve(spans.some(({ attributes }) => attributes["url.path"] === "/")),
  );
  await eventually("metrics of HTTP", () => metrics.has("http.server.request.duration"));
  await eventually("the log", () => logs.some((line) => line.includes("looking glass at")));
  assertEquals([...services], ["dhcp-glass"]);
});
