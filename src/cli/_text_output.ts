import { reason, UserError } from "./_terminal.ts";
import { wholeLines } from "./_whole_lines.ts";

/** Where lines go: a file that grows, or standard output. */
export interface TextOutput extends Disposable {
  /** Whether nothing is in it yet. */
  readonly isEmpty: boolean;
  /**
   * Writes text; returns `false` when nobody reads it any more, as behind `| head`. Throws `UserError` for all else, such as a full disk.
   */
  write(text: string): Promise<boolean>;
}

/** What kind of lines, and where to. */
export interface TextOutputInit {
  /** A file to write at its end; `undefined` or `-` for standard output. */
  readonly path: string | undefined;
  /** What a line is. */
  readonly form: "ndjson" | "csv";
  /** Takes a line about what happens. */
  readonly say: (line: string) => void;
}

const encoder = new TextEncoder();

/**
 * Opens where lines go. A file that ends in the middle of a line, since an earlier run was ended while it wrote, is made to end behind
 * the last whole one: what was half there comes again. Throws `UserError`.
 */
export function openOutput({ path, form, say }: TextOutputInit): TextOutput {
  if (path === undefined || path === "-") return output("standard output", Deno.stdout, { isEmpty: true });
  try {
    const file = Deno.openSync(path, { append: true, create: true });
    try {
      const { isFile, size } = file.statSync(), whole = isFile && size > 0 ? wholeLines(path, form) : size;
      if (whole < size) {
        file.truncateSync(whole);
        say(`${path} ended in the middle of a line: took ${size - whole} bytes off its end`);
      }
      return output(path, file, { isEmpty: whole === 0, close: () => file.close() });
    } catch (error) {
      file.close();
      throw error;
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    throw cannotWrite(path, error);
  }
}

function output(
  name: string,
  to: { write(bytes: Uint8Array): Promise<number> },
  { isEmpty, close = () => {} }: { readonly isEmpty: boolean; readonly close?: () => void },
): TextOutput {
  return {
    isEmpty,
    async write(text) {
      const bytes = encoder.encode(text);
      try {
        for (let at = 0; at < bytes.length;) at += await to.write(bytes.subarray(at));
        return true;
      } catch (error) {
        if (error instanceof Deno.errors.BrokenPipe) return false;
        throw cannotWrite(name, error);
      }
    },
    [Symbol.dispose]: close,
  };
}

function cannotWrite(name: string, error: unknown): UserError {
  return new UserError(`cannot write to ${name}: ${reason(error)}`, { cause: error });
}
