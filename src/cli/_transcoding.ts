import { type Command, Option } from "commander";
import type { GroupSource, StartingPoint } from "../collector/kafkajs.ts";
import type { SecuritySettings } from "../config/mod.ts";
import { topicName } from "../config/topic_name.ts";
import { type BrokerAddress, brokerAddress } from "../kafka/broker_address.ts";
import { securityFrom } from "../publisher/security_from_section.ts";
import type { Compression, TopicWriter } from "../publisher/transport.ts";
import { checked, collectBrokers } from "./_arguments.ts";
import type { Delivery } from "./_delivery.ts";
import { openConsumer } from "./_consumer.ts";
import { parseMoment } from "./_moment.ts";
import { CollectorProgress } from "./_progress.ts";
import { tellRegularly } from "./_tell_regularly.ts";
import { withSecurityFlags } from "./_security_flags.ts";
import { settingsFrom } from "./_settings_from_flags.ts";
import type { Sink } from "./_sink.ts";
import { StatusLine } from "./_status_line.ts";
import { Exit, reason, untilInterrupted, UserError } from "./_terminal.ts";
import { openOutput } from "./_text_output.ts";
import {
  groupFor,
  type TranscodeInput,
  transcodeInput,
  type TranscodeTarget,
  transcodeTarget,
} from "./_transcode_target.ts";

interface TranscodeFlags extends Partial<SecuritySettings> {
  brokers?: BrokerAddress[];
  sourceAddress?: string;
  topic: string;
  from: string[];
  to: string[];
  consumerGroup?: string;
  client: "kafkajs" | "platformatic";
  compression: Compression;
  fromBeginning: boolean;
  fromTime?: number;
  untilCaughtUp: boolean;
  strict: boolean;
}

/** How the records of a run are read and written. */
interface Run extends TranscodeFlags {
  readonly consumerGroup: string;
  readonly target: TranscodeTarget;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  readonly show: (line: string) => void;
}

/** Milliseconds between two lines about how far it is: on a terminal, and elsewhere. */
const SHOW_EVERY = 250, SAY_EVERY = 30_000;

/** Adds the command that writes the records of a topic in another form. */
export function addTranscode(root: Command): void {
  withSecurityFlags(root.command("transcode"))
    .description(
      "Writes the transactions of a topic for other tools: as JSON, NDJSON, CSV or a topic of current leases; and back.",
    )
    .requiredOption("--to <what...>", "topic NAME, leases NAME, ndjson [FILE] or csv [FILE]; - is standard output")
    .addOption(
      new Option("--from <form...>", "what is read: binary, json, or ndjson [FILE] in place of a topic")
        .default(["binary"], "binary"),
    )
    .option("-b, --brokers <host:port...>", "brokers to ask for the others (default: localhost:9092)", collectBrokers)
    .option("-s, --source-address <address>", "address of this host to connect from")
    .option("-t, --topic <name>", "topic to read", checked(topicName), "dhcpkit.messages")
    .option("-g, --consumer-group <name>", "group that knows how far it is (default: by topic and target)")
    .addOption(new Option("--client <name>", "client of Kafka").choices(["kafkajs", "platformatic"]).default("kafkajs"))
    .addOption(
      new Option("--compression <name>", "how what is written is made smaller")
        .choices(["none", "gzip", "snappy", "lz4", "zstd"]).default("none"),
    )
    .addOption(
      new Option("--from-beginning", "read everything that is there (again), once").default(false)
        .conflicts(["fromTime"]),
    )
    .option("--from-time <time>", "read what was published from then on (again), once", checked(parseMoment))
    .option("--until-caught-up", "end when all that was there is written", false)
    .option("--strict", "end at the first record that cannot be read or written", false)
    .addHelpText(
      "after",
      "\nExit status: 0 = done, or interrupted; 3 = done, but for records that could not be read or written; 1 = failed.",
    )
    .action(runTranscode);
}

async function runTranscode(flags: TranscodeFlags, command: Command): Promise<void> {
  const [target, input] = wayOf(flags, command);
  const terminal = Deno.stderr.isTerminal() ? new StatusLine() : undefined;
  const say = (line: string) => terminal ? terminal.say(line) : console.error(line);
  const lost = await untilInterrupted(async (signal) => {
    const { consumerGroup = groupFor(flags.topic, target) } = flags;
    const show = (line: string) => terminal ? terminal.show(line) : say(line);
    const run = { ...flags, consumerGroup, target, signal, say, show };
    try {
      return input.from === "ndjson" ? await fromLines(run, input.path) : await fromTopic(run, input.from);
    } catch (error) {
      if (error instanceof UserError || error instanceof Deno.errors.NotCapable) throw error;
      const what = input.from === "ndjson" ? "cannot write what is read" : `cannot transcode ${flags.topic}`;
      throw new UserError(`${what}: ${reason(error)}`, { cause: error });
    } finally {
      terminal?.end();
    }
  });
  if (lost > 0) throw new Exit(3);
}

