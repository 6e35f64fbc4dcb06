import type { RecordSource, SourceRecord } from "./record_source.ts";

/** What a topic in memory has: `MemoryTopic` of `@dhcpkit/kafka/publisher` is one. */
export interface ReadableTopic {
  /** The records kept and each new one, until the topic is closed or `signal` aborts. */
  read(options: { signal?: AbortSignal }): AsyncIterable<{
    readonly offset: number;
    readonly timestamp: number;
    readonly key: Uint8Array | null;
    readonly value: Uint8Array;
  }>;
}

/**
 * Reads a topic within this process.
 *
 * @example
 * ```ts
 * import { memorySource } from "@dhcpkit/kafka/collector";
 * import { MemoryTopic } from "@dhcpkit/kafka/publisher";
 * import { assertEquals } from "@std/assert";
 *
 * const topic = new MemoryTopic();
 * topic.append({ key: null, value: new Uint8Array([255, 1]) });
 * topic.close();
 * const { signal } = new AbortController();
 * const records = await Array.fromAsync(memorySource(topic).read({ signal }));
 * assertEquals(records.map(({ offset }) => offset), [0n]);
 * ```
 */
export function memorySource(topic: ReadableTopic, topicName = "memory"): RecordSource {
  return {
    name: "memory",
    async *read({ signal, onReady }): AsyncGenerator<SourceRecord> {
      onReady?.();
      for await (const { offset, timestamp, key, value } of topic.read({ signal })) {
        yield { topic: topicName, partition: 0, offset: BigInt(offset), timestamp, key, value };
      }
    },
  };
}
