import { runCommand } from "./command.ts";
import { repositoryRoot } from "./paths.ts";
import { TempFolder } from "./temp_folder.ts";

/** One file of JavaScript, minified, made of a program and all that it imports, for runtimes that have only the Web's APIs. */
export async function edgeBundle(source: string): Promise<string> {
  await using folder = await TempFolder.create("bundle");
  const entry = await folder.write("entry.js", source), output = folder.file("bundle.mjs");
  await bundleFile(entry, output);
  return await Deno.readTextFile(output);
}

/** The same of a program in a file of the repository. */
export async function edgeBundleOf(path: string): Promise<string> {
  await using folder = await TempFolder.create("bundle");
  const output = folder.file("bundle.mjs");
  await bundleFile(`${repositoryRoot}${path}`, output);
  return await Deno.readTextFile(output);
}

async function bundleFile(entry: string, output: string): Promise<void> {
  const options = ["--quiet", "--minify", "--platform", "browser", "--config", `${repositoryRoot}deno.json`];
  await runCommand([Deno.execPath(), "bundle", ...options, entry, "-o", output], { cwd: repositoryRoot });
}
