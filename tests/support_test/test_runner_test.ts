import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { skippedTable } from "../../tools/_skipped_table.ts";
import { TestOutput } from "../../tools/_test_output.ts";
import { attemptCommand } from "../support/command.ts";
import { eventually } from "../support/eventually.ts";
import { repositoryRoot, supportFolder } from "../support/paths.ts";
import { BackgroundProcess } from "../support/background_process.ts";
import { isRunning } from "../support/pid.ts";
import { TempFolder } from "../support/temp_folder.ts";

const testWithUrl = JSON.stringify(`file://${supportFolder}requirements.ts`);
const runner = [Deno.execPath(), "run", "--allow-all", "--no-check", `${repositoryRoot}tools/test.ts`, "--no-check"];

async function runOn(files: Record<string, string>, ...args: string[]): Promise<{ code: number; lines: string[] }> {
  await using folder = await TempFolder.create("runner");
  for (const [name, text] of Object.entries(files)) await folder.write(name, text);
  const env = { NO_COLOR: "1", DHCPKIT_TEST_NO_SKIP: "" };
  const { code, stdout } = await attemptCommand([...runner, ...args, folder.path], { env, timeoutMs: 60_000 });
  return { code, lines: stdout.trimEnd().split("\n") };
}

Deno.test("a run ends with its counts, after a table of what was skipped, why, and how to get it", async () => {
  const { code, lines } = await runOn({
    "some_test.ts": `import { testWith } from ${testWithUrl};
      Deno.test("good", async (t) => { await t.step("part", () => {}); console.log("ok | 90 passed | 90 failed (1s)"); });
      Deno.test({ name: "left out", ignore: true, fn() {} });
      Deno.env.set("PATH", "/nowhere");
      testWith({ name: "needy", needs: ["kcat"], fn() {} });`,
  });
  assertEquals(code, 0);
  assertEquals(lines.slice(-6), [
    "",
    "MISSING  HOW TO GET IT                SKIPPED TEST",
    "-        the test itself says ignore  left out",
    "kcat     apt-get install kcat         needy",
    "",
    "1 passed, 0 failed, 2 skipped",
  ]);
});

Deno.test("a failing test, and a file that does not load, fail the run", async () => {
  const { code, lines } = await runOn({
    "bad_test.ts": `Deno.test("bad", () => { throw new Error("no"); }); Deno.test("good", () => {});`,
    "broken_test.ts": `throw new Error("does not load");`,
  });
  assertEquals([code, lines.at(-1)], [1, "1 passed, 2 failed, 0 skipped"]);
  assertEquals(lines.at(-3), "Nothing was skipped.");
});

Deno.test("arguments go to deno test: what a filter leaves out is neither run nor skipped", async () => {
  const files = { "two_test.ts": `Deno.test("one", () => {}); Deno.test("two", () => { throw new Error("no"); });` };
  const { code, lines } = await runOn(files, "--filter", "one");
  assertEquals([code, lines.at(-1)], [0, "1 passed, 0 failed, 0 skipped"]);
});

Deno.test("tests that cannot be run at all are a failure that says so", async () => {
  const { code, lines } = await runOn({ "broken_test.ts": "this is not TypeScript" });
  assert(code !== 0);
  assertStringIncludes(lines.at(-2)!, "The tests did not run to their end");
  assertEquals(lines.at(-1), "0 passed, 1 failed, 0 skipped");
});

Deno.test("a run that is told to end takes its tests with it", async () => {
  await using folder = await TempFolder.create("runner");
  const test = `Deno.test("long", async () => {
    Deno.writeTextFileSync(${JSON.stringify(folder.file("pid"))}, String(Deno.pid));
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  });`;
  await folder.write("long_test.ts", test);
  await using run = new BackgroundProcess([...runner, folder.path], { logFile: folder.file("log") });
  const pid = await eventually("the test's pid", async () => Number(await Deno.readTextFile(folder.file("pid"))));
  run.kill("SIGINT");
  const { code } = await run.ended;
  assert(code !== 0);
  assertEquals(await isRunning(pid), false);
});

Deno.test("counts are read in color and in pieces", () => {
  const output = new TestOutput();
  output.add(
    "\x1b[38;5;245mone\x1b[0m ... \x1b[0m\x1b[33mignored\x1b[0m (0ms)\n./a_test.ts => two ... ignored (1ms)\n\x1b[0m\x1b[31mFAIL",
  );
  assertEquals(output.counts, undefined);
  output.add("ED\x1b[0m | 3 passed (1 step) | 2 failed | 4 ignored | 5 filtered out (273ms)");
  output.end();
  assertEquals(output.counts, { passed: 3, failed: 2, skipped: 4 });
  assertEquals(output.ignored, ["one", "two"]);
});

Deno.test("without skipped tests the table says so", () => assertEquals(skippedTable([], ""), "Nothing was skipped."));
