import { type HostPort, hostPort } from "./host_port.ts";
import { type KeyGroup, keyGroup } from "./key_group.ts";
import { many, one, optional } from "./key_schema.ts";
import { filePath, hostNameOrAddress } from "./name_datatypes.ts";
import { boolean } from "./number_datatypes.ts";
import { durationMs } from "./quantity_datatypes.ts";
import { httpUrl } from "./reference_datatypes.ts";
import { choice, identifier } from "./text_datatypes.ts";
import { topic } from "./topic_name.ts";

/** Where a `<send-to-kafka>` section publishes, and by which way. */
export interface ConnectionSettings {
  /** The topic to publish on. */
  topic: string;
  /** The brokers to ask for the cluster, at least one. */
  brokers: HostPort[];
  /** The host name or IP address to connect from; without it the system chooses. */
  sourceAddress?: string;
  /** The way to Kafka: one of two clients, or a bridge that takes records over HTTP. */
  transportName: "kafkajs" | "platformatic" | "http-bridge";
  /** Whether the client runs in a thread of its own. */
  workerThread: boolean;
  /** Where the bridge is. */
  bridgeUrl?: string;
  /** The API that the bridge has. */
  bridgeDialect: "strimzi" | "confluent-v2" | "confluent-v3";
  /** The file with the value of the header `Authorization` for the bridge. */
  bridgeAuthorizationFile?: string;
  /** How many brokers must have stored a message before it counts as sent. */
  acks: 0 | 1 | "all";
  /** Whether brokers leave out what they already have when a batch is sent again. */
  idempotent: boolean;
  /** How each batch is made smaller. */
  compression: "none" | "gzip" | "snappy" | "lz4" | "zstd";
  /** Whether to ask for a topic that does not exist. */
  createTopic: boolean;
  /** The name that brokers see this client under. */
  clientId: string;
  /** How many milliseconds a connection may take to open. */
  connectTimeoutMs: number;
  /** How many milliseconds a broker may take to answer. */
  requestTimeoutMs: number;
}

/** Keys about the cluster and the way to it. */
export const connectionKeys: KeyGroup<ConnectionSettings> = keyGroup({ title: "Cluster and topic" }, {
  topic: one(topic, { prose: "The topic to publish on.", default: "dhcpkit.messages" }),
  broker: many(hostPort(9092), {
    prose:
      "A broker to ask for the cluster; the others are learned from it. Name two or more, so that one can be down.",
    example: "host1:9092",
    defaults: ["localhost:9092"],
    property: "brokers",
  }),
  "source-address": optional(hostNameOrAddress, {
    prose: "The address of this host, or a name for it, that connections to Kafka come from.",
    example: "2001:db8::53",
    absent: "the system chooses",
  }),
  transport: one(choice({ kafkajs: "kafkajs", platformatic: "platformatic", "http-bridge": "http-bridge" }), {
    prose:
      "The way to Kafka. `kafkajs` is the standard choice. `platformatic` takes a little less of the processor's time, can be " +
      "idempotent, and needs permission to read its own files (`--allow-read`) and the environment (`--allow-env`, or `--ignore-env`). " +
      "`http-bridge` sends records over HTTP, for places from which the brokers cannot be reached.",
    default: "kafkajs",
    property: "transportName",
  }),
  "worker-thread": one(boolean, {
    prose:
      "Whether the client of Kafka runs in a thread of its own, so that what it does takes no time from the thread that " +
      "answers DHCP clients. Costs some memory, and a program in a checkout needs `--allow-read` for it.",
    default: "no",
  }),
  "bridge-url": optional(httpUrl, {
    prose: "Where the bridge is, with `transport http-bridge`, including the path that its API stands under.",
    example: "https://bridge.example.com",
  }),
  "bridge-dialect": one(
    choice({ strimzi: "strimzi", "confluent-v2": "confluent-v2", "confluent-v3": "confluent-v3" }),
    {
      prose:
        "The API of the bridge: Strimzi's Kafka bridge, or version 2 or 3 of Confluent's. Version 2 carries no headers " +
        "and no timestamps.",
      default: "strimzi",
    },
  ),
  "bridge-authorization-file": optional(filePath, {
    prose:
      "A file with what the header `Authorization` says to the bridge, such as `Bearer TOKEN`. It is read anew for each " +
      "request, so that a token can be renewed.",
    example: "/run/secrets/bridge-authorization",
    absent: "no such header",
  }),
  acks: one(choice({ "0": 0, "1": 1, all: "all" }), {
    prose:
      "Who must have stored a message before it counts as sent: nobody, the leader of the partition, or all replicas " +
      "that are in sync.",
    default: "all",
  }),
  idempotence: one(boolean, {
    prose:
      "Whether the brokers leave out what they already have when a batch has to be sent again. Needs `acks all` and " +
      "`transport platformatic`, and with access lists the right to write idempotently. Another attempt to connect begins anew, so that a record can " +
      "still arrive twice.",
    default: "no",
    property: "idempotent",
  }),
  compression: one(choice({ none: "none", gzip: "gzip", snappy: "snappy", lz4: "lz4", zstd: "zstd" }), {
    prose: "How each batch is made smaller before it is sent. Those who read the topic have to know it too.",
    default: "none",
  }),
  "create-topic": one(boolean, {
    prose:
      "Whether to ask for the topic when it does not exist. Brokers create it if `auto.create.topics.enable` is on.",
    default: "yes",
  }),
  "client-id": one(identifier, { prose: "The name that brokers see this client under.", default: "dhcpkit-kafka" }),
  "connect-timeout": one(durationMs({ min: "1ms", max: "10m" }), {
    prose: "How long a connection to one broker may take to open.",
    default: "5s",
    property: "connectTimeoutMs",
  }),
  "request-timeout": one(durationMs({ min: "1ms", max: "10m" }), {
    prose: "How long a broker, or the bridge, may take to answer.",
    default: "10s",
    property: "requestTimeoutMs",
  }),
});
