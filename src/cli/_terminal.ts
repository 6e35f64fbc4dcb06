/** What a program tells its user instead of a stack trace: what is wrong and what to do. */
export class UserError extends Error {
  /** Always `UserError`. */
  override readonly name = "UserError";
}

/** Ends a program that has said what there was to say with a status that tells scripts how it went. */
export class Exit extends Error {
  /** Always `Exit`. */
  override readonly name = "Exit";

  /** `status` is that of the process. */
  constructor(readonly status: number) {
    super(`exit status ${status}`);
  }
}

/**
 * Runs `program` with a signal that aborts on Ctrl-C and on SIGTERM. A second Ctrl-C ends the process at once.
 */
export async function untilInterrupted<T>(program: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupted = new AbortController();
  const onSignal = () => {
    if (interrupted.signal.aborted) Deno.exit(130);
    interrupted.abort();
  };
  const signals: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  for (const signal of signals) Deno.addSignalListener(signal, onSignal);
  try {
    return await program(interrupted.signal);
  } finally {
    for (const signal of signals) Deno.removeSignalListener(signal, onSignal);
  }
}

/** Writes a line to standard output. Returns `false` when nobody reads it any more, as behind `| head`. */
export async function writeLine(line: string): Promise<boolean> {
  const bytes = new TextEncoder().encode(line + "\n");
  try {
    for (let at = 0; at < bytes.length;) at += await Deno.stdout.write(bytes.subarray(at));
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) return false;
    throw error;
  }
}

/** What went wrong, in a line. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
