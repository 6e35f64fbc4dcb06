/**
 * `deno task ok`: every check of the house, one after the other, and a table of how they went. The tests themselves are
 * `deno task test`.
 */
interface Check {
  readonly name: string;
  readonly command: readonly string[];
}

const root = new URL("..", import.meta.url);
const { exports } = JSON.parse(await Deno.readTextFile(new URL("deno.json", root))) as {
  exports: Record<string, string>;
};
const entries = Object.values(exports);
const deno = Deno.execPath();

const checks: readonly Check[] = [
  { name: "format", command: [deno, "fmt", "--check", "--quiet"] },
  { name: "lint", command: [deno, "lint", "--quiet"] },
  { name: "types", command: [deno, "check", "--quiet", "."] },
  {
    name: "types of scripts for browsers",
    command: [
      deno,
      "check",
      "--quiet",
      "--no-lock",
      "--config",
      "tools/browser.json",
      "src/looking_glass/assets/glass.js",
      "src/looking_glass/decode/in_browser.js",
    ],
  },
  { name: "documentation of the public API", command: [deno, "doc", "--quiet", "--lint", ...entries] },
  {
    name: "examples in the documentation",
    command: [
      deno,
      "test",
      "--quiet",
      "--doc",
      "--allow-net",
      "--allow-sys",
      "--allow-env",
      "README.md",
      "docs/formats.md",
      "docs/edge.md",
      "docs/looking_glass.md",
      "docs/operations.md",
      "mod.ts",
      "src",
    ],
  },
  { name: "structure", command: [deno, "test", "--quiet", "--allow-read", "tests/architecture_test.ts"] },
  { name: "house rules", command: [deno, "run", "--quiet", "--allow-read", "--allow-run=git", "tools/house_rules.ts"] },
  ...["configuration", "protocol", "validation", "detectors"].map((document) => ({
    name: `docs/${document}.md`,
    command: [deno, "run", "--quiet", "--allow-read", `--allow-run=${deno}`, `tools/${document}_manual.ts`, "--check"],
  })),
  {
    name: "docs/message.schema.json",
    command: [deno, "run", "--quiet", "--allow-read", `--allow-run=${deno}`, "tools/message_schema.ts", "--check"],
  },
  {
    name: "docs/transaction.schema.json, docs/lease.schema.json",
    command: [deno, "run", "--quiet", "--allow-read", `--allow-run=${deno}`, "tools/transaction_schema.ts", "--check"],
  },
  {
    name: "deploy/grafana/dhcpkit-kafka.json",
    command: [deno, "run", "--quiet", "--allow-read", `--allow-run=${deno}`, "tools/grafana_dashboard.ts", "--check"],
  },
  {
    name: "src/looking_glass/assets/decode.js",
    command: [deno, "run", "--quiet", "--allow-read", `--allow-run=${deno}`, "tools/decode_bundle.ts", "--check"],
  },
  { name: "publish, dry run", command: [deno, "publish", "--quiet", "--dry-run", "--allow-dirty"] },
];

let failed = 0;
for (const { name, command } of checks) {
  const start = performance.now();
  const { success, stdout, stderr } = await new Deno.Command(command[0], {
    args: command.slice(1),
    cwd: root,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  // A warning of a dry run becomes a warning to everybody who publishes.
  const isFine = success && !/^warning/m.test(said);
  if (!isFine) {
    failed++;
    console.log(said.trim());
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(6);
  console.log(`${isFine ? "ok    " : "FAILED"} ${seconds} s  ${name}`);
}
console.log(`\n${checks.length - failed} passed, ${failed} failed`);
Deno.exit(failed === 0 ? 0 : 1);
