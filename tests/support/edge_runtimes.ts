import { Chromium } from "./chromium.ts";
import { runCommand } from "./command.ts";
import { lambdaNode } from "./lambda_node.ts";
import type { Need } from "./requirements.ts";
import { TempFolder } from "./temp_folder.ts";
import { Workerd } from "./workerd.ts";

/** A place where functions run that platforms call. */
export interface EdgeRuntime {
  /** What it is called. */
  readonly name: string;
  /** What it does not work without. */
  readonly needs: readonly Need[];
  /**
   * What `run(input)`, an export of the module, resolves with there; both as JSON. Rejects when it rejects. It may ask servers at
   * 127.0.0.1, but those of other origins do not answer a browser.
   */
  run(code: string, input?: unknown): Promise<unknown>;
}

/** Every runtime that tests can have. */
export const edgeRuntimes: readonly EdgeRuntime[] = [
  {
    name: "Deno",
    needs: [],
    run: (code, input) =>
      runProcess([Deno.execPath(), "run", "--no-prompt", "--no-config", "--allow-net=127.0.0.1"], code, input),
  },
  { name: "Node.js", needs: ["node"], run: (code, input) => runProcess(["node"], code, input) },
  {
    name: "AWS Lambda's Node.js",
    needs: ["lambda-node"],
    run: async (code, input) => runProcess([await lambdaNode()], code, input),
  },
  { name: "workerd", needs: [], run: runWorker },
  { name: "Chromium", needs: ["chromium"], run: runInBrowser },
];

async function runProcess(command: readonly string[], code: string, input: unknown): Promise<unknown> {
  await using folder = await TempFolder.create("runtime");
  await folder.write("bundle.mjs", code);
  const main = await folder.write(
    "main.mjs",
    `import { run } from "./bundle.mjs";
     console.log(JSON.stringify(await run(${JSON.stringify(input ?? null)})));`,
  );
  const { stdout } = await runCommand([...command, main]);
  return JSON.parse(stdout);
}

async function runWorker(bundle: string, input: unknown): Promise<unknown> {
  const main = `import { run } from "./bundle.mjs";
    export default { async fetch(request) { return Response.json(await run(await request.json())); } };`;
  await using worker = await Workerd.start({ main, bundle });
  const response = await fetch(worker.url, { method: "POST", body: JSON.stringify(input ?? null) });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return JSON.parse(text);
}

async function runInBrowser(code: string, input: unknown): Promise<unknown> {
  const script = { headers: { "content-type": "text/javascript" } },
    page = { headers: { "content-type": "text/html" } };
  const answer = ({ url }: Request) =>
    url.endsWith(".mjs")
      ? new Response(code, script)
      : new Response("<!doctype html><link rel=icon href=data:,>", page);
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, answer);
  try {
    await using browser = await Chromium.start();
    let result: unknown;
    await browser.withTab({}, async (tab) => {
      await tab.goto(`http://127.0.0.1:${server.addr.port}/`);
      const expression = `import("/bundle.mjs").then(({ run }) => run(${JSON.stringify(input ?? null)}))`;
      result = await tab.evaluate(expression);
    });
    return JSON.parse(JSON.stringify(result));
  } finally {
    await server.shutdown();
  }
}
