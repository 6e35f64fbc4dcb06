import { concat } from "@std/bytes";
import { UserError } from "./_terminal.ts";

/** A line, without its end. */
export interface Line {
  /** The first one is 1. */
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** Bytes that a line may have: more than a record can. */
const MOST_BYTES = 64 * 1024 * 1024;
/** How long nothing comes before that is said, in milliseconds. */
const MOMENT_MS = 100;

/**
 * The lines of a stream that are not blank, and `undefined` when nothing more has come for a moment. Ends at once, without what may be
 * half a line, when `signal` aborts. Throws `UserError` for a line that is too long.
 */
export async function* lines(
  stream: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Line | undefined> {
  const reader = stream.getReader(), stop = () => void reader.cancel().catch(() => {});
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  let parts: Uint8Array[] = [], size = 0, number = 0;
  const whole = (): Line => {
    const bytes = concat(parts);
    parts = [];
    size = 0;
    return { number: ++number, bytes };
  };
  try {
    for (;;) {
      const reading = reader.read();
      if (!await comesSoon(reading)) yield undefined;
      const { done, value } = await reading;
      if (signal.aborted) return;
      if (done) break;
      let rest = value;
      for (let end; (end = rest.indexOf(10)) >= 0; rest = rest.subarray(end + 1)) {
        parts.push(rest.subarray(0, end));
        const line = whole();
        if (!isBlank(line)) yield line;
        if (signal.aborted) return;
      }
      parts.push(rest);
      size += rest.length;
      if (size > MOST_BYTES) throw new UserError(`line ${number + 1} is longer than ${MOST_BYTES} bytes`);
    }
    const line = whole();
    if (!isBlank(line)) yield line;
  } finally {
    signal.removeEventListener("abort", stop);
    await reader.cancel().catch(() => {});
  }
}

/** Whether there is nothing but spaces, tabs and the CR of an end of line. */
function isBlank({ bytes }: Line): boolean {
  return bytes.every((byte) => byte === 32 || byte === 9 || byte === 13);
}

async function comesSoon(something: Promise<unknown>): Promise<boolean> {
  let timer;
  const late = new Promise<boolean>((resolve) => timer = setTimeout(() => resolve(false), MOMENT_MS));
  try {
    return await Promise.race([something.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
