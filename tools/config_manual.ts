/**
 * Writes docs/config.md from the schema of the configuration, or with `--check` tells whether it is up to date.
 *
 *     deno run --allow-read=docs --allow-write=docs tools/config_manual.ts [--check]
 */
import { configManual, serverSections } from "@dhcpkit/kafka/config";

const file = new URL("../docs/config.md", import.meta.url);
const manual = await formatted(configManual(serverSections));

if (Deno.args.includes("--check")) {
  const current = await Deno.readTextFile(file).catch(() => "");
  if (current !== manual) {
    console.error("docs/config.md is not what the schema says; run: deno task manual");
    Deno.exit(1);
  }
} else await Deno.writeTextFile(file, manual);

/** As `deno fmt` would have it, so that the file is the same whoever formats it. */
async function formatted(markdown: string): Promise<string> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext", "md", "-"],
    cwd: new URL("..", import.meta.url),
    stdin: "piped",
    stdout: "piped",
  });
  const child = command.spawn(), writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(markdown));
  await writer.close();
  const { success, stdout } = await child.output();
  if (!success) throw new Error("deno fmt could not format the manual");
  return new TextDecoder().decode(stdout);
}
