/**
 * A process that publishes numbered records through a spool until it is killed: `spool_victim.ts JSON`, with a
 * {@linkcode VictimOrders}. Without records to offer, it delivers what it finds in the spool and ends.
 */
import { type OutgoingRecord, Publisher, type SpoolInit, type Transport } from "@dhcpkit/kafka/publisher";
import { kafkaJsTransport } from "@dhcpkit/kafka/publisher/kafkajs";

/** What a victim is to do. */
export interface VictimOrders {
  readonly spool: SpoolInit;
  /** The cluster: a file that gets a line of hexadecimal digits for each record, or a topic. */
  readonly cluster: { readonly file: string; readonly refuses: boolean } | {
    readonly broker: string;
    readonly topic: string;
  };
  /** The number of the first record. */
  readonly first: number;
  /** Records offered each millisecond or so. */
  readonly perTick: number;
  /** Gets the number after the last record of which it is known that it is on disk, or delivered; 8 bytes, overwritten. */
  readonly knownFile: string;
}

/** A record that tells its number, and differs from each other that does. */
function recordOf(number: number): OutgoingRecord {
  const value = crypto.getRandomValues(new Uint8Array(20 + number % 400));
  new DataView(value.buffer).setFloat64(0, number);
  return { key: Uint8Array.of(number % 7), value, timestamp: Date.now() };
}

/** A cluster that is a file. A line that the end of the process has torn was not acknowledged. */
function fileTransport({ file, refuses }: { file: string; refuses: boolean }): Transport {
  const open = Deno.openSync(file, { create: true, append: true });
  return {
    name: "file",
    connect: () => refuses ? Promise.reject(new Error("refused")) : Promise.resolve(),
    async send(records) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      const text = records.map(({ value }) => `\n${value.toHex()}.`).join("");
      for (let bytes = new TextEncoder().encode(text); bytes.length > 0;) bytes = bytes.subarray(open.writeSync(bytes));
      return records.map(() => ({ status: "delivered" }));
    },
    disconnect: () => Promise.resolve(),
  };
}

if (import.meta.main) {
  const { spool, cluster, first, perTick, knownFile }: VictimOrders = JSON.parse(Deno.args[0]);
  const transport = "file" in cluster ? fileTransport(cluster) : kafkaJsTransport({
    brokers: [cluster.broker],
    topic: cluster.topic,
    connectTimeoutMs: 1000,
    requestTimeoutMs: 2000,
  });
  const publisher = new Publisher({
    transport,
    spool,
    lingerMs: 5,
    retryMs: 20,
    maxRetryMs: 200,
    queueMessages: 200,
    sendDeadlineMs: 3000,
    connectDeadlineMs: 3000,
  });
  publisher.connect();
  const pause = () => new Promise((resolve) => setTimeout(resolve, 1));
  const known = Deno.openSync(knownFile, { create: true, write: true }), bytes = new DataView(new ArrayBuffer(8));
  for (let next = first; perTick > 0;) {
    for (let i = 0; i < perTick; i++) publisher.offer(recordOf(next++));
    await pause();
    if (publisher.stats.unwritten > 0) continue;
    bytes.setFloat64(0, next);
    known.seekSync(0, Deno.SeekMode.Start);
    known.writeSync(new Uint8Array(bytes.buffer));
  }
  // It comes behind what is in the spool.
  publisher.offer(recordOf(first));
  while (publisher.stats.queued + publisher.stats.spooled > 0) await pause();
  const { delivered, dropped, tornBytes } = await publisher.close();
  console.log(JSON.stringify({ delivered, dropped, tornBytes }));
}
