import type { OutgoingRecord, SendResult, Transport } from "@dhcpkit/kafka/publisher";

/** What the next calls of a {@linkcode FakeTransport} do. */
export type Mood = "fine" | "refused" | "silent" | "lost";

/** A transport whose cluster does as the test says. */
export class FakeTransport implements Transport {
  readonly name = "fake";
  /** Batches on their way, at most. */
  maxInFlight = 1;
  /** Milliseconds that each batch takes. */
  tookMs = 0;
  /** How the cluster behaves: it takes all, refuses to connect, never answers, or fails each request. */
  mood: Mood = "fine";
  /** Batches that were delivered. */
  readonly batches: OutgoingRecord[][] = [];
  /** Calls of `connect` and `disconnect`. */
  readonly calls: string[] = [];
  /** Decides what becomes of one record while the mood is fine. */
  judge: (record: OutgoingRecord) => SendResult = () => ({ status: "delivered" });

  /** Values that were delivered, in order. */
  get values(): number[] {
    return this.batches.flat().map(({ value }) => value[0]);
  }

  connect(): Promise<void> {
    this.calls.push("connect");
    if (this.mood === "silent") return new Promise(() => {});
    return this.mood === "refused" ? Promise.reject(new Error("refused")) : Promise.resolve();
  }

  async send(records: readonly OutgoingRecord[]): Promise<readonly SendResult[]> {
    if (this.tookMs > 0) await new Promise((resolve) => setTimeout(resolve, this.tookMs));
    if (this.mood === "silent") return new Promise(() => {});
    if (this.mood !== "fine") return Promise.reject(new Error("connection lost"));
    const results = records.map(this.judge);
    this.batches.push(records.filter((_, i) => results[i].status === "delivered"));
    return results;
  }

  disconnect(): Promise<void> {
    this.calls.push("disconnect");
    return Promise.resolve();
  }
}

/** A record of which the first byte tells its number. */
export function record(number: number, size = 1): OutgoingRecord {
  const value = new Uint8Array(size);
  value[0] = number;
  return { key: null, value };
}
