import { handlerGroup } from "./_groups.ts";
import { nearest } from "./near.ts";
import { NOT_KEYS } from "./_not_keys.ts";
import { checkCombinations } from "./_send_to_kafka_checks.ts";
import { ConfigError, throwCollected } from "./config_error.ts";
import { type ConfigSection, type ConfigTree, findSections } from "./config_tree.ts";
import { connectionKeys, type ConnectionSettings } from "./connection_keys.ts";
import { type Environment, overridden, variableOf } from "./environment.ts";
import { batchKeys, queueKeys, type QueueSettings, retryKeys } from "./queue_keys.ts";
import { readSection } from "./read_section.ts";
import { recordKeys, type RecordSettings } from "./record_keys.ts";
import { defineGroupedSection, type Section } from "./section_schema.ts";
import { securityKeys, type SecuritySettings } from "./security_keys.ts";
import { parseZConfig, type ReadFile } from "./zconfig.ts";

/**
 * What a `<send-to-kafka>` section says. Files stay paths here, and no secret is among the settings, so that they may be
 * logged.
 */
export interface SendToKafkaSettings extends ConnectionSettings, RecordSettings, QueueSettings, SecuritySettings {}

/** The section type `send-to-kafka`: where and how transactions are published. */
export const sendToKafkaSection: Section<SendToKafkaSettings, "send-to-kafka"> = defineGroupedSection("send-to-kafka", {
  group: handlerGroup,
  prose:
    "Publishes each DHCPv6 transaction, request and answer together, on a topic of a Kafka cluster. At the top level " +
    "it sees all transactions; in a filter it sees those that the filter lets through. The DHCPv6 service never waits " +
    "for Kafka: what cannot be sent waits in a queue with limits.\n\n" +
    "A program that is permitted to read them (`--allow-env=DHCPKIT_KAFKA_*`) lets environment variables take the " +
    "place of keys: `DHCPKIT_KAFKA_TOPIC` is the topic, whatever the file says. Several brokers are parted by commas " +
    "or spaces; an empty variable counts as absent; a relative path counts from the directory that the program runs " +
    "in. A variable that is for no key is an error, and so is any when there are several of these sections, as it " +
    "does not tell which of them it is for.",
  example:
    "<send-to-kafka>\n    broker host1:9092\n    broker host2:9092\n\n    topic dhcpkit.messages\n</send-to-kafka>",
  keys: [connectionKeys, recordKeys, batchKeys, queueKeys, retryKeys, securityKeys],
  notKeys: NOT_KEYS,
  variablePrefix: "DHCPKIT_KAFKA_",
  check: checkCombinations,
});

/** The environment variables that {@linkcode SendToKafkaOptions.environment} is looked up for, in the order of the manual. */
export const sendToKafkaVariables: readonly string[] = Object.keys(sendToKafkaSection.keys).map((key) =>
  variableOf(sendToKafkaSection, key) as string
);

/** What an empty `<send-to-kafka/>` section says; frozen, so copy it before a change. */
export const defaultSendToKafkaSettings: Readonly<SendToKafkaSettings> = frozenDefaults();

/** What {@linkcode parseSendToKafka} may use besides the text. */
export interface SendToKafkaOptions {
  /** Reads included files; without it `%include` is an error. */
  readonly readFile?: ReadFile;
  /** Variables that override keys (`DHCPKIT_KAFKA_TOPIC`); others in it do not matter. Without it nothing overrides. */
  readonly environment?: Environment;
}

/**
 * The settings of the one `<send-to-kafka>` section in a text.
 *
 * The section stands alone or anywhere in the configuration of a DHCPv6 server; other sections need correct tags, but
 * what they hold is not looked at, and `%import` may name any package.
 *
 * @throws {ConfigError} when the text is no configuration, holds no such section or more than one, or when the section
 * or a variable has a mistake; several mistakes come as one {@linkcode ConfigErrors}. Where the mistake is in a variable,
 * the message names that in place of file and line.
 *
 * @example
 * ```ts
 * import { parseSendToKafka } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * const settings = parseSendToKafka(`
 * <send-to-kafka>
 *     broker host1:9092
 *     broker [2001:db8::2]
 * </send-to-kafka>`);
 *
 * assertEquals(settings.topic, "dhcpkit.messages");
 * assertEquals(settings.brokers, [{ host: "host1", port: 9092 }, { host: "2001:db8::2", port: 9092 }]);
 * assertEquals(settings.lingerMs, 500);
 * ```
 */
export function parseSendToKafka(
  text: string,
  fileName: string = "configuration",
  options: SendToKafkaOptions = {},
): SendToKafkaSettings {
  const tree = parseZConfig(text, { ...options, fileName, imports: "any" });
  const [first, ...others] = findSections(tree, sendToKafkaSection.type);
  if (first === undefined) throw noSection(tree);
  throwCollected(others.map((other) => anotherSection(first, other)));
  const { tree: effective, mistakes } = overridden(tree, sendToKafkaSection, options.environment ?? {});
  return readSection(sendToKafkaSection, findSections(effective, sendToKafkaSection.type)[0], { mistakes });
}

/**
 * The settings that environment variables alone give, for containers that have no file: `DHCPKIT_KAFKA_BROKER` and others;
 * {@linkcode sendToKafkaVariables} lists them. Keys without a variable have their defaults.
 *
 * @throws {ConfigError} as {@linkcode parseSendToKafka} does.
 *
 * @example
 * ```ts
 * import { sendToKafkaFromEnvironment } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * const settings = sendToKafkaFromEnvironment({ DHCPKIT_KAFKA_BROKER: "kafka1, kafka2:9093", HOME: "/root" });
 * assertEquals(settings.brokers, [{ host: "kafka1", port: 9092 }, { host: "kafka2", port: 9093 }]);
 * ```
 */
export function sendToKafkaFromEnvironment(environment: Environment): SendToKafkaSettings {
  return parseSendToKafka(`<${sendToKafkaSection.type}/>`, "environment", { environment });
}

function frozenDefaults(): Readonly<SendToKafkaSettings> {
  const settings = parseSendToKafka("<send-to-kafka/>");
  settings.brokers.forEach((broker) => Object.freeze(broker));
  Object.freeze(settings.brokers);
  return Object.freeze(settings);
}

function noSection(tree: ConfigTree): ConfigError {
  const type = sendToKafkaSection.type;
  const near = allSections(tree.entries.filter((entry) => entry.kind === "section"))
    .find((section) => nearest(section.type, [type]) !== undefined);
  return near === undefined
    ? new ConfigError({
      fileName: tree.fileName,
      line: 1,
      problem: `there is no <${type}> section`,
      remedy: `add <${type}/> for the defaults`,
    })
    : new ConfigError({
      fileName: near.fileName,
      line: near.line,
      section: near.type,
      problem: `there is no <${type}> section`,
      remedy: `did you mean <${type}> here?`,
    });
}

function anotherSection(first: ConfigSection, other: ConfigSection): ConfigError {
  return new ConfigError({
    fileName: other.fileName,
    line: other.line,
    section: other.type,
    problem: `is there more than once; the first is in ${first.fileName}:${first.line}`,
    remedy: "one is looked at here; put the other into a file of its own",
  });
}

function allSections(sections: readonly ConfigSection[]): ConfigSection[] {
  return sections.flatMap((section) => [
    section,
    ...allSections(section.entries.filter((entry) => entry.kind === "section")),
  ]);
}
