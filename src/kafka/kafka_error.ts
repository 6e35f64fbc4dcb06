import { type BrokerAddress, brokerAddress, type BrokerInput, brokerText } from "./broker_address.ts";
import { type FaultQuestion, findConnectionFault } from "./connection_fault.ts";
import type { ClusterSecurity } from "./security.ts";

/** What clients throw: mostly wrapped, with the protocol's name of the error in `type` (kafkajs) or `apiId` (platformatic). */
type KafkaError = Error & {
  readonly type?: string;
  readonly apiId?: string;
  readonly code?: string;
  readonly broker?: string;
};

/** What somebody was trying to do, for the sake of the message. */
export interface KafkaAttempt {
  /** The brokers that were asked. */
  readonly brokers: readonly BrokerInput[];
  /** The topic. */
  readonly topic: string;
  /** What was to be done with it. */
  readonly toDo: "read from" | "write to";
  /** The settings that were used. */
  readonly security?: ClusterSecurity;
  /** The consumer group that was to be joined. */
  readonly groupId?: string;
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
  return errorTypes(error).some((type) => types.includes(type));
}

/** The protocol's names of the error and of what caused it; none for what did not come from a broker. */
export function errorTypes(error: unknown): string[] {
  return errorChain(error).flatMap(({ type, apiId = type }) => apiId === undefined ? [] : [apiId]);
}

/** The error in the words of an operator, with what to do where that is known; the original is its cause. */
export function describeKafkaError(error: unknown, attempt: KafkaAttempt): Error {
  return new Error(remedy(error, attempt) ?? said(error), { cause: error });
}

/**
 * The same, and where the error does not tell enough (libraries hide certificates, and what a broker speaks), the brokers are looked at
 * again.
 */
export async function explainKafkaError(
  error: unknown,
  attempt: KafkaAttempt & Omit<FaultQuestion, "brokers">,
): Promise<Error> {
  const clear = remedy(error, attempt);
  const at = failing(error), brokers = at ? [at] : attempt.brokers;
  // kafkajs may have missed how a connection ended, and says the same of it as of silence.
  const fault = clear === undefined || /not connected/i.test(said(error))
    ? await findConnectionFault({ ...attempt, brokers })
    : undefined;
  return new Error(fault ?? clear ?? tokenRefused(error, attempt) ?? said(error), { cause: error });
}

function remedy(error: unknown, { brokers, topic, toDo, security, groupId }: KafkaAttempt): string | undefined {
  const asked = brokers.map((broker) => brokerText(brokerAddress(broker))).join(", ");
  const chain = errorChain(error), text = said(error);
  if (hasErrorType(error, ["UNKNOWN_TOPIC_OR_PARTITION"]) || /^Unknown topic /.test(text)) {
    return `the topic ${topic} does not exist on ${asked}; create it, or allow the brokers to`;
  }
  if (hasErrorType(error, ["TOPIC_AUTHORIZATION_FAILED"])) {
    return `${whoText(security)} may not ${toDo} the topic ${topic}; allow it on the brokers (ACL: ` +
      `${toDo === "write to" ? "WRITE and DESCRIBE, and CREATE if it does not exist" : "READ and DESCRIBE"})`;
  }
  // kafkajs does not tell why it found no coordinator.
  if (hasErrorType(error, ["GROUP_AUTHORIZATION_FAILED"]) || /find group coordinator/.test(text)) {
    return groupId === undefined
      ? `${whoText(security)} finds no coordinator for its consumer group; allow the group on the brokers (ACL: READ ` +
        "on groups that begin with dhcpkit-reader-)"
      : `${whoText(security)} may not be in the consumer group ${groupId}; allow it on the brokers (ACL: READ on the ` +
        `group ${groupId})`;
  }
  if (hasErrorType(error, ["INCONSISTENT_GROUP_PROTOCOL"])) {
    return `the consumer group ${groupId} has members of another kind, which share partitions in another way; use another group`;
  }
  if (hasErrorType(error, ["INVALID_SESSION_TIMEOUT"])) {
    return "the brokers do not take this session time-out; keep it between their group.min.session.timeout.ms and " +
      "group.max.session.timeout.ms";
  }
  if (hasErrorType(error, ["CLUSTER_AUTHORIZATION_FAILED"])) {
    return `${whoText(security)} may not do this on the cluster; allow it on the brokers (ACL: IDEMPOTENT_WRITE or ` +
      "CREATE on the cluster)";
  }
  const isRefused = hasErrorType(error, ["SASL_AUTHENTICATION_FAILED"]);
  if (isRefused || chain.some(({ name }) => name === "KafkaJSSASLAuthenticationError")) {
    return passwordRefused(text, asked, security);
  }
  const denied = chain.find(({ name }) => name === "NotCapable" || name === "PermissionDenied");
  if (denied) return `${denied.message} (every broker of the cluster has to be allowed)`;
  if (/ECONNREFUSED|refused/.test(text)) return `nobody listens at ${address(text) ?? asked}: connection refused`;
  if (/ENOTFOUND|EAI_AGAIN|lookup/.test(text)) return `a host name of ${asked} cannot be resolved: ${text}`;
  // kafkajs says "not connected" of a broker that has accepted a connection and then kept silent.
  if (/timeout|timed out|not connected/i.test(text)) return `no answer from ${asked} in time`;
}

/** Brokers do not tell whether the name or the password is wrong, so that nobody can try out names. */
function passwordRefused(text: string, asked: string, { sasl }: ClusterSecurity = {}): string {
  if (/timeout|timed out/i.test(text)) return `no answer from ${asked} in time, while it checks who this client is`;
  const name = sasl && sasl.mechanism !== "oauthbearer" ? sasl.username : undefined;
  return name === undefined
    ? `${asked} does not let this client in: ${text}`
    : `${asked} does not let ${name} in with this password (${sasl?.mechanism}); one of the two is wrong, or the user ` +
      "is not known for this mechanism";
}

/** Clients do not hear that a token is refused, and go on: kafkajs then finds no brokers. */
function tokenRefused(error: unknown, { brokers, security }: KafkaAttempt): string | undefined {
  if (security?.sasl?.mechanism !== "oauthbearer" || !/No brokers|closed connection|SASL state/i.test(said(error))) {
    return undefined;
  }
  const asked = brokers.map((broker) => brokerText(brokerAddress(broker))).join(", ");
  return `${asked} does not accept this client's token; see that it has not expired, and is of an issuer and for an ` +
    "audience that the broker expects";
}

/** Who this client is to the brokers. */
function whoText({ sasl, tls }: ClusterSecurity = {}): string {
  if (sasl && sasl.mechanism !== "oauthbearer") return `the user ${sasl.username}`;
  return typeof tls === "object" && tls.certificate !== undefined && !sasl
    ? "the owner of this certificate"
    : "this client";
}

/** The broker that an error of kafkajs is about, with its host as the socket factory gets it. */
function failing(error: unknown): BrokerAddress | undefined {
  const text = errorChain(error).find(({ broker }) => typeof broker === "string")?.broker;
  const [, host, port] = /^(.+):(\d+)$/.exec(text ?? "") ?? [];
  return host === undefined ? undefined : { host: decodeURIComponent(host), port: Number(port) };
}

function said(error: unknown): string {
  return errorChain(error).at(-1)?.message ?? String(error);
}

/** The address in `connect ECONNREFUSED 127.0.0.1:9092`. */
function address(said: string): string | undefined {
  return /ECONNREFUSED (\S+:\d+)/.exec(said)?.[1];
}
