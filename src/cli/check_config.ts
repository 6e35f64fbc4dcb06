import { ConfigError, parseServerConfig, type SendToKafkaHandlerSettings } from "../config/mod.ts";
import { brokerText } from "../kafka/broker_address.ts";
import { KafkaHandlerFactory } from "../publisher/kafka_handler_factory.ts";
import { MemoryTopic, memoryTransport } from "../publisher/memory_transport.ts";
import { handlersFrom } from "../server/from_settings.ts";
import { reason, UserError } from "./_terminal.ts";

/** What {@linkcode checkConfig} needs beside the file. */
export interface CheckConfigOptions {
  /** Takes the lines that say what the configuration does. */
  readonly write: (line: string) => unknown;
  /** Takes the lines that say what has no effect. */
  readonly warn: (line: string) => unknown;
  /** Reads a file. Default: `Deno.readTextFileSync`. */
  readonly readFile?: (path: string) => string;
}

/**
 * Reads a server's configuration as the server would, files that it names included, and says what it does. Nothing is started,
 * no broker is asked. Throws `UserError` with every mistake and its place.
 */
export function checkConfig(file: string, { write, warn, readFile = Deno.readTextFileSync }: CheckConfigOptions): void {
  const topics: SendToKafkaHandlerSettings[] = [];
  try {
    const settings = parseServerConfig(readFile(file), { fileName: file, readFile });
    const handlers = handlersFrom(settings.handlers, {
      readFile,
      sendToKafka: (section) => {
        topics.push(section);
        const transport = memoryTransport(new MemoryTopic()), { serverName = "this host" } = section;
        return new KafkaHandlerFactory(section, { transport, serverName }).create();
      },
    });
    for (const { what, line } of settings.ignored) warn(`${file}:${line}: ${what} has no effect here`);
    if (settings.listeners.length === 0) {
      throw new UserError(`${file}: without a <listen-interface> or <listen-unicast> section nobody can be heard`);
    }
    if (topics.length === 0) warn(`${file}: without a <send-to-kafka> section nothing is published`);
    write(`${file} is fine: ${counted(settings.listeners.length, "listener")}, ${counted(handlers.length, "handler")}`);
    for (const { topic, brokers, serverName } of topics) {
      write(`publishes to ${topic} through ${brokers.map(brokerText).join(", ")} as ${serverName ?? "this host"}`);
    }
  } catch (error) {
    throw isUsers(error) ? new UserError(placed(error), { cause: error }) : error;
  }
}

/** Mistakes that are the user's to mend. */
function isUsers(error: unknown): boolean {
  return error instanceof ConfigError || error instanceof SyntaxError || error instanceof Deno.errors.NotFound ||
    error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.IsADirectory;
}

/** Errors of the configuration tell the file themselves, and so do those of the system, which may be about another file. */
function placed(error: unknown): string {
  return error instanceof ConfigError || error instanceof SyntaxError ? reason(error) : `cannot read: ${reason(error)}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
