import { BrokerLife } from "./broker_life.ts";
import { eventually } from "./eventually.ts";
import { freePorts } from "./free_port.ts";
import { electPreferredLeader, reassign } from "./kafka_admin.ts";
import { bootstrapOf, createTopicAndWait, endOffsetsOf } from "./kafka_broker.ts";
import { kafkaProgram } from "./kafka_program.ts";
import { type KafkaProcessSettings, PortInUse, randomClusterId } from "./kafka_process.ts";
import { fetchMetadata, type PartitionMetadata, type TopicOptions } from "./kafka_wire.ts";

export interface KafkaClusterOptions {
  /** How many nodes, each a broker and a controller: 3 unless told. */
  nodes?: number;
  /** Whether producing to an unknown topic creates it. */
  autoCreateTopics?: boolean;
  /** Broker settings of all nodes, on top of the usual ones. */
  properties?: Record<string, string>;
}

/**
 * A real cluster (KRaft) with its own ports and data, whose nodes can be killed, paused and started again one by one.
 *
 * ```ts ignore
 * await using cluster = await KafkaCluster.start();
 * const topic = await cluster.createTopic("kept", { replicas: 3, config: { "min.insync.replicas": "2" } });
 * await (await cluster.leaderOf(topic)).kill();
 * ```
 */
export class KafkaCluster implements AsyncDisposable {
  /** In the order of their ids: node 1 first. */
  readonly nodes: readonly KafkaClusterNode[];

  private constructor(nodes: readonly KafkaClusterNode[]) {
    this.nodes = nodes;
  }

  /** Starts all nodes on free ports, and returns when each of them knows of all. */
  static async start(options: KafkaClusterOptions = {}): Promise<KafkaCluster> {
    const { nodes: count = 3, autoCreateTopics = true, properties = {} } = options;
    await kafkaProgram();
    for (let attempt = 1;; attempt++) {
      const ports = freePorts(2 * count), controllerPorts = ports.slice(count), clusterId = randomClusterId();
      const nodes = await Promise.all(controllerPorts.map(async (controllerPort, i) =>
        new KafkaClusterNode({
          folder: await Deno.makeTempDir({ prefix: `dhcpkit-kafka-node${i + 1}-` }),
          hostname: "127.0.0.1",
          port: ports[i],
          controllerPort,
          node: { id: i + 1, clusterId, controllerPorts },
          properties: { "auto.create.topics.enable": `${autoCreateTopics}`, ...properties },
        })
      ));
      const cluster = new KafkaCluster(nodes);
      const starts = await Promise.allSettled(nodes.map((node) => node.start()));
      const failures = starts.flatMap((start) => start.status === "rejected" ? [start.reason] : []);
      if (failures.length === 0) {
        await cluster.#whenAllKnowAll();
        return cluster;
      }
      await cluster[Symbol.asyncDispose]();
      const portInUse = failures.find((failure) => failure instanceof PortInUse);
      if (!portInUse || attempt === 5) throw portInUse ?? failures[0];
    }
  }

  /** All nodes' addresses, as a client's configuration wants them. */
  get brokers(): string[] {
    return this.nodes.map(({ bootstrap }) => bootstrap);
  }

  /** The node with this id, from 1. */
  node(id: number): KafkaClusterNode {
    const node = this.nodes.find((node) => node.id === id);
    if (!node) throw new RangeError(`there is no node ${id}`);
    return node;
  }

  /** Makes a topic, and returns when each of its partitions can be written to. */
  async createTopic(name: string, options?: TopicOptions): Promise<string> {
    await createTopicAndWait(this.#anyRunning(), name, options);
    // Other nodes hear of it a moment later.
    await this.#whenNodesSay(
      `${name} on all nodes`,
      name,
      (found) => found.length === (options?.partitions ?? 1) && found.every(({ hasLeader }) => hasLeader),
    );
    return name;
  }

  /** How many records each partition was ever given; asked of the partitions' leaders. */
  async endOffsets(topic: string): Promise<bigint[]> {
    const partitions = await this.partitions(topic), ends: bigint[] = [];
    for (const { partition, leader } of partitions) {
      ends.push((await endOffsetsOf(this.node(leader), topic, [partition]))[0]);
    }
    return ends;
  }

  /** Which nodes have the partitions of a topic, as a running node sees it. */
  async partitions(topic: string): Promise<PartitionMetadata[]> {
    return (await fetchMetadata(this.#anyRunning(), topic)).partitions;
  }

  /** The running node that leads a partition; waits for an election. */
  async leaderOf(topic: string, partition = 0): Promise<KafkaClusterNode> {
    return await eventually(`a leader of ${topic} partition ${partition}`, async () => {
      const found = (await this.partitions(topic))[partition], node = this.nodes.find(({ id }) => id === found?.leader);
      return node?.isRunning ? node : undefined;
    });
  }

  /** Makes another node the leader of a partition (the next one of its replicas unless told), in good order. */
  async moveLeader(topic: string, partition = 0, to?: number): Promise<KafkaClusterNode> {
    const { leader, replicas } = (await this.partitions(topic))[partition];
    const target = to ?? replicas[(replicas.indexOf(leader) + 1) % replicas.length];
    const address = this.#anyRunning();
    await reassign(address, topic, partition, [target, ...replicas.filter((id) => id !== target)]);
    await eventually(`node ${target} leads ${topic} partition ${partition}`, async () => {
      await electPreferredLeader(address, topic, partition);
      return (await this.partitions(topic))[partition].leader === target;
    });
    return this.node(target);
  }

  /** Waits until all nodes that should have a topic's partitions have all of them. */
  async whenInSync(topic: string): Promise<void> {
    await this.#whenNodesSay(
      `all replicas of ${topic} in sync`,
      topic,
      (found) => found.length > 0 && found.every(({ replicas, inSync }) => inSync.length === replicas.length),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.nodes.map((node) => node[Symbol.asyncDispose]()));
  }

  #anyRunning(): KafkaClusterNode {
    const node = this.nodes.find(({ isAnswering }) => isAnswering);
    if (!node) throw new Error("no node of the cluster is running");
    return node;
  }

  async #whenAllKnowAll(): Promise<void> {
    await eventually("all nodes know all", async () => {
      const views = await Promise.all(this.nodes.map((node) => fetchMetadata(node)));
      return views.every(({ brokers }) => brokers === this.nodes.length);
    }, { timeoutMs: 30_000 });
  }

  async #whenNodesSay(what: string, topic: string, isSo: (found: PartitionMetadata[]) => boolean): Promise<void> {
    await eventually(what, async () => {
      const answering = this.nodes.filter(({ isAnswering }) => isAnswering);
      const views = await Promise.all(answering.map((node) => fetchMetadata(node, topic)));
      return views.every(({ partitions }) => isSo(partitions));
    }, { timeoutMs: 30_000 });
  }
}

/** One broker of a {@linkcode KafkaCluster}. */
export class KafkaClusterNode extends BrokerLife {
  readonly id: number;
  readonly hostname: string;
  readonly port: number;

  constructor(settings: KafkaProcessSettings) {
    super(settings);
    this.id = settings.node?.id ?? 1;
    this.hostname = settings.hostname;
    this.port = settings.port;
  }

  get bootstrap(): string {
    return bootstrapOf(this);
  }

  /** Starts the node; to answer takes a quorum, which takes longer than one broker does. */
  override async start(): Promise<void> {
    await super.start(60_000);
  }
}
