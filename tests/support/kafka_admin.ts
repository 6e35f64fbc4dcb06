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

/** Somebody who may use SCRAM (RFC 5802). */
export interface ScramUser {
  readonly name: string;
  readonly password: string;
  readonly mechanism: "SCRAM-SHA-256" | "SCRAM-SHA-512";
}

/** AlterUserScramCredentials, version 0. A broker knows the user a moment later. */
export async function addScramUser(address: BrokerAddress, user: ScramUser): Promise<void> {
  const { salt, iterations, hash } = await salted(user);
  const answer = await request(address, { api: 51, version: 0, isFlexible: true }, (body) => {
    body.compactLength(0).compactLength(1); // deletions, upsertions
    body.compactString(user.name).int8(user.mechanism === "SCRAM-SHA-256" ? 1 : 2).int32(iterations);
    body.compactLength(salt.length).raw(salt).compactLength(hash.length).raw(hash).noTags().noTags();
  });
  answer.int32(); // throttle_time_ms
  answer.compactLength();
  answer.compactString();
  const code = answer.int16(), message = answer.compactString();
  if (code !== 0) throw new KafkaWireError(`user ${user.name}: error ${code}: ${message}`, code);
}

async function salted({ password, mechanism }: ScramUser) {
  const salt = crypto.getRandomValues(new Uint8Array(16)), iterations = 4096;
  const [hashName, bits] = mechanism === "SCRAM-SHA-256" ? ["SHA-256", 256] : ["SHA-512", 512] as const;
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(password), "PBKDF2", false, ["deriveBits"]);
  const derived = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: hashName, salt, iterations }, key, bits);
  return { salt, iterations, hash: new Uint8Array(derived) };
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
