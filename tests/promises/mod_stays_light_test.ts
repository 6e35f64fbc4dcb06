import { assert, assertEquals } from "@std/assert";
import { runCommand } from "../support/command.ts";
import { repositoryRoot } from "../support/paths.ts";

interface ModuleInfo {
  specifier: string;
}

async function modulesOf(entry: string): Promise<string[]> {
  const { stdout } = await runCommand([Deno.execPath(), "info", "--json", `${repositoryRoot}${entry}`], {});
  const { modules } = JSON.parse(stdout) as { modules: ModuleInfo[] };
  return modules.map(({ specifier }) => specifier);
}

Deno.test("the module graph of mod.ts holds no package, no built-in of Node and no table of options", async () => {
  const modules = await modulesOf("mod.ts");
  assert(modules.some((specifier) => specifier.endsWith("/src/publisher/kafka_handler.ts")), "the graph was read");
  assertEquals(modules.filter((specifier) => !specifier.startsWith("file:")), []);
  const heavy =
    /\/(options\/(mod|standard_options)|option_registry|(to|from)_json|json_schema|to_dhcpkit_json|to_text|kafkajs_\w+)\.ts$/;
  assertEquals(modules.filter((specifier) => heavy.test(specifier)), []);
});

Deno.test("kafkajs is in the graph of its leaf files alone", async () => {
  const hasKafkaJs = async (entry: string) =>
    (await modulesOf(entry)).some((specifier) => /npm:.*kafkajs/.test(specifier));
  const entries = ["src/publisher/mod.ts", "src/collector/mod.ts", "src/server/mod.ts", "src/dhcpv6/options/mod.ts"];
  for (const entry of entries) assertEquals(await hasKafkaJs(entry), false, entry);
  for (const entry of ["src/publisher/kafkajs_transport.ts", "src/collector/kafkajs_source.ts"]) {
    assertEquals(await hasKafkaJs(entry), true, entry);
  }
});

Deno.test("mod.ts runs without any permission and with npm switched off", async () => {
  const program = `
    import { DHCPKafkaMessage, KafkaMessage } from "${new URL("../../mod.ts", import.meta.url)}";
    const { message } = KafkaMessage.parse(new DHCPKafkaMessage({ serverName: "light" }).save());
    console.log(message.serverName);
  `;
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/light.ts`, program);
    const command = [
      Deno.execPath(),
      "run",
      "--no-prompt",
      "--no-npm",
      "--no-remote",
      "--no-config",
      `${folder}/light.ts`,
    ];
    assertEquals((await runCommand(command, {})).stdout.trim(), "light");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
