import { attemptCommand, runCommand } from "./command.ts";
import { supportFolder } from "./paths.ts";
import { pythonEnvironment } from "./python_environment.ts";

/**
 * The Python original (PyPI `dhcpkit` and `dhcpkit_kafka`) as a second opinion on every byte. It is GPL and this project is not: it is
 * installed into an environment of its own, by tests only, and used as a separate program through standard input and output. It is never a
 * dependency of this project, and nothing of it is copied here. The scripts in `python/` are this project's own.
 */
export interface PythonOriginal {
  /** Seeded random Kafka messages, built and saved by the original: the same seed makes the same messages. */
  randomMessages(seed: number, count: number): Promise<Uint8Array[]>;
  /** Parses each Kafka message and saves it again. What the original cannot read comes back as an Error in its place. */
  rewrite(messages: readonly Uint8Array[]): Promise<(Uint8Array | Error)[]>;
  /** What the original sees in each Kafka message. */
  describe(messages: readonly Uint8Array[]): Promise<(OriginalDescription | Error)[]>;
  /** The JSON that the original makes of each DHCPv6 message. What it cannot read comes back as an Error in its place. */
  dhcpv6Json(packets: readonly Uint8Array[]): Promise<unknown[]>;
  /** Publishes requests, relay messages and all, and answers without theirs, by the original's own handler. */
  publish(
    broker: { readonly hostname: string; readonly port: number },
    topic: string,
    server: string,
    transactions: readonly (readonly [request: Uint8Array, answer: Uint8Array | undefined])[],
  ): Promise<void>;
}

/** A Kafka message as the original understands it. */
export interface OriginalDescription {
  /** Name of the Python class. */
  readonly class: string;
  readonly message_type: number;
  /** Bytes used of what was given. */
  readonly length: number;
  /** The rest is absent for a message of unknown type. */
  readonly server_name?: string;
  readonly timestamp_in?: number;
  readonly timestamp_out?: number;
  /** Class names from the outermost relay message to the client's; null without a message. */
  readonly message_in?: string[] | null;
  readonly message_out?: string[] | null;
}

export const pythonOriginal: PythonOriginal = {
  async randomMessages(seed, count) {
    return (await run("random_messages.py", [`${seed}`, `${count}`])).map((line) => Uint8Array.fromHex(line));
  },
  async rewrite(messages) {
    const lines = await run("rewrite.py", [], messages);
    return lines.map((line) => line.startsWith("error: ") ? new Error(line.slice(7)) : Uint8Array.fromHex(line));
  },
  async describe(messages) {
    const lines = await run("describe.py", [], messages);
    return lines.map((line) => line.startsWith("error: ") ? new Error(line.slice(7)) : JSON.parse(line));
  },
  async publish({ hostname, port }, topic, server, transactions) {
    const stdin = transactions.map(([request, answer]) => `${request.toHex()} ${answer?.toHex() ?? "-"}\n`).join("");
    const args = [`${supportFolder}python/publish.py`, hostname, `${port}`, topic, server];
    const command = [await pythonWithOriginal(), "-W", "ignore", ...args];
    const { stdout } = await runCommand(command, { stdin, timeoutMs: 60_000 });
    if (Number(stdout) !== transactions.length) throw new Error(`the original published ${stdout} transactions`);
  },
  async dhcpv6Json(packets) {
    const lines = await run("dhcpv6_json.py", [], packets);
    return lines.map((line) => line.startsWith("error: ") ? new Error(line.slice(7)) : JSON.parse(line));
  },
};

/** Versions that work together on Python 3.11. setuptools is held back: the original needs the pkg_resources of that time. */
const packages = [
  "dhcpkit==1.0.7",
  "dhcpkit_kafka==1.0.0",
  "setuptools==65.5.1",
  "cached-property==2.0.1",
  "idna==3.10",
  "kazoo==2.5.0",
  "netifaces==0.11.0",
  "pykafka==2.8.0",
  "six==1.17.0",
  "tabulate==0.9.0",
  "ZConfig==4.3",
];

/** Installs the original, once, and returns the Python interpreter that can import it. */
export async function pythonWithOriginal(): Promise<string> {
  return await pythonEnvironment("python-original", packages);
}

async function run(script: string, args: string[], messages: readonly Uint8Array[] = []): Promise<string[]> {
  const command = [await pythonWithOriginal(), "-W", "ignore", `${supportFolder}python/${script}`, ...args];
  const stdin = messages.map((message) => `${message.toHex()}\n`).join("");
  const env = { PYTHONHASHSEED: "0", PYTHONIOENCODING: "utf-8" };
  const { code, stdout, stderr } = await attemptCommand(command, { stdin, timeoutMs: 120_000, env });
  if (code !== 0) throw new Error(`${script}: exit code ${code}\n${stderr}`);
  const lines = stdout.split("\n").slice(0, -1);
  if (messages.length > 0 && lines.length !== messages.length) {
    throw new Error(`${script}: ${lines.length} answers to ${messages.length} messages\n${stderr}`);
  }
  return lines;
}
