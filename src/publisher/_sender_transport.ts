import { type BrokerInput, startingAt } from "../kafka/broker_address.ts";
import { checkedSecurity } from "../kafka/credentials_check.ts";
import { describeKafkaError, explainKafkaError } from "../kafka/kafka_error.ts";
import type { ClusterSecurity } from "../kafka/security.ts";
import { sendEach } from "./_send_each.ts";
import { UnderWay } from "./_under_way.ts";
import type { ClusterSettings, TopicRecord, TopicWriter } from "./transport.ts";

/** What sends records to a topic, from one attempt to connect up to the next. */
export interface Sender {
  /** Resolves when it is known who has the topic. */
  connect(): Promise<void>;
  /** Resolves when the cluster has all records. Rejects with what kept it from taking one of them. */
  send(records: readonly TopicRecord[]): Promise<void>;
  /** Gives up whatever is under way, for good; what was asked rejects. Resolves when all connections are closed, and never rejects. */
  destroy(): Promise<void>;
}

/** What a sender is made with. */
export interface SenderInit {
  /** Brokers to ask for the others, beginning with another one at each attempt. */
  readonly brokers: readonly BrokerInput[];
  /** The settings that hold now. */
  readonly security: ClusterSecurity;
}

/** A transport to a cluster: a new sender for each attempt to connect. Nothing is connected yet. */
export function senderTransport(
  name: string,
  { brokers, topic, security: given, sourceAddress, connectTimeoutMs }: ClusterSettings,
  makeSender: (init: SenderInit) => Sender,
): TopicWriter {
  let sender: Sender | undefined, attempts = 0, disconnects = 0, security: ClusterSecurity = {};
  const underWay = new UnderWay(), attempted = () => ({ brokers, topic, toDo: "write to", security }) as const;
  const describe = (error: unknown) => describeKafkaError(error, attempted());

  async function connect(): Promise<void> {
    const before = disconnects, current = await checkedSecurity(given);
    if (disconnects !== before) throw new Error("given up while connecting");
    security = current;
    if (sender) underWay.note(sender.destroy());
    const connecting = sender = makeSender({ brokers: startingAt(brokers, attempts++), security });
    try {
      await connecting.connect();
    } catch (error) {
      if (sender !== connecting) throw describe(error);
      throw await explainKafkaError(error, { ...attempted(), sourceAddress, timeoutMs: connectTimeoutMs });
    }
    if (sender !== connecting) throw new Error("given up while connecting");
  }

  async function sendTogether(records: readonly TopicRecord[]): Promise<void> {
    if (!sender) throw new Error("not connected");
    await sender.send(records);
  }

  return {
    name,
    connect: () => underWay.note(connect()),
    send: (records) => underWay.note(sendEach(records, sendTogether, describe)),
    async disconnect() {
      if (sender) underWay.note(sender.destroy());
      sender = undefined;
      disconnects++;
      await underWay.over();
    },
  };
}
