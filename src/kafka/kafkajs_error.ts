import { brokerAddress, type BrokerInput, brokerText } from "./broker_address.ts";

/** What clients throw: mostly wrapped, with the protocol's name of the error in `type` (kafkajs) or `apiId` (platformatic). */
type KafkaError = Error & { readonly type?: string; readonly apiId?: string; readonly code?: string };

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
function errorChain(error: unknown, chain: KafkaError[] = []): KafkaError[] {
  if (!(error instanceof Error) || chain.includes(error)) return chain;
  chain.push(error);
  if (error instanceof AggregateError) { for (const part of error.errors) errorChain(part, chain); }
  return errorChain(error.cause, chain);
}

/** Errors of the protocol after which the same record would fail again. */
const REJECTIONS: readonly string[] = [
  "MESSAGE_TOO_LARGE",
  "RECORD_LIST_TOO_LARGE",
  "INVALID_RECORD",
  "INVALID_TIMESTAMP",
  "CORRUPT_MESSAGE",
];

/** Whether the brokers will never take what was sent. */
export function isRejection(error: unknown): boolean {
  return hasErrorType(error, REJECTIONS);
}

/** Whether the protocol's name of the error, or of what caused it, is one of `types`. */
export function hasErrorType(error: unknown, types: readonly string[]): boolean {
  return errorChain(error).some(({ type, apiId = type }) => apiId !== undefined && types.includes(apiId));
}

/** The error in the words of an operator, with what to do where that is known; the original is its cause. */
export function describeKafkaError(error: unknown, { brokers, topic, toDo }: KafkaAttempt): Error {
  const asked = brokers.map((broker) => brokerText(brokerAddress(broker))).join(", ");
  const chain = errorChain(error), said = chain.at(-1)?.message ?? String(error);
  const text = (remedy: string) => new Error(remedy, { cause: error });
  if (hasErrorType(error, ["UNKNOWN_TOPIC_OR_PARTITION"]) || /^Unknown topic /.test(said)) {
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
