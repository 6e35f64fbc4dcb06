import { type BrokerAddress, brokerText } from "../kafka/broker_address.ts";
import { saslFault } from "../kafka/connection_fault.ts";
import { releaseAtLeast } from "../kafka/kafka_release.ts";
import { inspectBroker } from "../kafka/kafkajs_inspection.ts";
import { explainKafkaError } from "../kafka/kafka_error.ts";
import { askListener, type ListenerAnswer } from "../kafka/listener_probe.ts";
import { addressesOf, timeToConnect } from "../kafka/reachability.ts";
import type { ClusterSecurity } from "../kafka/security.ts";
import { isAddress, tlsOptions } from "../kafka/tls_options.ts";
import { lookAtTls, type TlsPeer } from "../kafka/tls_peer.ts";
import { alertFault, certificateFault, dateText } from "../kafka/tls_remedy.ts";
import { failure, type Finding } from "./_finding.ts";
import { reason } from "./_terminal.ts";

/** What is the same for all brokers. */
export interface Circumstances {
  readonly security: ClusterSecurity;
  readonly sourceAddress?: string | undefined;
  /** How long each step may take, in milliseconds. */
  readonly timeoutMs: number;
  readonly topic: string;
}

type Findings = AsyncGenerator<Finding, boolean>;

const DAY_MS = 86_400_000, SOON_DAYS = 30;

/** Looks at one broker, from its name to who this client is there. Returns whether it can be used. */
export async function* examineBroker(broker: BrokerAddress, around: Circumstances): Findings {
  if (!(yield* examinePermission([broker]))) return false;
  return (yield* examineNetwork(broker, around)) && (yield* examineTls(broker, around)) &&
    (yield* examineListener(broker, around));
}

/** Whether Deno lets this program connect to these brokers. */
export async function* examinePermission(brokers: readonly BrokerAddress[]): Findings {
  const missing: string[] = [];
  for (const broker of brokers) {
    const { state } = await Deno.permissions.query({ name: "net", host: brokerText(broker) });
    if (state !== "granted") missing.push(brokerText(broker));
  }
  if (missing.length === 0) return true;
  yield {
    check: "permission",
    status: "failed",
    found: `Deno does not let this program connect to ${missing.join(", ")}`,
    remedy: `run it with --allow-net=${brokers.map(brokerText).join(",")}`,
  };
  return false;
}

async function* examineNetwork(broker: BrokerAddress, { sourceAddress, timeoutMs }: Circumstances): Findings {
  const { host, port } = broker;
  let addresses: readonly string[];
  try {
    addresses = await addressesOf(host, timeoutMs);
  } catch (error) {
    const { code } = error as { code?: unknown };
    const found = `${host} has no address (${typeof code === "string" ? code : reason(error)})`;
    yield { check: "dns", status: "failed", found, remedy: "correct the name, or the resolver of this host" };
    return false;
  }
  if (!isAddress(host)) yield { check: "dns", status: "ok", found: `${host} is ${addresses.join(", ")}` };
  const results: Finding[] = [];
  for (const address of await allowed(addresses, port) ? addresses : [host]) {
    const where = brokerText({ host: address, port });
    try {
      const ms = await timeToConnect({ host: address, port, sourceAddress, timeoutMs });
      results.push({ check: "tcp", status: "ok", found: `${where} accepts connections, within ${ms.toFixed(1)} ms` });
    } catch (error) {
      results.push(tcpFailure(where, error, timeoutMs));
    }
  }
  const works = results.some(({ status }) => status === "ok");
  // Clients try one address after the other.
  for (const result of results) yield works && result.status === "failed" ? { ...result, status: "warning" } : result;
  return works;
}

/** A permission for a name is none for its addresses; then the name is connected to. */
async function allowed(addresses: readonly string[], port: number): Promise<boolean> {
  const states = addresses.map((host) => Deno.permissions.query({ name: "net", host: brokerText({ host, port }) }));
  return (await Promise.all(states)).every(({ state }) => state === "granted");
}

