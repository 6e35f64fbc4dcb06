import process from "node:process";

/** A piece of work and the fixture that it works on. */
export interface Case {
  /** Name of the fixture. */
  readonly fix: string;
  /** What is done with it. */
  readonly op: string;
  /** Does it once; what it returns is kept, so that it cannot be optimised away. */
  readonly run: () => unknown;
}

/** How long each case runs before it is timed, and how long and how often it is timed: the same in all programs. */
export const WARM_MS: number = setting("BENCH_WARM_MS", 200), SAMPLE_MS: number = setting("BENCH_SAMPLE_MS", 100);
export const SAMPLES: number = setting("BENCH_SAMPLES", 5);

let kept: unknown;

/** The last result, for whoever doubts that there was one. */
export const lastResult = (): unknown => kept;

/**
 * Times each case and prints a line of JSON for it: `{ impl, fix, op, wall, cpu, n }`, nanoseconds an operation in each
 * sample, processor time of the whole process (garbage collection included) beside that of the clock.
 *
 * All cases run before the first is timed, so that what they share is as polymorphic as in use.
 */
export function time(impl: string, cases: readonly Case[]): void {
  for (let round = 0; round < 5; round++) for (const { run } of cases) repeat(run, 2000);
  for (const { fix, op, run } of cases) {
    let count = 1, perRun = 1;
    for (let spent = 0; spent < WARM_MS * 1e6;) {
      const { wall } = repeat(run, count);
      spent += wall;
      perRun = Math.max(wall / count, 0.1);
      count = Math.max(1, Math.floor(SAMPLE_MS * 1e6 / perRun / 8));
    }
    const n = Math.max(1, Math.floor(SAMPLE_MS * 1e6 / perRun));
    const samples = Array.from({ length: SAMPLES }, () => repeat(run, n));
    const each = (key: "wall" | "cpu") => samples.map((sample) => Math.round(sample[key] / n * 10) / 10);
    console.log(JSON.stringify({ impl, fix, op, wall: each("wall"), cpu: each("cpu"), n }));
  }
}

function repeat(run: () => unknown, count: number): { wall: number; cpu: number } {
  const before = process.cpuUsage(), start = performance.now();
  for (let i = 0; i < count; i++) kept = run();
  const wall = (performance.now() - start) * 1e6, { user, system } = process.cpuUsage(before);
  return { wall, cpu: (user + system) * 1e3 };
}

function setting(name: string, usual: number): number {
  return Number(Deno.env.get(name) ?? usual);
}
