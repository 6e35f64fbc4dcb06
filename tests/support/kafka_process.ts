import { eventually, GivingUp } from "./eventually.ts";
import type { KafkaProgram } from "./kafka_program.ts";
import { fetchMetadata } from "./kafka_wire.ts";
import { supportFolder } from "./paths.ts";
import { endProcess, isRunning } from "./pid.ts";

/** What one broker process runs with. */
export interface KafkaProcessSettings {
  /** Holds the broker's settings, data and log. Made when it does not exist; data in it is used again. */
  readonly folder: string;
  readonly hostname: string;
  readonly port: number;
  readonly controllerPort: number;
  /** Broker settings on top of, or instead of, the ones made here. */
  readonly properties: Record<string, string>;
  /** Its place in a cluster; it is alone unless told. */
  readonly node?: KafkaNode;
  /** Listeners beside the one in the clear. */
  readonly listeners?: readonly KafkaListener[];
  /** The broker ends when this process does. This one unless told. */
  readonly owner?: number;
}

/** A node's place in a cluster in which each node is a broker and a controller. */
export interface KafkaNode {
  readonly id: number;
  readonly clusterId: string;
  /** The controllers' ports, that of node 1 first. */
  readonly controllerPorts: readonly number[];
}

/** One more address that a broker listens at. */
export interface KafkaListener {
  /** Capitals, digits and underscores. */
  readonly name: string;
  readonly protocol: "PLAINTEXT" | "SSL" | "SASL_PLAINTEXT" | "SASL_SSL";
  readonly hostname: string;
  readonly port: number;
  /** Where clients are told to go instead. */
  readonly advertised?: { readonly hostname: string; readonly port: number };
}

/** A port that was free a moment ago is in use: choose others. */
export class PortInUse extends Error {
  override readonly name = "PortInUse";
}

/** The file that a broker logs to. */
export function logFile(folder: string): string {
  return `${folder}/broker.log`;
}

/**
 * Starts a broker and returns when it answers. The process belongs to no resource of this program (a broker that several tests share must
 * not look like a leak of the first one); `run_while.sh` ends it when this program is gone.
 */
export async function startKafkaProcess(
  program: KafkaProgram,
  settings: KafkaProcessSettings,
  timeoutMs = 30_000,
): Promise<{ pid: number }> {
  const { folder, owner = Deno.pid } = settings;
  const clusterId = await prepare(program, settings);
  const pidFile = `${folder}/pid`;
  await Deno.remove(pidFile).catch(() => {});
  const launched = await new Deno.Command("setsid", {
    args: [
      "--fork",
      `${supportFolder}kafka/run_while.sh`,
      ...[`${owner}`, pidFile, logFile(folder), folder],
      ...[...program.java, "kafka.Kafka", `${folder}/server.properties`],
    ],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn().status;
  if (!launched.success) throw new Error(`setsid: exit code ${launched.code}`);
  const pid = await eventually("the broker's process id", async () => Number(await Deno.readTextFile(pidFile)));
  try {
    await eventually("the broker's answer", async () => {
      if (!await isRunning(pid)) throw new GivingUp("the broker ended before it answered");
      const metadata = await fetchMetadata(settings);
      // A node of several may come back while others are down, and some partitions with them.
      return metadata.clusterId === clusterId && metadata.brokers > 0 &&
        (settings.node !== undefined || metadata.partitions.every((it) => it.hasLeader));
    }, { timeoutMs });
    return { pid };
  } catch (error) {
    await endProcess(pid, "SIGKILL");
    const log = await Deno.readTextFile(logFile(folder)).catch(() => "");
    // Without a logger for Java the broker does not say why it ended.
    const isMute = error instanceof GivingUp && !log.includes("ERROR");
    if (isMute || log.includes("Address already in use")) {
      throw new PortInUse(`${settings.port}, ${settings.controllerPort} or another port (${(error as Error).message})`);
    }
    throw new Error(`Kafka did not start: ${(error as Error).message}\n${log.slice(-6000)}`, { cause: error });
  }
}

/** Writes settings, and a formatted data folder where there is none. Returns the cluster's id. */
async function prepare(program: KafkaProgram, settings: KafkaProcessSettings): Promise<string> {
  const { folder, node } = settings;
  const data = `${folder}/data`;
  await Deno.mkdir(data, { recursive: true });
  await Deno.writeTextFile(`${folder}/server.properties`, serverProperties(settings, data));
  const existing = await Deno.readTextFile(`${data}/meta.properties`).catch(() => "");
  const known = /^cluster\.id=(.+)$/m.exec(existing);
  if (known) return known[1];
  const clusterId = node?.clusterId ?? randomClusterId();
  await Deno.copyFile(program.bootstrapCheckpoint, `${data}/bootstrap.checkpoint`);
  await Deno.writeTextFile(
    `${data}/meta.properties`,
    `version=1\nnode.id=${node?.id ?? 1}\ncluster.id=${clusterId}\ndirectory.id=${randomClusterId()}\n`,
  );
  return clusterId;
}

function serverProperties(settings: KafkaProcessSettings, data: string): string {
  const { hostname, port, controllerPort, node, listeners = [] } = settings;
  const { id = 1, controllerPorts = [controllerPort] } = node ?? {};
  const open: readonly KafkaListener[] = [{ name: "PLAINTEXT", protocol: "PLAINTEXT", hostname, port }, ...listeners];
  const copies = `${Math.min(3, controllerPorts.length)}`, mostCopies = controllerPorts.length > 2 ? "2" : "1";
  const properties: Record<string, string> = {
    "process.roles": "broker,controller",
    "node.id": `${id}`,
    "controller.quorum.voters": controllerPorts.map((port, i) => `${i + 1}@127.0.0.1:${port}`).join(","),
    "controller.listener.names": "CONTROLLER",
    "listeners": [...open.map(listenerText), `CONTROLLER://127.0.0.1:${controllerPort}`].join(","),
    "advertised.listeners": open.map((it) => listenerText({ ...it, ...it.advertised })).join(","),
    "listener.security.protocol.map": [
      "CONTROLLER:PLAINTEXT",
      ...open.map(({ name, protocol }) => `${name}:${protocol}`),
    ].join(","),
    "inter.broker.listener.name": "PLAINTEXT",
    "log.dirs": data,
    "num.partitions": "1",
    "offsets.topic.replication.factor": copies,
    "offsets.topic.num.partitions": "1",
    "transaction.state.log.replication.factor": copies,
    "transaction.state.log.min.isr": mostCopies,
    "transaction.state.log.num.partitions": "1",
    "share.coordinator.state.topic.replication.factor": copies,
    "share.coordinator.state.topic.min.isr": mostCopies,
    // Start, join and come back quickly.
    "group.initial.rebalance.delay.ms": "0",
    "broker.heartbeat.interval.ms": "200",
    "broker.session.timeout.ms": "2000",
    ...settings.properties,
  };
  return Object.entries(properties).map(([key, value]) => `${key}=${value}\n`).join("");
}

function listenerText({ name, hostname, port }: { name: string; hostname: string; port: number }): string {
  return `${name}://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
}

/** 16 random bytes in the form of Kafka's ids: 22 characters that do not begin with a dash. */
export function randomClusterId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[0] &= 0x7f;
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
