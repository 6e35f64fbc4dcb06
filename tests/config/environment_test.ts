import { assertEquals, assertThrows } from "@std/assert";
import {
  ConfigError,
  ConfigErrors,
  type Environment,
  parseSendToKafka,
  parseServerConfig,
  sendToKafkaFromEnvironment,
  sendToKafkaSection,
  sendToKafkaVariables,
} from "../../src/config/mod.ts";

const FILE = "<send-to-kafka>\n topic from-file\n broker one\n broker two\n tls-ca-file ca.pem\n" +
  " security-protocol ssl\n</send-to-kafka>";

function withVariables(environment: Environment, text = FILE) {
  return parseSendToKafka(text, "/srv/dhcpd.conf", { environment });
}

function refusal(environment: Environment, text = FILE): ConfigError {
  return assertThrows(() => withVariables(environment, text), ConfigError);
}

Deno.test("environment: a variable takes the place of the key, and of nothing else", () => {
  const before = withVariables({}), after = withVariables({ DHCPKIT_KAFKA_TOPIC: "from-variable", TOPIC: "no" });
  assertEquals(before.topic, "from-file");
  assertEquals(after, { ...before, topic: "from-variable" });
});

Deno.test("environment: every key has a variable that sets it", () => {
  assertEquals(sendToKafkaVariables.length, Object.keys(sendToKafkaSection.keys).length);
  for (const [index, [key, schema]] of Object.entries(sendToKafkaSection.keys).entries()) {
    assertEquals(sendToKafkaVariables[index], `DHCPKIT_KAFKA_${key.toUpperCase().replaceAll("-", "_")}`);
    // Text that no datatype accepts tells that the variable is read as the value of this key.
    const error = refusal({ [sendToKafkaVariables[index]]: "\0 ".repeat(300) }, "<send-to-kafka/>");
    assertEquals([error.key, error.variable], [key, sendToKafkaVariables[index]], schema.prose);
  }
});

Deno.test("environment: several brokers are parted by commas or spaces, and take the place of all in the file", () => {
  const brokers = [{ host: "a", port: 9092 }, { host: "2001:db8::2", port: 9093 }, { host: "c", port: 9092 }];
  for (const text of ["a,[2001:db8::2]:9093,c", " a, [2001:db8::2]:9093 , c ", "a [2001:db8::2]:9093\tc", "a\nb"]) {
    if (text !== "a\nb") assertEquals(withVariables({ DHCPKIT_KAFKA_BROKER: text }).brokers, brokers);
    else assertEquals(withVariables({ DHCPKIT_KAFKA_BROKER: text }).brokers.map(({ host }) => host), ["a", "b"]);
  }
  assertEquals(refusal({ DHCPKIT_KAFKA_BROKER: "," }).problem, "has no value");
});

Deno.test("environment: an empty variable, as container files leave behind, is as good as none", () => {
  assertEquals(withVariables({ DHCPKIT_KAFKA_TOPIC: "", DHCPKIT_KAFKA_TYPO: "" }), withVariables({}));
});

Deno.test("environment: paths in a variable count from where the program runs, those in the file from the file", () => {
  assertEquals(withVariables({}).tlsCaFile, "/srv/ca.pem");
  assertEquals(withVariables({ DHCPKIT_KAFKA_TLS_CA_FILE: "./certs/ca.pem" }).tlsCaFile, "certs/ca.pem");
});

Deno.test("environment: an error names the variable instead of file and line", () => {
  const error = refusal({ DHCPKIT_KAFKA_TOPIC: "a b" });
  assertEquals(
    error.message,
    'DHCPKIT_KAFKA_TOPIC: topic in <send-to-kafka>: "a b" holds a space at position 2; ' +
      "a topic name has only A-Z a-z 0-9 . _ -",
  );
  assertEquals([error.variable, error.fileName, error.line], ["DHCPKIT_KAFKA_TOPIC", "/srv/dhcpd.conf", 1]);
});

Deno.test("environment: combinations are checked after variables have taken their places", () => {
  assertEquals(
    refusal({ DHCPKIT_KAFKA_SECURITY_PROTOCOL: "PLAINTEXT" }).message,
    "/srv/dhcpd.conf:5: tls-ca-file in <send-to-kafka>: has no effect with security-protocol plaintext; " +
      "write security-protocol ssl, or remove the key",
  );
  assertEquals(
    refusal({ DHCPKIT_KAFKA_SASL_USERNAME: "dhcp" }).message,
    "DHCPKIT_KAFKA_SASL_USERNAME: sasl-username in <send-to-kafka>: has no effect with security-protocol ssl; " +
      "write security-protocol sasl-ssl",
  );
});

