import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  ConfigError,
  ConfigErrors,
  defaultSendToKafkaSettings,
  parseSendToKafka,
  sendToKafkaSection,
  type SendToKafkaSettings,
} from "../../src/config/mod.ts";

const DEFAULTS: SendToKafkaSettings = {
  topic: "dhcpkit.messages",
  brokers: [{ host: "localhost", port: 9092 }],
  transportName: "kafkajs",
  workerThread: false,
  bridgeDialect: "strimzi",
  acks: "all",
  idempotent: false,
  compression: "none",
  createTopic: true,
  clientId: "dhcpkit-kafka",
  connectTimeoutMs: 5000,
  requestTimeoutMs: 10_000,
  recordKey: "client",
  headerFormat: "none",
  pseudonymPrefixBits: 32,
  lingerMs: 500,
  earlyFlushCount: 50,
  batchMessages: 1000,
  batchBytes: 900_000,
  sendDeadlineMs: 30_000,
  maxRecordBytes: 1_000_000,
  queueMessages: 1000,
  queuePolicy: "drop-newest",
  queueBytes: 16_777_216,
  spoolBytes: 1_073_741_824,
  spoolCommit: "behind",
  spoolSyncMs: 1000,
  connectDeadlineMs: 15_000,
  retryMs: 500,
  maxRetryMs: 30_000,
  slowAfterMs: 60_000,
  closeTimeoutMs: 5000,
  securityProtocol: "plaintext",
};

const BRIDGE = "transport http-bridge, bridge-url https://bridge.example.com/kafka";
const BRIDGE_SETTINGS = { transportName: "http-bridge", bridgeUrl: "https://bridge.example.com/kafka" } as const;

const SPOOL = "queue-policy spool, spool-directory spool";
const SPOOL_SETTINGS = { queuePolicy: "spool", spoolDirectory: "/srv/spool" } as const;

const CERTIFICATE = "security-protocol ssl, tls-certificate-file me.pem, tls-key-file keys/me.key";
const CERTIFICATE_SETTINGS = {
  securityProtocol: "ssl",
  tlsCertificateFile: "/srv/me.pem",
  tlsKeyFile: "/srv/keys/me.key",
} as const;

function section(...lines: string[]): string {
  return `<send-to-kafka>\n${lines.join("\n")}\n</send-to-kafka>`;
}

Deno.test("send-to-kafka: the documented example is understood", () => {
  const text = `
<send-to-kafka>
    broker host1:9092
    broker host2:9092

    topic dhcpkit.messages
</send-to-kafka>
`;
  assertEquals(parseSendToKafka(text), {
    ...DEFAULTS,
    brokers: [{ host: "host1", port: 9092 }, { host: "host2", port: 9092 }],
  });
});

Deno.test("send-to-kafka: an empty section has the documented defaults, and no server name or source address", () => {
  for (const text of ["<send-to-kafka/>", section(), "<SEND-to-Kafka>\n</send-to-kafka>"]) {
    assertEquals(parseSendToKafka(text), DEFAULTS);
  }
  assertEquals("serverName" in parseSendToKafka("<send-to-kafka/>"), false);
});

Deno.test("send-to-kafka: the exported defaults are those of an empty section and cannot be changed", () => {
  assertEquals(defaultSendToKafkaSettings, DEFAULTS);
  assertThrows(() => defaultSendToKafkaSettings.brokers.push({ host: "x", port: 1 }), TypeError);
  assertThrows(() => defaultSendToKafkaSettings.brokers[0].host = "x", TypeError);
  assertThrows(() => Object.assign(defaultSendToKafkaSettings, { topic: "x" }), TypeError);
});

Deno.test("send-to-kafka: two results share nothing", () => {
  const [first, second] = [parseSendToKafka("<send-to-kafka/>"), parseSendToKafka("<send-to-kafka/>")];
  first.brokers[0].host = "changed";
  assertEquals(second, DEFAULTS);
});

