/**
 * The command line: `deno run jsr:@dhcpkit/kafka/cli --help`.
 *
 * @module
 */
import { Command, CommanderError } from "commander";
import { type SecuritySettings, sendToKafkaVariables } from "../config/mod.ts";
import { topicName } from "../config/topic_name.ts";
import { type ListenAddress, listenAddress } from "../metrics/listen_address.ts";
import { type BrokerAddress, brokerAddress } from "../kafka/broker_address.ts";
import { permittedVariables } from "../publisher/permitted_variables.ts";
import { securityFrom } from "../publisher/security_from_section.ts";
import { checked, collectBrokers, positiveNumber, wholeNumber } from "./_arguments.ts";
import { addCollect, addWho } from "./_collecting.ts";
import { addForgetTopic } from "./_forget_topic.ts";
import { addDetect } from "./_detecting.ts";
import { addLookingGlass } from "./_looking_glass.ts";
import { addTranscode } from "./_transcoding.ts";
import { withSecurityFlags } from "./_security_flags.ts";
import { settingsFrom } from "./_settings_from_flags.ts";
import { Exit, reason, untilInterrupted, UserError, writeLine } from "./_terminal.ts";

interface TailFlags extends Partial<SecuritySettings> {
  brokers?: BrokerAddress[];
  sourceAddress?: string;
  topic: string;
  fromBeginning: boolean;
  json: boolean;
  packets: boolean;
  utc: boolean;
  count?: number;
}

interface DoctorFlags extends Partial<SecuritySettings> {
  config?: string;
  brokers?: BrokerAddress[];
  sourceAddress?: string;
  topic?: string;
  timeout: number;
  writeTest: boolean;
  json: boolean;
}

interface DemoFlags {
  listen: ListenAddress;
  brokers?: BrokerAddress[];
  topic: string;
  duration: number;
  clients: number;
  seed: number;
  tail: boolean;
  json: boolean;
  packets: boolean;
  utc: boolean;
}

function program(): Command {
  const root = new Command("dhcpkit-kafka")
    .description("Shows what DHCPv6 servers do, by way of Kafka.")
    .showHelpAfterError("(--help tells what there is)")
    .configureOutput({ getOutHasColors: () => false, getErrHasColors: () => false })
    .exitOverride();

  withSecurityFlags(root.command("tail"))
    .description("Prints the transactions of a topic as they come in.")
    .option("-b, --brokers <host:port...>", "brokers to ask for the others (default: localhost:9092)", collectBrokers)
    .option("-s, --source-address <address>", "address of this host to connect from")
    .option("-t, --topic <name>", "topic to read", checked(topicName), "dhcpkit.messages")
    .option("--from-beginning", "start with the oldest record instead of the next one", false)
    .option("-n, --count <number>", "end after so many records", checked(wholeNumber))
    .option("--packets", "show both packets of each transaction", false)
    .option("--json", "print a line of JSON for each transaction", false)
    .option("--utc", "times in UTC instead of the time zone of this machine", false)
    .action(runTail);

  withSecurityFlags(root.command("doctor"))
    .description("Examines the way to a topic step by step, and says what is wrong and what to do.")
    .option("-c, --config <file>", "examine what the <send-to-kafka> section of this configuration says")
    .option("-b, --brokers <host:port...>", "brokers to ask for the others (default: localhost:9092)", collectBrokers)
    .option("-s, --source-address <address>", "address of this host to connect from")
    .option("-t, --topic <name>", "topic to publish to (default: dhcpkit.messages)", checked(topicName))
    .option("--timeout <seconds>", "how long each step may take", checked(positiveNumber), 5)
    .option("--write-test", "write a record to the topic, which consumers will see", false)
    .option("--json", "print a line of JSON for each finding", false)
    .action(runDoctor);

  root.command("check-config")
    .description("Reads the configuration of a server, and says what it does or what is wrong with it.")
    .argument("<file>", "configuration in DHCPKit's style")
    .action(runCheckConfig);

  addCollect(root);
  addWho(root);
  addForgetTopic(root);
  addTranscode(root);
  addDetect(root);
  addLookingGlass(root);

  root.command("demo")
    .description("Runs a small provider with everything that can go wrong on this machine, and tells what is found.")
    .option("-b, --brokers <host:port...>", "publish through this Kafka instead of within the process", collectBrokers)
    .option("-t, --topic <name>", "topic to publish to", checked(topicName), "dhcpkit.demo")
    .option("-d, --duration <seconds>", "how long; 0 = until Ctrl-C", checked(wholeNumber), 0)
    .option("-c, --clients <number>", "how many clients", checked(positiveNumber), 300)
    .option("--seed <number>", "the same number gives the same clients", checked(wholeNumber), 1)
    .option("--listen <[address:]port>", "where the dashboard is (default: 127.0.0.1:8547)", checked(listenAddress), {
      hostname: "127.0.0.1",
      port: 8547,
    })
    .option("--tail", "print every transaction instead of what is found, and serve no dashboard", false)
    .option("--packets", "with --tail: show both packets of each transaction", false)
    .option("--json", "print a line of JSON for each of them", false)
    .option("--utc", "times in UTC instead of the time zone of this machine", false)
    .action(runDemo);

  return root;
}

