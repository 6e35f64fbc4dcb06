import type { Socket } from "node:net";
import { type ISocketFactory, Kafka, logLevel, type SASLOptions } from "kafkajs";
import RequestQueue from "kafkajs/src/network/requestQueue/index.js";
import { type BrokerAddress, brokerAddress, type BrokerInput } from "./broker_address.ts";
import { openBrokerSocket } from "./broker_socket.ts";
import type { ClusterSecurity, SaslSettings, SecurityInput } from "./security.ts";
import { tlsOptions } from "./tls_options.ts";

/** How to reach a cluster through kafkajs. */
export interface KafkaJsClientInit {
  /** Brokers to ask for the others. */
  readonly brokers: readonly BrokerInput[];
  /** Name of this client in the brokers' logs. Default: `dhcpkit-kafka`. */
  readonly clientId?: string;
  /** Address of this host to connect from. Default: the operating system chooses. */
  readonly sourceAddress?: string;
  /** How long a TCP connection may take, in milliseconds. Default: 5000. */
  readonly connectTimeoutMs?: number;
  /** How long a broker may take to answer, in milliseconds. Default: 10,000. */
  readonly requestTimeoutMs?: number;
  /** TLS and SASL. Default: neither. */
  readonly security?: SecurityInput;
  /** Hears what kafkajs has to say, which is much; nothing of the records' content. Default: nobody. */
  readonly onLog?: (message: string) => void;
}

/** A client of kafkajs and its sockets. */
export interface KafkaJsClient {
  /** The client. */
  readonly kafka: Kafka;
  /** Closes all sockets at once, for good: kafkajs itself waits for answers that may never come, and tries again. */
  destroy(): void;
}

const DEFAULT_CLIENT_ID = "dhcpkit-kafka";

/** kafkajs takes a broker that is slow to check a password for one that refuses it (its issue 1550). */
const AUTHENTICATION_TIMEOUT_MS = 15_000;

/** Makes a client; nothing is connected yet. `security` is what holds now, of `init.security`. */
export function createKafkaJsClient(init: KafkaJsClientInit, security: ClusterSecurity = {}): KafkaJsClient {
  stopIdleTimers();
  const { socketFactory, destroy } = openSockets(security, init.sourceAddress);
  const kafka = new Kafka({
    clientId: init.clientId ?? DEFAULT_CLIENT_ID,
    brokers: init.brokers.map((broker) => seed(broker)),
    connectionTimeout: init.connectTimeoutMs ?? 5000,
    requestTimeout: init.requestTimeoutMs ?? 10_000,
    authenticationTimeout: AUTHENTICATION_TIMEOUT_MS,
    ...(security.sasl ? { sasl: saslOptions(security.sasl) } : {}),
    // Trying again is the business of the publisher and of the source, which know deadlines and tell what they do.
    retry: { retries: 1, initialRetryTime: 100 },
    logLevel: init.onLog ? logLevel.WARN : logLevel.NOTHING,
    logCreator: () => ({ log }) => init.onLog?.(log.message),
    socketFactory,
  });
  return { kafka, destroy };
}

/** What kafkajs' inner classes take for a connection to one broker, and what closes it. */
export interface KafkaJsConnection {
  /** For `ConnectionPool`. */
  readonly connection: Readonly<Record<string, unknown>>;
  /** Closes its sockets at once, for good. */
  destroy(): void;
}

/** Prepares a connection to one broker; nothing is connected yet. */
export function createKafkaJsConnection(
  { host, port, security, sourceAddress, timeoutMs, requestTimeoutMs = timeoutMs, clientId = DEFAULT_CLIENT_ID, onLog }:
    & BrokerAddress
    & {
      readonly security: ClusterSecurity;
      readonly sourceAddress?: string | undefined;
      /** How long a connection may take, and each answer unless told. */
      readonly timeoutMs: number;
      readonly requestTimeoutMs?: number;
      readonly clientId?: string;
      readonly onLog?: KafkaJsClientInit["onLog"];
    },
): KafkaJsConnection {
  stopIdleTimers();
  const { socketFactory, destroy } = openSockets(security, sourceAddress);
  const silent = () => {}, tell = (message: string) => onLog?.(message);
  const logger = { namespace: () => logger, debug: silent, info: silent, warn: tell, error: tell };
  const connection = {
    host: encodeURIComponent(host),
    port,
    logger,
    socketFactory,
    clientId,
    connectionTimeout: timeoutMs,
    requestTimeout: requestTimeoutMs,
    ...(security.sasl ? { sasl: saslOptions(security.sasl) } : {}),
  };
  return { connection, destroy };
}

/** Makes the sockets of a client. The certificates stay here: kafkajs needs none of them. */
function openSockets(security: ClusterSecurity, sourceAddress: string | undefined) {
  const sockets = new Set<Socket>();
  let isDestroyed = false;
  // Without an error kafkajs does not notice, and goes on waiting for answers.
  const giveUp = (socket: Socket) => socket.destroy(new Error("connection given up"));
  const socketFactory: ISocketFactory = ({ host: escaped, port, onConnect }) => {
    const host = decodeURIComponent(escaped), tls = tlsOptions(security.tls, host);
    const socket = openBrokerSocket({ host, port, sourceAddress, tls }, onConnect);
    socket.setKeepAlive(true, 60_000);
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    if (isDestroyed) queueMicrotask(() => giveUp(socket));
    return socket;
  };
  const destroy = () => {
    isDestroyed = true;
    sockets.forEach(giveUp);
  };
  return { socketFactory, destroy };
}

/** kafkajs cuts a broker at its first colon, so that the host must have none: it is escaped here and unescaped below. */
function seed(input: BrokerInput): string {
  const { host, port } = brokerAddress(input);
  return `${encodeURIComponent(host)}:${port}`;
}

function saslOptions(sasl: SaslSettings): SASLOptions {
  if (sasl.mechanism !== "oauthbearer") return { ...sasl };
  return { mechanism: "oauthbearer", oauthBearerProvider: async () => ({ value: await sasl.token() }) };
}

interface PatchedPrototype {
  pending: unknown[];
  throttledUntil: number;
  scheduleCheckPendingRequests(): void;
}

const patched = new WeakSet<PatchedPrototype>();

/**
 * After the first answer, each connection of kafkajs 2.2.4 sets a timer of about a millisecond for ever, whether or not
 * a request waits (its issue 1751). A timer is only needed while one does.
 */
function stopIdleTimers(): void {
  const prototype = RequestQueue.prototype as PatchedPrototype;
  if (patched.has(prototype)) return;
  patched.add(prototype);
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (): void {
    if (this.pending.length > 0) schedule.call(this);
  };
}
