import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { ConfigError, parseSendToKafka, sendToKafkaAdvice, sendToKafkaSection } from "../../src/config/mod.ts";

function section(lines: string): string {
  return `<send-to-kafka>\n${lines.replaceAll(", ", "\n")}\n</send-to-kafka>`;
}

const BRIDGE = "transport http-bridge, bridge-url https://bridge.example.com";
const SCRAM = "security-protocol sasl-ssl, sasl-mechanism scram-sha-512";
const TOKEN = "security-protocol sasl-ssl, sasl-mechanism oauthbearer, sasl-token-file t";

/** What is written, the line and the key of the error, and its text. */
const REFUSED: readonly [lines: string, line: number, key: string, said: string][] = [
  ["transport http-bridge", 2, "transport", "does not say where the bridge is; add bridge-url"],
  [
    "bridge-url https://b",
    2,
    "bridge-url",
    "has no effect with transport kafkajs; write transport http-bridge, or remove the key",
  ],
  [
    "transport platformatic, source-address ::1",
    3,
    "source-address",
    "cannot be chosen with transport platformatic; write transport kafkajs, or remove the key",
  ],
  ...["broker kafka1", "compression gzip", "security-protocol ssl", "sasl-username u", "tls-ca-file f", "acks 1"].map(
    (line): [string, number, string, string] => [
      `${BRIDGE}, ${line}`,
      4,
      line.split(" ")[0],
      "cannot be combined with transport http-bridge: the bridge, not this client, speaks to the brokers; " +
      "set it up in the bridge, and remove the key",
    ],
  ),
  [
    `${BRIDGE}, bridge-dialect confluent-v2, headers cloud-events`,
    5,
    "headers",
    "cannot be carried by bridge-dialect confluent-v2; write bridge-dialect confluent-v3, or remove the key",
  ],
  [
    `${BRIDGE}, bridge-dialect confluent-v2, pseudonym-key-file f`,
    5,
    "pseudonym-key-file",
    "has its name in a header, which bridge-dialect confluent-v2 cannot carry; write bridge-dialect confluent-v3, " +
    "or remove the key",
  ],
  [
    "idempotence yes",
    2,
    "idempotence",
    "is not something that kafkajs does right; write transport platformatic, or remove the key",
  ],
  [
    "transport platformatic, idempotence yes, acks 1",
    3,
    "idempotence",
    "needs acks all, but acks is 1; write acks all",
  ],
  [
    "queue-policy spool, spool-directory d, acks 0",
    4,
    "acks",
    "0 cannot be combined with queue-policy spool: nobody tells when a message may leave the spool; " +
    "write acks all or acks 1",
  ],
  ["queue-policy spool", 2, "queue-policy", "spool needs a place on disk; add spool-directory"],
  [
    "spool-bytes 2gb",
    2,
    "spool-bytes",
    "has no effect with queue-policy drop-newest; write queue-policy spool, or remove the key",
  ],
  [
    "early-flush 60, queue-messages 50",
    2,
    "early-flush",
    "60 messages never wait together: the queue is full with 50; make queue-messages the larger one",
  ],
  [
    "queue-bytes 64kb, batch-bytes 65kb",
    3,
    "batch-bytes",
    "66560 bytes are more than all that may wait together, which is queue-bytes (65536); " +
    "make queue-bytes the larger one",
  ],
  [
    "record-bytes 17mb",
    2,
    "record-bytes",
    "17825792 bytes are more than all that may wait together, which is queue-bytes (16777216); " +
    "make queue-bytes the larger one",
  ],
  [
    "retry-backoff 2s, retry-backoff-max 1s",
    2,
    "retry-backoff",
    "the first pause (retry-backoff) is longer than the longest one (retry-backoff-max); " +
    "make retry-backoff the shorter one",
  ],
  [
    "tls-ca-file ca.pem",
    2,
    "tls-ca-file",
    "has no effect with security-protocol plaintext; write security-protocol ssl, or remove the key",
  ],
  [
    "security-protocol ssl, tls-certificate-file c",
    3,
    "tls-certificate-file",
    "is of no use without its private key; add tls-key-file",
  ],
  [
    "security-protocol ssl, tls-key-file k",
    3,
    "tls-key-file",
    "is of no use without the certificate; add tls-certificate-file",
  ],
  [
    "security-protocol ssl, tls-key-passphrase-file p",
    3,
    "tls-key-passphrase-file",
    "protects no key; add tls-key-file, or remove the key",
  ],
  [
    "security-protocol ssl, sasl-username u",
    3,
    "sasl-username",
    "has no effect with security-protocol ssl; write security-protocol sasl-ssl",
  ],
  [
    "sasl-mechanism plain",
    2,
    "sasl-mechanism",
    "has no effect with security-protocol plaintext; write security-protocol sasl-ssl or sasl-plaintext",
  ],
  [
    "security-protocol sasl-ssl",
    2,
    "security-protocol",
    "sasl-ssl does not say how to sign in; add sasl-mechanism",
  ],
  [`${SCRAM}, sasl-password-file p`, 3, "sasl-mechanism", "scram-sha-512 needs a user; add sasl-username"],
  [
    `${SCRAM}, sasl-username u`,
    3,
    "sasl-mechanism",
    "scram-sha-512 needs a password; add sasl-password-file or sasl-password-variable",
  ],
  [
    `${SCRAM}, sasl-username u, sasl-password-file p, sasl-password-variable P`,
    6,
    "sasl-password-variable",
    "there are two passwords: one in a file and one in a variable; keep one of the two keys",
  ],
  [
    `${SCRAM}, sasl-username u, sasl-password-file p, sasl-token-file t`,
    6,
    "sasl-token-file",
    "has no effect with sasl-mechanism scram-sha-512; write sasl-mechanism oauthbearer, or remove the key",
  ],
  [
    "security-protocol sasl-ssl, sasl-mechanism oauthbearer",
    3,
    "sasl-mechanism",
    "oauthbearer needs a token; add sasl-token-file",
  ],
  [
    `${TOKEN}, sasl-username u`,
    5,
    "sasl-username",
    "has no effect with sasl-mechanism oauthbearer: the token tells who the client is; remove the key",
  ],
  ["pseudonym-key-id 1", 2, "pseudonym-key-id", "has no effect without a key; add pseudonym-key-file"],
];

