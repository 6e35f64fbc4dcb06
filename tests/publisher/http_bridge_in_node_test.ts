/** Edge runtimes have `fetch` and the Web's APIs. Node.js 20 stands for the older of them: it has no `toBase64`. */
import { assert, assertEquals } from "@std/assert";
import type { HttpBridgeDialect } from "@dhcpkit/kafka/publisher/http-bridge";
import { runCommand } from "../support/command.ts";
import { freePorts } from "../support/free_port.ts";
import { ImitatedBridge } from "../support/imitated_bridge.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { kcatConsume } from "../support/kcat.ts";
import { repositoryRoot } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { TempFolder } from "../support/temp_folder.ts";

const DIALECTS: readonly HttpBridgeDialect[] = ["strimzi", "confluent-v2", "confluent-v3"];

/** What the transport may take in a bundle, minified, in bytes. */
const MOST = 16_000;

testWith({
  name: `http-bridge: publishes from a bundle of at most ${MOST} bytes in Node.js, which needs nothing of Deno`,
  needs: ["kafka", "kcat", "node"],
  async fn() {
    await using folder = await TempFolder.create("bridge");
    const source = `export { httpBridgeTransport } from "@dhcpkit/kafka/publisher/http-bridge";`;
    const entry = await folder.write("entry.js", source), output = folder.file("bundle.mjs");
    const bundle = ["bundle", "--quiet", "--minify", "--platform", "browser", "--config", `${repositoryRoot}deno.json`];
    await runCommand([Deno.execPath(), ...bundle, entry, "-o", output], { cwd: repositoryRoot });
    const code = await Deno.readTextFile(output);
    assert(code.length < MOST, `the bundle has ${code.length} bytes`);
    assertEquals(/\b(Deno|Buffer|process|require)\b/.exec(code), null);
    await folder.write(
      "run.mjs",
      `import { httpBridgeTransport } from "./bundle.mjs";
       const [url, topic, dialect, closed] = process.argv.slice(2);
       const transport = httpBridgeTransport({ url, topic, dialect });
       await transport.connect();
       const value = Uint8Array.from({ length: 256 }, (_, i) => i);
       const records = [{ key: value.subarray(5), value }, { key: null, value: value.subarray(0, 1) }];
       console.log(JSON.stringify([await transport.send(records), await transport.send(records.slice(1))]));
       await transport.disconnect();
       const nobody = httpBridgeTransport({ url: "http://127.0.0.1:" + closed, topic, dialect });
       await nobody.connect().catch(({ message }) => console.error(message));`,
    );
    const broker = await sharedBroker(), all = Uint8Array.from({ length: 256 }, (_, i) => i);
    for (const dialect of DIALECTS) {
      const topic = await broker.createTopic(uniqueTopic("node"));
      await using bridge = new ImitatedBridge({ dialect, broker: broker.bootstrap });
      const [closed] = freePorts(1);
      const run = ["node", folder.file("run.mjs"), bridge.url, topic, dialect, `${closed}`];
      const { stdout, stderr } = await runCommand(run);
      assertEquals(stderr, `nobody listens at http://127.0.0.1:${closed}: connection refused\n`);
      const delivered = { status: "delivered" };
      assertEquals(JSON.parse(stdout), [[delivered, delivered], [delivered]]);
      const records = await kcatConsume(broker.bootstrap, topic, { count: 3 });
      assertEquals(records.map(({ value }) => value), [all, all.slice(0, 1), all.slice(0, 1)]);
      assertEquals(records.map(({ key }) => key), [all.slice(5), null, null]);
    }
  },
});
