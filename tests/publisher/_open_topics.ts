import {
  MemoryTopic,
  memoryTransport,
  type Publisher,
  type PublisherInit,
  type Transport,
} from "@dhcpkit/kafka/publisher";
import { uniqueTopic } from "../support/kafka_broker.ts";
import type { TopicOptions } from "../support/kafka_wire.ts";
import { kcatConsume, type KcatRecord } from "../support/kcat.ts";
import type { Need } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { connected, publisherTo, type TransportKind } from "./_transport_kinds.ts";

/** A topic that was made for a test, the way into it, and one out of it. */
export interface OpenTopic {
  /** A transport that is connected, for as long as it is in use. */
  connected(): Promise<Transport & AsyncDisposable>;
  /** A publisher that loses no time. */
  publisher(init?: Partial<PublisherInit>): Publisher;
  /** So many records from the beginning. */
  read(count: number): Promise<KcatRecord[]>;
}

/** A way to topics, wherever they are. */
export interface TopicKind extends Pick<TransportKind, "name" | "carriesAll"> {
  /** What the machine has to have. */
  readonly needs: readonly Need[];
  /** Makes a topic. */
  open(name: string, options?: TopicOptions): Promise<OpenTopic>;
}

/** Topics of a real broker, read by kcat. */
export function inKafka(kind: TransportKind): TopicKind {
  const { name, carriesAll } = kind;
  return {
    name,
    carriesAll,
    needs: ["kafka", "kcat"],
    async open(name, options) {
      const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic(name), options);
      const settings = { brokers: [broker.bootstrap], topic };
      return {
        connected: () => connected(kind, settings),
        publisher: (init) => publisherTo(kind, settings, init),
        read: (count) => kcatConsume(broker.bootstrap, topic, { count }),
      };
    },
  };
}

/** Topics within the process, each of one partition. */
export const inMemory: TopicKind = {
  name: "memory",
  carriesAll: true,
  needs: [],
  open(name) {
    const topic = new MemoryTopic(), settings = { brokers: [], topic: name };
    const kind = { name: "memory", carriesAll: true, make: () => memoryTransport(topic) };
    const text = new TextDecoder();
    return Promise.resolve({
      connected: () => connected(kind, settings),
      publisher: (init) => publisherTo(kind, settings, init),
      async read(count) {
        const records = [];
        for await (const { key, value, timestamp, headers = [], offset } of topic.read()) {
          const texts = headers.map(({ name, value }): [string, string] => {
            return [name, typeof value === "string" ? value : text.decode(value)];
          });
          records.push({ partition: 0, offset: BigInt(offset), timestamp, key, value, headers: texts });
          if (records.length === count) break;
        }
        return records;
      },
    });
  },
};
