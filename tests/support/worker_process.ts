/**
 * `worker_process.ts FOLDER`: runs the worker in FOLDER, whose module is `main.mjs` and whose environment is in `bindings.json`, in workerd
 * until it is told to end. Prints its address. See workerd.ts.
 */
import { Miniflare } from "miniflare";

const [folder] = Deno.args;
const module = async (name: string) => ({
  type: "ESModule" as const,
  path: `/${name}`,
  contents: await Deno.readTextFile(`${folder}/${name}`),
});
const worker = new Miniflare({
  host: "127.0.0.1",
  port: 0,
  compatibilityDate: "2026-07-01",
  bindings: JSON.parse(await Deno.readTextFile(`${folder}/bindings.json`)),
  modulesRoot: "/",
  modules: [await module("main.mjs"), await module("bundle.mjs")],
});
Deno.addSignalListener("SIGTERM", async () => {
  await worker.dispose();
  Deno.exit();
});
console.log(`ready at ${new URL(await worker.ready).origin}.`);
