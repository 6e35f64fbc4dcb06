import { assertEquals, assertMatch } from "@std/assert";
import { Message } from "@dhcpkit/kafka/dhcpv6";
import { DHCPKafkaMessage, digestRecordId } from "@dhcpkit/kafka/messages";
import { address, ia, packet } from "../store/_packets.ts";
import { runCommand } from "../support/command.ts";
import { repositoryRoot } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { readmeCommand } from "./_readme_command.ts";

const FOLDER = "examples/10_azure_function";

function value(serverName: string): Uint8Array {
  const messageIn = Message.parse(packet("Request", ia()));
  const messageOut = Message.parse(packet("Reply", ia(address("2001:db8::42", 3600))));
  return new DHCPKafkaMessage({ serverName, timestampIn: 10.5, messageIn, messageOut }).save();
}

/** What the trigger tells of a batch of one partition, by the names of the extension (KafkaTriggerBindingStrategy.cs). */
function batch(offset: number, ...values: Uint8Array[]): unknown {
  const all = (make: (i: number) => unknown) => values.map((_, i) => make(i));
  return {
    values: values.map((bytes) => bytes.toBase64()),
    metadata: {
      TopicArray: all(() => "dhcpkit.messages"),
      PartitionArray: all(() => 3),
      OffsetArray: all((i) => offset + i),
      TimestampArray: all(() => "2026-11-30T12:00:00Z"),
      KeyArray: all(() => null),
    },
  };
}

interface Host {
  // deno-lint-ignore no-explicit-any
  readonly metadata: any;
  readonly answers: string[];
}

/** Bundles the app and installs its package as its README says, and has a host hand it batches. */
async function host(batches: readonly unknown[], webhook: string): Promise<Host> {
  await using folder = await TempFolder.create("azure");
  await Deno.mkdir(folder.file("dist"));
  const bundle = { [`${FOLDER}/dist/main.mjs`]: folder.file("dist/main.mjs") };
  await runCommand(await readmeCommand(FOLDER, "deno bundle", bundle), { cwd: repositoryRoot });
  await Deno.copyFile(`${repositoryRoot}${FOLDER}/package.json`, folder.file("package.json"));
  const install = await readmeCommand(FOLDER, "npm install");
  await runCommand([...install, "--silent", "--no-audit", "--no-fund"], { cwd: folder.path, timeoutMs: 120_000 });
  const core = "node_modules/@azure/functions-core";
  await Deno.mkdir(folder.file(core), { recursive: true });
  await folder.write(`${core}/package.json`, `{ "name": "@azure/functions-core", "version": "1.0.0" }`);
  await folder.write(
    `${core}/index.js`,
    `const told = { functions: [] };
     module.exports = { told, setProgrammingModel: (model) => told.model = model,
       registerFunction: (metadata, callback) => told.functions.push({ metadata, callback }), registerHook() {}, log() {} };`,
  );
  await Deno.copyFile(`${repositoryRoot}tests/end_to_end/_azure_host.mjs`, folder.file("host.mjs"));
  await folder.write("batches.json", JSON.stringify(batches));
  const env = { WEBHOOK_URL: webhook, WEBHOOK_TOKEN: "a secret of the webhook" };
  return JSON.parse((await runCommand(["node", folder.file("host.mjs")], { env })).stdout);
}

testWith({
  name:
    "the function forwards each record of a batch once, and has the batch come again when the webhook does not take one",
  needs: ["node"],
  async fn() {
    // deno-lint-ignore no-explicit-any
    const received: any[] = [], isRefused = new Set(["dhcp02"]);
    await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
      assertEquals(request.headers.get("authorization"), "Bearer a secret of the webhook");
      const told = await request.json();
      // The first time, the second server's record is refused.
      if (isRefused.delete(told.server)) return new Response(null, { status: 503 });
      received.push(told);
      return new Response(null, { status: 204 });
    });
    const values = [value("dhcp01"), value("dhcp02"), value("dhcp03"), Uint8Array.of(1, 2)], all = batch(40, ...values);
    const { metadata, answers } = await host([all, all], `http://127.0.0.1:${server.addr.port}/`);

    assertEquals(answers, ["EdgeDeliveryError", "taken"]);
    assertEquals(received.map(({ server, offset }) => [server, offset]), [
      ["dhcp01", "40"],
      ["dhcp02", "41"],
      ["dhcp03", "42"],
      [undefined, "43"],
    ]);
    const place = { topic: "dhcpkit.messages", partition: 3 }, id = await digestRecordId(values[0]);
    const client = "0003000102005e000001", leases = ["2001:db8::42/128"];
    assertEquals(received[0], {
      id,
      ...place,
      offset: "40",
      server: "dhcp01",
      "received-at": 10.5,
      client,
      leases,
      value: values[0].toBase64(),
    });
    assertMatch(received[3].id, /^[0-9a-f]{32}$/);
    assertMatch(received[3].problem, /^dhcp-kafka-message > server-name/);
    assertEquals(received[3].value, "AQI=");

    const { messages: trigger } = metadata.bindings;
    assertEquals([trigger.type, trigger.dataType, trigger.cardinality], ["kafkaTrigger", "binary", "many"]);
    assertEquals(
      [trigger.username, trigger.password],
      ["%KAFKA_USERNAME%", "%KAFKA_PASSWORD%"],
      "secrets are settings",
    );
    assertEquals(metadata.retryOptions.maxRetryCount, -1);
  },
});
