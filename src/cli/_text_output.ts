import { reason, UserError } from "./_terminal.ts";

/** Where lines go: a file that grows, or standard output. */
export interface TextOutput extends Disposable {
  /** Whether nothing is in it yet. */
  readonly isEmpty: boolean;
  /** Writes text; returns `false` when nobody reads it any more, as behind `| head`. */
  write(text: string): Promise<boolean>;
}

const encoder = new TextEncoder();

/** Opens a file to write at its end, or standard output without a name or with `-`. Throws `UserError`. */
export function openOutput(path: string | undefined): TextOutput {
  if (path === undefined || path === "-") return output(Deno.stdout, true, () => {});
  try {
    const file = Deno.openSync(path, { append: true, create: true });
    return output(file, file.statSync().size === 0, () => file.close());
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    throw new UserError(`cannot write to ${path}: ${reason(error)}`, { cause: error });
  }
}

function output(to: { write(bytes: Uint8Array): Promise<number> }, isEmpty: boolean, close: () => void): TextOutput {
  return {
    isEmpty,
    async write(text) {
      const bytes = encoder.encode(text);
      try {
        for (let at = 0; at < bytes.length;) at += await to.write(bytes.subarray(at));
        return true;
      } catch (error) {
        if (error instanceof Deno.errors.BrokenPipe) return false;
        throw error;
      }
    },
    [Symbol.dispose]: close,
  };
}
