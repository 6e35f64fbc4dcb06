import type { BrokerAddress } from "../kafka/broker_address.ts";
import type { BrokerConnection } from "../kafka/broker_requests.ts";
import { checkedSecurity } from "../kafka/credentials_check.ts";
import { explainKafkaError } from "../kafka/kafka_error.ts";
import type { ClusterSecurity } from "../kafka/security.ts";
import { CallbackError, GroupSession } from "./_group_session.ts";
import { partitionsOf, wholeTopic } from "./_whole_topic.ts";
import { type ConsumerInit, type ConsumerSettings, consumerSettings } from "./consumer_init.ts";
import type { ConsumeOptions, GroupSource, RecordBatch, SourceHealth } from "./consumer_source.ts";

/** What a client library has to be able to do: open a connection to a broker, and close it at once when `signal` aborts. */
export type OpenWith = (
  address: BrokerAddress,
  settings: ConsumerSettings,
  security: ClusterSecurity,
  signal: AbortSignal,
) => Promise<BrokerConnection>;

const IDLE: SourceHealth = { state: "idle", fetchedAt: undefined, heartbeatAt: undefined, assigned: [] };

/** A member of a consumer group, through a client library. Throws `RangeError` and `TypeError` for settings that cannot work. */
export function groupConsumer(name: string, init: ConsumerInit, open: OpenWith): GroupSource {
  const settings = consumerSettings(init), { topic } = settings;
  let session: GroupSession | undefined, last: SourceHealth = IDLE, isBusy = false;

  async function* consume(options: ConsumeOptions): AsyncGenerator<RecordBatch> {
    if (options.signal.aborted) return;
    if (isBusy) throw new TypeError(`${name} is reading ${topic} already; iterate once at a time`);
    isBusy = true;
    try {
      const security = await checkedSecurity(settings.security);
      const current = session = new GroupSession(
        settings,
        (address, signal) => open(address, settings, security, signal),
        options,
      );
      try {
        yield* current.batches();
      } catch (error) {
        throw await explained(error, security);
      } finally {
        last = { ...current.health, state: "idle", assigned: [] };
      }
    } finally {
      session = undefined;
      isBusy = false;
    }
  }

  async function* whole({ signal }: { readonly signal: AbortSignal }): AsyncGenerator<RecordBatch> {
    const security = await checkedSecurity(settings.security);
    try {
      yield* wholeTopic(settings, (address, signal) => open(address, settings, security, signal), signal);
    } catch (error) {
      throw await explained(error, security);
    }
  }

  async function partitions({ signal }: { readonly signal: AbortSignal }): Promise<readonly number[]> {
    const security = await checkedSecurity(settings.security);
    try {
      signal.throwIfAborted();
      return await partitionsOf(settings, (address, signal) => open(address, settings, security, signal));
    } catch (error) {
      signal.throwIfAborted();
      throw await explained(error, security);
    }
  }

  async function explained(error: unknown, security: ClusterSecurity): Promise<unknown> {
    if (error instanceof CallbackError) return error.cause;
    const { brokers, groupId, sourceAddress, connectTimeoutMs: timeoutMs } = settings;
    return await explainKafkaError(error, {
      brokers,
      topic,
      groupId,
      toDo: "read from",
      security,
      sourceAddress,
      timeoutMs,
    });
  }

  return {
    name,
    topic,
    get health() {
      return session?.health ?? last;
    },
    consume,
    commit: (partitions) => session?.commit(partitions) ?? Promise.resolve(),
    committed: (partitions) => session?.committed(partitions) ?? Promise.resolve(new Map()),
    whole,
    partitions,
  };
}
