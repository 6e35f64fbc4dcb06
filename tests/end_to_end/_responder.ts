import type { PublisherStats } from "../../src/publisher/status.ts";
import type { ServerStats } from "../../src/server/dhcp_server.ts";
import { BackgroundProcess } from "../support/background_process.ts";
import { runCommand } from "../support/command.ts";
import type { NetworkNamespace } from "../support/network_namespace.ts";
import { repositoryRoot } from "../support/paths.ts";
import { headerCommand } from "./_header_command.ts";

const program = "examples/03_responder/main.ts";

/** What a responder is started with. */
export interface ResponderFiles {
  /** The configuration. */
  readonly config: string;
  /** `clients.csv` beside it: a line for each client; the header line is added. Absent: there is no such file. */
  readonly clients?: readonly string[];
  /** What stands behind the name of the configuration. */
  readonly args?: readonly string[];
}

/** How a responder ended. */
export interface ResponderEnd {
  readonly code: number;
  readonly signal: Deno.Signal | null;
  /** Everything that it printed. */
  readonly output: string;
}

/** The figures that a responder prints when it is stopped. */
export interface ResponderFigures {
  readonly server: ServerStats;
  /** Of the first topic. */
  readonly kafka: PublisherStats;
}

/**
 * The responder of the examples, with the very command of its header comment: its permissions, and `examples/03_responder` as the folder of
 * its files, which here is a folder of the test's.
 */
export class Responder implements AsyncDisposable {
  readonly process: BackgroundProcess;

  private constructor(process: BackgroundProcess) {
    this.process = process;
  }

  /** Starts the responder in a namespace, and returns when it listens. */
  static async start(machine: NetworkNamespace, files: ResponderFiles): Promise<Responder> {
    const responder = await Responder.attempt(machine.folder, files, (command) => machine.inside(command));
    try {
      await responder.process.waitForLog(/^listening on (.+)$/m);
      return responder;
    } catch (error) {
      await responder.process.stop("SIGKILL");
      throw error;
    }
  }

  /** Starts the responder on this machine, and returns at once, whatever becomes of it. Its files and its output are below `folder`. */
  static async attempt(
    folder: string,
    { config, clients, args }: ResponderFiles,
    inside: (command: readonly string[]) => readonly string[] = (command) => command,
  ): Promise<Responder> {
    const cwd = `${folder}/responder-${crypto.randomUUID().slice(0, 8)}`, files = `${cwd}/examples/03_responder`;
    await Deno.mkdir(files, { recursive: true });
    await Deno.writeTextFile(`${files}/dhcpd.conf`, config);
    if (clients) await Deno.writeTextFile(`${files}/clients.csv`, ["id,address,prefix", ...clients, ""].join("\n"));
    await fetchingModules();
    const command = inside(await headerCommand(program, { args }));
    return new Responder(new BackgroundProcess(command, { cwd, logFile: `${cwd}/output.log`, env: { NO_COLOR: "1" } }));
  }

  /** Asks the responder to end, and returns its last words. */
  async stop(signal: Deno.Signal = "SIGTERM"): Promise<ResponderEnd> {
    const { code, signal: by } = await this.process.stop(signal, 20_000);
    return { code, signal: by, output: await this.process.log() };
  }

  /** Waits until the responder has ended by itself. */
  async end(): Promise<ResponderEnd> {
    const { code, signal } = await this.process.ended;
    return { code, signal, output: await this.process.log() };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.process.stop("SIGTERM", 20_000);
  }
}

let fetching: Promise<unknown> | undefined;

/** Fetches the responder's modules, once: a namespace has no way to a registry. */
function fetchingModules(): Promise<unknown> {
  const command = [Deno.execPath(), "cache", "--quiet", repositoryRoot + program];
  return fetching ??= runCommand(command, { timeoutMs: 120_000 });
}

/** Reads the figures out of what a responder printed at its end; lines of its log may stand between them. */
export function figuresIn({ output }: ResponderEnd): ResponderFigures {
  const figures = output.split("\n").filter((line) => /^\S+ \{"/.test(line)), [of, kafka] = figures;
  if (figures.length !== 2 || !of.startsWith("server ")) throw new Error(`no figures at the end of:\n${output}`);
  return { server: figure(of), kafka: figure(kafka) };
}

function figure(line: string) {
  return JSON.parse(line.slice(line.indexOf("{")));
}

/** Records that were offered and are neither delivered, nor dropped, nor queued: there are none in a publisher that counts right. */
export function unaccounted({ offered, delivered, dropped, queued, spooled }: PublisherStats): number {
  return offered - delivered - queued - spooled - Object.values(dropped).reduce((sum, count) => sum + count, 0);
}