const KEYS: readonly [lines: string, settings: Partial<SendToKafkaSettings>][] = [
  ["server-name dhcp01.example.com", { serverName: "dhcp01.example.com" }],
  ["server-name Zürich 1", { serverName: "Zürich 1" }],
  ["source-address 2001:DB8::53", { sourceAddress: "2001:db8::53" }],
  ["source-address 192.0.2.53", { sourceAddress: "192.0.2.53" }],
  ["source-address dhcp01.example.com", { sourceAddress: "dhcp01.example.com" }],
  ["topic dhcp_events-1", { topic: "dhcp_events-1" }],
  ["TOPIC other", { topic: "other" }],
  ["broker kafka1", { brokers: [{ host: "kafka1", port: 9092 }] }],
  ["transport Platformatic", { transportName: "platformatic" }],
  ["worker-thread yes", { workerThread: true }],
  [BRIDGE, BRIDGE_SETTINGS],
  [`${BRIDGE}, bridge-dialect confluent_v3`, { ...BRIDGE_SETTINGS, bridgeDialect: "confluent-v3" }],
  [`${BRIDGE}, bridge-authorization-file /run/auth`, { ...BRIDGE_SETTINGS, bridgeAuthorizationFile: "/run/auth" }],
  ["acks 0", { acks: 0 }],
  ["acks 1", { acks: 1 }],
  ["acks ALL", { acks: "all" }],
  ["transport platformatic, idempotence yes", { transportName: "platformatic", idempotent: true }],
  ["compression Zstd", { compression: "zstd" }],
  ["create-topic no", { createTopic: false }],
  ["client-id dhcp01", { clientId: "dhcp01" }],
  ["connect-timeout 10s", { connectTimeoutMs: 10_000 }],
  ["request-timeout 1m", { requestTimeoutMs: 60_000 }],
  ["record-key none", { recordKey: "none" }],
  ["headers cloud-events", { headerFormat: "cloud-events" }],
  ["pseudonym-key-file /run/key", { pseudonymKeyFile: "/run/key" }],
  ["pseudonym-key-file key, pseudonym-key-id 2026-08", { pseudonymKeyFile: "/srv/key", pseudonymKeyId: "2026-08" }],
  ["pseudonym-key-file key, pseudonym-prefix-bits 48", { pseudonymKeyFile: "/srv/key", pseudonymPrefixBits: 48 }],
  ["linger 20ms", { lingerMs: 20 }],
  ["linger 0", { lingerMs: 0 }],
  ["early-flush 1", { earlyFlushCount: 1 }],
  ["batch-messages 100", { batchMessages: 100 }],
  ["batch-bytes 64kb", { batchBytes: 65_536 }],
  ["batch-deadline 5s", { sendDeadlineMs: 5000 }],
  ["record-bytes 128kb", { maxRecordBytes: 131_072 }],
  ["queue-messages 20000", { queueMessages: 20_000 }],
  ["queue-bytes 1gb", { queueBytes: 1_073_741_824 }],
  ["queue-policy drop-oldest", { queuePolicy: "drop-oldest" }],
  [SPOOL, SPOOL_SETTINGS],
  [`${SPOOL}, spool-bytes 10gb`, { ...SPOOL_SETTINGS, spoolBytes: 10_737_418_240 }],
  [`${SPOOL}, spool-commit before-answer`, { ...SPOOL_SETTINGS, spoolCommit: "before-answer" }],
  [`${SPOOL}, spool-sync 0`, { ...SPOOL_SETTINGS, spoolSyncMs: 0 }],
  ["connect-deadline 1m", { connectDeadlineMs: 60_000 }],
  ["retry-backoff 1s", { retryMs: 1000 }],
  ["retry-backoff-max 5m", { maxRetryMs: 300_000 }],
  ["slow-after 10s", { slowAfterMs: 10_000 }],
  ["close-timeout 0", { closeTimeoutMs: 0 }],
  ["security-protocol SSL", { securityProtocol: "ssl" }],
  ["security-protocol ssl, tls-ca-file ca.pem", { securityProtocol: "ssl", tlsCaFile: "/srv/ca.pem" }],
  [CERTIFICATE, CERTIFICATE_SETTINGS],
  [`${CERTIFICATE}, tls-key-passphrase-file pass`, { ...CERTIFICATE_SETTINGS, tlsKeyPassphraseFile: "/srv/pass" }],
  ["security-protocol ssl, tls-server-name kafka", { securityProtocol: "ssl", tlsServerName: "kafka" }],
  [
    "security-protocol SASL_SSL, sasl-mechanism SCRAM-SHA-512, sasl-username dhcp, sasl-password-file password",
    {
      securityProtocol: "sasl-ssl",
      saslMechanism: "scram-sha-512",
      saslUsername: "dhcp",
      saslPasswordFile: "/srv/password",
    },
  ],
  [
    "security-protocol sasl-plaintext, sasl-mechanism plain, sasl-username dhcp, sasl-password-variable KAFKA_PASSWORD",
    {
      securityProtocol: "sasl-plaintext",
      saslMechanism: "plain",
      saslUsername: "dhcp",
      saslPasswordVariable: "KAFKA_PASSWORD",
    },
  ],
  [
    "security-protocol sasl-ssl, sasl-mechanism oauthbearer, sasl-token-file token",
    { securityProtocol: "sasl-ssl", saslMechanism: "oauthbearer", saslTokenFile: "/srv/token" },
  ],
];

