/**
 * Times the codec and its peers in turn on this machine and prints a table: `deno task bench:codec [ROUNDS]`.
 *
 * The peers' programs are in the folder `shared/bench` beside this checkout; they are built in `.cache/bench`. A peer whose
 * tools are missing is left out, and the table says so. Figures are nanoseconds of processor time, medians over all rounds; ratios are to
 * Rust's dhcproto on the same fixture.
 */
import { attemptCommand } from "../tests/support/command.ts";
import { cacheFolder, repositoryRoot, sharedFolder } from "../tests/support/paths.ts";

interface Peer {
  readonly name: string;
  readonly build?: { readonly command: readonly string[]; readonly cwd: string };
  readonly run: { readonly command: readonly string[]; readonly cwd: string };
}

interface Line {
  readonly impl: string;
  readonly fix: string;
  readonly op: string;
  readonly cpu: readonly number[];
}

const folder = `${cacheFolder}bench/`, rounds = Number(Deno.args[0] ?? 3);
const REFERENCE = "rust-dhcproto";

const peers: readonly Peer[] = [
  {
    name: "this module",
    run: {
      command: [Deno.execPath(), "run", "--quiet", "--allow-read", "--allow-env", "bench/codec.ts"],
      cwd: repositoryRoot,
    },
  },
  {
    name: "Rust dhcproto",
    build: { command: ["cargo", "build", "--quiet", "--release"], cwd: `${folder}rust` },
    run: { command: [`${folder}rust/target/release/bench`, `${folder}fixtures`], cwd: folder },
  },
  {
    name: "Go insomniacslk",
    build: { command: ["go", "build", "-o", "bench", "."], cwd: `${folder}go` },
    run: { command: [`${folder}go/bench`, `${folder}fixtures`], cwd: folder },
  },
  {
    name: "Python dhcpkit",
    run: { command: [`${cacheFolder}python-original/bin/python`, "py/bench_dhcpkit.py"], cwd: folder },
  },
];

await Deno.mkdir(folder, { recursive: true });
for (const part of ["rust", "go", "py", "fixtures"]) {
  await attemptCommand(["cp", "-r", "--no-preserve=mode", `${sharedFolder}bench/${part}`, folder]);
}
const ready = await prepared();
const figures = new Map<string, number[]>();
for (let round = 1; round <= rounds; round++) {
  for (const { name, run } of ready) {
    console.error(`round ${round} of ${rounds}: ${name}`);
    for (const { impl, fix, op, cpu } of await lines(run)) {
      const key = `${fix} ${op} ${impl}`;
      figures.set(key, [...figures.get(key) ?? [], ...cpu]);
    }
  }
}
printTable();

async function prepared(): Promise<Peer[]> {
  const usable: Peer[] = [];
  for (const peer of peers) {
    const problem = peer.build && await failure(peer.build.command, peer.build.cwd);
    if (problem) console.log(`${peer.name} is left out: ${problem}`);
    else usable.push(peer);
  }
  return usable;
}

async function failure(command: readonly string[], cwd: string): Promise<string | undefined> {
  try {
    const { code, stderr } = await attemptCommand(command, { cwd, timeoutMs: 600_000 });
    return code === 0 ? undefined : stderr.trim();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function lines({ command, cwd }: Peer["run"]): Promise<Line[]> {
  const { stdout } = await attemptCommand(command, { cwd, timeoutMs: 600_000 });
  return stdout.split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as Line)
    .filter(({ cpu }) => Array.isArray(cpu));
}

function printTable(): void {
  const median = (key: string) => figures.get(key)?.toSorted((a, b) => a - b)[figures.get(key)!.length >> 1];
  console.log("| fixture | work | implementation | CPU ns min / median / max | × Rust |");
  console.log("| --- | --- | --- | --- | --- |");
  for (const [key, all] of [...figures].sort(([a], [b]) => a < b ? -1 : 1)) {
    const [fix, op, impl] = key.split(" ");
    const rust = median(`${fix} ${op.replace(/_.*/, "")} ${REFERENCE}`), own = median(key)!;
    const ratio = rust === undefined ? "" : (own / rust).toFixed(2);
    const shown = [Math.min(...all), own, Math.max(...all)].map((value) => Math.round(value).toLocaleString("en"));
    console.log(`| ${fix} | ${op} | ${impl} | ${shown.join(" / ")} | ${ratio} |`);
  }
}
