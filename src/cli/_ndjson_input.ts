import { concat } from "@std/bytes";
import { JsonError } from "../dhcpv6/mod.ts";
import { recordFromNdjson } from "../formats/ndjson.ts";
import type { TopicRecord } from "../publisher/transport.ts";
import type { Delivery } from "./_delivery.ts";
import { reason, UserError } from "./_terminal.ts";

/** How to write lines of NDJSON to a topic. */
export interface NdjsonOptions {
  /** The file; `undefined` or `-` for standard input. */
  readonly path: string | undefined;
  /** The topic. */
  readonly delivery: Delivery;
  /** End at the first line that cannot be read or written. */
  readonly strict: boolean;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Takes a line about what happens. */
  readonly say: (line: string) => void;
  /** Told of each batch that is in the topic. */
  readonly onWritten: (counts: { readonly stored: number; readonly quarantined: number }) => void;
}

/** Lines that are written together, and bytes that one may have: more than a record can. */
const BATCH_LINES = 500, MOST_BYTES = 64 * 1024 * 1024;

interface Line {
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** Writes each line of NDJSON as a record of the binary topic; resolves with how many were written, and how many were not. */
export async function writeNdjson(options: NdjsonOptions): Promise<{ stored: number; quarantined: number }> {
  const { path, delivery, strict, signal, say, onWritten } = options;
  let stored = 0, quarantined = 0, batch: { line: Line; record: TopicRecord }[] = [], bad: number | undefined;
  const tell = (line: number, why: string) => {
    quarantined++;
    say(`line ${line}: ${why}`);
    if (strict) bad = Math.min(bad ?? line, line);
  };
  const flush = async () => {
    const sent = batch;
    batch = [];
    let refused = 0;
    const isDone = await delivery.deliver(sent.map(({ record }) => record), (i, error) => {
      refused++;
      tell(sent[i].line.number, `refused: ${error.message}`);
    }, signal);
    if (!isDone) throw new UserError("interrupted while lines waited for the brokers; write the rest again");
    stored += sent.length - refused;
    onWritten({ stored, quarantined });
  };
  for await (const line of lines(opened(path), signal)) {
    try {
      batch.push({ line, record: recordFromNdjson(decoded(line.bytes)) });
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
      tell(line.number, error.message);
    }
    if (batch.length >= BATCH_LINES || bad !== undefined) await flush();
    if (bad !== undefined) throw new UserError(`ended at line ${bad}, as --strict asks`);
  }
  await flush();
  if (bad !== undefined) throw new UserError(`ended at line ${bad}, as --strict asks`);
  return { stored, quarantined };
}

function opened(path: string | undefined): ReadableStream<Uint8Array> {
  if (path === undefined || path === "-") return Deno.stdin.readable;
  try {
    return Deno.openSync(path).readable;
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    throw new UserError(`cannot read ${path}: ${reason(error)}`, { cause: error });
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new JsonError("not UTF-8");
  }
}

/** The lines that are not empty. */
async function* lines(stream: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<Line> {
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
    for (let chunk; !(chunk = await reader.read()).done;) {
      let rest = chunk.value;
      for (let end; (end = rest.indexOf(10)) >= 0; rest = rest.subarray(end + 1)) {
        parts.push(rest.subarray(0, end));
        size += end;
        const line = whole();
        if (line.bytes.some((byte) => byte !== 13 && byte !== 32)) yield line;
      }
      parts.push(rest);
      size += rest.length;
      if (size > MOST_BYTES) throw new UserError(`line ${number + 1} is longer than ${MOST_BYTES} bytes`);
    }
    const line = whole();
    if (line.bytes.length > 0) yield line;
  } finally {
    signal.removeEventListener("abort", stop);
    await reader.cancel().catch(() => {});
  }
}