for (const [lines, settings] of KEYS) {
  Deno.test(`send-to-kafka: "${lines}" sets that and nothing else`, () => {
    const text = section(...lines.split(", "));
    assertEquals(parseSendToKafka(text, "/srv/dhcpd.conf"), { ...DEFAULTS, ...settings });
  });
}

Deno.test("send-to-kafka: each key of the schema has been set above", () => {
  const set = new Set(KEYS.flatMap(([lines]) => lines.split(", ").map((line) => line.split(" ")[0].toLowerCase())));
  assertEquals([...set].sort(), Object.keys(sendToKafkaSection.keys).sort());
});

Deno.test("send-to-kafka: the section is found in a server configuration whose other sections are not judged", () => {
  const text = `
%import somebody_elses.extension
workers many
<their-section with-a-name>
    their key
</their-section>
<subnet not-a-prefix>
    ${section("topic inner")}
</subnet>`;
  assertEquals(parseSendToKafka(text).topic, "inner");
});

Deno.test("send-to-kafka: the section may come from an included file", () => {
  const readFile = (path: string): string => path === "/srv/kafka.conf" ? section("topic included") : "";
  const settings = parseSendToKafka("%include kafka.conf", "/srv/dhcpd.conf", { readFile });
  assertEquals(settings.topic, "included");
});

const REFUSED: readonly [behaviour: string, text: string, message: string][] = [
  [
    "a bad topic is named with its place",
    section("topic a b"),
    'dhcpd.conf:2: topic in <send-to-kafka>: "a b" holds a space at position 2; ' +
    "a topic name has only A-Z a-z 0-9 . _ -",
  ],
  [
    "a misspelt key gets a suggestion",
    section("brokr host1"),
    "dhcpd.conf:2: brokr in <send-to-kafka>: unknown key; did you mean broker?",
  ],
  [
    "a key that is given twice names the line of the first",
    section("topic a", "", "topic a"),
    "dhcpd.conf:4: topic in <send-to-kafka>: given twice; the first is on line 2; keep one of them",
  ],
  [
    "a key without a value says what to write",
    section("acks"),
    'dhcpd.conf:2: acks in <send-to-kafka>: has no value; write "acks all"',
  ],
  [
    "a comment behind a value is explained",
    section("topic dhcp # ours"),
    'dhcpd.conf:2: topic in <send-to-kafka>: "dhcp # ours" holds a space at position 5; ' +
    "a comment stands on a line of its own",
  ],
  [
    "an equals sign between key and value is explained",
    section("topic = dhcp"),
    'dhcpd.conf:2: topic in <send-to-kafka>: "= dhcp" holds "=" at position 1; ' +
    'key and value are parted by a space, without "="',
  ],
  [
    "an equals sign without spaces is explained",
    section("topic=dhcp"),
    'dhcpd.conf:2: topic in <send-to-kafka>: key and value are parted by a space, without "="; ' +
    'write "topic value"',
  ],
  [
    "quotes around a value are explained",
    section('topic "dhcp"'),
    'dhcpd.conf:2: topic in <send-to-kafka>: ""dhcp"" holds """ at position 1; a value is written without quotes',
  ],
  [
    "milliseconds without a unit are explained",
    section("linger 500"),
    'dhcpd.conf:2: linger in <send-to-kafka>: "500" is 500 seconds, more than 1m; for milliseconds write 500ms',
  ],
  [
    "a name after the type is refused",
    "<send-to-kafka main>\n</send-to-kafka>",
    'dhcpd.conf:1: <send-to-kafka>: takes no name, but has "main"; write <send-to-kafka>',
  ],
  [
    "a section inside is refused",
    section("<topic dhcp>", "</topic>"),
    'dhcpd.conf:2: <topic>: is a key, not a section; write "topic value"',
  ],
  [
    "a text without the section is refused",
    "topic dhcp",
    "dhcpd.conf:1: there is no <send-to-kafka> section; add <send-to-kafka/> for the defaults",
  ],
  [
    "a misspelt section type gets a suggestion",
    "<subnet ::/0>\n<sent-to-kafka>\n</sent-to-kafka>\n</subnet>",
    "dhcpd.conf:2: <sent-to-kafka>: there is no <send-to-kafka> section; did you mean <send-to-kafka> here?",
  ],
  [
    "a second section names the line of the first",
    "<send-to-kafka/>\n<subnet ::/0>\n<send-to-kafka/>\n</subnet>",
    "dhcpd.conf:3: <send-to-kafka>: is there more than once; the first is in dhcpd.conf:1; one is looked at here; put the other into a file of its own",
  ],
];