// kafkajs reads the environment when it is loaded, so it is loaded only by those who use it.

async function runCheckConfig(file: string): Promise<void> {
  const { checkConfig } = await import("./check_config.ts");
  await checkConfig(file, { write: (line) => console.log(line), warn: (line) => console.error(line) });
}

async function runDoctor({ config, ...flags }: DoctorFlags): Promise<void> {
  for (const name of ["NODE_ENV", "KAFKAJS_DEBUG_PROTOCOL_BUFFERS"]) {
    const { state } = await Deno.permissions.query({ name: "env", variable: name });
    if (state !== "granted") throw new UserError(`kafkajs reads ${name}; run with --allow-env=NODE_ENV,KAFKAJS_*`);
  }
  const { doctor } = await import("./doctor.ts");
  const target = settingsFrom(flags, { config, environment: permittedVariables(sendToKafkaVariables) });
  if (target.transportName === "http-bridge") {
    throw new UserError("doctor examines the way to brokers, and this section publishes through an HTTP bridge");
  }
  const colours = !flags.json && Deno.stdout.isTerminal() && !Deno.noColor;
  await untilInterrupted(async (signal) => {
    const { json, writeTest, timeout } = flags;
    const options = { json, colours, timeoutMs: timeout * 1000, writeTest, signal, write: writeLine };
    const failures = await doctor(target, options);
    if (failures > 0) throw new UserError(`${failures} ${failures === 1 ? "check" : "checks"} failed`);
    if (signal.aborted) throw new UserError("interrupted");
  });
}

async function runDemo(flags: DemoFlags): Promise<void> {
  const { demo } = await import("./demo.ts");
  await untilInterrupted((signal) => demo({ ...flags, signal, ...output(flags) }));
}

async function runTail(flags: TailFlags): Promise<void> {
  const { kafkaJsSource } = await import("../collector/kafkajs_source.ts");
  const { tail } = await import("./tail.ts");
  const security = securityFrom(settingsFrom(flags));
  const source = kafkaJsSource({
    brokers: flags.brokers ?? [brokerAddress("localhost")],
    topic: flags.topic,
    startAt: flags.fromBeginning ? "beginning" : "end",
    ...(flags.sourceAddress === undefined ? {} : { sourceAddress: flags.sourceAddress }),
    ...(security === undefined ? {} : { security }),
  });
  await untilInterrupted(async (signal) => {
    try {
      await tail(source, { ...flags, signal, ...output(flags) });
    } catch (error) {
      throw new UserError(`cannot read ${flags.topic}: ${reason(error)}`, { cause: error });
    }
  });
}

function output({ utc }: { utc: boolean }) {
  return { write: writeLine, warn: (line: string) => console.error(line), ...(utc ? { timeZone: "UTC" } : {}) };
}

/** Runs a command and returns the exit status: 0, 1 for a failure, 2 for wrong arguments, or what a command tells of. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    await program().parseAsync([...args], { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof Exit) return error.status;
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof UserError || error instanceof Deno.errors.NotCapable) {
      console.error(`dhcpkit-kafka: ${error.message}`);
      return 1;
    }
    throw error;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
