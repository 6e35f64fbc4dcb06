import { CommandError } from "./command.ts";
import { eventually, GivingUp } from "./eventually.ts";

export interface BackgroundOptions {
  /** Standard output and standard error go here. */
  logFile: string;
  cwd?: string;
  env?: Record<string, string>;
}

/** A program that runs beside a test until it is stopped, or ends by itself. */
export class BackgroundProcess implements AsyncDisposable {
  readonly command: readonly string[];
  readonly logFile: string;
  /** Settles when the program has ended. */
  readonly ended: Promise<Deno.CommandStatus>;
  #child: Deno.ChildProcess;
  #status: Deno.CommandStatus | undefined;

  /** Starts a program. The process id is that of the program, also of one behind `ip netns exec`. */
  constructor(command: readonly string[], { logFile, cwd, env }: BackgroundOptions) {
    this.command = command;
    this.logFile = logFile;
    this.#child = new Deno.Command("sh", {
      args: ["-c", 'exec "$@" >>"$0" 2>&1', logFile, ...command],
      cwd,
      env,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    this.ended = this.#child.status.then((status) => this.#status = status);
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** Absent while the program runs. */
  get status(): Deno.CommandStatus | undefined {
    return this.#status;
  }

  /** What the program has printed so far. */
  async log(): Promise<string> {
    return await Deno.readTextFile(this.logFile).catch(() => "");
  }

  /** Waits until the program has printed something that matches; fails at once when it ends before. */
  async waitForLog(pattern: RegExp, timeoutMs = 10_000): Promise<RegExpExecArray> {
    return await this.waitFor(`${pattern} in the output`, async () => pattern.exec(await this.log()), timeoutMs);
  }

  /** Waits until `attempt` returns something truthy; fails at once, with the output, when the program ends before. */
  async waitFor<T>(what: string, attempt: () => Promise<T | null | undefined>, timeoutMs = 10_000): Promise<T> {
    try {
      return await eventually(what, async () => {
        const ended = this.#status;
        const result = await attempt();
        if (!result && ended) throw new GivingUp(`ended with exit code ${ended.code} before: ${what}`);
        return result;
      }, { timeoutMs }) as T;
    } catch (error) {
      const { code, signal } = this.#status ?? { code: -1, signal: null };
      const stderr = (await this.log()).slice(-4000);
      throw new CommandError((error as Error).message, this.command, {
        code,
        signal,
        bytes: new Uint8Array(),
        stdout: "",
        stderr,
      });
    }
  }

  /** Sends a signal. Does nothing when the program has ended. */
  kill(signal: Deno.Signal): void {
    try {
      if (!this.#status) this.#child.kill(signal);
    } catch (error) {
      if (this.#status === undefined && !(error instanceof TypeError)) throw error;
    }
  }

  /** Asks the program to end, kills it when it has not in time, and returns how it ended. */
  async stop(signal: Deno.Signal = "SIGTERM", graceMs = 5_000): Promise<Deno.CommandStatus> {
    this.kill(signal);
    const timer = setTimeout(() => this.kill("SIGKILL"), graceMs);
    try {
      return await this.ended;
    } finally {
      clearTimeout(timer);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
