import type { SendToKafkaSettings } from "../config/mod.ts";
import { brokerText } from "../kafka/broker_address.ts";

/** What a `<send-to-kafka>` section does, in a few lines for people; secrets are told by where they are. */
export function describePublishing(settings: SendToKafkaSettings): string[] {
  const { topic, serverName = "this host" } = settings;
  return [
    `publishes to ${topic} through ${way(settings)} as ${serverName}`,
    ...(settings.transportName === "http-bridge" ? [bridgeLogin(settings)] : [client(settings), security(settings)]),
    waiting(settings),
    content(settings),
  ].map((line, index) => index === 0 ? line : `  ${line}`);
}

function way({ transportName, bridgeDialect, bridgeUrl, brokers }: SendToKafkaSettings): string {
  if (transportName === "http-bridge") return `the ${bridgeDialect} bridge at ${bridgeUrl}`;
  return brokers.map(brokerText).join(", ");
}

function client({ transportName, workerThread, acks, idempotent, compression }: SendToKafkaSettings): string {
  const where = workerThread ? " in a thread of its own" : "";
  return `client: ${transportName}${where}, acks ${acks}${
    idempotent ? ", idempotent" : ""
  }, compression ${compression}`;
}

function bridgeLogin({ bridgeAuthorizationFile: file }: SendToKafkaSettings): string {
  return file === undefined ? "security: no authorization" : `security: authorization from ${file}`;
}

function security(settings: SendToKafkaSettings): string {
  const { securityProtocol, saslMechanism = "", saslUsername, saslTokenFile } = settings;
  const { saslPasswordFile, saslPasswordVariable, tlsCaFile, tlsCertificateFile } = settings;
  const trust = tlsCaFile === undefined ? "what the system trusts" : tlsCaFile;
  const encryption = securityProtocol.endsWith("ssl") ? `TLS, trusting ${trust}` : "not encrypted";
  const certificate = tlsCertificateFile === undefined ? "" : `, certificate ${tlsCertificateFile}`;
  if (!securityProtocol.startsWith("sasl")) return `security: ${encryption}${certificate}, no login`;
  const secret = saslTokenFile !== undefined
    ? `with the token in ${saslTokenFile}`
    : `as ${saslUsername} with the password in ${saslPasswordFile ?? `the variable ${saslPasswordVariable}`}`;
  return `security: ${encryption}${certificate}, login by ${saslMechanism.toUpperCase()} ${secret}`;
}

function waiting(settings: SendToKafkaSettings): string {
  const { queuePolicy, spoolDirectory, spoolBytes, spoolCommit, queueMessages, queueBytes } = settings;
  if (queuePolicy === "spool") {
    return `waiting: on disk in ${spoolDirectory}, up to ${size(spoolBytes)}, written ${
      spoolCommit === "behind" ? "behind the answer" : "before the answer"
    }`;
  }
  const dropped = queuePolicy === "drop-oldest" ? "oldest" : "newest";
  return `waiting: in memory, up to ${queueMessages} messages or ${size(queueBytes)}; then the ${dropped} is dropped`;
}

function content(settings: SendToKafkaSettings): string {
  const { headerFormat, pseudonymKeyFile, pseudonymKeyId, pseudonymPrefixBits } = settings;
  const headers = headerFormat === "cloud-events" ? ", with CloudEvents headers" : "";
  if (pseudonymKeyFile === undefined) return `records: packets as they were on the wire${headers}`;
  const id = pseudonymKeyId === undefined ? "" : ` (${pseudonymKeyId})`;
  const made = `made with the key in ${pseudonymKeyFile}${id}`;
  return `records: clients as pseudonyms, ${made}, leading ${pseudonymPrefixBits} bits of addresses kept${headers}`;
}

function size(bytes: number): string {
  const [unit, name] =
    ([[2 ** 30, "GiB"], [2 ** 20, "MiB"], [2 ** 10, "KiB"]] as const).find(([unit]) => bytes >= unit) ?? [1, "bytes"];
  return `${Math.round(bytes / unit * 10) / 10} ${name}`;
}
