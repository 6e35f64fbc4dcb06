import { ConfigResourceTypes } from "kafkajs";
import { createKafkaJsClient, type KafkaJsClientInit } from "./kafkajs_client.ts";
import { checkedSecurity } from "./credentials_check.ts";
import { explainKafkaError, hasErrorType } from "./kafka_error.ts";

/** What is known of a topic that has to be compacted. */
export interface CompactedTopic {
  /** Whether it was made just now. */
  readonly isNew: boolean;
  /** What keeps it from being one; `undefined` for nothing. */
  readonly problem: string | undefined;
}

/**
 * Sees to a topic that keeps the last record of each key: one that does not exist is created, with the brokers' number of partitions
 * and replicas. Rejects, with what to create, where that is not allowed.
 */
export async function ensureCompactedTopic(topic: string, init: KafkaJsClientInit): Promise<CompactedTopic> {
  const security = await checkedSecurity(init.security), { brokers, sourceAddress, connectTimeoutMs: timeoutMs } = init;
  const client = createKafkaJsClient(init, security), admin = client.kafka.admin();
  const configEntries = [{ name: "cleanup.policy", value: "compact" }];
  try {
    await admin.connect();
    const isNew = await admin.createTopics({ topics: [{ topic, configEntries }], waitForLeaders: true })
      .catch((error: unknown) => {
        // Where it is there already, nothing has to be allowed.
        if (isDenied(error)) return admin.fetchTopicMetadata({ topics: [topic] }).then(() => false);
        throw error;
      });
    const policy = isNew ? "compact" : await cleanupPolicy(admin, topic);
    // With "compact,delete", what is older than the retention is forgotten, whether it holds or not.
    const isFine = policy === undefined || policy === "compact";
    const remedy = `set it: kafka-configs.sh --alter --entity-type topics --entity-name ${topic} --add-config ` +
      "cleanup.policy=compact";
    return {
      isNew,
      problem: isFine
        ? undefined
        : `${topic} has cleanup.policy=${policy} and would grow for ever or forget; ${remedy}`,
    };
  } catch (error) {
    if (hasErrorType(error, ["UNKNOWN_TOPIC_OR_PARTITION", "TOPIC_AUTHORIZATION_FAILED"])) {
      const command = `kafka-topics.sh --create --topic ${topic} --config cleanup.policy=compact`;
      throw new Error(
        `the topic ${topic} does not exist, or this client may not see it, nor create it; create it: ${command}`,
        {
          cause: error,
        },
      );
    }
    throw await explainKafkaError(error, { brokers, topic, toDo: "write to", security, sourceAddress, timeoutMs });
  } finally {
    await admin.disconnect().catch(() => {});
    client.destroy();
  }
}

/** kafkajs gives what is wrong with each topic in a list. */
function isDenied(error: unknown): boolean {
  const { errors = [error] } = error as { readonly errors?: readonly unknown[] };
  return errors.some((one) => hasErrorType(one, DENIALS));
}

const DENIALS = ["TOPIC_AUTHORIZATION_FAILED", "CLUSTER_AUTHORIZATION_FAILED", "POLICY_VIOLATION"];

/** `undefined` where this client may not ask. */
async function cleanupPolicy(
  admin: ReturnType<ReturnType<typeof createKafkaJsClient>["kafka"]["admin"]>,
  topic: string,
): Promise<string | undefined> {
  const question = { type: ConfigResourceTypes.TOPIC, name: topic, configNames: ["cleanup.policy"] };
  try {
    const { resources } = await admin.describeConfigs({ resources: [question], includeSynonyms: false });
    return resources[0]?.configEntries.find(({ configName }) => configName === "cleanup.policy")?.configValue;
  } catch (error) {
    if (isDenied(error)) return undefined;
    throw error;
  }
}