for (const [lines, line, key, said] of REFUSED) {
  Deno.test(`send-to-kafka: "${lines}" cannot work, and the error says why`, () => {
    const error = assertThrows(() => parseSendToKafka(section(lines), "dhcpd.conf"), ConfigError);
    assertEquals(error.message, `dhcpd.conf:${line}: ${key} in <send-to-kafka>: ${said}`);
  });
}

Deno.test("send-to-kafka: defaults never stand in the way of what is written", () => {
  for (
    const lines of ["queue-bytes 64kb", `${BRIDGE}`, "security-protocol ssl", "batch-messages 1", "queue-messages 1"]
  ) {
    assertEquals(sendToKafkaAdvice(parseSendToKafka(section(lines))), [], lines);
  }
});

Deno.test("send-to-kafka: a key that would hold a secret is refused without showing the secret", () => {
  const secrets = {
    "sasl-password": "sasl-password-file or sasl-password-variable",
    "sasl-token": "sasl-token-file",
    "tls-key-passphrase": "tls-key-passphrase-file",
    "pseudonym-key": "pseudonym-key-file",
    "bridge-authorization": "bridge-authorization-file",
  };
  for (const [key, instead] of Object.entries(secrets)) {
    for (const separator of [" ", "=", ":", " = "]) {
      const error = assertThrows(() => parseSendToKafka(section(`${key}${separator}hunter2`), "f"), ConfigError);
      const why = `a configuration holds no secrets; name what holds it by ${instead}`;
      assertEquals(error.message, `f:2: ${key} in <send-to-kafka>: is not a key; ${why}`);
      assertEquals(Deno.inspect(error).includes("hunter2"), false);
    }
  }
});

Deno.test("send-to-kafka: what stands behind a key that there is not is never shown, however it is spelt", () => {
  const keys = [
    "sasl-pasword",
    "sasl_password",
    "kafka-password",
    "bridge-token",
    "ssl.key.password",
    "sasl-pass(word",
  ];
  for (const key of [...keys, "bridge-url=https://dhcp"]) {
    for (
      const value of ["=hunter2", ":hunter2", " hunter2", " = hunter2", "=hun(ter2", "=https://dhcp:hunter2@bridge"]
    ) {
      const error = assertThrows(() => parseSendToKafka(section(`${key}${value}`), "f"), ConfigError);
      assertEquals(/hun\(?ter2/.test(Deno.inspect(error)), false, error.message);
      assertStringIncludes(error.message, key.split("=")[0], "but the key is");
    }
  }
});

Deno.test("send-to-kafka: a value that should only name a secret is not repeated when it is the secret itself", () => {
  for (const line of ["sasl-password-variable hunter2!", "bridge-url https://dhcp:hunter2@bridge"]) {
    const error = assertThrows(() => parseSendToKafka(section(line)), ConfigError);
    assertEquals(/hunter2/.test(Deno.inspect(error)), false, error.message);
  }
});

Deno.test("send-to-kafka: the names of Kafka's own clients lead to the keys", () => {
  for (
    const [name, key] of [["bootstrap.servers", "broker"], ["linger.ms", "linger"], ["ssl.ca.location", "tls-ca-file"]]
  ) {
    const error = assertThrows(() => parseSendToKafka(section(`${name} 1`)), ConfigError);
    assertEquals(error.remedy, `it is called ${key} here`);
  }
  for (const remedy of Object.values(sendToKafkaSection.notKeys)) {
    const named = remedy.replace(/^.* (?:called|by) | here$/g, "").split(/ or | with /);
    assertEquals(named.filter((key) => !Object.hasOwn(sendToKafkaSection.keys, key)), [], remedy);
  }
});

const UNWISE: readonly [lines: string, key: string, said: RegExp][] = [
  [
    "security-protocol sasl-plaintext, sasl-mechanism plain, sasl-username u, sasl-password-file p",
    "security-protocol",
    /password crosses the network in the clear/,
  ],
  [
    "security-protocol sasl-plaintext, sasl-mechanism oauthbearer, sasl-token-file t",
    "security-protocol",
    /token crosses the network in the clear/,
  ],
  ["transport http-bridge, bridge-url http://b, bridge-authorization-file f", "bridge-url", /in the clear/],
  ["acks 0", "acks", /losses are not noticed/],
  [`topic ${"t".repeat(250)}`, "topic", /at most 249/],
  ["connect-timeout 20s", "connect-timeout", /20000 ms never pass: connect-deadline ends the attempt after 15000 ms/],
  ["request-timeout 1m", "request-timeout", /batch-deadline/],
];

for (const [lines, key, said] of UNWISE) {
  Deno.test(`send-to-kafka: "${lines.slice(0, 80)}" works, and is told to be unwise`, () => {
    const advice = sendToKafkaAdvice(parseSendToKafka(section(lines)));
    assertEquals(advice.map((one) => one.key), [key]);
    assertEquals(said.test(advice[0].problem), true, advice[0].problem);
  });
}
