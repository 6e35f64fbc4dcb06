import { type BrokerAddress, brokerAddress, type BrokerInput, brokerText } from "./broker_address.ts";
import { askListener, type ListenerAnswer } from "./listener_probe.ts";
import type { ClusterSecurity, SaslSettings } from "./security.ts";
import { tlsOptions } from "./tls_options.ts";
import { lookAtTls, type TlsPeer } from "./tls_peer.ts";
import { alertFault, certificateFault } from "./tls_remedy.ts";

/** What could not be talked to. */
export interface FaultQuestion {
  /** The brokers that were asked. */
  readonly brokers: readonly BrokerInput[];
  /** The settings that were used. */
  readonly security: ClusterSecurity;
  /** Address of this host to connect from. */
  readonly sourceAddress?: string | undefined;
  /** How long each look may take, in milliseconds, at most 2000. Default: 2000. */
  readonly timeoutMs?: number | undefined;
}

/** Brokers looked at, at most. */
const BROKERS = 3;

/** How long a look takes, at most. */
const LOOK_MS = 2000;

/**
 * Looks why brokers and these settings do not fit together, and says so in one line with the remedy; `undefined` when they do, or nobody
 * answers. It makes connections of its own, on which no secret is sent: libraries hide what a broker shows.
 */
export async function findConnectionFault(question: FaultQuestion): Promise<string | undefined> {
  for (const broker of question.brokers.slice(0, BROKERS)) {
    const fault = await faultOf(brokerAddress(broker), question);
    if (fault !== undefined) return fault;
  }
}

async function faultOf(
  { host, port }: BrokerAddress,
  { security, sourceAddress, timeoutMs = LOOK_MS }: FaultQuestion,
): Promise<string | undefined> {
  const target = { host, port, sourceAddress, timeoutMs: Math.min(timeoutMs, LOOK_MS) },
    broker = brokerText({ host, port });
  const tls = tlsOptions(security.tls, host);
  if (!tls) {
    const answer = await outcome(askListener(target));
    if (!(answer instanceof Error)) return saslFault(broker, answer, security.sasl);
    if (isSilence(answer)) return undefined;
    return await lookAtTls(target).then(
      () => `${broker} expects TLS; use it (security-protocol ssl or sasl-ssl)`,
      () => undefined,
    );
  }
  const peer = await outcome(lookAtTls({ ...target, tls }));
  if (peer instanceof Error) {
    if (isSilence(peer)) return undefined;
    return await askListener(target).then(
      () => `${broker} does not speak TLS; name the port where it does, or leave TLS out (security-protocol)`,
      () => undefined,
    );
  }
  return tlsFault(broker, peer, tls.servername ?? host) ??
    await mutualFault(broker, outcome(askListener({ ...target, tls })), tls.cert !== undefined, security.sasl);
}

function tlsFault(broker: string, peer: TlsPeer, name: string): string | undefined {
  return certificateFault(peer, { broker, name, now: new Date() });
}

/** What the broker thinks of this client's certificate is known after the handshake only. */
async function mutualFault(
  broker: string,
  asking: Promise<ListenerAnswer | Error>,
  hasCertificate: boolean,
  sasl: SaslSettings | undefined,
): Promise<string | undefined> {
  const answer = await asking;
  if (!(answer instanceof Error)) return saslFault(broker, answer, sasl);
  const { code = "" } = answer as Error & { readonly code?: string };
  return alertFault(`${code} ${answer.message}`, { broker, hasCertificate });
}

/** What does not fit between the mechanisms of a broker and this client's, with the remedy. */
export function saslFault(
  broker: string,
  { mechanisms }: ListenerAnswer,
  sasl: SaslSettings | undefined,
): string | undefined {
  if (!mechanisms) {
    return sasl && `${broker} asks nobody who they are; name the port where it does, or leave SASL out ` +
        "(security-protocol plaintext or ssl)";
  }
  const known = mechanisms.join(", ").toLowerCase();
  if (!sasl) return `${broker} wants to know who this client is; use SASL (sasl-mechanism ${known})`;
  return mechanisms.includes(sasl.mechanism.toUpperCase())
    ? undefined
    : `${broker} does not take ${sasl.mechanism}; use ${known} (sasl-mechanism), or enable it on the broker ` +
      "(sasl.enabled.mechanisms)";
}

/** A broker that says nothing at all says nothing to another question either. */
function isSilence(error: Error): boolean {
  return error.name === "TimeoutError";
}

function outcome<T>(promise: Promise<T>): Promise<T | Error> {
  return promise.catch((error) => error instanceof Error ? error : new Error(String(error)));
}
