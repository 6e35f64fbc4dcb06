import { brokerAddress, type BrokerInput, brokerText } from "./broker_address.ts";

/** What kafkajs throws: mostly wrapped, with the protocol's name of the error in `type`. */
type KafkaError = Error & { readonly type?: string; readonly code?: string };

/** What somebody was trying to do, for the sake of the message. */
export interface KafkaAttempt {
  /** The brokers that were asked. */
  readonly brokers: readonly BrokerInput[];
  /** The topic. */
  readonly topic: string;
  /** What was to be done with it. */
  readonly toDo: "read from" | "write to";
}

/** The error and what it was caused by, the outermost first. */
function errorChain(error: unknown): KafkaError[] {
  const chain: KafkaError[] = [];
  for (let at = error; at instanceof Error && !chain.includes(at); at = at.cause) chain.push(at);
  return chain;
}

/** Whether the protocol's name of the error, or of what caused it, is one of `types`. */
export function hasErrorType(error: unknown, types: readonly string[]): boolean {
  return errorChain(error).some(({ type }) => type !== undefined && types.includes(type));
}

/** The error in the words of an operator, with what to do where that is known; the original is its cause. */
export function describeKafkaError(error: unknown, { brokers, topic, toDo }: KafkaAttempt): Error {
  const asked = brokers.map((broker) => brokerText(brokerAddress(broker))).join(", ");
  const chain = errorChain(error), said = chain.at(-1)?.message ?? String(error);
  const text = (remedy: string) => new Error(remedy, { cause: error });
  if (hasErrorType(error, ["UNKNOWN_TOPIC_OR_PARTITION"])) {
    return text(`the topic ${topic} does not exist on ${asked}; create it, or allow the brokers to`);
  }
  if (hasErrorType(error, ["TOPIC_AUTHORIZATION_FAILED"])) {
    return text(`this client may not ${toDo} the topic ${topic}; allow it on the brokers (ACL)`);
  }
  const denied = chain.find(({ name }) => name === "NotCapable" || name === "PermissionDenied");
  if (denied) return text(`${denied.message} (every broker of the cluster has to be allowed)`);
  if (/ECONNREFUSED|refused/.test(said)) return text(`nobody listens at ${address(said) ?? asked}: connection refused`);
  if (/ENOTFOUND|EAI_AGAIN|lookup/.test(said)) return text(`a host name of ${asked} cannot be resolved: ${said}`);
  // kafkajs says "not connected" of a broker that has accepted a connection and then kept silent.
  if (/timeout|timed out|not connected/i.test(said)) return text(`no answer from ${asked} in time`);
  return text(said);
}

/** The address in `connect ECONNREFUSED 127.0.0.1:9092`. */
function address(said: string): string | undefined {
  return /ECONNREFUSED (\S+:\d+)/.exec(said)?.[1];
}