Deno.test("environment: a variable that is for no key is an error with the nearest one that is", () => {
  assertEquals(
    refusal({ DHCPKIT_KAFKA_BROKERS: "a" }).message,
    "DHCPKIT_KAFKA_BROKERS: is not for a key; it is called broker here",
  );
  assertEquals(
    refusal({ DHCPKIT_KAFKA_TOPPIC: "a" }).message,
    "DHCPKIT_KAFKA_TOPPIC: unknown variable; did you mean DHCPKIT_KAFKA_TOPIC?",
  );
  assertEquals(refusal({ DHCPKIT_KAFKA_QQQ: "a" }).remedy?.startsWith("known are DHCPKIT_KAFKA_TOPIC, "), true);
});

Deno.test("environment: all mistakes of file and variables are told together", () => {
  const text = "<send-to-kafka>\n acks many\n</send-to-kafka>";
  const error = assertThrows(
    () => withVariables({ DHCPKIT_KAFKA_TOPPIC: "a", DHCPKIT_KAFKA_LINGER: "long" }, text),
    ConfigErrors,
  );
  assertEquals(error.errors.map(({ variable, line }) => variable ?? line), [
    "DHCPKIT_KAFKA_TOPPIC",
    "DHCPKIT_KAFKA_LINGER",
    2,
  ]);
});

Deno.test("environment: a secret in a variable is refused without showing it, unless a key names the variable", () => {
  const variables = { DHCPKIT_KAFKA_SASL_PASSWORD: "hunter2" };
  const error = refusal(variables);
  assertEquals(
    error.message,
    "DHCPKIT_KAFKA_SASL_PASSWORD: is not for a key; a configuration holds no secrets; " +
      "name what holds it by sasl-password-file or sasl-password-variable",
  );
  assertEquals(Deno.inspect(error).includes("hunter2"), false);
  const settings = sendToKafkaFromEnvironment({
    ...variables,
    DHCPKIT_KAFKA_SECURITY_PROTOCOL: "SASL_SSL",
    DHCPKIT_KAFKA_SASL_MECHANISM: "SCRAM-SHA-256",
    DHCPKIT_KAFKA_SASL_USERNAME: "dhcp",
    DHCPKIT_KAFKA_SASL_PASSWORD_VARIABLE: "DHCPKIT_KAFKA_SASL_PASSWORD",
  });
  assertEquals(settings.saslPasswordVariable, "DHCPKIT_KAFKA_SASL_PASSWORD");
  assertEquals(Deno.inspect(settings).includes("hunter2"), false);
});

Deno.test("environment: settings come from variables alone, and mistakes name them", () => {
  assertEquals(sendToKafkaFromEnvironment({}), parseSendToKafka("<send-to-kafka/>"));
  assertEquals(sendToKafkaFromEnvironment({ DHCPKIT_KAFKA_ACKS: "1" }).acks, 1);
  const error = assertThrows(
    () => sendToKafkaFromEnvironment({ DHCPKIT_KAFKA_QUEUE_POLICY: "spool" }),
    ConfigError,
  );
  assertEquals(
    error.message,
    "DHCPKIT_KAFKA_QUEUE_POLICY: queue-policy in <send-to-kafka>: spool needs a place on disk; add spool-directory",
  );
});

Deno.test("environment: the section of a server is overridden wherever it stands", () => {
  const text = "<subnet ::/0>\n<marked-with x>\n<send-to-kafka/>\n</marked-with>\n</subnet>";
  const [subnet] = parseServerConfig(text, { environment: { DHCPKIT_KAFKA_TOPIC: "inner" } }).handlers;
  assertEquals(/"topic":"inner"/.test(JSON.stringify(subnet)), true);
});

Deno.test("environment: with several sections, or none, a variable is an error, since it does not tell which", () => {
  const environment = { DHCPKIT_KAFKA_TOPIC: "x" };
  const attempt = (text: string) =>
    assertThrows(() => parseServerConfig(text, { fileName: "f", environment }), ConfigError).message;
  assertEquals(
    attempt("<send-to-kafka/>\n<subnet ::/0>\n<send-to-kafka/>\n</subnet>"),
    "DHCPKIT_KAFKA_TOPIC: there are 2 <send-to-kafka> sections, and a variable does not tell which; " +
      "write the key in the sections, without the variable",
  );
  assertEquals(
    attempt("allow-rapid-commit yes"),
    "DHCPKIT_KAFKA_TOPIC: there is no <send-to-kafka> section; add <send-to-kafka/>",
  );
});

Deno.test("environment: passwords that several sections name are no overrides", () => {
  const one = "<send-to-kafka>\nsecurity-protocol sasl-ssl\nsasl-mechanism plain\nsasl-username u\n" +
    "sasl-password-variable DHCPKIT_KAFKA_PASSWORD_1\n</send-to-kafka>\n";
  const environment = { DHCPKIT_KAFKA_PASSWORD_1: "hunter2", DHCPKIT_KAFKA_PASSWORD_2: "hunter3" };
  const text = one + one.replace("PASSWORD_1", "PASSWORD_2");
  assertEquals(parseServerConfig(text, { environment }).handlers.length, 2);
});
