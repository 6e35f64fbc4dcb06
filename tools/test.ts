/**
 * `deno task test [--filter TEXT] [PATH...]`: runs the tests, two files at a time, with all permissions (they start brokers, make
 * network namespaces and run other programs; a user's commands need less), shows what was skipped and how to get what it misses, and
 * ends with `N passed, N failed, N skipped`. Arguments go to `deno test` as they are.
 */
import { removeAbandonedLabs } from "../tests/support/network_lab.ts";
import { skippedFileVariable } from "../tests/support/requirements.ts";
import { waitForSharedBrokerToEnd } from "../tests/support/shared_broker.ts";
import { skippedTable } from "./_skipped_table.ts";
import { formatCounts, TestOutput } from "./_test_output.ts";

/**
 * How many test files run at the same time, unless `DENO_JOBS` says. Most of what a test takes is waiting for brokers, servers and
 * clusters, so two take half the time of one; more would need the memory of that many clusters, and disturb each other.
 */
const filesAtOnce = "2";

if (import.meta.main) Deno.exit(await runTests(Deno.args));

/** Runs `deno test` with these arguments, reports, and returns the exit code. */
export async function runTests(args: readonly string[]): Promise<number> {
  const skippedFile = await Deno.makeTempFile({ prefix: "dhcpkit-skipped-" });
  try {
    const { pid, code: testCode, output } = await runDenoTest(args, skippedFile);
    const code = await cleanUpAfter(pid) ? testCode : testCode || 1;
    console.log(`\n${skippedTable(output.ignored, await Deno.readTextFile(skippedFile))}\n`);
    if (output.counts === undefined) {
      console.log(`The tests did not run to their end: deno test stopped with exit code ${code} (see above).`);
      console.log(formatCounts({ passed: 0, failed: 1, skipped: 0 }));
      return code || 1;
    }
    console.log(formatCounts(output.counts));
    return code || (output.counts.failed > 0 ? 1 : 0);
  } finally {
    await Deno.remove(skippedFile);
  }
}

/** What a run of `deno test` left behind. */
interface Run {
  pid: number;
  code: number;
  output: TestOutput;
}

async function runDenoTest(args: readonly string[], skippedFile: string): Promise<Run> {
  const child = new Deno.Command(Deno.execPath(), {
    // Types are checked by `deno task ok`.
    args: ["test", "--no-check", "--allow-all", "--sanitize-ops", "--sanitize-resources", "--parallel", ...args],
    env: { [skippedFileVariable]: skippedFile, DENO_JOBS: Deno.env.get("DENO_JOBS") || filesAtOnce },
    stdin: "null",
    stdout: "piped",
  }).spawn();
  using _stop = forwardSignals(child);
  const output = new TestOutput();
  const text = new TextDecoder();
  for await (const chunk of child.stdout) {
    await writeAll(chunk);
    output.add(text.decode(chunk, { stream: true }));
  }
  output.end();
  const { code } = await child.status;
  return { pid: child.pid, code, output };
}

/** Removes what tests that were killed left behind. Returns whether that worked; why not goes to the console. */
async function cleanUpAfter(pid: number): Promise<boolean> {
  try {
    await waitForSharedBrokerToEnd(pid);
    await removeAbandonedLabs();
    return true;
  } catch (error) {
    console.log(`\nThe tests left something behind: ${(error as Error).message}`);
    return false;
  }
}

/** Ctrl-C, or an end asked for otherwise, ends the tests too; a second one kills them. */
function forwardSignals(child: Deno.ChildProcess): Disposable {
  let asked = false;
  const forward = (signal: Deno.Signal) => () => {
    try {
      child.kill(asked ? "SIGKILL" : signal);
    } catch {
      // It has ended already.
    }
    asked = true;
  };
  const listeners = (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((signal) => [signal, forward(signal)] as const);
  for (const [signal, listener] of listeners) Deno.addSignalListener(signal, listener);
  return {
    [Symbol.dispose]() {
      for (const [signal, listener] of listeners) Deno.removeSignalListener(signal, listener);
    },
  };
}

async function writeAll(chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length;) at += await Deno.stdout.write(chunk.subarray(at));
}
