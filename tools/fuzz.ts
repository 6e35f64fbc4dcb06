/**
 * Reads mutated packets until so many are read, or so long: `deno task fuzz [--inputs N] [--seconds N] [--seed N]`. Ends at the first
 * that is not survived, with the packet; prints what came of it otherwise. Needs the folder `shared` beside this checkout.
 */
import { fuzz } from "../tests/support/fuzzer.ts";

const given = new Map(Deno.args.flatMap((name, i, all) => name.startsWith("--") ? [[name, Number(all[i + 1])]] : []));
for (const [name, value] of given) {
  if (!["--inputs", "--seconds", "--seed"].includes(name) || !Number.isFinite(value)) {
    console.error(`${name}: not an option with a number; there are --inputs, --seconds and --seed`);
    Deno.exit(1);
  }
}
const seed = given.get("--seed") ?? Date.now() % 1_000_000, inputs = given.get("--inputs");
const seconds = given.get("--seconds") ?? (inputs === undefined ? 60 : undefined), start = performance.now();
try {
  const report = fuzz({
    seed,
    inputs,
    seconds,
    progress: (count) => {
      const rate = Math.round(count / (performance.now() - start) * 1000);
      if (Deno.stderr.isTerminal()) Deno.stderr.writeSync(new TextEncoder().encode(`\r${count} inputs, ${rate}/s `));
    },
  });
  console.log(JSON.stringify({ seed, seconds: Math.round((performance.now() - start) / 1000), ...report }, null, 2));
} catch (error) {
  console.error(`seed ${seed}: ${error instanceof Error ? error.message : error}`);
  Deno.exit(1);
}
