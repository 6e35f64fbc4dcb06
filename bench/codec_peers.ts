/**
 * Times the codec and its peers in turn on this machine: `deno task bench:codec [ROUNDS] [--write]`.
 *
 * Prints tables as Markdown; with `--write`, they go to `bench/RESULTS.md` as well. The peers' programs are in the folder
 * `shared/bench` beside this checkout; they are built in `.cache`, the first time with the help of the network. A peer that
 * cannot be built or run here is left out, and the report says why.
 */
import { runCommand } from "../tests/support/command.ts";
import { repositoryRoot, sharedFolder } from "../tests/support/paths.ts";
import { Figures } from "./_figures.ts";
import { peers, type Program } from "./_peers.ts";
import { report } from "./_report.ts";

const [count = "3", ...others] = Deno.args.filter((argument) => argument !== "--write"), rounds = Number(count);
if (!Number.isInteger(rounds) || rounds < 1 || others.length > 0) {
  console.error("usage: deno task bench:codec [ROUNDS] [--write]");
  Deno.exit(2);
}

const figures = new Figures(), versions = new Map<string, readonly string[]>(), leftOut = new Map<string, string>();
const programs = new Map<string, Program>();
for (const { name, prepare } of peers) {
  console.error(`${name}: building`);
  await orLeaveOut(name, async () => {
    const program = await prepare();
    programs.set(name, program);
    versions.set(name, program.versions);
  });
}
for (let round = 1; round <= rounds; round++) {
  for (const [name, program] of programs) {
    console.error(`${name}: round ${round} of ${rounds}`);
    await orLeaveOut(name, async () => {
      const { command, cwd } = program;
      figures.add((await runCommand(command, { cwd, timeoutMs: 600_000 })).stdout);
    });
  }
}
const text = report({ figures, rounds, versions, leftOut, date: new Date() });
console.log(text);
if (Deno.args.includes("--write")) {
  await Deno.writeTextFile(`${repositoryRoot}bench/RESULTS.md`, text);
  await runCommand([Deno.execPath(), "fmt", "--quiet", "bench/RESULTS.md"], { cwd: repositoryRoot });
}

/** Goes on without an implementation whose work fails: its first line goes into the report, the whole to standard error. */
async function orLeaveOut(name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const whole = error instanceof Error ? error.message : String(error);
    console.error(`${name} is left out: ${whole}`);
    programs.delete(name);
    leftOut.set(name, whole.split("\n")[0].replaceAll(repositoryRoot, "").replaceAll(sharedFolder, "shared/"));
  }
}
