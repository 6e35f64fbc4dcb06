import { handlerGroup } from "./_groups.ts";
import { nearest } from "./_near.ts";
import { ConfigError, throwCollected } from "./config_error.ts";
import { type ConfigSection, type ConfigTree, findSections } from "./config_tree.ts";
import { type HostPort, hostPort } from "./host_port.ts";
import { many, one, optional } from "./key_schema.ts";
import { hostNameOrAddress } from "./name_datatypes.ts";
import { integer } from "./number_datatypes.ts";
import { byteSize, durationMs } from "./quantity_datatypes.ts";
import { readSection } from "./read_section.ts";
import { defineSection, type Section } from "./section_schema.ts";
import { choice, identifier, text } from "./text_datatypes.ts";
import { topic } from "./topic_name.ts";
import { parseZConfig, type ReadFile } from "./zconfig.ts";

/** What a `<send-to-kafka>` section says. */
export interface SendToKafkaSettings {
  /** The name of this server in messages; without it, the name of the host is meant, as the system has it. */
  serverName?: string;
  /** The host name or IP address to connect from; without it the system chooses. */
  sourceAddress?: string;
  /** The topic to publish on. */
  topic: string;
  /** The brokers to ask for the cluster, at least one. */
  brokers: HostPort[];
  /** How many milliseconds a message may wait for others to be sent with. */
  lingerMs: number;
  /** How many waiting messages are sent without further waiting. */
  earlyFlushCount: number;
  /** How many messages may wait at most. */
  queueMessages: number;
  /** How many bytes all waiting messages may have together. */
  queueBytes: number;
  /** Which message is dropped when no more may wait. */
  queuePolicy: "drop-newest" | "drop-oldest";
  /** What record keys are made of: the client, or no keys. */
  recordKey: "client" | "none";
  /** How many brokers must have stored a message before it counts as sent. */
  acks: 0 | 1 | "all";
  /** The name that brokers see this client under. */
  clientId: string;
  /** How many milliseconds a connection may take to open. */
  connectTimeoutMs: number;
  /** How many milliseconds a broker may take to answer. */
  requestTimeoutMs: number;
  /** How many milliseconds may be spent on sending what still waits when the server stops. */
  closeTimeoutMs: number;
}

/** The section type `send-to-kafka`: where and how transactions are published. */
export const sendToKafkaSection: Section<SendToKafkaSettings, "send-to-kafka"> = defineSection("send-to-kafka", {
  group: handlerGroup,
  prose:
    "Publishes each DHCPv6 transaction, request and answer together, on a topic of a Kafka cluster. At the top level " +
    "it sees all transactions; in a filter it sees those that the filter lets through. The DHCPv6 service never waits " +
    "for Kafka: what cannot be sent waits in a queue with limits.",
  example:
    "<send-to-kafka>\n    broker host1:9092\n    broker host2:9092\n\n    topic dhcpkit.messages\n</send-to-kafka>",
  keys: {
    "server-name": optional(text({ maxBytes: 255 }), {
      prose: "The name that this server has in the messages.",
      example: "dhcp01.example.com",
      absent: "the name of the host, as the system has it",
    }),
    "source-address": optional(hostNameOrAddress, {
      prose: "The address of this host, or a name for it, that connections to Kafka come from.",
      example: "2001:db8::53",
      absent: "the system chooses",
    }),
    topic: one(topic, { prose: "The topic to publish on.", default: "dhcpkit.messages" }),
    broker: many(hostPort(9092), {
      prose:
        "A broker to ask for the cluster; the others are learned from it. Name two or more, so that one can be down.",
      example: "host1:9092",
      defaults: ["localhost:9092"],
      property: "brokers",
    }),
    linger: one(durationMs({ max: "1m" }), {
      prose: "How long a message may wait for others to be sent with.",
      default: "500ms",
      property: "lingerMs",
    }),
    "early-flush": one(integer({ min: 1, max: 1_000_000 }), {
      prose: "How many waiting messages are sent at once, before `linger` is over.",
      default: "50",
      property: "earlyFlushCount",
    }),
    "queue-messages": one(integer({ min: 1, max: 10_000_000 }), {
      prose: "How many messages may wait at most. While Kafka cannot be reached, messages beyond this are dropped.",
      default: "1000",
    }),
    "queue-bytes": one(byteSize({ min: "64kb", max: "4gb" }), {
      prose: "How much memory all waiting messages together may take.",
      default: "16mb",
    }),
    "queue-policy": one(choice({ "drop-newest": "drop-newest", "drop-oldest": "drop-oldest" }), {
      prose:
        "Which message is dropped when no more may wait: with `drop-newest` the one that comes, as in the documented system, " +
        "so that what is kept tells how the trouble began; with `drop-oldest` the one that has waited longest, so that what " +
        "is kept is recent.",
      default: "drop-newest",
    }),
    "record-key": one(choice({ client: "client", none: "none" }), {
      prose:
        "What the keys of Kafka records are made of. With `client`, all transactions of one client go to the same " +
        "partition and keep their order; with `none`, records have no key and are spread.",
      default: "client",
    }),
    acks: one(choice({ "0": 0, "1": 1, all: "all" }), {
      prose:
        "Who must have stored a message before it counts as sent: nobody, the leader of the partition, or all replicas " +
        "that are in sync.",
      default: "all",
    }),
    "client-id": one(identifier, { prose: "The name that brokers see this client under.", default: "dhcpkit-kafka" }),
    "connect-timeout": one(durationMs({ min: "1ms", max: "10m" }), {
      prose: "How long a connection may take to open.",
      default: "5s",
      property: "connectTimeoutMs",
    }),
    "request-timeout": one(durationMs({ min: "1ms", max: "10m" }), {
      prose: "How long a broker may take to answer.",
      default: "10s",
      property: "requestTimeoutMs",
    }),
    "close-timeout": one(durationMs({ max: "10m" }), {
      prose: "How long to go on sending what still waits when the server stops.",
      default: "5s",
      property: "closeTimeoutMs",
    }),
  },
});

/** What an empty `<send-to-kafka/>` section says; frozen, so copy it before a change. */
export const defaultSendToKafkaSettings: Readonly<SendToKafkaSettings> = frozenDefaults();

/** What {@linkcode parseSendToKafka} may use besides the text. */
export interface SendToKafkaOptions {
  /** Reads included files; without it `%include` is an error. */
  readonly readFile?: ReadFile;
}

/**
 * The settings of the one `<send-to-kafka>` section in a text.
 *
 * The section stands alone or anywhere in the configuration of a DHCPv6 server; other sections need correct tags, but
 * what they hold is not looked at, and `%import` may name any package.
 *
 * @throws {ConfigError} when the text is no configuration, holds no such section or more than one, or when the section
 * has a mistake; several mistakes come as one {@linkcode ConfigErrors}.
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
  const [section, ...others] = findSections(tree, sendToKafkaSection.type);
  if (section === undefined) throw noSection(tree);
  throwCollected(others.map((other) => anotherSection(section, other)));
  return readSection(sendToKafkaSection, section);
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
    remedy: "keep one of them",
  });
}

function allSections(sections: readonly ConfigSection[]): ConfigSection[] {
  return sections.flatMap((section) => [
    section,
    ...allSections(section.entries.filter((entry) => entry.kind === "section")),
  ]);
}
