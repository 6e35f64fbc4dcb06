/**
 * `deno task bench:edge [TIMES] [--write]`: what each import of `@dhcpkit/kafka/edge` costs, how long importing takes in Node.js and
 * workerd, and how long the largest event of AWS Lambda takes. With `--write`, bench/EDGE.md.
 */
import os from "node:os";
import { runCommand } from "../tests/support/command.ts";
import { edgeBundle, edgeBundleOf } from "../tests/support/edge_bundle.ts";
import { LAMBDA_NODE, lambdaNode } from "../tests/support/lambda_node.ts";
import { repositoryRoot } from "../tests/support/paths.ts";
import { TempFolder } from "../tests/support/temp_folder.ts";
import { coldInNode, coldInWorkerd } from "./_edge_cold.ts";
import { largestLambdaEvent } from "./_edge_event.ts";
import { edgeImports } from "./_edge_imports.ts";
import type { LambdaTimes } from "./_edge_lambda.ts";

/** What decoding may take. */
const TARGET_MS = 150;

const times = Number(Deno.args.find((argument) => /^\d+$/.test(argument)) ?? 20);
const text = [
  "# At the edge",
  `Made by \`deno task bench:edge ${times} --write\`.`,
  "## What an import costs",
  "Bytes of a bundle that has this and nothing else, minified by `deno bundle --minify --platform browser`. What two imports share is in a " +
  "bundle once. `tests/edge/bundle_sizes_test.ts` holds each to what it may take at most.",
  await importTable(),
  "## How long a cold start waits for it",
  `Milliseconds, medians of ${times} processes; the least and the most in brackets. In Node.js, what \`await import()\` of the bundle takes. ` +
  "In workerd, how much longer the first request takes that imports it, than one that does not; the row `nothing` tells what of that is " +
  "not the module's.",
  await coldTable(),
  "## An event of AWS Lambda of 6 MB",
  await lambdaSection(),
  await machine(),
].join("\n\n") + "\n";
console.log(text);
if (Deno.args.includes("--write")) {
  const path = `${repositoryRoot}bench/EDGE.md`;
  await Deno.writeTextFile(path, text);
  await runCommand([Deno.execPath(), "fmt", "--quiet", path], { cwd: repositoryRoot });
}

async function importTable(): Promise<string> {
  const rows: string[][] = [];
  for (const { what, source, most } of edgeImports) {
    const code = await edgeBundle(source);
    rows.push([what, thousands(code.length), thousands(await gzipped(code)), thousands(most)]);
  }
  return table(["import", "bytes", "gzip", "at most"], rows);
}

async function gzipped(code: string): Promise<number> {
  const packed = new Blob([code]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(packed).arrayBuffer()).byteLength;
}

async function coldTable(): Promise<string> {
  const modules: [string, string][] = [["nothing", "export {};"]];
  for (const name of ["decodeLambdaEvent", "createPushHandler"]) {
    modules.push([`\`${name}\``, await edgeBundle(`export { ${name} } from "@dhcpkit/kafka/edge";`)]);
  }
  modules.push(["all of `./edge`", await edgeBundle(`export * from "@dhcpkit/kafka/edge";`)]);
  const rows: string[][] = [];
  for (const [what, code] of modules) {
    rows.push([what, spread(await coldInNode(code, times)), spread(await coldInWorkerd(code, times))]);
  }
  return table(["import", "Node.js", "workerd"], rows);
}

async function lambdaSection(): Promise<string> {
  const code = await edgeBundleOf("bench/_edge_lambda.ts"), event = largestLambdaEvent(), rows: string[][] = [];
  await using folder = await TempFolder.create("lambda");
  await folder.write("bundle.mjs", code);
  await folder.write("event.json", event);
  const main = await folder.write(
    "main.mjs",
    `import { readFileSync } from "node:fs";
     import { run } from "./bundle.mjs";
     const text = readFileSync(new URL("event.json", import.meta.url), "utf8");
     console.log(JSON.stringify(run(text, Number(process.argv[2]))));`,
  );
  let count = 0;
  const lambda = await lambdaNode();
  const runtimes = [
    [await nodeName(lambda), lambda],
    [await nodeName("node"), "node"],
    [`Deno ${Deno.version.deno}`, Deno.execPath(), "run", "--allow-read"],
  ];
  for (const [name, ...command] of runtimes) {
    const measured = async (times: number): Promise<LambdaTimes> =>
      JSON.parse((await runCommand(["taskset", "--cpu-list", "0", ...command, main, `${times}`])).stdout);
    const first: LambdaTimes[] = [];
    for (let time = 0; time < times; time++) first.push(await measured(1));
    const warm = await measured(times + 5), [{ records }] = first;
    count = records;
    const later = columns([warm]).map((values) => values.slice(5));
    for (const [when, all] of [["first", columns(first)], ["later", later]] as const) {
      rows.push([`${name}, ${when}`, ...all.map(spread), middle(all[0]) < TARGET_MS ? "yes" : "no"]);
    }
  }
  const about =
    `${thousands(event.length)} bytes with ${
      thousands(count)
    } records of the mix of the other benches, keys and two headers each, ` +
    "of four partitions. Milliseconds on one core (`taskset`), each time every record with what its options say (`record.summary`). `first`: " +
    `in a new process, which has run nothing of it before, ${times} processes; \`later\`: ${times} times in one process. Compiling and ` +
    "collecting garbage are in it, since their threads have no other core. `JSON.parse` is what the runtime does before it calls a function. " +
    `Node.js ${LAMBDA_NODE} is what AWS Lambda has newest (\`nodejs${LAMBDA_NODE}.x\`).`;
  const head = ["runtime", "decode", "JSON.parse", `under ${TARGET_MS} ms`];
  return `${about}\n\n${table(head, rows)}`;
}

function columns(all: readonly LambdaTimes[]): number[][] {
  return [all.flatMap(({ decode }) => decode), all.flatMap(({ parse }) => parse)];
}

async function machine(): Promise<string> {
  const load = os.loadavg().map((value) => value.toFixed(1)).join(", "), cpus = os.cpus(), date = new Date();
  return `Measured on ${cpus[0].model}, ${cpus.length} cores, Deno ${Deno.version.deno}, ${await nodeName(
    "node",
  )}, load ` +
    `average ${load} at the end, on ${date.toISOString().slice(0, 10)}.`;
}

async function nodeName(program: string): Promise<string> {
  return `Node.js ${(await runCommand([program, "--version"])).stdout.trim().slice(1)}`;
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  return `${middle(values).toFixed(1)} [${sorted[0].toFixed(1)}, ${sorted.at(-1)!.toFixed(1)}]`;
}

function thousands(value: number): string {
  return value.toLocaleString("en");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
