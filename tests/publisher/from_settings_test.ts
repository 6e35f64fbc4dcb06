import { assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import {
  parseSendToKafka,
  parseServerConfig,
  propertyName,
  sendToKafkaSection,
  type SendToKafkaSettings,
} from "@dhcpkit/kafka/config";
import { KafkaHandlerFactory } from "@dhcpkit/kafka";
import { type ClusterSettings, type KafkaHandlerInit, MemoryTopic, memoryTransport } from "@dhcpkit/kafka/publisher";
import { kafkaHandlerFrom, kafkaHandlerInit, sendToKafkaHandlers } from "@dhcpkit/kafka/publisher/settings";
import { currentSecurity } from "../../src/kafka/security.ts";
import { PARTS, plainInit } from "../../src/publisher/section_parts.ts";
import { securityFrom } from "../../src/publisher/security_from_section.ts";
import { eventually } from "../support/eventually.ts";
import { TempFolder } from "../support/temp_folder.ts";

function settingsOf(lines: string): SendToKafkaSettings {
  return parseSendToKafka(`<send-to-kafka>\nserver-name dhcp01\n${lines.replaceAll(", ", "\n")}\n</send-to-kafka>`);
}

/** Notes what a transport is made of. */
function noting(made: ClusterSettings[]): (settings: ClusterSettings) => ReturnType<typeof memoryTransport> {
  return (settings) => {
    made.push(settings);
    return memoryTransport(new MemoryTopic());
  };
}

/** What the handler of a section gives its transport. */
async function clusterOf(
  settings: SendToKafkaSettings,
  options: Parameters<typeof kafkaHandlerFrom>[1] = {},
): Promise<ClusterSettings> {
  const made: ClusterSettings[] = [];
  await kafkaHandlerFrom(settings, { ...options, extras: { transport: noting(made), ...options.extras } });
  return made[0];
}

const SCRAM = "security-protocol sasl-ssl, sasl-mechanism scram-sha-512, sasl-username dhcp";

/** What these lines say of the cluster. */
const CLUSTER_LINES = "broker kafka1:9093, topic edge, source-address ::1, acks all, compression zstd, " +
  "create-topic no, client-id dhcp01, connect-timeout 1s, request-timeout 2s";
const CLUSTER = {
  brokers: [{ host: "kafka1", port: 9093 }],
  topic: "edge",
  sourceAddress: "::1",
  acks: "all",
  idempotent: true,
  compression: "zstd",
  createTopic: false,
  clientId: "dhcp01",
  connectTimeoutMs: 1000,
  requestTimeoutMs: 2000,
} as const satisfies ClusterSettings;

Deno.test("what the settings say of the cluster reaches the transport", async () => {
  // No transport can have this and a source address.
  assertEquals(await clusterOf({ ...settingsOf(CLUSTER_LINES), idempotent: true }), CLUSTER);
});

/** What these lines say of the handler and its publisher. */
const HANDLER_LINES = "linger 1s, early-flush 2, batch-messages 3, batch-bytes 4kb, batch-deadline 5s, " +
  "record-bytes 6kb, queue-messages 7, queue-bytes 70kb, queue-policy spool, spool-directory d, " +
  "spool-bytes 12mb, spool-commit before-answer, spool-sync 13s, connect-deadline 8s, retry-backoff 9ms, " +
  "retry-backoff-max 10ms, slow-after 14s, close-timeout 11s, record-key none";
const HANDLER = {
  serverName: "dhcp01",
  lingerMs: 1000,
  earlyFlushCount: 2,
  batchMessages: 3,
  batchBytes: 4096,
  sendDeadlineMs: 5000,
  maxRecordBytes: 6144,
  queueMessages: 7,
  queueBytes: 71_680,
  queuePolicy: "spool",
  spool: { directory: "d", maxBytes: 12_582_912, commit: "before-answer", syncMs: 13_000 },
  connectDeadlineMs: 8000,
  retryMs: 9,
  maxRetryMs: 10,
  slowAfterMs: 14_000,
  closeTimeoutMs: 11_000,
  recordKey: "none",
} as const satisfies KafkaHandlerInit;

Deno.test("what the settings say of the queue and of records reaches the handler unchanged", () => {
  const init = plainInit({ ...settingsOf(HANDLER_LINES), spoolDirectory: "d" });
  for (const [property, value] of Object.entries(HANDLER)) {
    assertEquals(init[property as keyof KafkaHandlerInit], value, property);
  }
});

Deno.test("no setting is without effect: each is one of the handler or the transport, or is read by security or a part", async () => {
  const read = new Set<string>();
  const watched = (lines: string) =>
    new Proxy(settingsOf(lines), {
      get: (target, property) => (read.add(String(property)), Reflect.get(target, property)),
    });
  const sources = { readTextFile: () => "-----BEGIN secret", variable: () => "secret" };
  const logins = [
    `${SCRAM}, sasl-password-file p, tls-ca-file a, tls-certificate-file b, tls-key-file c, ` +
    "tls-key-passphrase-file d, tls-server-name e",
    "security-protocol sasl-plaintext, sasl-mechanism plain, sasl-username u, sasl-password-variable P",
    "security-protocol sasl-ssl, sasl-mechanism oauthbearer, sasl-token-file t",
  ];
  for (const lines of logins) await currentSecurity(securityFrom(watched(lines), sources));
  for (const { isWanted } of PARTS) isWanted(watched(""));
  plainInit(watched("queue-policy spool, spool-directory d"));
  // What a part is given beside the wish for it.
  const given = ["bridgeUrl", "bridgeDialect", "bridgeAuthorizationFile", "pseudonymKeyId", "pseudonymPrefixBits"];
  const effective = new Set([...Object.keys(CLUSTER), ...Object.keys(HANDLER), ...read, ...given]);
  const properties = Object.entries(sendToKafkaSection.keys).map(([key, schema]) => propertyName(key, schema));
  assertEquals(properties.filter((property) => !effective.has(property)), []);
});

Deno.test("a part is given the settings of its section", async () => {
  const seen: SendToKafkaSettings[] = [];
  const pseudonyms = (settings: SendToKafkaSettings) => (seen.push(settings), {});
  const settings = settingsOf("pseudonym-key-file k, pseudonym-key-id 1");
  await kafkaHandlerFrom(settings, { parts: { pseudonyms } });
  assertEquals(seen, [settings]);
});

Deno.test("security is read from files and variables at each attempt, without the end of the line and nothing else", async () => {
  let password = " pass word \r\n";
  const files: Record<string, () => string> = { "ca.pem": () => "-----BEGIN CA\n", p: () => password };
  const sources = { readTextFile: (path: string) => files[path](), variable: () => "from variable\n" };
  const lines = `${SCRAM}, tls-ca-file ca.pem, tls-server-name kafka.example.com`;
  const { security } = await clusterOf(settingsOf(`${lines}, sasl-password-file p`), sources);
  const login = { mechanism: "scram-sha-512", username: "dhcp" };
  const tls = { ca: "-----BEGIN CA\n", serverName: "kafka.example.com" };
  assertEquals(await currentSecurity(security), { tls, sasl: { ...login, password: " pass word " } } as never);
  password = "renewed\n\n";
  assertEquals((await currentSecurity(security)).sasl, { ...login, password: "renewed\n" } as never);
  const byVariable = await clusterOf(settingsOf(`${SCRAM}, sasl-password-variable P`), sources);
  const current = await currentSecurity(byVariable.security);
  assertEquals(current, { tls: true, sasl: { ...login, password: "from variable\n" } } as never);
});

Deno.test("a token is read anew for each connection", async () => {
  let token = "one\n";
  const lines = "security-protocol sasl-plaintext, sasl-mechanism oauthbearer, sasl-token-file t";
  const { security } = await clusterOf(settingsOf(lines), { readTextFile: () => token });
  const { tls, sasl } = await currentSecurity(security);
  assertEquals(tls, undefined);
  if (sasl?.mechanism !== "oauthbearer") throw new Error("no token");
  assertEquals(await sasl.token(), "one");
  token = "two";
  assertEquals(await sasl.token(), "two");
});

Deno.test("a file that cannot be used is an error of one line with key, file and remedy", async () => {
  await using folder = await TempFolder.create("secrets");
  await folder.write("empty", "\n");
  await folder.write("text", "no pem");
  const attempt = async (key: string, file: string, sources = {}) => {
    const lines = key === "tls-ca-file"
      ? `security-protocol ssl, tls-ca-file ${file}`
      : `security-protocol sasl-ssl, sasl-mechanism plain, sasl-username u, ${key} ${file}`;
    const { security } = await clusterOf(settingsOf(lines), sources);
    return (await assertRejects(() => currentSecurity(security), Error)).message.replaceAll(`${folder.path}/`, "");
  };
  const fails = (error: Error) => ({
    readTextFile: () => Promise.reject(error),
    variable: () => {
      throw error;
    },
  });
  const denied = fails(new Deno.errors.NotCapable("Requires read access"));
  assertEquals(
    [
      await attempt("sasl-password-file", folder.file("nowhere")),
      await attempt("sasl-password-file", folder.file("empty")),
      await attempt("sasl-password-file", folder.path),
      await attempt("tls-ca-file", folder.file("text")),
      await attempt("tls-ca-file", "/etc/ca.pem", denied),
      await attempt("tls-ca-file", "/etc/ca.pem", fails(new Deno.errors.PermissionDenied("os error 13"))),
      await attempt("sasl-password-variable", "KAFKA_PASSWORD", denied),
      await attempt("sasl-password-variable", "KAFKA_PASSWORD", { variable: () => undefined }),
      await attempt("sasl-password-variable", "KAFKA_PASSWORD", { variable: () => "" }),
    ],
    [
      "sasl-password-file: there is no file nowhere",
      "sasl-password-file: empty is empty",
      `sasl-password-file: ${folder.path} is a directory`,
      "tls-ca-file: text is not in PEM",
      "tls-ca-file: reading /etc/ca.pem needs --allow-read=/etc/ca.pem",
      "tls-ca-file: /etc/ca.pem may not be read by the user that this runs as",
      "sasl-password-variable: reading the variable KAFKA_PASSWORD needs --allow-env=KAFKA_PASSWORD",
      "sasl-password-variable: the environment variable KAFKA_PASSWORD is not set",
      "sasl-password-variable: the environment variable KAFKA_PASSWORD is empty",
    ],
  );
});

Deno.test("no secret is in the settings, the handler or its factory, printed or as JSON, before and after it was used", async () => {
  const settings = settingsOf(`${SCRAM}, sasl-password-file p, tls-key-file k, tls-certificate-file c`);
  const made: ClusterSettings[] = [], sources = { readTextFile: () => "-----BEGIN hunter2\n" };
  const handler = await kafkaHandlerFrom(settings, { ...sources, extras: { transport: noting(made) } });
  assertStringIncludes(JSON.stringify(await currentSecurity(made[0].security)), "hunter2");
  const factory = new KafkaHandlerFactory(settings, { transport: noting(made) });
  for (const thing of [settings, handler, made[0], factory, handler.stats]) {
    const shown = Deno.inspect(thing, { depth: 20, showHidden: true }) + JSON.stringify(thing);
    assertEquals(shown.includes("hunter2"), false);
  }
  await handler.close();
});

Deno.test("no error about a file shows what is in it", async () => {
  const settings = settingsOf("security-protocol ssl, tls-ca-file password, tls-server-name kafka");
  const { security } = await clusterOf(settings, { readTextFile: () => "hunter2\n" });
  const error = await assertRejects(() => currentSecurity(security), Error, "tls-ca-file: ");
  assertEquals(Deno.inspect(error, { showHidden: true }).includes("hunter2"), false);
});

const WISHES: readonly [lines: string, remedy: RegExp][] = [
  ["transport platformatic", /^transport platformatic needs .*platformaticTransport.*\/publisher\/platformatic/],
  ["worker-thread yes", /^worker-thread needs .*workerTransport.*\/publisher\/worker/],
  ["transport http-bridge, bridge-url https://b", /^transport http-bridge needs .*\/publisher\/http-bridge/],
  ["headers cloud-events", /^headers cloud-events needs .*cloudEventHeaders.*\/publisher\/cloud-events/],
  ["pseudonym-key-file f", /^pseudonym-key-file needs .*pseudonymsFromFile.*@dhcpkit\/kafka\/privacy/],
];

for (const [lines, remedy] of WISHES) {
  Deno.test(`the light factory refuses "${lines}" and says what to import, instead of leaving it out`, () => {
    const error = assertThrows(() => new KafkaHandlerFactory(settingsOf(lines)).create(), TypeError);
    assertEquals(remedy.test(error.message), true, error.message);
  });
}

Deno.test("the light factory takes what a section asks for from its extras", () => {
  const settings = settingsOf("transport platformatic, broker kafka1"), made: ClusterSettings[] = [];
  const handler = new KafkaHandlerFactory(settings, { transport: noting(made) }).create();
  assertEquals([handler.brokers, made.length], [[{ host: "kafka1", port: 9092 }], 1]);
});

Deno.test("the light factory gives the transport what the section says of security", async () => {
  const made: ClusterSettings[] = [];
  new KafkaHandlerFactory(settingsOf("security-protocol ssl"), { transport: noting(made) }).create();
  assertEquals(await currentSecurity(made[0].security), { tls: true });
});

Deno.test("a transport that is made already is refused where security is asked for, since it would not have it", async () => {
  const settings = settingsOf("security-protocol ssl"), transport = memoryTransport(new MemoryTopic());
  const said = "security-protocol would have no effect";
  assertThrows(() => new KafkaHandlerFactory(settings, { transport }).create(), TypeError, said);
  await assertRejects(() => kafkaHandlerFrom(settings, { extras: { transport } }), TypeError, said);
});

Deno.test("a part that there is none of is refused by name, and one that fails stops the handler", async () => {
  const settings = settingsOf("pseudonym-key-file f");
  await assertRejects(
    () => kafkaHandlerFrom(settings, { parts: { pseudonyms: undefined } }),
    Error,
    "pseudonym-key-file is not available in this version",
  );
  const pseudonyms = () => Promise.reject(new Error("pseudonym-key-file: there is no file f"));
  await assertRejects(() => kafkaHandlerFrom(settings, { parts: { pseudonyms } }), Error, "there is no file f");
});

Deno.test("a bridge is asked with what the file says at that moment, and the handler names no brokers", async () => {
  const asked: (string | null)[] = [];
  await using bridge = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    asked.push(request.headers.get("authorization"));
    return new Response(null, { status: 401 });
  });
  let token = "Bearer one\n";
  const url = `http://127.0.0.1:${bridge.addr.port}`;
  const lines = `transport http-bridge, bridge-url ${url}, bridge-authorization-file f, retry-backoff 1ms`;
  const handler = await kafkaHandlerFrom(settingsOf(lines), {
    readTextFile: () => token,
    extras: { logger: { debug() {}, info() {}, warn() {}, error() {}, fatal() {} } },
  });
  assertEquals(handler.brokers, []);
  await handler.connect();
  token = "Bearer two";
  await eventually("the second attempt", () => asked.includes("Bearer two"));
  assertEquals(asked[0], "Bearer one");
  await handler.close();
});

