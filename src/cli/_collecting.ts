import { type Command, Option } from "commander";
import type { CollectorStart, ConsumerSource, StartingPoint } from "../collector/mod.ts";
import { durationMs, type SecuritySettings } from "../config/mod.ts";
import { topicName } from "../config/topic_name.ts";
import { type BrokerAddress, brokerAddress } from "../kafka/broker_address.ts";
import { securityFrom } from "../publisher/security_from_section.ts";
import { type ListenAddress, listenAddress } from "../metrics/listen_address.ts";
import { checked, collectBrokers, wholeNumber } from "./_arguments.ts";
import { openConsumer } from "./_consumer.ts";
import { parseMoment } from "./_moment.ts";
import type { TransactionStore } from "../store/mod.ts";
import type { MetricsOfCollector } from "./_collector_metrics.ts";
import { type WatchFlags, withWatchFlags } from "./_watching.ts";
import { withSecurityFlags } from "./_security_flags.ts";
import { settingsFrom } from "./_settings_from_flags.ts";
import { StatusLine } from "./_status_line.ts";
import { openReader, openStore, STORE_HELP } from "./_stores.ts";
import { Exit, reason, untilInterrupted, UserError, writeLine } from "./_terminal.ts";

/** Where transactions are kept unless told otherwise. */
export const DEFAULT_STORE = "dhcpkit.sqlite";

interface CollectFlags extends Partial<SecuritySettings>, WatchFlags {
  brokers?: BrokerAddress[];
  sourceAddress?: string;
  topic: string;
  consumerGroup: string;
  client: "kafkajs" | "platformatic";
  store: string;
  fromBeginning: boolean;
  skipBacklog: boolean;
  fromTime?: number;
  keepTransactions: number;
  keepPerClient: number;
  keepLeases: number;
  keepQuarantine: number;
  keepTraffic: number;
  keepFineTraffic: number;
  keepFindings: number;
  keepAudit: number;
  metrics?: ListenAddress;
  glass?: ListenAddress;
  untilCaughtUp: boolean;
}

interface WhoFlags {
  at?: string;
  store: string;
  json: boolean;
  packets: boolean;
  utc: boolean;
}

/** Adds the command that collects a topic into a store. */
export function addCollect(root: Command): void {
  withWatchFlags(withSecurityFlags(root.command("collect")))
    .description(
      "Collects the transactions of a topic into a store, until Ctrl-C; goes on where it ended the next time.",
    )
    .option("-b, --brokers <host:port...>", "brokers to ask for the others (default: localhost:9092)", collectBrokers)
    .option("-s, --source-address <address>", "address of this host to connect from")
    .option("-t, --topic <name>", "topic to read", checked(topicName), "dhcpkit.messages")
    .option("-g, --consumer-group <name>", "group that shares the work", "dhcpkit_looking_glass")
    .addOption(new Option("--client <name>", "client of Kafka").choices(["kafkajs", "platformatic"]).default("kafkajs"))
    .option("--store <place>", STORE_HELP, DEFAULT_STORE)
    .addOption(
      new Option("--from-beginning", "read everything that is there (again), once").default(false)
        .conflicts(["skipBacklog", "fromTime"]),
    )
    .addOption(
      new Option("--skip-backlog", "leave out what is there already, once").default(false).conflicts(["fromTime"]),
    )
    .option("--from-time <time>", "read what was published from then on (again), once", checked(parseMoment))
    .addOption(ageOption("--keep-transactions <duration>", "how long transactions are kept", "7d"))
    .option(
      "--keep-per-client <number>",
      "how many transactions of each client at each server",
      checked(wholeNumber),
      20,
    )
    .addOption(ageOption("--keep-leases <duration>", "how long leases that have ended are kept", "365d"))
    .addOption(ageOption("--keep-quarantine <duration>", "how long records that are no transactions are kept", "30d"))
    .addOption(ageOption("--keep-traffic <duration>", "how long counts of transactions are kept, by the hour", "400d"))
    .addOption(
      ageOption("--keep-fine-traffic <duration>", "how long they are kept by the minute and relay agent", "8d"),
    )
    .addOption(ageOption("--keep-findings <duration>", "how long findings that are over are kept", "400d"))
    .addOption(ageOption("--keep-audit <duration>", "how long it is kept who looked what up", "400d"))
    .option("--metrics <address:port>", "serve /metrics, /healthz and /readyz there", checked(listenAddress))
    .option(
      "--glass <[address:]port>",
      "serve the dashboard there as well, for this machine alone; for others see the command glass",
      checked(listenAddress),
    )
    .option("--until-caught-up", "end when all that was there is stored", false)
    .action(runCollect);
}

