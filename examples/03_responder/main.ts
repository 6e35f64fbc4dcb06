// 3. A DHCPv6 server that publishes every transaction to Kafka, configured by one file in DHCPKit's style.
//
//    deno run --unstable-net --allow-net --allow-sys=networkInterfaces,hostname --allow-read=examples/03_responder \
//      --allow-env='NODE_ENV,KAFKAJS_*,DHCPKIT_KAFKA_*' examples/03_responder/main.ts examples/03_responder/dhcpd.conf
//
// `--allow-net` has no list here because Deno asks for each address that a packet is sent to, and a server does not
// know its clients' addresses before they ask. With <listen-unicast [::1]:10547> alone a list will do:
// --allow-net=[::1],localhost:9092
//
// Variables override keys of <send-to-kafka>: DHCPKIT_KAFKA_BROKER=kafka1 takes the place of every `broker`. Files that
// it names elsewhere (certificates, passwords) are added to --allow-read, and the directory of a spool to --allow-read and
// --allow-write; docs/configuration.md has every key.
//
// Its files are read once: start it anew after changes. Ctrl-C and SIGTERM answer what is under way and deliver what is
// queued, as long as `close-timeout` allows.
//
// With --metrics 127.0.0.1:9547 behind the file, /metrics, /healthz and /readyz are there; docs/operations.md tells what they say.
import { parseArgs } from "node:util";
import { configure, getLogger, getStreamSink, getTextFormatter } from "@logtape/logtape";
import { ConfigError, parseServerConfig, sendToKafkaVariables } from "@dhcpkit/kafka/config";
import {
  type HealthServer,
  healthServer,
  type HealthServerInit,
  listenAddress,
  newRegistry,
  publisherMetrics,
  publisherReadiness,
  serverMetrics,
} from "@dhcpkit/kafka/metrics";
import { permittedVariables, sendToKafkaHandlers } from "@dhcpkit/kafka/publisher/settings";
import { DhcpServer, handlersFrom, listenersFrom, Pipeline, serverIdFrom } from "@dhcpkit/kafka/server";

/** What is the user's to mend, such as a file that cannot be read; anything else is ours and shows where it happened. */
const USER_ERRORS = [ConfigError, SyntaxError, ...Object.values(Deno.errors)];

/** `metrics` is where to serve metrics and health; without it, nowhere. */
async function main(configFile: string, flags: { verbose?: boolean; metrics?: string }): Promise<void> {
  await configure({
    sinks: { stderr: getStreamSink(Deno.stderr.writable, { formatter: getTextFormatter() }) },
    loggers: [
      { category: "dhcpkit", sinks: ["stderr"], lowestLevel: flags.verbose ? "debug" : "info" },
      { category: ["logtape", "meta"], sinks: ["stderr"], lowestLevel: "warning" },
    ],
  });
  const logger = getLogger("dhcpkit");

  const readFile = (path: string) => Deno.readTextFileSync(path);
  const environment = permittedVariables(sendToKafkaVariables);
  const settings = parseServerConfig(readFile(configFile), { fileName: configFile, readFile, environment });
  for (const { what, line } of settings.ignored) logger.info(`${configFile}:${line}: ${what} has no effect here`);

  const { handlers: published, sendToKafka } = await sendToKafkaHandlers(settings.handlers, { extras: { logger } });
  const handlers = handlersFrom(settings.handlers, { logger, readFile, sendToKafka });
  if (settings.listeners.length === 0) {
    throw new SyntaxError(
      `${configFile}: without a <listen-interface> or <listen-unicast> section nobody can be heard`,
    );
  }
  const registry = newRegistry();
  let problem: string | undefined = "not listening yet";
  const ready = () => problem === undefined ? publisherReadiness(published) : { ok: false, problems: [problem] };
  await using health = flags.metrics === undefined ? undefined : serveHealth(flags.metrics, { registry, ready });
  const server = await DhcpServer.start({
    listeners: listenersFrom(settings.listeners),
    pipeline: new Pipeline({
      serverId: serverIdFrom(settings.serverId),
      handlers,
      rapidCommitRejections: settings.rapidCommitRejections,
      logger,
    }),
    allowRapidCommit: settings.allowRapidCommit,
    logger,
  });
  publisherMetrics(published, { registry });
  serverMetrics(server, { registry });
  problem = undefined;
  console.log(`listening on ${server.listeners.map(({ name }) => name).join(", ")}`);
  if (health) console.log(`metrics at ${health.url}/metrics`);

  await interrupted();
  problem = "closing";
  await server.close();
  console.log("server", JSON.stringify(server.stats));
  for (const { topicName, stats } of published) console.log(topicName, JSON.stringify(stats));
}

/** The operating system does not say what its errors are about. */
function serveHealth(address: string, init: Pick<HealthServerInit, "registry" | "ready">): HealthServer {
  const place = listenAddress(address);
  try {
    return healthServer({ ...place, ...init });
  } catch (error) {
    if (error instanceof Error) error.message = `--metrics ${address}: ${error.message}`;
    throw error;
  }
}

/** Resolves on Ctrl-C and on SIGTERM. Another one ends the process at once, as people expect who do not want to wait. */
function interrupted(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let isClosing = false;
  const onSignal = () => {
    if (isClosing) Deno.exit(130);
    isClosing = true;
    console.log("closing; once more ends it at once");
    resolve();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, onSignal);
  return promise;
}

/** What was typed, or `undefined` when it makes no sense. */
function readArguments() {
  const options = { verbose: { type: "boolean" }, metrics: { type: "string" }, help: { type: "boolean" } } as const;
  try {
    return parseArgs({ args: Deno.args, options, allowPositionals: true });
  } catch {
    return undefined;
  }
}

const { values: flags, positionals } = readArguments() ?? { values: {}, positionals: [] };
if (flags.help || positionals.length !== 1) {
  console.log("usage: main.ts CONFIGURATION [--verbose] [--metrics ADDRESS:PORT]");
  Deno.exit(flags.help ? 0 : 2);
}
try {
  await main(positionals[0], flags);
  Deno.exit(0);
} catch (error) {
  if (!(error instanceof Error) || !USER_ERRORS.some((kind) => error instanceof kind)) throw error;
  console.error(error.message);
  Deno.exit(1);
}
