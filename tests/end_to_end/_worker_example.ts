import { assertEquals } from "@std/assert";
import { runCommand } from "../support/command.ts";
import { repositoryRoot } from "../support/paths.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { Workerd } from "../support/workerd.ts";
import { readmeCommand } from "./_readme_command.ts";

const FOLDER = "examples/07_cloudflare_worker";

/** The example's worker, at work. */
export interface WorkerExample {
  readonly url: string;
  /** Who may bring records, and who may ask. */
  readonly tokens: { readonly push: string; readonly read: string };
  /** Brings a record. */
  push(body: Uint8Array<ArrayBuffer>, headers: Record<string, string>): Promise<Response>;
  /** What it answers to who may ask. */
  ask(path: string): Promise<unknown>;
}

/** Bundles the worker as its README says, and runs it in workerd with the database of its schema. */
export async function withWorker(fn: (worker: WorkerExample) => Promise<void>): Promise<void> {
  await using folder = await TempFolder.create("worker");
  const output = folder.file("worker.js");
  await runCommand(await readmeCommand(FOLDER, "deno bundle", { [`${FOLDER}/worker.js`]: output }), {
    cwd: repositoryRoot,
  });
  const tokens = { push: "a secret that brings records", read: "a secret that reads records" };
  await using worker = await Workerd.start({
    main: `export { default } from "./bundle.mjs";`,
    bundle: await Deno.readTextFile(output),
    bindings: { PUSH_TOKEN: tokens.push, READ_TOKEN: tokens.read },
    database: { binding: "DB", schema: await Deno.readTextFile(`${repositoryRoot}${FOLDER}/schema.sql`) },
  });
  await fn({
    ...{ url: worker.url, tokens },
    async push(body, headers) {
      const authorization = `Bearer ${tokens.push}`;
      const response = await fetch(worker.url, { method: "POST", headers: { ...headers, authorization }, body });
      await response.body?.cancel();
      return response;
    },
    async ask(path) {
      const response = await fetch(`${worker.url}${path}`, { headers: { authorization: `Bearer ${tokens.read}` } });
      assertEquals(response.status, 200);
      return await response.json();
    },
  });
}
