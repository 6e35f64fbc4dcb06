import { BackgroundProcess } from "./background_process.ts";
import { repositoryRoot } from "./paths.ts";
import { TempFolder } from "./temp_folder.ts";

/** Runs the demonstration, as its command does, for as long as `fn` runs, which gets the address of its looking glass. */
export async function withDemo(fn: (url: string) => Promise<void>): Promise<void> {
  await using folder = await TempFolder.create("demo");
  const command = [Deno.execPath(), "run", "--quiet", "--allow-all", `${repositoryRoot}src/cli/main.ts`, "demo"];
  await using demo = new BackgroundProcess([...command, "--listen", "127.0.0.1:0"], { logFile: folder.file("log") });
  const [, url] = await demo.waitForLog(/Looking glass at (http\S+)/, 60_000);
  await fn(url);
}
