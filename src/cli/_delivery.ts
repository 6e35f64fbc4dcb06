import { pause } from "../kafka/waiting.ts";
import type { SendResult, TopicRecord, TopicWriter } from "../publisher/transport.ts";
import { reason, UserError } from "./_terminal.ts";

/** Records and bytes that are sent at a time, at most about. */
const BATCH_RECORDS = 1000, BATCH_BYTES = 512 * 1024;
const FIRST_PAUSE_MS = 500, LONGEST_PAUSE_MS = 30_000;
/** How often in a row a program may fail by itself: once more may help where a connection broke off in an unlucky moment. */
const MOST_MISTAKES = 3;

/** Told of records that the brokers will never take, by their place in what was given. */
export type OnRefused = (index: number, error: Error) => void;

/** Writes records to a topic, in order, each of them at least once: what fails is sent again until it works. */
export class Delivery implements AsyncDisposable {
  readonly #writer: TopicWriter;
  readonly #say: (line: string) => void;
  #isConnected = false;
  #hasWorked = false;

  /** Nothing is connected yet. */
  constructor(writer: TopicWriter, say: (line: string) => void) {
    this.#writer = writer;
    this.#say = say;
  }

  /** Connects, so that what is wrong is known before anything is read. */
  async open(): Promise<void> {
    await this.#writer.connect();
    this.#isConnected = this.#hasWorked = true;
  }

  /**
   * Resolves to `true` when all of them are in the topic or refused, and to `false` when `signal` aborts before. Throws `UserError` for
   * what no broker is the reason of, and would go on for ever.
   */
  async deliver(records: readonly TopicRecord[], onRefused: OnRefused, signal: AbortSignal): Promise<boolean> {
    for (let done = 0, failures = 0, mistakes = 0; done < records.length;) {
      if (signal.aborted && failures > 0) return false;
      try {
        if (!this.#isConnected) await this.open();
        const batch = records.slice(done, done + sizeOfBatch(records, done));
        const results = await this.#writer.send(batch);
        const [settled, failed] = settledOf(results);
        settled.forEach((result, i) => result.status === "rejected" && onRefused(done + i, result.error));
        done += settled.length;
        if (settled.length > 0) failures = mistakes = 0;
        if (failed !== undefined) throw failed;
      } catch (error) {
        if (!this.#hasWorked) throw error;
        this.#isConnected = false;
        await this.#writer.disconnect();
        mistakes = isMistake(error) ? mistakes + 1 : 0;
        if (mistakes === MOST_MISTAKES) {
          throw new UserError(`the client of Kafka cannot write this, nor what follows: ${reason(error)}`, {
            cause: error,
          });
        }
        const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** failures++, LONGEST_PAUSE_MS);
        this.#say(`writing was interrupted (${reason(error)}); trying again in ${pauseMs / 1000} s`);
        await pause(pauseMs, signal);
      }
    }
    return true;
  }

  /** Closes the connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer.disconnect();
  }
}

/** Whether it was a program that failed, not a network or a broker; clients wrap what they throw. */
function isMistake(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return true;
  return error instanceof Error && error.cause !== undefined && isMistake(error.cause);
}

function sizeOfBatch(records: readonly TopicRecord[], from: number): number {
  let count = 0, bytes = 0;
  while (from + count < records.length && count < BATCH_RECORDS && bytes < BATCH_BYTES) {
    bytes += (records[from + count].value?.length ?? 0) + 100;
    count++;
  }
  return count;
}

/** The results up to the first failure, and what failed. */
function settledOf(results: readonly SendResult[]): [readonly SendResult[], Error | undefined] {
  const at = results.findIndex(({ status }) => status === "failed"), failed = results[at];
  return at < 0 ? [results, undefined] : [results.slice(0, at), failed.status === "failed" ? failed.error : undefined];
}