function tcpFailure(where: string, error: unknown, timeoutMs: number): Finding {
  const { code, name } = error as { code?: string; name?: string };
  if (code === "ECONNREFUSED") {
    return failure("tcp", `nobody listens at ${where}; start the broker, or correct the port (listeners there)`);
  }
  if (name === "TimeoutError" || code === "ETIMEDOUT") {
    return failure("tcp", `no answer from ${where} within ${timeoutMs} ms; look at firewalls and routes on the way`);
  }
  return failure("tcp", `cannot connect to ${where}: ${reason(error)}; look at routes and at source-address`);
}

async function* examineTls(broker: BrokerAddress, around: Circumstances): Findings {
  const { security, sourceAddress, timeoutMs } = around, text = brokerText(broker);
  const tls = tlsOptions(security.tls, broker.host);
  if (!tls) return true;
  let peer: TlsPeer;
  try {
    peer = await lookAtTls({ ...broker, sourceAddress, timeoutMs, tls });
  } catch (error) {
    yield failure("tls", (await explainKafkaError(error, question(broker, around))).message);
    return false;
  }
  const now = new Date(), fault = certificateFault(peer, { broker: text, name: tls.servername ?? broker.host, now });
  if (fault !== undefined) {
    yield failure("tls", fault);
    return false;
  }
  const [own] = peer.certificates, ends = new Date(Math.min(...peer.certificates.map(({ validTo }) => +validTo)));
  const days = Math.floor((+ends - +now) / DAY_MS);
  yield {
    check: "tls",
    found: `${text} is ${own.subject}, signed by ${own.issuer}, for ${own.names.join(", ")}, until ${dateText(ends)} ` +
      `(${days} days), ${peer.protocol}`,
    ...(days < SOON_DAYS
      ? { status: "warning", remedy: `renew the certificate within ${days} days` }
      : { status: "ok" }),
  };
  return true;
}

async function* examineListener(broker: BrokerAddress, around: Circumstances): Findings {
  const { security, sourceAddress, timeoutMs } = around, text = brokerText(broker);
  const tls = tlsOptions(security.tls, broker.host), hasCertificate = tls?.cert !== undefined;
  let answer: ListenerAnswer;
  try {
    answer = await askListener({ ...broker, sourceAddress, timeoutMs, tls });
  } catch (error) {
    const { code = "" } = error as { code?: string };
    const fault = alertFault(`${code} ${reason(error)}`, { broker: text, hasCertificate });
    yield failure(
      tls ? "tls" : "version",
      fault ?? (await explainKafkaError(error, question(broker, around))).message,
    );
    return false;
  }
  yield { check: "version", status: "ok", found: `${text} is Kafka ${releaseAtLeast(answer.versions)} or later` };
  const fault = saslFault(text, answer, security.sasl);
  if (fault !== undefined) {
    yield failure("sasl", fault);
    return false;
  }
  try {
    await using _inspection = await inspectBroker({ ...broker, security, sourceAddress, timeoutMs });
  } catch (error) {
    yield failure("sasl", (await explainKafkaError(error, question(broker, around))).message);
    return false;
  }
  yield { check: "sasl", status: "ok", found: `${text} lets in ${who(security)}` };
  return true;
}

/** What an error at one broker is about. */
export function question(broker: BrokerAddress, around: Circumstances): Parameters<typeof explainKafkaError>[1] {
  return { ...around, brokers: [broker], toDo: "write to" };
}

function who({ sasl, tls }: ClusterSecurity): string {
  if (sasl) {
    return sasl.mechanism === "oauthbearer" ? "the bearer of the token" : `${sasl.username} (${sasl.mechanism})`;
  }
  return typeof tls === "object" && tls.certificate !== undefined ? "the owner of the certificate" : "everybody";
}
