/**
 * `worker_process.ts FOLDER`: runs the worker in FOLDER, whose module is `main.mjs` and whose environment is in `bindings.json`, in workerd
 * until it is told to end, with a database of D1 where `database.json` says so. Prints its address. See workerd.ts.
 */
/** What is used of miniflare. */
interface Miniflare {
  readonly ready: Promise<URL>;
  getD1Database(binding: string): Promise<{ prepare(sql: string): { run(): Promise<unknown> } }>;
  dispose(): Promise<void>;
}

// Neither deno.json nor deno.lock know of it: it would come with whatever anybody runs, 200 MB with its workerd.
const PACKAGE: string = "npm:miniflare@4.20260730.0";
const { Miniflare } = await import(PACKAGE) as { Miniflare: new (options: unknown) => Miniflare };

const [folder] = Deno.args;
const module = async (name: string) => ({
  type: "ESModule" as const,
  path: `/${name}`,
  contents: await Deno.readTextFile(`${folder}/${name}`),
});
const database: { binding: string; schema: string } | null = JSON.parse(
  await Deno.readTextFile(`${folder}/database.json`),
);
const worker = new Miniflare({
  host: "127.0.0.1",
  port: 0,
  compatibilityDate: "2026-07-01",
  bindings: JSON.parse(await Deno.readTextFile(`${folder}/bindings.json`)),
  ...database === null ? {} : { d1Databases: { [database.binding]: "test" } },
  modulesRoot: "/",
  modules: [await module("main.mjs"), await module("bundle.mjs")],
});
if (database !== null) {
  const tables = await worker.getD1Database(database.binding);
  for (const sql of database.schema.split(";").map((one) => one.trim())) {
    if (sql !== "") await tables.prepare(sql).run();
  }
}
Deno.addSignalListener("SIGTERM", async () => {
  await worker.dispose();
  Deno.exit();
});
console.log(`ready at ${new URL(await worker.ready).origin}.`);
