import { fromHex, Message } from "@dhcpkit/kafka/dhcpv6";
import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import { platformaticTransport } from "@dhcpkit/kafka/publisher/platformatic";
import type { TransactionReader } from "@dhcpkit/kafka/store";
import { SeededRandom } from "../vectors/random.ts";
import { BackgroundProcess } from "./background_process.ts";
import { runCommand } from "./command.ts";
import type { KafkaBroker } from "./kafka_broker.ts";
import { repositoryRoot } from "./paths.ts";
import { TempFolder } from "./temp_folder.ts";

/** How collectors are killed. */
export interface CollectorKills {
  readonly kills: number;
  readonly seed: number;
  /** Where the records are. */
  readonly broker: Pick<KafkaBroker, "bootstrap">;
  readonly topic: string;
  /** What `--store` says. */
  readonly store: string;
  /** What `--client` says. */
  readonly client: "kafkajs" | "platformatic";
  /** How long a collector may read before it is killed, in milliseconds. */
  readonly livesMs: number;
  /** Variables for the collector, such as a password. */
  readonly env?: Record<string, string>;
  /** Kills the store as well, when it is its turn, and starts it again. Default: it is a part of the collector. */
  readonly killStore?: () => Promise<void>;
  /** Is told after each kill. */
  readonly progress?: (kill: number) => void;
}

/** Offsets by partition. */
export type Places = ReadonlyMap<number, readonly number[]>;

/** Publishes so many transactions, different ones, to the partitions of a topic. Resolves with how many are in each. */
export async function fillTopic(bootstrap: string, topic: string, count: number): Promise<void> {
  const request = Message.parse(fromHex("01112233 0001000a 00030001 3431c43cb2f1")).save();
  // Brokers delete what is older than a week.
  const startedAt = Math.floor(Date.now() / 1000) - 3600;
  const transport = platformaticTransport({ brokers: [bootstrap], topic });
  await transport.connect();
  for (let from = 0; from < count; from += 1000) {
    const results = await transport.send(Array.from({ length: Math.min(1000, count - from) }, (_, i) => {
      const number = from + i, packet = request.slice(), timestampIn = startedAt + number / 1000;
      new DataView(packet.buffer).setUint32(packet.length - 4, number % 5000);
      const message = new DHCPKafkaMessage({
        serverName: `dhcp0${number % 3}`,
        timestampIn,
        messageIn: Message.parse(packet),
      });
      return { key: packet.slice(-4), value: message.save(), timestamp: timestampIn * 1000 };
    }));
    const failed = results.find(({ status }) => status !== "delivered");
    if (failed) throw new Error(`not delivered: ${JSON.stringify(failed)}`);
  }
  await transport.disconnect();
}

/**
 * Kills collectors that share a store, one after the other, and lets one of them finish. Each is of a group of its own: the group would
 * wait for the dead one, and it is the store that knows where to go on.
 */
export async function killCollectors(options: CollectorKills): Promise<void> {
  const { kills, seed, livesMs, killStore, progress } = options, random = new SeededRandom(seed);
  await using folder = await TempFolder.create("kills");
  const command = (run: number, ...more: string[]) => {
    const { broker, topic, store, client } = options, group = `kills-${topic}-${run}`;
    const args = ["--brokers", broker.bootstrap, "--topic", topic, "--store", store, "--client", client];
    const keep = ["--keep-transactions", "5200w", "--keep-per-client", "999999999"];
    return [
      ...[Deno.execPath(), "run", "--quiet", "--allow-all", `${repositoryRoot}src/cli/main.ts`, "collect"],
      ...[...args, ...keep, "--consumer-group", group, ...more],
    ];
  };
  const env = options.env ?? {};
  for (let run = 0; run < kills; run++) {
    await using collector = new BackgroundProcess(command(run), { logFile: folder.file(`log-${run}`), env });
    await collector.waitForLog(/reading partitions/, 60_000);
    await new Promise((resolve) => setTimeout(resolve, random.below(livesMs)));
    if (killStore !== undefined && random.oneIn(2)) {
      await killStore();
      await new Promise((resolve) => setTimeout(resolve, random.below(livesMs)));
    }
    Deno.kill(collector.pid, "SIGKILL");
    await collector.ended;
    progress?.(run + 1);
  }
  await runCommand(command(kills, "--until-caught-up"), { timeoutMs: 300_000, env });
}

/** Where all transactions of a store were read, in order. */
export async function storedPlaces(reader: TransactionReader): Promise<Places> {
  const places = new Map<number, number[]>();
  let page = await reader.transactions({}, { limit: 1000 });
  while (page.length > 0) {
    for (const { place: { partition, offset } } of page) {
      const offsets = places.get(partition) ?? [];
      offsets.push(Number(offset));
      places.set(partition, offsets);
    }
    page = await reader.transactions({}, { limit: 1000, after: page[page.length - 1] });
  }
  return new Map([...places].map(([partition, offsets]) => [partition, offsets.sort((a, b) => a - b)]));
}
