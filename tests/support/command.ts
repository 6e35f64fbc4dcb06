/** What a finished command left behind. */
export interface CommandResult {
  readonly code: number;
  readonly signal: Deno.Signal | null;
  /** Standard output, byte for byte. */
  readonly bytes: Uint8Array;
  /** Standard output as text. */
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  /** Given to the command's standard input, which is empty otherwise. */
  stdin?: Uint8Array | string;
  /** The command is killed after this many milliseconds, and the call fails. */
  timeoutMs?: number;
  cwd?: string;
  /** Added to the environment. */
  env?: Record<string, string>;
}

/** Runs a command to its end and returns what it printed, whatever its exit code. */
export async function attemptCommand(command: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const { stdin, timeoutMs = 30_000, cwd, env } = options;
  const child = new Deno.Command(command[0], {
    args: command.slice(1),
    cwd,
    env,
    stdin: stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill("SIGKILL");
  }, timeoutMs);
  try {
    const [output] = await Promise.all([child.output(), stdin === undefined ? undefined : feed(child.stdin, stdin)]);
    const text = new TextDecoder();
    const result: CommandResult = {
      code: output.code,
      signal: output.signal,
      bytes: output.stdout,
      get stdout() {
        return text.decode(output.stdout);
      },
      stderr: text.decode(output.stderr),
    };
    if (late) throw new CommandError(`still running after ${timeoutMs} ms`, command, result);
    return result;
  } finally {
    clearTimeout(timer);
  }
}

/** Runs a command to its end; an exit code other than 0 is a {@linkcode CommandError} that shows what was printed. */
export async function runCommand(command: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const result = await attemptCommand(command, options);
  if (result.code !== 0) throw new CommandError(`exit code ${result.code}`, command, result);
  return result;
}

/** A command that failed or took too long. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly result: CommandResult;

  constructor(reason: string, command: readonly string[], result: CommandResult) {
    super(
      [`${command.join(" ")}: ${reason}`, result.stderr.trim(), result.stdout.slice(-2000).trim()].filter(Boolean).join(
        "\n",
      ),
    );
    this.result = result;
  }
}

async function feed(input: WritableStream<Uint8Array>, content: Uint8Array | string): Promise<void> {
  const writer = input.getWriter();
  try {
    await writer.write(typeof content === "string" ? new TextEncoder().encode(content) : content);
    await writer.close();
  } catch (error) {
    // The command may end without reading all of its input; its exit code tells whether that was all right.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
    await writer.abort().catch(() => {});
  }
}
