import type { BrokerInput } from "../kafka/broker_address.ts";
import type { SecurityInput } from "../kafka/security.ts";

/** How to read a topic as a member of a consumer group. Times in milliseconds. */
export interface ConsumerInit {
  /** Brokers to ask for the others. */
  readonly brokers: readonly BrokerInput[];
  /** The topic. It is never created. */
  readonly topic: string;
  /** The consumer group. Default: `dhcpkit_looking_glass`. */
  readonly groupId?: string;
  /** Name of this client in the brokers' logs. Default: `dhcpkit-kafka`. */
  readonly clientId?: string;
  /** Address of this host to connect from. Default: the operating system chooses. */
  readonly sourceAddress?: string;
  /** TLS and SASL. Default: neither. */
  readonly security?: SecurityInput;
  /** How long a TCP connection may take. Default: 5000. */
  readonly connectTimeoutMs?: number;
  /** How long a broker may take to answer. Default: 10,000. */
  readonly requestTimeoutMs?: number;
  /** How long the group waits for a sign of life; for as long, failures are borne. Default: 30,000. */
  readonly sessionTimeoutMs?: number;
  /** How long members have to finish what they are at when the partitions are shared anew. Default: 60,000. */
  readonly rebalanceTimeoutMs?: number;
  /** How often the member that shares the partitions looks for new ones. Default: 30,000. */
  readonly partitionsEveryMs?: number;
  /** Bytes to ask for at a time, and to read ahead of who iterates. Default: 1 MiB. */
  readonly maxBytes?: number;
}

/** The same with the defaults in place. */
export type ConsumerSettings =
  & Required<Omit<ConsumerInit, "sourceAddress" | "security">>
  & Pick<ConsumerInit, "sourceAddress" | "security">;

/** Puts the defaults in place. Throws `RangeError` for times and sizes that cannot work. */
export function consumerSettings(init: ConsumerInit): ConsumerSettings {
  const settings = {
    groupId: "dhcpkit_looking_glass",
    clientId: "dhcpkit-kafka",
    connectTimeoutMs: 5000,
    requestTimeoutMs: 10_000,
    sessionTimeoutMs: 30_000,
    rebalanceTimeoutMs: 60_000,
    partitionsEveryMs: 30_000,
    maxBytes: 1024 * 1024,
    ...Object.fromEntries(Object.entries(init).filter(([, value]) => value !== undefined)) as ConsumerInit,
  };
  if (settings.brokers.length === 0) throw new RangeError("no broker is given to read from");
  for (const [name, value] of Object.entries(settings)) {
    if (typeof value === "number" && !(Number.isSafeInteger(value) && value > 0)) {
      throw new RangeError(`${name} has to be a whole number above 0, not ${value}`);
    }
  }
  return settings;
}
