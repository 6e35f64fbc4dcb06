import { concat } from "@std/bytes";

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
  const [stdout, stderr] = [new Output(child.stdout), new Output(child.stderr)];
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    kill(child);
    // A program that it started may hold the other ends for as long as it likes.
    stdout.stopReading();
    stderr.stopReading();
  }, timeoutMs);
  try {
    const feeding = stdin === undefined ? undefined : feed(child.stdin, stdin);
    const [status] = await Promise.all([child.status, stdout.complete, stderr.complete, feeding]);
    const result = { ...status, bytes: stdout.bytes(), stdout: stdout.text(), stderr: stderr.text() };
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

/** Collects what comes out of a stream. */
class Output {
  /** Settles at the stream's end, or when reading is stopped. */
  readonly complete: Promise<void>;
  #reader: ReadableStreamDefaultReader<Uint8Array>;
  #chunks: Uint8Array[] = [];

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
    this.complete = this.#read();
  }

  stopReading(): void {
    this.#reader.cancel();
  }

  bytes(): Uint8Array {
    return concat(this.#chunks);
  }

  text(): string {
    return new TextDecoder().decode(this.bytes());
  }

  async #read(): Promise<void> {
    for (let part = await this.#reader.read(); !part.done; part = await this.#reader.read()) {
      this.#chunks.push(part.value);
    }
  }
}

function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch (error) {
    // It ended by itself.
    if (!(error instanceof TypeError)) throw error;
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
