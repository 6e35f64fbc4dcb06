import { assert, assertEquals } from "@std/assert";
import { runCommand } from "../support/command.ts";
import { repositoryRoot } from "../support/paths.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { answered } from "./_values.ts";

Deno.test("formats hold no package and no built-in of Node", async () => {
  const { stdout } = await runCommand([Deno.execPath(), "info", "--json", `${repositoryRoot}src/formats/mod.ts`]);
  const { modules } = JSON.parse(stdout) as { modules: { specifier: string }[] };
  assert(modules.some(({ specifier }) => specifier.endsWith("/current_leases.ts")), "the graph was read");
  assertEquals(modules.map(({ specifier }) => specifier).filter((specifier) => !specifier.startsWith("file:")), []);
});

Deno.test("a transaction becomes JSON and comes back in Node.js, in a bundle", async () => {
  await using folder = await TempFolder.create("formats");
  const value = answered().save().toHex(), output = folder.file("bundle.mjs");
  const source = `import { recordFromJson, recordToJson } from "@dhcpkit/kafka/formats";
    const value = Uint8Array.from("${value}".match(/../g), (pair) => parseInt(pair, 16));
    const text = JSON.stringify(recordToJson(value).json), back = recordFromJson(JSON.parse(text));
    console.log(JSON.parse(text)["client-mac"], String(back) === String(value));`;
  const entry = await folder.write("entry.js", source);
  const bundle = ["bundle", "--quiet", "--minify", "--platform", "browser", "--config", `${repositoryRoot}deno.json`];
  await runCommand([Deno.execPath(), ...bundle, entry, "-o", output], { cwd: repositoryRoot });
  assertEquals((await runCommand(["node", output])).stdout, "02:00:5e:00:00:01 true\n");
});
