import { kafkaProgram } from "./kafka_program.ts";
import { type KafkaProcessSettings, logFile, startKafkaProcess } from "./kafka_process.ts";
import { endProcess, signalProcess, waitUntilGone } from "./pid.ts";

/** The process of one broker, alone or in a cluster, and what a test may do to it. */
export class BrokerLife implements AsyncDisposable {
  protected readonly settings: KafkaProcessSettings;
  #pid: number | undefined;
  #isPaused = false;

  constructor(settings: KafkaProcessSettings, pid?: number) {
    this.settings = settings;
    this.#pid = pid;
  }

  /** The JVM's process id; absent while the broker is down. */
  get pid(): number | undefined {
    return this.#pid;
  }

  /** Whether there is a process, be it paused. */
  get isRunning(): boolean {
    return this.#pid !== undefined;
  }

  get isAnswering(): boolean {
    return this.isRunning && !this.#isPaused;
  }

  async log(): Promise<string> {
    return await Deno.readTextFile(logFile(this.settings.folder));
  }

  /** Starts the broker, again with the same ports and data after {@linkcode kill} or {@linkcode stop}; returns when it answers. */
  async start(timeoutMs?: number): Promise<void> {
    this.#pid = (await startKafkaProcess(await kafkaProgram(), this.settings, timeoutMs)).pid;
  }

  /** SIGKILL: no goodbye to clients, nothing flushed. */
  async kill(): Promise<void> {
    const pid = this.#taken();
    signalProcess(pid, "SIGKILL");
    await waitUntilGone(pid);
  }

  /** An orderly shutdown: leadership goes to others first, where there are others. */
  async stop(): Promise<void> {
    await endProcess(this.#taken(), "SIGTERM", 20_000);
  }

  /** SIGSTOP: connections stay open and nothing answers. */
  pause(): void {
    signalProcess(this.#running(), "SIGSTOP");
    this.#isPaused = true;
  }

  /** Ends {@linkcode pause}. */
  resume(): void {
    signalProcess(this.#running(), "SIGCONT");
    this.#isPaused = false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.isRunning) await this.kill();
    await Deno.remove(this.settings.folder, { recursive: true });
  }

  #running(): number {
    if (this.#pid === undefined) throw new Error(`the broker on port ${this.settings.port} is not running`);
    return this.#pid;
  }

  #taken(): number {
    const pid = this.#running();
    this.#pid = undefined;
    this.#isPaused = false;
    return pid;
  }
}
