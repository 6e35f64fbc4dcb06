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
  /** The broker ends when this process does. This one unless told. */
  readonly owner?: number;
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
      return metadata.clusterId === clusterId && metadata.brokers > 0 &&
        metadata.partitions.every((it) => it.hasLeader);
    }, { timeoutMs });
    return { pid };
  } catch (error) {
    await endProcess(pid, "SIGKILL");
    const log = await Deno.readTextFile(logFile(folder)).catch(() => "");
    if (log.includes("Address already in use")) throw new PortInUse(`${settings.port} or ${settings.controllerPort}`);
    throw new Error(`Kafka did not start: ${(error as Error).message}\n${log.slice(-6000)}`, { cause: error });
  }
}

/** Writes settings, and a formatted data folder where there is none. Returns the cluster's id. */
async function prepare(program: KafkaProgram, settings: KafkaProcessSettings): Promise<string> {
  const data = `${settings.folder}/data`;
  await Deno.mkdir(data, { recursive: true });
  await Deno.writeTextFile(`${settings.folder}/server.properties`, serverProperties(settings, data));
  const existing = await Deno.readTextFile(`${data}/meta.properties`).catch(() => "");
  const known = /^cluster\.id=(.+)$/m.exec(existing);
  if (known) return known[1];
  const clusterId = randomId();
  await Deno.copyFile(program.bootstrapCheckpoint, `${data}/bootstrap.checkpoint`);
  await Deno.writeTextFile(
    `${data}/meta.properties`,
    `version=1\nnode.id=1\ncluster.id=${clusterId}\ndirectory.id=${randomId()}\n`,
  );
  return clusterId;
}

function serverProperties(settings: KafkaProcessSettings, data: string): string {
  const { hostname, port, controllerPort } = settings;
  const listener = `PLAINTEXT://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
  const properties: Record<string, string> = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.quorum.voters": `1@127.0.0.1:${controllerPort}`,
    "controller.listener.names": "CONTROLLER",
    "listeners": `${listener},CONTROLLER://127.0.0.1:${controllerPort}`,
    "advertised.listeners": listener,
    "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
    "log.dirs": data,
    "num.partitions": "1",
    // One node holds everything.
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "1",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "1",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    // Start, join and come back quickly.
    "group.initial.rebalance.delay.ms": "0",
    "broker.heartbeat.interval.ms": "200",
    "broker.session.timeout.ms": "2000",
    ...settings.properties,
  };
  return Object.entries(properties).map(([key, value]) => `${key}=${value}\n`).join("");
}

/** 16 random bytes in the form of Kafka's ids: 22 characters that do not begin with a dash. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[0] &= 0x7f;
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
