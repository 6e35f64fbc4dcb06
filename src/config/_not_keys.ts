/** Keys that people look for in `<send-to-kafka>` and that have another name, or none for a reason. */

const NO_SECRETS = "a configuration holds no secrets";

/** Names of Kafka's Java clients and of librdkafka. */
const KAFKA_NAMES: Readonly<Record<string, string>> = {
  "allow.auto.create.topics": "create-topic",
  "batch.num.messages": "batch-messages",
  "batch.size": "batch-bytes",
  "bootstrap.servers": "broker",
  "bootstrap-servers": "broker",
  "brokers": "broker",
  "client.id": "client-id",
  "compression.codec": "compression",
  "compression.type": "compression",
  "delivery.timeout.ms": "batch-deadline",
  "enable.idempotence": "idempotence",
  "linger.ms": "linger",
  "max.request.size": "record-bytes",
  "message.max.bytes": "record-bytes",
  "metadata.broker.list": "broker",
  "queue.buffering.max.kbytes": "queue-bytes",
  "queue.buffering.max.messages": "queue-messages",
  "queue.buffering.max.ms": "linger",
  "reconnect.backoff.max.ms": "retry-backoff-max",
  "reconnect.backoff.ms": "retry-backoff",
  "request.required.acks": "acks",
  "request.timeout.ms": "request-timeout",
  "retry.backoff.max.ms": "retry-backoff-max",
  "retry.backoff.ms": "retry-backoff",
  "sasl.mechanism": "sasl-mechanism",
  "sasl.mechanisms": "sasl-mechanism",
  "sasl.username": "sasl-username",
  "security.protocol": "security-protocol",
  "socket.connection.setup.timeout.ms": "connect-timeout",
  "ssl.ca.location": "tls-ca-file",
  "ssl.certificate.location": "tls-certificate-file",
  "ssl.key.location": "tls-key-file",
};

/** Keys that would hold a secret, and what names one instead. */
const SECRETS: Readonly<Record<string, string>> = {
  "bridge-authorization": "bridge-authorization-file",
  "pseudonym-key": "pseudonym-key-file",
  "password": "sasl-password-file or sasl-password-variable",
  "sasl-password": "sasl-password-file or sasl-password-variable",
  "sasl.password": "sasl-password-file or sasl-password-variable",
  "sasl.jaas.config": "sasl-username with sasl-password-file or sasl-password-variable",
  "sasl-token": "sasl-token-file",
  "tls-ca": "tls-ca-file",
  "tls-certificate": "tls-certificate-file",
  "tls-key": "tls-key-file",
  "tls-key-passphrase": "tls-key-passphrase-file",
  "ssl.key.password": "tls-key-passphrase-file",
};

/** What to write instead, by the key. */
export const NOT_KEYS: Readonly<Record<string, string>> = {
  ...mapped(KAFKA_NAMES, (key) => `it is called ${key} here`),
  ...mapped(SECRETS, (key) => `${NO_SECRETS}; name what holds it by ${key}`),
};

function mapped(names: Readonly<Record<string, string>>, say: (key: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(names).map(([name, key]) => [name, say(key)]));
}