/** Adds the command that tells who had an address or prefix. */
export function addWho(root: Command): void {
  root.command("who")
    .description("Tells who had an address or prefix at a time, with the records that prove it.")
    .argument("<address|prefix>", "such as 2001:db8::1 or 2001:db8:1234:5600::/56")
    .option("--at <time>", '2026-11-30 14:05, 14:05, "90m ago", … (default: the newest time that was read)')
    .option("--store <place>", STORE_HELP, DEFAULT_STORE)
    .option("--packets", "show the packets that prove it", false)
    .option("--json", "print a line of JSON, packets as hexadecimal digits", false)
    .option("--utc", "times in UTC instead of the time zone of this machine", false)
    .addHelpText(
      "after",
      "\nExit status: 0 = held, or held by nobody; 3 = unknown, since records are missing; 1 = failed.",
    )
    .action(runWho);
}

function ageOption(flags: string, description: string, usual: string): Option {
  const { parse } = durationMs({ max: "5200w" });
  return new Option(flags, description).argParser(checked(parse)).default(parse(usual), usual);
}

async function runCollect(flags: CollectFlags): Promise<void> {
  const security = securityFrom(settingsFrom(flags)), { collect } = await import("./collect.ts");
  const { brokers = [brokerAddress("localhost")], topic, consumerGroup: groupId, sourceAddress } = flags;
  const init = {
    ...{ brokers, topic, groupId },
    ...(sourceAddress === undefined ? {} : { sourceAddress }),
    ...(security === undefined ? {} : { security }),
  };
  const source = await openConsumer(flags.client, init);
  const terminal = Deno.stderr.isTerminal() ? new StatusLine() : undefined;
  const say = (line: string) => terminal ? terminal.say(line) : console.error(line);
  // What is wrong with flags and their files is told before a store is made.
  const watchingOf = flags.detect ? await (await import("./watching.ts")).watchingAs(flags, say) : undefined;
  await using store = await openStore(flags.store);
  const metrics = flags.metrics && await servedMetrics(flags.metrics, source, store);
  await using _ = metrics ?? { [Symbol.asyncDispose]: () => Promise.resolve() };
  await using watching = watchingOf?.(store);
  if (watching) metrics?.ofWatch(watching);
  await untilInterrupted(async (interrupted) => {
    const over = new AbortController(), signal = AbortSignal.any([interrupted, over.signal]);
    const serving = flags.glass && (await import("./glass.ts"))
      .glass({ store: flags.store, listen: flags.glass, trustProxy: [] }, { signal, say, listenFlag: "--glass" });
    serving?.catch(() => over.abort());
    try {
      const start = startOf(flags);
      await collect({
        ...{ source, store, signal, untilCaughtUp: flags.untilCaughtUp },
        ...(start === undefined ? {} : { start }),
        ...(metrics === undefined ? {} : { metrics }),
        retention: {
          transactionAgeMs: flags.keepTransactions,
          transactionsPerClient: flags.keepPerClient,
          leaseAgeMs: flags.keepLeases,
          quarantineAgeMs: flags.keepQuarantine,
          trafficAgeMs: flags.keepTraffic,
          fineTrafficAgeMs: flags.keepFineTraffic,
          findingAgeMs: flags.keepFindings,
          auditAgeMs: flags.keepAudit,
        },
        ...(watching === undefined ? {} : { watch: watching.watch }),
        say,
        ...(terminal ? { show: (line: string) => terminal.show(line) } : {}),
      });
    } catch (error) {
      throw new UserError(`cannot collect ${topic}: ${reason(error)}`, { cause: error });
    } finally {
      terminal?.end();
      over.abort();
      await serving;
    }
  });
}

async function servedMetrics(
  address: ListenAddress,
  source: ConsumerSource,
  store: TransactionStore,
): Promise<MetricsOfCollector> {
  const { MetricsOfCollector } = await import("./_collector_metrics.ts");
  try {
    const metrics = new MetricsOfCollector(address, source, store);
    console.error(`metrics at ${metrics.url}/metrics`);
    return metrics;
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    throw new UserError(`--metrics: cannot listen on ${address.hostname}, port ${address.port}: ${reason(error)}`);
  }
}

function startOf({ fromBeginning, skipBacklog, fromTime }: CollectFlags): CollectorStart | undefined {
  const at: Exclude<StartingPoint, bigint> | undefined = fromBeginning
    ? "beginning"
    : skipBacklog
    ? "end"
    : fromTime === undefined
    ? undefined
    : { from: fromTime };
  return at && { at, evenIfKnown: true };
}

async function runWho(asked: string, flags: WhoFlags): Promise<void> {
  const { parseLease, who } = await import("./who.ts"), lease = parseLease(asked);
  const at = flags.at === undefined ? undefined : momentOf(flags.at, flags);
  const { json, packets, utc } = flags;
  await using store = await openReader(flags.store);
  const { vendorOf } = await (await import("../collector/vendor.ts")).loadVendors();
  const { lines, verdict } = await who(store, lease, {
    json,
    packets,
    utc,
    vendorOf,
    ...(at === undefined ? {} : { at }),
  });
  for (const line of lines) if (!await writeLine(line)) break;
  if (verdict === "unknown") throw new Exit(3);
}

function momentOf(text: string, { utc }: WhoFlags): number {
  try {
    return parseMoment(text, { utc });
  } catch (error) {
    throw new UserError(`--at: ${reason(error)}`, { cause: error });
  }
}
