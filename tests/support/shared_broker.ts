import { eventually } from "./eventually.ts";
import { withFileLock } from "./file_lock.ts";
import { freePorts } from "./free_port.ts";
import { bootstrapOf, createTopicAndWait, endOffsetsOf, logSizeIn, type RunningBroker } from "./kafka_broker.ts";
import { kafkaProgram } from "./kafka_program.ts";
import { logFile, PortInUse, startKafkaProcess } from "./kafka_process.ts";
import { isRunning } from "./pid.ts";
import { tempRoot } from "./temp_folder.ts";

/**
 * The broker that all tests of this process share: started by the first that asks, stopped when the process ends (by
 * `kafka/run_while.sh`, since test files do not share a last moment). Use a {@linkcode uniqueTopic} in each test.
 */
export async function sharedBroker(): Promise<RunningBroker> {
  const folder = sharedBrokerFolder(Deno.pid);
  const { port } = await withFileLock(`${folder}/lock`, async () => await existing(folder) ?? await start(folder));
  const address = { hostname: "127.0.0.1", port };
  return {
    ...address,
    bootstrap: bootstrapOf(address),
    createTopic: (name, options) => createTopicAndWait(address, name, options),
    endOffsets: (topic) => endOffsetsOf(address, topic),
    log: () => Deno.readTextFile(logFile(folder)),
    logSize: (topic) => logSizeIn(folder, topic),
  };
}

/** The folder of a process's shared broker. It is gone when the broker is. */
export function sharedBrokerFolder(owner: number): string {
  return `${tempRoot}/dhcpkit-kafka-shared-broker-${owner}`;
}

/** Waits until the shared broker of a process that has ended is gone. */
export async function waitForSharedBrokerToEnd(owner: number): Promise<void> {
  const isGone = () => Deno.stat(sharedBrokerFolder(owner)).then(() => false, () => true);
  await eventually(`the end of the shared broker of process ${owner}`, isGone);
}

interface State {
  pid: number;
  port: number;
}

/** Test files run in isolates of their own, so what they share is a file. */
async function existing(folder: string): Promise<State | undefined> {
  const text = await Deno.readTextFile(`${folder}/state.json`).catch(() => undefined);
  const state: State | undefined = text === undefined ? undefined : JSON.parse(text);
  return state && await isRunning(state.pid) ? state : undefined;
}

async function start(folder: string): Promise<State> {
  const program = await kafkaProgram();
  for (let attempt = 1;; attempt++) {
    const [port, controllerPort] = freePorts(2);
    try {
      await Deno.remove(`${folder}/data`, { recursive: true }).catch(() => {});
      const settings = { folder, hostname: "127.0.0.1", port, controllerPort, properties: {} };
      const { pid } = await startKafkaProcess(program, settings);
      const state: State = { pid, port };
      await Deno.writeTextFile(`${folder}/state.json`, JSON.stringify(state));
      return state;
    } catch (error) {
      if (!(error instanceof PortInUse) || attempt === 5) throw error;
    }
  }
}
