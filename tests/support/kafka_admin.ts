/** Requests that change a cluster: who may do what, and which node leads a partition. */
import { type BrokerAddress, KafkaWireError, request } from "./kafka_request.ts";

/** What an access control list allows one user. */
export interface Grant {
  /** `alice`, or the subject of a client certificate. */
  readonly user: string;
  readonly to: readonly Operation[];
  /** On a topic of this name; all topics are `*`. */
  readonly topic?: string;
  /** On a consumer group of this name; all groups are `*`. */
  readonly group?: string;
  /** On the cluster as a whole. */
  readonly cluster?: true;
}

/** Kafka's `AclOperation`. */
export type Operation = keyof typeof OPERATIONS;

const OPERATIONS = {
  all: 2,
  read: 3,
  write: 4,
  create: 5,
  describe: 8,
  "describe-configs": 10,
  "idempotent-write": 12,
};
const TOPIC = 2, GROUP = 3, CLUSTER = 4, LITERAL = 3, ALLOW = 3;

/** CreateAcls, version 1. A broker knows them a moment later. */
export async function grant(address: BrokerAddress, { user, to, topic, group, cluster }: Grant): Promise<void> {
  const resources: (readonly [type: number, name: string])[] = [
    ...(topic === undefined ? [] : [[TOPIC, topic] as const]),
    ...(group === undefined ? [] : [[GROUP, group] as const]),
    ...(cluster ? [[CLUSTER, "kafka-cluster"] as const] : []),
  ];
  const acls = resources.flatMap((resource) => to.map((operation) => ({ resource, operation: OPERATIONS[operation] })));
  const answer = await request(
    address,
    { api: 30, version: 1 },
    (body) =>
      body.array(acls, ({ resource: [type, name], operation }) => {
        body.int8(type).string(name).int8(LITERAL).string(`User:${user}`).string("*").int8(operation).int8(ALLOW);
      }),
  );
  answer.int32(); // throttle_time_ms
  answer.array(() => {
    const code = answer.int16(), message = answer.string();
    if (code !== 0) throw new KafkaWireError(`access for ${user}: error ${code}: ${message}`, code);
  });
}

/** AlterPartitionReassignments, version 0: the nodes that have a partition, the preferred leader first. */
export async function reassign(
  address: BrokerAddress,
  topic: string,
  partition: number,
  replicas: readonly number[],
): Promise<void> {
  const answer = await request(address, { api: 45, version: 0, isFlexible: true }, (body) => {
    body.int32(10_000).compactLength(1).compactString(topic); // timeout_ms
    body.compactLength(1).int32(partition).compactLength(replicas.length);
    for (const node of replicas) body.int32(node);
    body.noTags().noTags().noTags();
  });
  answer.int32(); // throttle_time_ms
  const code = answer.int16();
  if (code !== 0) throw new KafkaWireError(`reassignment of ${topic} partition ${partition}: error ${code}`, code);
}

/** ElectLeaders, version 1: makes the first of a partition's nodes its leader. */
export async function electPreferredLeader(address: BrokerAddress, topic: string, partition: number): Promise<void> {
  const PREFERRED = 0, ELECTION_NOT_NEEDED = 84;
  const answer = await request(address, { api: 43, version: 1 }, (body) => {
    body.int8(PREFERRED).int32(1).string(topic).int32(1).int32(partition).int32(10_000); // timeout_ms
  });
  answer.int32(); // throttle_time_ms
  const whole = answer.int16();
  if (whole !== 0) throw new KafkaWireError(`election: error ${whole}`, whole);
  answer.array(() => {
    answer.string();
    answer.array(() => {
      answer.int32();
      const code = answer.int16(), message = answer.string();
      if (code !== 0 && code !== ELECTION_NOT_NEEDED) throw new KafkaWireError(`election: ${code} ${message}`, code);
    });
  });
}
