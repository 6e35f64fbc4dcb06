/** Combinations of keys in `<send-to-kafka>` that cannot work, or of which one key would have no effect. */

import type { SendToKafkaSettings } from "./send_to_kafka.ts";
import type { Report } from "./section_schema.ts";

type Written = ReadonlySet<string>;
type Rule = (settings: SendToKafkaSettings, report: Report, written: Written) => void;

/** Reports everything that the keys say against each other. */
export function checkCombinations(settings: SendToKafkaSettings, report: Report, written: Written): void {
  for (const rule of [checkTransport, checkAcks, checkLimits, checkSpool, checkTls, checkSasl, checkPseudonyms]) {
    rule(settings, report, written);
  }
}

/** Keys about connections to brokers, of which there are none with a bridge. */
const BROKER_KEYS =
  /^(broker|source-address|worker-thread|acks|idempotence|compression|create-topic|client-id|connect-timeout|security-protocol|(tls|sasl)-.*)$/;

const checkTransport: Rule = (settings, report, written) => {
  const { transportName, bridgeUrl, bridgeDialect, sourceAddress, headerFormat, pseudonymKeyFile } = settings;
  if (transportName !== "http-bridge") {
    const remedy = "write transport http-bridge, or remove the key";
    for (const key of keysBeginning(written, "bridge-")) {
      report({ key, problem: `has no effect with transport ${transportName}`, remedy });
    }
    if (transportName === "platformatic" && sourceAddress !== undefined) {
      const problem = "cannot be chosen with transport platformatic";
      report({ key: "source-address", problem, remedy: "write transport kafkajs, or remove the key" });
    }
    return;
  }
  if (bridgeUrl === undefined) {
    report({ key: "transport", problem: "does not say where the bridge is", remedy: "add bridge-url" });
  }
  for (const key of [...written].filter((key) => BROKER_KEYS.test(key))) {
    const problem = "cannot be combined with transport http-bridge: the bridge, not this client, speaks to the brokers";
    report({ key, problem, remedy: "set it up in the bridge, and remove the key" });
  }
  if (bridgeDialect !== "confluent-v2") return;
  const remedy = "write bridge-dialect confluent-v3, or remove the key";
  if (headerFormat !== "none") {
    report({ key: "headers", problem: "cannot be carried by bridge-dialect confluent-v2", remedy });
  }
  if (pseudonymKeyFile !== undefined) {
    const problem = "has its name in a header, which bridge-dialect confluent-v2 cannot carry";
    report({ key: "pseudonym-key-file", problem, remedy });
  }
};

const checkAcks: Rule = ({ acks, idempotent, queuePolicy, transportName }, report) => {
  if (idempotent && transportName === "kafkajs") {
    const problem = "is not something that kafkajs does right";
    report({ key: "idempotence", problem, remedy: "write transport platformatic, or remove the key" });
  }
  if (idempotent && acks !== "all") {
    report({ key: "idempotence", problem: `needs acks all, but acks is ${acks}`, remedy: "write acks all" });
  }
  if (queuePolicy === "spool" && acks === 0) {
    const problem = "0 cannot be combined with queue-policy spool: nobody tells when a message may leave the spool";
    report({ key: "acks", problem, remedy: "write acks all or acks 1" });
  }
};

const checkLimits: Rule = (settings, report, written) => {
  const { earlyFlushCount, queueMessages, batchBytes, maxRecordBytes, queueBytes, retryMs, maxRetryMs } = settings;
  if (written.has("early-flush") && earlyFlushCount > queueMessages) {
    const problem = `${earlyFlushCount} messages never wait together: the queue is full with ${queueMessages}`;
    report({ key: "early-flush", problem, remedy: "make queue-messages the larger one" });
  }
  for (const [key, bytes] of [["batch-bytes", batchBytes], ["record-bytes", maxRecordBytes]] as const) {
    if (!written.has(key) || bytes <= queueBytes) continue;
    const problem = `${bytes} bytes are more than all that may wait together, which is queue-bytes (${queueBytes})`;
    report({ key, problem, remedy: "make queue-bytes the larger one" });
  }
  if (retryMs > maxRetryMs) {
    const key = written.has("retry-backoff") ? "retry-backoff" : "retry-backoff-max";
    const problem = "the first pause (retry-backoff) is longer than the longest one (retry-backoff-max)";
    report({ key, problem, remedy: "make retry-backoff the shorter one" });
  }
};