/** Where to and where from; ends the program with what is wrong with the two. */
function wayOf({ to, from, topic }: TranscodeFlags, command: Command): [TranscodeTarget, TranscodeInput] {
  try {
    const target = transcodeTarget(to), input = transcodeInput(from);
    if (input.from === "ndjson" && target.to !== "topic") {
      throw new RangeError("--from ndjson: lines can be written to a topic alone: --to topic NAME");
    }
    if (input.from !== "ndjson" && "topic" in target && target.topic === topic) {
      throw new RangeError(`--to ${target.to}: ${topic} is the topic that is read`);
    }
    return [target, input];
  } catch (error) {
    return command.error(`error: ${reason(error)}`, { exitCode: 2 });
  }
}

/** Resolves to the number of lines that could not be written. */
async function fromLines(run: Run, path: string | undefined): Promise<number> {
  const { openInput, writeNdjson } = await import("./_ndjson_input.ts");
  const { transcodedText } = await import("./transcode.ts"), input = openInput(path);
  await using delivery = await openDelivery(run);
  const { strict, signal, say, show } = run;
  const onWritten = Deno.stderr.isTerminal()
    ? (counts: Parameters<typeof transcodedText>[0]) => show(transcodedText(counts))
    : () => {};
  const counts = await writeNdjson({ input, delivery, strict, signal, say, onWritten });
  say(transcodedText(counts));
  return counts.quarantined;
}

/** Resolves to the number of records that could not be read or written. */
async function fromTopic(run: Run, from: "binary" | "json"): Promise<number> {
  const { lineSink, topicSink, csvHead } = await import("./_record_sinks.ts"), { target } = run;
  if (target.to === "ndjson" || target.to === "csv") {
    using output = openOutput({ path: target.path, form: target.to, say: run.say });
    if (target.to === "csv" && output.isEmpty && !await output.write(csvHead())) return 0;
    return await transcode(run, lineSink(from, target.to, output.write));
  }
  if (target.to === "leases") return await intoLeases(run, from);
  await using delivery = await openDelivery(run);
  return await transcode(run, topicSink(from, delivery));
}

async function intoLeases(run: Run, from: "binary" | "json"): Promise<number> {
  const { LeaseSink } = await import("./_lease_sink.ts"), { target, signal, say } = run;
  const { ensureCompactedTopic } = await import("../kafka/kafkajs_compacted_topic.ts");
  if (!("topic" in target)) throw new TypeError("leases have a topic");
  const { isNew, problem } = await ensureCompactedTopic(target.topic, clusterOf(run));
  if (problem !== undefined) throw new UserError(problem);
  if (isNew) say(`created ${target.topic} with cleanup.policy=compact`);
  const source = await openSource(run, run.topic), topic = await openSource(run, target.topic);
  await using delivery = await openDelivery(run);
  const partitions = () => source.partitions({ signal });
  const sink = new LeaseSink({ from, delivery, topic, partitions, groupId: run.consumerGroup, signal, say });
  return await transcode(run, sink);
}

async function transcode<T>(run: Run, sink: Sink<T>): Promise<number> {
  const { Transcoding, transcodedText } = await import("./transcode.ts");
  const { signal, say, show, untilCaughtUp, strict } = run, start = startOf(run);
  const source = await openSource(run, run.topic), progress = new CollectorProgress(transcodedText);
  const transcoding = new Transcoding({ source, sink, signal, untilCaughtUp, strict, say, ...start ? { start } : {} });
  const line = () => progress.line(transcoding.stats, performance.now()), done = new AbortController();
  const everyMs = Deno.stderr.isTerminal() ? SHOW_EVERY : SAY_EVERY;
  const telling = tellRegularly(() => show(line()), everyMs, done.signal);
  try {
    await transcoding.run(() => {
      progress.caughtUp();
      say(`caught up: ${line()}`);
    });
  } finally {
    done.abort();
    await telling;
  }
  if (signal.aborted) say(transcodedText(transcoding.stats));
  return transcoding.stats.quarantined;
}

function startOf({ fromBeginning, fromTime }: TranscodeFlags): Exclude<StartingPoint, bigint> | undefined {
  return fromBeginning ? "beginning" : fromTime === undefined ? undefined : { from: fromTime };
}

function clusterOf(run: Run) {
  const { brokers = [brokerAddress("localhost")], sourceAddress } = run, security = securityFrom(settingsFrom(run));
  return {
    brokers,
    ...(sourceAddress === undefined ? {} : { sourceAddress }),
    ...(security === undefined ? {} : { security }),
  };
}

async function openSource(run: Run, topic: string): Promise<GroupSource> {
  return await openConsumer(run.client, { ...clusterOf(run), topic, groupId: run.consumerGroup });
}

async function openDelivery(run: Run): Promise<Delivery> {
  const { Delivery } = await import("./_delivery.ts"), { target, client, compression, say } = run;
  if (!("topic" in target)) throw new TypeError("only topics are delivered to");
  const settings = { ...clusterOf(run), topic: target.topic, compression, createTopic: false };
  const writer: TopicWriter = client === "kafkajs"
    ? (await import("../publisher/kafkajs_transport.ts")).kafkaJsTransport(settings)
    : (await import("../publisher/platformatic_transport.ts")).platformaticTransport(settings);
  const delivery = new Delivery(writer, say);
  await delivery.open();
  return delivery;
}
