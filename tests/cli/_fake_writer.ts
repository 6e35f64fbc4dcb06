import type { SendResult, TopicRecord, TopicWriter } from "@dhcpkit/kafka/publisher";

/** A topic that does what it is told: `plan` says what becomes of the next calls of `send`, then all is delivered. */
export class FakeWriter implements TopicWriter {
  readonly name = "fake";
  readonly records: TopicRecord[] = [];
  readonly sizes: number[] = [];
  connects = 0;
  disconnects = 0;

  constructor(readonly plan: ("lost" | ((record: TopicRecord) => SendResult))[] = [], readonly refuses = 0) {}

  connect(): Promise<void> {
    return ++this.connects <= this.refuses ? Promise.reject(new Error("nobody is there")) : Promise.resolve();
  }

  send(records: readonly TopicRecord[]): Promise<readonly SendResult[]> {
    this.sizes.push(records.length);
    const step = this.plan.shift();
    if (step === "lost") return Promise.reject(new Error("the connection was lost"));
    const results: SendResult[] = [];
    for (const record of records) {
      const result = step?.(record) ?? { status: "delivered" as const };
      results.push(result);
      if (result.status === "failed") break;
      if (result.status === "delivered") this.records.push(record);
    }
    return Promise.resolve(results);
  }

  disconnect(): Promise<void> {
    this.disconnects++;
    return Promise.resolve();
  }
}