Deno.test("client and thread are those that the settings ask for", async () => {
  const nameOf = async (lines: string) => {
    let name: string | undefined;
    const { transport } = await kafkaHandlerInit(settingsOf(lines));
    if (typeof transport === "function") name = transport({ brokers: ["127.0.0.1:1"], topic: "t" }).name;
    return name;
  };
  assertEquals(
    [
      await nameOf("transport kafkajs"),
      await nameOf("transport platformatic"),
      await nameOf("transport platformatic, worker-thread yes"),
      await nameOf("worker-thread yes"),
    ],
    ["kafkajs", "platformatic", "platformatic in a worker", "kafkajs in a worker"],
  );
});

Deno.test("all sections of a server get their handlers, filters included, and an error tells the place of its section", async () => {
  const text = "<send-to-kafka>\n server-name a\n</send-to-kafka>\n<subnet ::/0>\n<send-to-kafka>\n server-name b\n" +
    " topic inner\n</send-to-kafka>\n</subnet>";
  const { handlers: sections } = parseServerConfig(text, { fileName: "dhcpd.conf" });
  const { handlers, sendToKafka } = await sendToKafkaHandlers(sections);
  assertEquals(handlers.map(({ topicName }) => topicName), ["dhcpkit.messages", "inner"]);
  const [first] = sections;
  if (first.type !== "send-to-kafka") throw new Error("the order changed");
  assertEquals(sendToKafka(first), handlers[0]);
  assertThrows(() => sendToKafka({ ...first }), TypeError);
  const parts = { kafkajs: () => Promise.reject(new Error("no way")) };
  await assertRejects(() => sendToKafkaHandlers(sections, { parts }), SyntaxError, "dhcpd.conf:1: no way");
});