for (const [behaviour, text, message] of REFUSED) {
  Deno.test(`send-to-kafka: ${behaviour}`, () => {
    const error = assertThrows(() => parseSendToKafka(text, "dhcpd.conf"), ConfigError);
    assertEquals(error.message, message);
  });
}

Deno.test("send-to-kafka: an error carries its parts", () => {
  const error = assertThrows(() => parseSendToKafka(section("Topic .."), "dhcpd.conf"), ConfigError);
  const { name, fileName, line, key, section: type, problem, remedy } = error;
  assertEquals({ name, fileName, line, key, type, problem, remedy }, {
    name: "ConfigError",
    fileName: "dhcpd.conf",
    line: 2,
    key: "topic",
    type: "send-to-kafka",
    problem: '".." is not a topic name',
    remedy: 'a topic name is not empty, "." or ".."',
  });
});

Deno.test("send-to-kafka: all mistakes of a section are reported together", () => {
  const text = section("acks 2", "topic a b", "broker a:b", "brokr x", "broker c", "linger soon");
  const error = assertThrows(() => parseSendToKafka(text), ConfigErrors);
  assertEquals(error.errors.map((one) => [one.line, one.key]), [
    [2, "acks"],
    [3, "topic"],
    [4, "broker"],
    [5, "brokr"],
    [7, "linger"],
  ]);
});

Deno.test("send-to-kafka: broken syntax elsewhere in the file is still an error", () => {
  const error = assertThrows(() => parseSendToKafka(`<subnet ::/0>\n${section()}`), ConfigError);
  assertStringIncludes(error.message, "configuration:1: <subnet>: is opened on line 1 and not closed");
});

Deno.test("send-to-kafka: IPv6 brokers and source addresses work, which they did not in the original", () => {
  const settings = parseSendToKafka(section("broker [::1]:9092", "broker [2001:db8::1]", "source-address ::1"));
  assertEquals(settings.brokers, [{ host: "::1", port: 9092 }, { host: "2001:db8::1", port: 9092 }]);
  assertEquals(settings.sourceAddress, "::1");
});

Deno.test("send-to-kafka: a port is never added to a broker that has one, which happened in the original", () => {
  assertEquals(parseSendToKafka(section("broker localhost:9092")).brokers, [{ host: "localhost", port: 9092 }]);
  assertEquals(parseSendToKafka(section("broker localhost:9093")).brokers, [{ host: "localhost", port: 9093 }]);
  assertThrows(() => parseSendToKafka(section("broker localhost:9092:9092")), ConfigError);
});
