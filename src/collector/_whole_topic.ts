import { ClusterConnections } from "../kafka/cluster_connections.ts";
import type { OpenBroker } from "../kafka/broker_requests.ts";
import { Handover } from "./_handover.ts";
import { PartitionReader } from "./_partition_reader.ts";
import { TopicOffsets } from "./_topic_offsets.ts";
import type { ConsumerSettings } from "./consumer_init.ts";
import type { RecordBatch } from "./consumer_source.ts";

/** The partitions that a topic has now. */
export async function partitionsOf(settings: ConsumerSettings, open: OpenBroker): Promise<readonly number[]> {
  const { brokers, requestTimeoutMs, topic } = settings;
  const cluster = new ClusterConnections({ brokers, open, requestTimeoutMs });
  try {
    return [...(await cluster.places(topic)).leaders.keys()].sort((a, b) => a - b);
  } finally {
    cluster.destroy();
  }
}

/** Everything that is in a topic now, without a group. */
export async function* wholeTopic(
  settings: ConsumerSettings,
  open: OpenBroker,
  signal: AbortSignal,
): AsyncGenerator<RecordBatch> {
  const { brokers, requestTimeoutMs, topic, maxBytes } = settings, over = new AbortController();
  const cluster = new ClusterConnections({ brokers, open, requestTimeoutMs });
  const handover = new Handover(maxBytes), stop = () => over.abort();
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  let reading = Promise.resolve();
  try {
    const { leaders } = await cluster.places(topic), offsets = new TopicOffsets(cluster, settings);
    const all = (point: "beginning" | "end") => new Map([...leaders.keys()].map((partition) => [partition, point]));
    const from = await offsets.resolve([...leaders.keys()], all("beginning"), over.signal);
    const ends = await offsets.resolve([...leaders.keys()], all("end"), over.signal);
    const left = new Set([...ends].filter(([partition, end]) => end > from.get(partition)!).map(([one]) => one));
    if (left.size === 0) return;
    const positions = new Map([...from].filter(([partition]) => left.has(partition)));
    const onBeganAnew = () => handover.end(new Error(`the topic ${settings.topic} was made anew while it was read`));
    const init = { cluster, settings, offsets, handover, onFetched: () => {}, onBeganAnew };
    const reader = new PartitionReader(init, positions);
    reading = reader.read(over.signal).then(() => handover.end(undefined), (error) => handover.end(error));
    for await (const batch of handover.batches()) {
      const { partition, records, endOffset } = batch;
      // A batch without records says that there is nothing before its end.
      const next = (records.at(-1)?.offset ?? endOffset - 1n) + 1n;
      yield batch;
      if (next >= ends.get(partition)!) left.delete(partition);
      if (left.size === 0) return;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener("abort", stop);
    over.abort();
    cluster.destroy();
    await reading;
  }
}
