import type { RecordBatch, SourceRecord } from "@dhcpkit/kafka/collector";
import { CurrentLeases, leaseRecord, type LeaseRecordJson } from "@dhcpkit/kafka/formats";
import type { TopicRecord } from "@dhcpkit/kafka/publisher";
import type { NewTransaction } from "@dhcpkit/kafka/store";
import { Delivery } from "../../src/cli/_delivery.ts";
import { LeaseSink } from "../../src/cli/_lease_sink.ts";
import type { WriteOptions } from "../../src/cli/_sink.ts";
import { SECOND, T0 } from "../store/_transactions.ts";
import { FakeWriter } from "./_fake_writer.ts";

/** Where records are, and what the broker says of them; times in seconds of the test. */
interface Place {
  readonly partition?: number;
  /** Offset behind all records. Default: behind these. */
  readonly end?: number;
  /** When the broker was asked. */
  readonly at: number;
}

/** A topic of leases in memory, and a sink that writes it; the source topic has two partitions. */
export class LeaseLab {
  readonly said: string[] = [];
  readonly refused: string[] = [];
  readonly writer: FakeWriter;
  readonly sink: LeaseSink;
  /** Seconds of the test. */
  now = 0;

  constructor(plan: FakeWriter["plan"] = []) {
    this.writer = new FakeWriter(plan);
    const say = (line: string) => void this.said.push(line);
    this.sink = new LeaseSink({
      from: "binary",
      delivery: new Delivery(this.writer, say),
      topic: { topic: "leases", whole: () => this.whole() },
      partitions: () => Promise.resolve([0, 1]),
      groupId: "g",
      signal: new AbortController().signal,
      now: () => (T0 + this.now * SECOND) / 1000,
      say,
    });
  }

  /** The topic of leases, as it is read. */
  async *whole(): AsyncGenerator<RecordBatch> {
    const records = this.writer.records.map((record, i) => read(record, BigInt(i)));
    yield await Promise.resolve({ topic: "leases", partition: 0, records, endOffset: 0n, askedAt: 0 });
  }

  /** Has the sink write a batch of these transactions, published when they were received. */
  async write(transactions: readonly NewTransaction[], place: Place): Promise<"written" | "given-up"> {
    return await this.sink.write(
      transactions.map((made) => ({ made, record: sourceRecord(made) })),
      this.#options(transactions, place),
    );
  }

  /** Has another process write what these change; it knows what the topic says. */
  async other(at: number, ...transactions: readonly NewTransaction[]): Promise<void> {
    const other = new LeaseLab();
    other.writer.records.push(...this.writer.records);
    other.now = this.now;
    await other.sink.assigned([0, 1]);
    await other.write(transactions, { at });
    await other.write([], { at, partition: 1, end: 0 });
    this.writer.records.splice(0, Infinity, ...other.writer.records);
  }

  /** The record that each key has last: who has it, and until when. */
  get held(): Record<string, string | null> {
    return Object.fromEntries(this.writer.records.map(({ key, value }) => {
      const json: LeaseRecordJson | null = value && JSON.parse(decoder.decode(value));
      return [decoder.decode(key!), json && `${json["remote-id"]} ${json["valid-until"]?.slice(11, 19)}`];
    }));
  }

  #options(transactions: readonly NewTransaction[], { partition = 0, end, at }: Place): WriteOptions {
    const records = transactions.map(sourceRecord), next = (transactions.at(-1)?.place.offset ?? -1n) + 1n;
    const endOffset = end === undefined ? next : BigInt(end), askedAt = (T0 + at * SECOND) / 1000;
    return {
      batch: { topic: "t", partition, records, endOffset, askedAt },
      refused: (record, why) => void this.refused.push(record ? `${record.offset}: ${why}` : why),
      signal: new AbortController().signal,
    };
  }
}

const encoder = new TextEncoder(), decoder = new TextDecoder();

/** What a process that knows nothing writes when this has happened. */
export function recordsOf(...transactions: readonly NewTransaction[]): TopicRecord[] {
  const leases = new CurrentLeases();
  for (const one of transactions) leases.apply(one);
  return leases.take().map(leaseRecord);
}

function sourceRecord({ place, receivedAt }: NewTransaction): SourceRecord {
  return { ...place, timestamp: receivedAt / 1000, key: null, value: new Uint8Array() };
}

function read({ key, value, headers = [] }: TopicRecord, offset: bigint): SourceRecord {
  const told = headers.map(({ name, value }) => ({
    name,
    value: typeof value === "string" ? encoder.encode(value) : value,
  }));
  return { topic: "leases", partition: 0, offset, timestamp: 0, key, value, headers: told };
}
