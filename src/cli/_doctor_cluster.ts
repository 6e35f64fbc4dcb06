import { type BrokerAddress, brokerText } from "../kafka/broker_address.ts";
import {
  type ClusterView,
  inspectBroker,
  type Inspection,
  type PartitionView,
  type TopicView,
} from "../kafka/kafkajs_inspection.ts";
import { explainKafkaError } from "../kafka/kafka_error.ts";
import { type Circumstances, examinePermission, question } from "./_doctor_broker.ts";
import { type Check, failure, type Finding } from "./_finding.ts";

/** What is expected of the cluster. */
export interface Expectations extends Circumstances {
  /** Whom the publisher waits for. */
  readonly acks: 0 | 1 | "all";
  /** Bytes of the largest record that is published. */
  readonly maxRecordBytes: number;
}

/** Kafka's codes of operations (`AclOperation`) and errors. */
const WRITE = 4, DESCRIBE = 8, UNKNOWN_TOPIC = 3, TOPIC_AUTHORIZATION_FAILED = 29;

/** What a batch with one record takes beside the record, about. */
const BATCH_OVERHEAD = 100;

/** Looks at the cluster and the topic through one broker that can be used. */
export async function* examineCluster(broker: BrokerAddress, around: Expectations): AsyncGenerator<Finding> {
  try {
    await using inspection = await inspectBroker({ ...broker, ...around });
    const view = await inspection.describe(around.topic);
    yield* examineBrokers(view, around);
    const { topic } = view;
    if ("error" in topic) yield* examineAbsence(topic.error, broker, around);
    else yield* examineTopic(topic, view, inspection, around);
  } catch (error) {
    yield failure("cluster", (await explainKafkaError(error, question(broker, around))).message);
  }
}

async function* examineBrokers({ brokers }: ClusterView, around: Expectations): AsyncGenerator<Finding> {
  const list = brokers.map((one) => `${one.id} at ${brokerText(one)}`).join(", ");
  yield { check: "cluster", status: "ok", found: `${counted(brokers.length, "broker")} up: ${list}` };
  if (!(yield* examinePermission(brokers))) return;
  for (const broker of brokers) {
    try {
      await using _inspection = await inspectBroker({ ...broker, ...around });
      yield { check: "advertised", status: "ok", found: `broker ${broker.id} can be reached at ${brokerText(broker)}` };
    } catch (error) {
      const { message } = await explainKafkaError(error, question(broker, around));
      yield {
        check: "advertised",
        status: "failed",
        found: `broker ${broker.id} tells clients to come to ${brokerText(broker)}, and from here: ${message}`,
        remedy: "start that broker; if it runs, set its advertised.listeners to an address that clients reach",
      };
    }
  }
}

function* examineAbsence(error: number, broker: BrokerAddress, { topic, ...around }: Expectations): Generator<Finding> {
  if (error === UNKNOWN_TOPIC) {
    yield failure(
      "topic",
      `${topic} does not exist; create it: kafka-topics.sh --bootstrap-server ${brokerText(broker)} --create ` +
        `--topic ${topic} --partitions 6 --replication-factor 3`,
    );
  } else if (error === TOPIC_AUTHORIZATION_FAILED) {
    yield failure("acl", `this client may not even ask about ${topic}; ${grantText(broker, { topic, ...around })}`);
  } else yield failure("topic", `the broker answers with error ${error} about ${topic}; look into its log`);
  const others = error === TOPIC_AUTHORIZATION_FAILED ? ["topic", "replicas", "limits"] : ["acl", "replicas", "limits"];
  for (const check of others as Check[]) yield { check, status: "skipped", found: `nothing is known of ${topic}` };
}

async function* examineTopic(
  topic: TopicView,
  { brokers }: ClusterView,
  inspection: Inspection,
  around: Expectations,
): AsyncGenerator<Finding> {
  const { partitions, allowed } = topic, name = around.topic;
  const leaderless = partitions.filter(({ leader }) => leader < 0).map(({ partition }) => partition);
  yield leaderless.length === 0
    ? {
      check: "topic",
      status: "ok",
      found: `${name} has ${counted(partitions.length, "partition")}, all with a leader`,
    }
    : failure("topic", `${name} has no leader for partition ${leaderless.join(", ")}; start the brokers that hold it`);
  yield* examineAccess(allowed, brokers[0], around);
  const names = ["min.insync.replicas", "max.message.bytes", "message.timestamp.type"];
  const settings = await inspection.topicSettings(name, names).catch(() => undefined);
  yield examineReplicas(partitions, brokers.map(({ id }) => id), settings, around);
  yield examineLimits(settings, around);
}

