import { printable } from "../collector/present.ts";
import { JsonError } from "../dhcpv6/mod.ts";
import { recordFromNdjson } from "../formats/ndjson.ts";
import type { TopicRecord } from "../publisher/transport.ts";
import type { Delivery } from "./_delivery.ts";
import { lines } from "./_line_reader.ts";
import { reason, UserError } from "./_terminal.ts";

/** How to write lines of NDJSON to a topic. */
export interface NdjsonOptions {
  /** What is read. */
  readonly input: ReadableStream<Uint8Array>;
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

/** Lines that are written together, bytes of them, and how long the first one may wait for others, in milliseconds. */
const BATCH_LINES = 500, BATCH_BYTES = 4 * 1024 * 1024, HOLD_MS = 100;

/** Writes each line of NDJSON as a record of the binary topic; resolves with how many were written, and how many were not. */
export async function writeNdjson(options: NdjsonOptions): Promise<{ stored: number; quarantined: number }> {
  const { input, delivery, strict, signal, say, onWritten } = options;
  let stored = 0, quarantined = 0, bytes = 0, since = 0, next = 1, bad: number | undefined;
  let batch: { number: number; record: TopicRecord }[] = [];
  const tell = (number: number, why: string) => {
    quarantined++;
    say(`line ${number}: ${printable(why)}`);
    if (strict) bad = Math.min(bad ?? number, number);
  };
  const flush = async () => {
    const sent = batch;
    batch = [];
    bytes = 0;
    let refused = 0;
    const isDone = await delivery.deliver(sent.map(({ record }) => record), (i, error) => {
      refused++;
      tell(sent[i].number, `refused: ${error.message}`);
    }, signal);
    if (!isDone) {
      throw new UserError(`interrupted while lines waited for the brokers: go on from line ${sent[0].number}`);
    }
    stored += sent.length - refused;
    onWritten({ stored, quarantined });
    if (bad !== undefined) throw new UserError(`ended at line ${bad}, as --strict asks`);
  };
  for await (const line of lines(input, signal)) {
    if (line !== undefined) {
      next = line.number + 1;
      if (batch.length === 0) since = performance.now();
      bytes += line.bytes.length;
      try {
        batch.push({ number: line.number, record: recordFromNdjson(line.bytes) });
      } catch (error) {
        if (!(error instanceof JsonError)) throw error;
        tell(line.number, error.message);
      }
    }
    const isFull = batch.length >= BATCH_LINES || bytes >= BATCH_BYTES;
    const isLate = line === undefined || performance.now() - since >= HOLD_MS;
    if (bad !== undefined || isFull || batch.length > 0 && isLate) await flush();
  }
  await flush();
  if (signal.aborted) say(`interrupted: go on from line ${next}`);
  return { stored, quarantined };
}

/** Opens a file, or standard input without a name or with `-`. Throws `UserError`. */
export function openInput(path: string | undefined): ReadableStream<Uint8Array> {
  if (path === undefined || path === "-") return Deno.stdin.readable;
  try {
    return Deno.openSync(path).readable;
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    throw new UserError(`cannot read ${path}: ${reason(error)}`, { cause: error });
  }
}
