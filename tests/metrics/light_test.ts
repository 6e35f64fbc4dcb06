import { assertEquals } from "@std/assert";
import { runCommand } from "../support/command.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { repositoryRoot } from "../support/paths.ts";

Deno.test("metrics need no permission but to listen, and say nothing of the process unless somebody asks for that", async () => {
  await using folder = await TempFolder.create("metrics");
  const program = await folder.write(
    "program.ts",
    `import { CollectorMetrics, healthServer, publisherMetrics, newRegistry } from "@dhcpkit/kafka/metrics";
     const registry = newRegistry();
     new CollectorMetrics({ registry });
     publisherMetrics([], { registry });
     await using server = healthServer({ port: 0, registry });
     const text = await (await fetch(server.url + "/metrics")).text();
     console.log(text.match(/^# TYPE (\\S+)/gm).filter((line) => !line.includes(" dhcpkit_")).length);`,
  );
  const command = [
    Deno.execPath(),
    "run",
    "--no-prompt",
    "--allow-net=127.0.0.1",
    `--config=${repositoryRoot}deno.json`,
  ];
  const { stdout, stderr } = await runCommand([...command, program], {});
  assertEquals([stdout, stderr], ["0\n", ""]);
});