const checkSpool: Rule = ({ queuePolicy, spoolDirectory }, report, written) => {
  if (queuePolicy === "spool") {
    if (spoolDirectory !== undefined) return;
    report({ key: "queue-policy", problem: "spool needs a place on disk", remedy: "add spool-directory" });
  } else {
    for (const key of keysBeginning(written, "spool-")) {
      const remedy = "write queue-policy spool, or remove the key";
      report({ key, problem: `has no effect with queue-policy ${queuePolicy}`, remedy });
    }
  }
};

const checkTls: Rule = (settings, report, written) => {
  const { securityProtocol, tlsCertificateFile, tlsKeyFile, tlsKeyPassphraseFile, transportName } = settings;
  if (transportName === "http-bridge") return;
  if (!securityProtocol.endsWith("ssl")) {
    const remedy = `write security-protocol ${
      securityProtocol === "plaintext" ? "ssl" : "sasl-ssl"
    }, or remove the key`;
    for (const key of keysBeginning(written, "tls-")) {
      report({ key, problem: `has no effect with security-protocol ${securityProtocol}`, remedy });
    }
    return;
  }
  if (tlsCertificateFile !== undefined && tlsKeyFile === undefined) {
    report({
      key: "tls-certificate-file",
      problem: "is of no use without its private key",
      remedy: "add tls-key-file",
    });
  }
  if (tlsKeyFile !== undefined && tlsCertificateFile === undefined) {
    const problem = "is of no use without the certificate";
    report({ key: "tls-key-file", problem, remedy: "add tls-certificate-file" });
  }
  if (tlsKeyPassphraseFile !== undefined && tlsKeyFile === undefined) {
    report({
      key: "tls-key-passphrase-file",
      problem: "protects no key",
      remedy: "add tls-key-file, or remove the key",
    });
  }
};

const checkSasl: Rule = (settings, report, written) => {
  const { securityProtocol, saslMechanism, transportName } = settings;
  if (transportName === "http-bridge") return;
  if (!securityProtocol.startsWith("sasl")) {
    const remedy = `write security-protocol ${securityProtocol === "ssl" ? "sasl-ssl" : "sasl-ssl or sasl-plaintext"}`;
    for (const key of keysBeginning(written, "sasl-")) {
      report({ key, problem: `has no effect with security-protocol ${securityProtocol}`, remedy });
    }
  } else if (saslMechanism === undefined) {
    const problem = `${securityProtocol} does not say how to sign in`;
    report({ key: "security-protocol", problem, remedy: "add sasl-mechanism" });
  } else if (saslMechanism === "oauthbearer") checkToken(settings, report, written);
  else checkPassword(settings, report, written);
};

const checkToken: Rule = ({ saslTokenFile }, report, written) => {
  if (saslTokenFile === undefined) {
    report({ key: "sasl-mechanism", problem: "oauthbearer needs a token", remedy: "add sasl-token-file" });
  }
  for (const key of ["sasl-username", "sasl-password-file", "sasl-password-variable"]) {
    if (!written.has(key)) continue;
    const problem = "has no effect with sasl-mechanism oauthbearer: the token tells who the client is";
    report({ key, problem, remedy: "remove the key" });
  }
};

const checkPassword: Rule = (settings, report, written) => {
  const { saslMechanism, saslUsername, saslPasswordFile, saslPasswordVariable } = settings;
  if (saslUsername === undefined) {
    report({ key: "sasl-mechanism", problem: `${saslMechanism} needs a user`, remedy: "add sasl-username" });
  }
  if (saslPasswordFile === undefined && saslPasswordVariable === undefined) {
    const remedy = "add sasl-password-file or sasl-password-variable";
    report({ key: "sasl-mechanism", problem: `${saslMechanism} needs a password`, remedy });
  }
  if (saslPasswordFile !== undefined && saslPasswordVariable !== undefined) {
    const problem = "there are two passwords: one in a file and one in a variable";
    report({ key: "sasl-password-variable", problem, remedy: "keep one of the two keys" });
  }
  if (written.has("sasl-token-file")) {
    const problem = `has no effect with sasl-mechanism ${saslMechanism}`;
    report({ key: "sasl-token-file", problem, remedy: "write sasl-mechanism oauthbearer, or remove the key" });
  }
};

const checkPseudonyms: Rule = ({ pseudonymKeyFile }, report, written) => {
  if (pseudonymKeyFile !== undefined) return;
  for (const key of keysBeginning(written, "pseudonym-")) {
    report({ key, problem: "has no effect without a key", remedy: "add pseudonym-key-file" });
  }
};

function keysBeginning(written: Written, prefix: string): string[] {
  return [...written].filter((key) => key.startsWith(prefix));
}
