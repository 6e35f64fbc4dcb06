import { assertEquals } from "@std/assert";
import { BackgroundProcess } from "../support/background_process.ts";
import { eventually } from "../support/eventually.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { kcatProduce } from "../support/kcat.ts";
import { repositoryRoot } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { readmeCommand } from "./_readme_command.ts";

testWith({
  name: "the forwarder sends what was not taken again before what is behind it, and after a new start only what is new",
  needs: ["kafka", "kcat"],
  async fn() {
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("forward"));
    const values = ["first", "second", "third", "fourth"].map((text) => ({ value: new TextEncoder().encode(text) }));
    const received: string[] = [], answers = [503, 401, 302, 204, 400];
    await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
      const { headers } = request;
      // Where a proxy sends those to whom it does not know, with a page that is answered well.
      if (new URL(request.url).pathname === "/login") return new Response("please log in");
      assertEquals([headers.get("authorization"), headers.get("ce-type")], [
        "Bearer secret",
        "dev.knative.kafka.event",
      ]);
      received.push(`${headers.get("ce-source")} ${headers.get("ce-id")} ${await request.text()}`);
      return new Response(null, { status: answers.shift() ?? 204, headers: { location: "/login" } });
    });
    await using folder = await TempFolder.create("forward");
    const host = `127.0.0.1:${server.addr.port}`;
    const command = await readmeCommand("examples/07_cloudflare_worker", "forward.ts", {
      "kafka1.example.com:9092,dhcp-transactions.example.workers.dev": `${broker.bootstrap},${host}`,
      "kafka1.example.com:9092": broker.bootstrap,
      "dhcpkit.messages": topic,
      "https://dhcp-transactions.example.workers.dev/": `http://${host}/`,
    });
    const start = (name: string) =>
      new BackgroundProcess(command, {
        ...{ logFile: folder.file(name), cwd: repositoryRoot, env: { PUSH_TOKEN: "secret" } },
      });
    const expected = ["0 first", "0 first", "0 first", "0 first", "1 second", "2 third"];
    const asSent = (texts: string[]) => texts.map((text) => `/kafka#${topic} partition:0/offset:${text}`);

    await kcatProduce(broker.bootstrap, topic, values.slice(0, 3));
    await using first = start("first");
    const isComplete = (count: number) => () => Promise.resolve(received.length >= count || undefined);
    await eventually("three records", isComplete(6), { timeoutMs: 60_000 });
    assertEquals(received, asSent(expected));
    assertEquals((await first.stop("SIGINT")).code, 0, await first.log());

    await kcatProduce(broker.bootstrap, topic, values.slice(3));
    await using _second = start("second");
    await eventually("the new record", isComplete(7), { timeoutMs: 60_000 });
    assertEquals(received, asSent([...expected, "3 fourth"]));
  },
});
