import type { GroupSource } from "../collector/consumer_source.ts";
import { printable } from "../collector/present.ts";
import type { SourceRecord } from "../collector/record_source.ts";
import { JsonError } from "../dhcpv6/mod.ts";
import { CurrentLeases } from "../formats/current_leases.ts";
import { leaseRecord, restoreLease } from "../formats/lease_topic.ts";
import { type Microseconds, type NewTransaction, readTransaction } from "../store/mod.ts";
import { WireError } from "../wire/mod.ts";
import type { Delivery } from "./_delivery.ts";
import { ReadTimes } from "./_read_times.ts";
import { binaryValue, type TopicForm } from "./_record_sinks.ts";
import type { Made, Sink, WriteOptions, Written } from "./_sink.ts";
import { UserError } from "./_terminal.ts";

/** A record may be in the topic so long after its answer went out: a lease is over that much later than its end. */
const GRACE: Microseconds = 10_000_000;
/** How long another process may have some of the partitions: longer than a group takes to share them out anew, in milliseconds. */
const PATIENCE_MS = 90_000;

/** What a {@linkcode LeaseSink} is made of. */
export interface LeaseSinkInit {
  /** What the values of the topic that is read are. */
  readonly from: TopicForm;
  /** The topic with a record for each lease: how it is written, */
  readonly delivery: Delivery;
  /** and how it is read. */
  readonly topic: Pick<GroupSource, "topic" | "whole">;
  /** All partitions that the topic that is read has now. */
  readonly partitions: () => Promise<readonly number[]>;
  /** The group that reads. */
  readonly groupId: string;
  /** Ends reading the topic of leases. */
  readonly signal: AbortSignal;
  /** Milliseconds since 1970-01-01 UTC. Default: `Date.now`. */
  readonly now?: () => number;
  /** Takes a line about what happens. */
  readonly say: (line: string) => void;
}

/** A compacted topic with a record for each lease. */
export class LeaseSink implements Sink<NewTransaction> {
  readonly #init: LeaseSinkInit;
  readonly #now: () => number;
  /** `undefined` while some of the partitions are read elsewhere. */
  #leases: CurrentLeases | undefined;
  #readTimes = new ReadTimes([]);
  #turn = 0;
  #hadAll = false;
  #impatientAt = Infinity;
  #writing: Promise<unknown> = Promise.resolve();
  #forgotten = 0;

  /** Knows of nothing before {@linkcode LeaseSink.assigned}. */
  constructor(init: LeaseSinkInit) {
    this.#init = init;
    this.#now = init.now ?? Date.now;
  }

  /**
   * Reads what the lease topic says, whenever all partitions come here: others may have written it meanwhile, up to the moment in which
   * they lost them. Rejects with `UserError` where another process has some of the partitions and this one never had all.
   */
  async assigned(partitions: readonly number[]): Promise<void> {
    const turn = ++this.#turn;
    this.#leases = undefined;
    await this.#writing;
    const all = await this.#init.partitions();
    if (turn !== this.#turn) return;
    if (partitions.length < all.length) return this.#wait(partitions.includes(all[0]) ? 2 : 1);
    const leases = await this.#restored();
    if (turn !== this.#turn) return;
    this.#readTimes = new ReadTimes(partitions);
    this.#leases = leases;
    this.#hadAll = true;
    this.#forgotten = 0;
  }

  make(record: SourceRecord): Made<NewTransaction> {
    const { made: value, problem } = binaryValue(this.#init.from, record);
    if (value === undefined) return { made: undefined, problem };
    try {
      const { topic, partition, offset } = record, recordedAt = Math.round(record.timestamp * 1000);
      return { made: readTransaction(value, { topic, partition, offset }, recordedAt), problem: undefined };
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      return { made: undefined, problem: `not readable: ${error.message}` };
    }
  }

  async write(all: readonly Written<NewTransaction>[], options: WriteOptions): Promise<"written" | "given-up"> {
    const leases = this.#leases;
    if (leases === undefined) {
      if (this.#now() >= this.#impatientAt) throw this.#othersError();
      // It is read again once all is here.
      return "given-up";
    }
    const writing = this.#write(leases, all, options);
    this.#writing = writing.catch(() => {});
    return await writing ? "written" : "given-up";
  }

  async #write(
    leases: CurrentLeases,
    all: readonly Written<NewTransaction>[],
    { batch, refused, signal }: WriteOptions,
  ): Promise<boolean> {
    for (const { made } of all) leases.apply(made);
    this.#readTimes.read(batch, this.#now() * 1000);
    leases.advance(this.#readTimes.until - GRACE);
    const changes = leases.take();
    this.#warn(leases);
    const onRefused = (i: number, error: Error) =>
      refused(undefined, `the record of ${changes[i].key} was refused: ${error.message}`);
    return await this.#init.delivery.deliver(changes.map(leaseRecord), onRefused, signal);
  }

  async #restored(): Promise<CurrentLeases> {
    const { topic, signal, say } = this.#init, leases = new CurrentLeases();
    let count = 0;
    for await (const { records } of topic.whole({ signal })) {
      for (const record of records) {
        count++;
        try {
          restoreLease(leases, record);
        } catch (error) {
          if (!(error instanceof JsonError)) throw error;
          say(`${placeText(record)}: no record of a lease: ${printable(error.message)}`);
        }
      }
    }
    leases.take();
    if (count > 0) say(`read ${count} records of ${topic.topic} to know which leases there are`);
    return leases;
  }

  /** Two that both had all would wait for each other: the one with the first partition waits longer. */
  #wait(times: number): void {
    if (!this.#hadAll) throw this.#othersError();
    this.#impatientAt = this.#now() + times * PATIENCE_MS;
    this.#init.say(`waiting: ${this.#others()}, and leases need all of them in one process`);
  }

  #others(): string {
    return `another process of the group ${this.#init.groupId} has some of the partitions`;
  }

  #othersError(): UserError {
    const remedy = "end the other, or use another --consumer-group";
    return new UserError(`${this.#others()}; leases need all of them in one process: ${remedy}`);
  }

  #warn({ forgotten }: CurrentLeases): void {
    if (forgotten === this.#forgotten) return;
    if (this.#forgotten === 0) {
      this.#init.say("there are more leases than are remembered: some will get no tombstone when they are over");
    }
    this.#forgotten = forgotten;
  }
}

/** Where a record is, as errors name it. */
export function placeText({ topic, partition, offset }: Pick<SourceRecord, "topic" | "partition" | "offset">): string {
  return `${topic}[${partition}] at ${offset}`;
}
