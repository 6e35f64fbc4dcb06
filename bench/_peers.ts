import { runCommand } from "../tests/support/command.ts";
import { cacheFolder, repositoryRoot, sharedFolder } from "../tests/support/paths.ts";
import { pythonEnvironment } from "../tests/support/python_environment.ts";
import { pythonWithOriginal } from "../tests/support/python_original.ts";

/** A codec to time. */
export interface Peer {
  /** What people call it. */
  readonly name: string;
  /** Builds its program. Fails where that cannot be done on this machine. */
  readonly prepare: () => Promise<Program>;
}

/** A program that prints a line of JSON for each piece of work. */
export interface Program {
  readonly command: readonly string[];
  readonly cwd: string;
  /** What it was built of, with versions. */
  readonly versions: readonly string[];
}

/** Name in the figures of what all others are compared with. */
export const REFERENCE = "rust-dhcproto";
/** Name of this module in the figures. */
export const OWN = "deno-dhcpkit-kafka";

const folder = `${cacheFolder}bench/`, fixtures = `${folder}fixtures`;

/** This module first, then the peers, whose programs are in `shared/bench` beside this checkout. */
export const peers: readonly Peer[] = [
  {
    name: "this module",
    prepare: () =>
      Promise.resolve({
        command: [Deno.execPath(), "run", "--quiet", "--allow-read", "--allow-env", "bench/codec.ts"],
        cwd: repositoryRoot,
        versions: [`Deno ${Deno.version.deno}`, `V8 ${Deno.version.v8}`, `TypeScript ${Deno.version.typescript}`],
      }),
  },
  {
    name: "Rust dhcproto",
    async prepare() {
      const cwd = await copied("rust");
      await runCommand(["cargo", "build", "--quiet", "--release"], { cwd, timeoutMs: 600_000 });
      const tree = await said(["cargo", "tree", "--depth", "1", "--prefix", "none"], cwd);
      return {
        command: [`${cwd}/target/release/bench`, fixtures],
        cwd: folder,
        versions: [await said(["rustc", "--version"], cwd), /^dhcproto \S+/m.exec(tree)![0]],
      };
    },
  },
  {
    name: "Go insomniacslk",
    async prepare() {
      const cwd = await copied("go");
      await runCommand(["go", "build", "-o", "bench", "."], { cwd, timeoutMs: 600_000 });
      return {
        command: [`${cwd}/bench`, fixtures],
        cwd: folder,
        versions: [
          await said(["go", "version"], cwd),
          await said(["go", "list", "-m", "github.com/insomniacslk/dhcp"], cwd),
        ],
      };
    },
  },
  {
    name: "Python dhcpkit",
    prepare: async () => pythonProgram("bench_dhcpkit.py", await pythonWithOriginal(), ["dhcpkit", "dhcpkit_kafka"]),
  },
  {
    name: "Python scapy",
    prepare: async () =>
      pythonProgram("bench_scapy.py", await pythonEnvironment("python-scapy", ["scapy==2.8.0"]), ["scapy"]),
  },
];

async function pythonProgram(script: string, python: string, packages: readonly string[]): Promise<Program> {
  const cwd = await copied("py"), program = "import sys, importlib.metadata as m; print(m.version(sys.argv[1]))";
  const versions = packages.map(async (name) => `${name} ${await said([python, "-c", program, name], cwd)}`);
  return {
    command: [python, script],
    cwd,
    versions: [await said([python, "--version"], cwd), ...await Promise.all(versions)],
  };
}

/** Copies a peer's folder and the fixtures to where they can be built and run, and returns the folder. */
async function copied(part: string): Promise<string> {
  await Deno.mkdir(folder, { recursive: true });
  for (const name of [part, "fixtures"]) {
    await runCommand(["cp", "-r", "--no-preserve=mode", `${sharedFolder}bench/${name}`, folder]);
  }
  return `${folder}${part}`;
}

async function said(command: readonly string[], cwd: string): Promise<string> {
  return (await runCommand(command, { cwd, timeoutMs: 60_000 })).stdout.trim();
}
