import { assertEquals, assertStringIncludes } from "@std/assert";
import { attemptCommand } from "../support/command.ts";
import { supportFolder } from "../support/paths.ts";
import { missingNeeds, noSkipVariable, skippedFileVariable } from "../support/requirements.ts";
import { TempFolder } from "../support/temp_folder.ts";

/** Runs a test file that needs kcat, on a machine (a PATH) that has none. */
async function runNeedyTest(noSkip: boolean): Promise<{ code: number; output: string; skipped: string }> {
  await using folder = await TempFolder.create("requirements");
  const test = await folder.write(
    "needy_test.ts",
    `import { testWith } from ${JSON.stringify(`file://${supportFolder}requirements.ts`)};
    testWith({ name: "a needy test", needs: ["kcat"], fn() {} });
    testWith({ name: "an easy test", needs: [], fn() {} });`,
  );
  const env = {
    PATH: "/nowhere:/bin/does/not/exist",
    NO_COLOR: "1",
    [skippedFileVariable]: folder.file("skipped.jsonl"),
    [noSkipVariable]: noSkip ? "1" : "",
  };
  const { code, stdout } = await attemptCommand([Deno.execPath(), "test", "--no-check", "-A", test], {
    env,
    timeoutMs: 60_000,
  });
  const skipped = await Deno.readTextFile(folder.file("skipped.jsonl")).catch(() => "");
  return { code, output: stdout, skipped };
}

Deno.test("a test that needs what is missing is ignored, and what it missed is written down", async () => {
  const { code, output, skipped } = await runNeedyTest(false);
  assertEquals(code, 0);
  assertStringIncludes(output, "1 passed | 0 failed | 1 ignored");
  assertEquals(JSON.parse(skipped), {
    test: "a needy test",
    missing: [{ need: "kcat", how: "apt-get install kcat" }],
  });
});

Deno.test("where skipping is forbidden, a test that needs what is missing fails and tells how to get it", async () => {
  const { code, output, skipped } = await runNeedyTest(true);
  assertEquals(code, 1);
  assertStringIncludes(output, "1 passed | 1 failed");
  assertStringIncludes(output, "needs kcat, which is missing here: apt-get install kcat");
  assertEquals(skipped, "");
});

Deno.test("a test that needs nothing misses nothing", () => assertEquals(missingNeeds([]), []));