function* examineAccess(
  allowed: ReadonlySet<number> | undefined,
  broker: BrokerAddress,
  around: Expectations,
): Generator<Finding> {
  const { topic } = around;
  if (!allowed) yield { check: "acl", status: "skipped", found: "brokers tell what a client may do since Kafka 2.3" };
  else if (allowed.has(WRITE)) {
    yield {
      check: "acl",
      status: "ok",
      found: `this client may write to ${topic}${allowed.has(DESCRIBE) ? " and describe it" : ""}`,
    };
  } else yield failure("acl", `this client may not write to ${topic}; ${grantText(broker, around)}`);
}

function grantText(broker: BrokerAddress, { topic, security: { sasl } }: Expectations): string {
  const user = sasl && sasl.mechanism !== "oauthbearer" ? sasl.username : "NAME";
  return `allow it: kafka-acls.sh --bootstrap-server ${brokerText(broker)} --add --allow-principal User:${user} ` +
    `--producer --topic ${topic}`;
}

function examineReplicas(
  partitions: readonly PartitionView[],
  up: readonly number[],
  settings: ReadonlyMap<string, string> | undefined,
  { topic, acks }: Expectations,
): Finding {
  const copies = Math.min(...partitions.map(({ replicas }) => replicas.length));
  const behind = partitions.filter(({ inSync, replicas }) => inSync.length < replicas.length);
  const down = [...new Set(behind.flatMap(({ replicas }) => replicas.filter((id) => !up.includes(id))))];
  const least = Number(settings?.get("min.insync.replicas") ?? 1), isStrict = acks === "all";
  const check: Check = "replicas", rule = settings ? `, min.insync.replicas is ${least}` : "";
  if (isStrict && partitions.some(({ inSync }) => inSync.length < least)) {
    const remedy = copies < least
      ? `more replicas are asked for than the ${copies} there are: lower min.insync.replicas or add replicas`
      : `start the missing brokers${down.length > 0 ? ` (${down.join(", ")})` : ""}`;
    return failure(
      check,
      `${topic} has too few replicas in sync for acks all (min.insync.replicas is ${least}); ${remedy}`,
    );
  }
  if (behind.length > 0) {
    return {
      check,
      status: "warning",
      found: `${
        counted(behind.length, "partition")
      } of ${topic} with fewer replicas in sync than the ${copies} wanted${rule}`,
      remedy: down.length > 0 ? `start broker ${down.join(", ")}` : "look at the load of the brokers that are behind",
    };
  }
  const found = `${counted(copies, "replica")} of each partition of ${topic}, all in sync${rule}`;
  return copies > 1
    ? { check, status: "ok", found }
    : { check, status: "warning", found, remedy: "let a second broker hold it: what is on one broker is lost with it" };
}

function examineLimits(
  settings: ReadonlyMap<string, string> | undefined,
  { topic, maxRecordBytes }: Expectations,
): Finding {
  const limit = Number(settings?.get("max.message.bytes"));
  if (!settings || Number.isNaN(limit)) {
    return {
      check: "limits",
      status: "skipped",
      found: `this client may not read the settings of ${topic}`,
      remedy: "allow it to (ACL: DESCRIBE_CONFIGS), or look yourself: max.message.bytes, min.insync.replicas",
    };
  }
  const found = `${topic} takes ${limit} bytes in a batch, records have up to ${maxRecordBytes}`;
  return limit >= maxRecordBytes + BATCH_OVERHEAD ? { check: "limits", status: "ok", found } : {
    check: "limits",
    status: "warning",
    found,
    remedy: `raise max.message.bytes of the topic to ${maxRecordBytes + BATCH_OVERHEAD}; larger records are lost`,
  };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
