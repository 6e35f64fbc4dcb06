import type { GroupSource, RecordBatch } from "../collector/consumer_source.ts";
import type { SourceRecord } from "../collector/record_source.ts";
import { JsonError } from "../dhcpv6/mod.ts";
import { CurrentLeases, type LeaseChange } from "../formats/current_leases.ts";
import { parsedJson } from "../formats/topic_record.ts";
import type { TopicRecord } from "../publisher/transport.ts";
import { type Microseconds, type NewTransaction, readTransaction } from "../store/mod.ts";
import { WireError } from "../wire/mod.ts";
import type { Delivery } from "./_delivery.ts";
import { binaryValue, type TopicForm } from "./_record_sinks.ts";
import type { Sink, Written } from "./_sink.ts";
import { UserError } from "./_terminal.ts";

/** A record may be in the topic so long after its answer went out: a lease is over that much later than its end. */
const GRACE: Microseconds = 10_000_000;

const encoder = new TextEncoder(), decoder = new TextDecoder();

/** What a {@linkcode LeaseSink} is made of. */
export interface LeaseSinkInit {
  /** What the values of the topic that is read are. */
  readonly from: TopicForm;
  /** The topic with a record for each lease. */
  readonly delivery: Delivery;
  /** All partitions of the topic that is read. */
  readonly partitions: readonly number[];
  /** The group that reads. */
  readonly groupId: string;
  /** Milliseconds since 1970-01-01 UTC. Default: `Date.now`. */
  readonly now?: () => number;
  /** Takes a line about what happens. */
  readonly say: (line: string) => void;
}

/** A compacted topic with a record for each lease. */
export class LeaseSink implements Sink<NewTransaction> {
  readonly #init: LeaseSinkInit;
  readonly #leases = new CurrentLeases();
  readonly #readUntil = new Map<number, Microseconds>();
  /** Whether all partitions are read here; `undefined` before it is known. */
  #hasAll: boolean | undefined;
  #forgotten = 0;

  /** Knows of nothing before {@linkcode LeaseSink.restore}. */
  constructor(init: LeaseSinkInit) {
    this.#init = init;
  }

  /** Reads what the lease topic says; resolves to the number of its records. */
  async restore(topic: GroupSource, signal: AbortSignal): Promise<number> {
    let count = 0;
    for await (const { records } of topic.whole({ signal })) {
      for (const record of records) {
        count++;
        try {
          this.#restore(record);
        } catch (error) {
          if (!(error instanceof JsonError)) throw error;
          this.#init.say(`${placeText(record)}: no record of a lease: ${error.message}`);
        }
      }
    }
    this.#leases.take();
    return count;
  }

  assigned(partitions: readonly number[]): void {
    const hadAll = this.#hasAll, { groupId, partitions: all, say } = this.#init;
    this.#hasAll = partitions.length >= all.length;
    this.#readUntil.clear();
    for (const partition of partitions) this.#readUntil.set(partition, 0);
    if (this.#hasAll) return;
    const others = `another process of the group ${groupId} has some of the partitions`;
    if (hadAll !== undefined) return say(`waiting: ${others}, and leases need all of them in one process`);
    throw new UserError(
      `${others}; leases need all of them in one process: end the other, or use another --consumer-group`,
    );
  }

  make(record: SourceRecord): { made: NewTransaction | undefined; problem: string | undefined } {
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

  async write(
    all: readonly Written<NewTransaction>[],
    { batch, refused, signal }: Parameters<Sink<NewTransaction>["write"]>[1],
  ): Promise<"written" | "given-up"> {
    // Somebody else reads as well; it is read again once all is here.
    if (!this.#hasAll) return "given-up";
    for (const { made } of all) this.#leases.apply(made);
    this.#read(batch, all);
    this.#leases.advance(Math.min(...this.#readUntil.values()) - GRACE);
    this.#warn();
    const changes = this.#leases.take(), last = batch.records.at(-1);
    const onRefused = (i: number, error: Error) => {
      if (last !== undefined) refused(last, `the record of ${changes[i].key} was refused: ${error.message}`);
    };
    return await this.#init.delivery.deliver(changes.map(leaseRecord), onRefused, signal) ? "written" : "given-up";
  }

  #restore({ key, value, headers = [] }: SourceRecord): void {
    if (key === null) throw new JsonError("it has no key");
    const ended = headers.find(({ name }) => name === LEASE_ENDED);
    const json = value && parsedJson(value);
    this.#leases.restore(decoder.decode(key), json, ended === undefined ? undefined : parsedJson(ended.value));
  }

  /** Notes up to which time the partition has been read. */
  #read({ partition, records, endOffset, askedAt }: RecordBatch, all: readonly Written<NewTransaction>[]): void {
    const { now = Date.now } = this.#init,
      present = now() * 1000,
      next = (records.at(-1)?.offset ?? endOffset - 1n) + 1n;
    let until = this.#readUntil.get(partition) ?? 0;
    for (const { record } of all) until = Math.max(until, Math.min(record.timestamp * 1000, present));
    if (next >= endOffset) until = Math.max(until, Math.min(askedAt * 1000, present));
    this.#readUntil.set(partition, until);
  }

  #warn(): void {
    const { forgotten } = this.#leases;
    if (forgotten === this.#forgotten) return;
    if (this.#forgotten === 0) {
      this.#init.say("there are more leases than are remembered: some will get no tombstone when they are over");
    }
    this.#forgotten = forgotten;
  }
}

/** The header of a tombstone that says who had the lease last, and what ended it. */
const LEASE_ENDED = "lease-ended";

function leaseRecord({ key, value, ended }: LeaseChange): TopicRecord {
  const headers = value
    ? [{ name: "content-type", value: "application/json" }]
    : ended
    ? [{ name: LEASE_ENDED, value: JSON.stringify(ended) }]
    : [];
  return { key: encoder.encode(key), value: value && encoder.encode(JSON.stringify(value)), headers };
}

/** Where a record is, as errors name it. */
export function placeText({ topic, partition, offset }: Pick<SourceRecord, "topic" | "partition" | "offset">): string {
  return `${topic}[${partition}] at ${offset}`;
}
