import type { AssignedPartition, GroupSource, RecordBatch, StartingPoint } from "../collector/consumer_source.ts";
import type { CollectorStats } from "../collector/collector.ts";
import { printable } from "../collector/present.ts";
import type { SourceRecord } from "../collector/record_source.ts";
import { pause } from "../kafka/waiting.ts";
import { placeText } from "./_lease_sink.ts";
import { count } from "./_progress.ts";
import type { Sink, Written } from "./_sink.ts";
import { reason, UserError } from "./_terminal.ts";

/** How to write the records of a topic elsewhere. */
export interface TranscodeOptions<T> {
  /** Where records come from. */
  readonly source: GroupSource;
  /** Where they go. */
  readonly sink: Sink<T>;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Where to start, once, whatever the group has noted. Default: where it ended the last time, at first with the oldest record. */
  readonly start?: Exclude<StartingPoint, bigint>;
  /** End when all that was there is written. Default: false. */
  readonly untilCaughtUp?: boolean;
  /** End at the first record that cannot be read or written. Default: false. */
  readonly strict?: boolean;
  /** Takes a line about what happens. */
  readonly say: (line: string) => void;
}

/** Offsets are noted in Kafka not more often than this while there is more to read, in milliseconds. */
const COMMIT_INTERVAL = 1000;
const FIRST_PAUSE_MS = 500, LONGEST_PAUSE_MS = 30_000;

/** Reads a topic and writes each record elsewhere, at least once: how far it is, is noted once it is there. */
export class Transcoding<T> {
  readonly #options: TranscodeOptions<T>;
  readonly #started = new Set<number>();
  readonly #next = new Map<number, bigint>();
  readonly #ends = new Map<number, bigint>();
  readonly #uncommitted = new Map<number, bigint>();
  readonly #over = new AbortController();
  readonly #signal: AbortSignal;
  #read = 0;
  #written = 0;
  #poison = 0;
  #committedAt = -Infinity;
  #problem: string | undefined;
  #onCaughtUp: (() => void) | undefined;

  /** Nothing happens before {@linkcode Transcoding.run}. */
  constructor(options: TranscodeOptions<T>) {
    this.#options = options;
    this.#signal = AbortSignal.any([options.signal, this.#over.signal]);
  }

  /** What was done so far, in the words of a collector: `stored` is what was written, `quarantined` what could not be read or written. */
  get stats(): CollectorStats {
    const partitions = Array.from(this.#next, ([partition, next]) => {
      const end = this.#ends.get(partition);
      return { partition, next, lag: end === undefined || end < next ? 0 : Number(end - next) };
    });
    return {
      ...{ read: this.#read, stored: this.#written, quarantined: this.#poison, duplicates: 0, gaps: 0, pending: 0 },
      ...{ partitions, problem: this.#problem, storeProblem: undefined },
    };
  }

  /** Goes on until the signal aborts, or what the options say. `onCaughtUp` is called once, when all that was there is written. */
  async run(onCaughtUp?: () => void): Promise<void> {
    this.#onCaughtUp = onCaughtUp;
    let wasReading = false;
    for (let failures = 0; !this.#signal.aborted;) {
      try {
        await this.#consume((partitions) => {
          this.#assign(partitions);
          wasReading = true;
          failures = 0;
          this.#problem = undefined;
        });
      } catch (error) {
        if (!wasReading || error instanceof UserError) throw error;
        const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** failures++, LONGEST_PAUSE_MS);
        this.#problem = reason(error);
        this.#options.say(`reading was interrupted (${reason(error)}); trying again in ${pauseMs / 1000} s`);
        await pause(pauseMs, this.#signal);
      }
    }
  }

  async #consume(onAssigned: (partitions: readonly AssignedPartition[]) => void): Promise<void> {
    const { source } = this.#options, startingPoints = (all: readonly number[]) => this.#startingPoints(all);
    for await (const batch of source.consume({ signal: this.#signal, startingPoints, onAssigned })) {
      await this.#write(batch);
    }
  }

  async #startingPoints(partitions: readonly number[]): Promise<Map<number, StartingPoint>> {
    const { source, sink, start } = this.#options, known = await source.committed(partitions);
    await sink.assigned?.(partitions);
    const point = (partition: number): StartingPoint => {
      const isFirst = start !== undefined && !this.#started.has(partition);
      return isFirst ? start : known.get(partition) ?? "beginning";
    };
    return new Map(partitions.map((partition) => [partition, point(partition)]));
  }

  #assign(partitions: readonly AssignedPartition[]): void {
    this.#next.clear();
    this.#ends.clear();
    this.#uncommitted.clear();
    for (const { partition, next } of partitions) {
      this.#next.set(partition, next);
      this.#started.add(partition);
    }
    const list = partitions.map(({ partition }) => partition).join(", "), none = "no partitions: others have them all";
    // Whether those have caught up is not known here.
    if (partitions.length === 0 && this.#options.untilCaughtUp) {
      throw new UserError(`${none}; end the other processes of the consumer group, or use another --consumer-group`);
    }
    this.#options.say(partitions.length === 0 ? none : `reading partitions ${list}`);
  }

  async #write(batch: RecordBatch): Promise<void> {
    const { sink, strict = false } = this.#options, all: Written<T>[] = [];
    let next = (batch.records.at(-1)?.offset ?? batch.endOffset - 1n) + 1n, bad: SourceRecord | undefined;
    for (const record of batch.records) {
      const { made, problem } = sink.make(record);
      if (problem !== undefined) this.#tell(record, problem);
      if (problem !== undefined && strict) {
        bad = record;
        break;
      }
      if (made !== undefined) all.push({ record, made });
    }
    let lost = 0, isBad = bad !== undefined;
    const refused = (record: SourceRecord | undefined, why: string) => {
      if (record !== undefined) lost++;
      this.#tell(record, why);
      if (!strict) return;
      isBad = true;
      // What several have made comes of all of them again.
      const first = record ?? batch.records.at(0);
      if (first !== undefined && (bad === undefined || first.offset < bad.offset)) bad = first;
    };
    const outcome = await sink.write(all, { batch, refused, signal: this.#signal });
    if (outcome === "ended") return this.#over.abort();
    if (outcome === "given-up") return;
    if (bad !== undefined) next = bad.offset;
    this.#read += isBad ? all.length : batch.records.length;
    this.#written += all.length - lost;
    await this.#reached(batch, next);
    if (!isBad) return;
    await this.#commit();
    throw new UserError(`ended${bad === undefined ? "" : ` at ${placeText(bad)}`}, as --strict asks`);
  }

  async #reached({ partition, endOffset }: RecordBatch, next: bigint): Promise<void> {
    this.#next.set(partition, next);
    this.#ends.set(partition, endOffset);
    this.#uncommitted.set(partition, next);
    const isCaughtUp = [...this.#next].every(([one, next]) => next >= (this.#ends.get(one) ?? next + 1n));
    if (isCaughtUp || this.#signal.aborted || performance.now() - this.#committedAt >= COMMIT_INTERVAL) {
      await this.#commit();
    }
    if (!isCaughtUp) return;
    this.#onCaughtUp?.();
    this.#onCaughtUp = undefined;
    if (this.#options.untilCaughtUp) this.#over.abort();
  }

  async #commit(): Promise<void> {
    this.#committedAt = performance.now();
    const partitions = Array.from(this.#uncommitted, ([partition, next]) => ({ partition, next }));
    this.#uncommitted.clear();
    await this.#options.source.commit(partitions);
  }

  #tell(record: SourceRecord | undefined, why: string): void {
    this.#poison++;
    const said = printable(why);
    this.#options.say(record === undefined ? said : `${placeText(record)}: ${said}`);
  }
}

/** What was done, for people. */
export function transcodedText({ stored, quarantined }: Pick<CollectorStats, "stored" | "quarantined">): string {
  const others = quarantined > 0 ? `, ${count(quarantined)} not readable or refused` : "";
  return `${count(stored)} written${others}`;
}
