import {
  ConfigError,
  type Environment,
  type HandlerSettings,
  parseServerConfig,
  sendToKafkaAdvice,
  type SendToKafkaHandlerSettings,
  sendToKafkaVariables,
} from "../config/mod.ts";
import { type HandlerParts, permittedVariables, sendToKafkaHandlers } from "../publisher/from_settings.ts";
import { MemoryTopic, memoryTransport } from "../publisher/memory_transport.ts";
import { handlersFrom } from "../server/from_settings.ts";
import { checkNamedThings } from "./_named_files.ts";
import { describePublishing } from "./_publishing.ts";
import { reason, UserError } from "./_terminal.ts";

/** What {@linkcode checkConfig} needs beside the file. */
export interface CheckConfigOptions {
  /** Takes the lines that say what the configuration does. */
  readonly write: (line: string) => unknown;
  /** Takes the lines that say what has no effect or is unwise. */
  readonly warn: (line: string) => unknown;
  /** Reads a file. Default: `Deno.readTextFileSync`. */
  readonly readFile?: (path: string) => string;
  /** Variables that override keys. Default: those that may be read. */
  readonly environment?: Environment;
}

/**
 * Reads a server's configuration as the server would, files and variables that it names included, and says what it does. Nothing
 * is started, no broker is asked. Rejects with `UserError` that tells every mistake and its place.
 */
export async function checkConfig(file: string, options: CheckConfigOptions): Promise<void> {
  const { write, warn, readFile = Deno.readTextFileSync } = options;
  try {
    const environment = options.environment ?? permittedVariables(sendToKafkaVariables);
    const settings = parseServerConfig(readFile(file), { fileName: file, readFile, environment });
    const topics: SendToKafkaHandlerSettings[] = [];
    const handlers = handlersFrom(settings.handlers, {
      readFile,
      sendToKafka: await publishing(settings.handlers, topics),
    });
    for (const { what, line } of settings.ignored) warn(`${file}:${line}: ${what} has no effect here`);
    if (settings.listeners.length === 0) {
      throw new UserError(`${file}: without a <listen-interface> or <listen-unicast> section nobody can be heard`);
    }
    if (topics.length === 0) warn(`${file}: without a <send-to-kafka> section nothing is published`);
    const mistakes: string[] = [];
    for (const topic of topics) {
      const place = `${topic.fileName}:${topic.line}`, found = await checkNamedThings(topic);
      mistakes.push(...found.mistakes.map((mistake) => `${place}: ${mistake}`));
      for (const { key, problem, remedy } of sendToKafkaAdvice(topic)) warn(`${place}: ${key}: ${problem}; ${remedy}`);
      for (const warning of found.warnings) warn(`${place}: ${warning}`);
    }
    if (mistakes.length > 0) throw new UserError(mistakes.join("\n"));
    write(`${file} is fine: ${counted(settings.listeners.length, "listener")}, ${counted(handlers.length, "handler")}`);
    for (const topic of topics) describePublishing(topic).forEach((line) => write(line));
  } catch (error) {
    throw isUsers(error) ? new UserError(placed(error), { cause: error }) : error;
  }
}

/** Makes the handlers as the server would, but without anything that opens a file or a connection. Notes the sections. */
async function publishing(settings: readonly HandlerSettings[], topics: SendToKafkaHandlerSettings[]) {
  const nothing = () => ({}), parts: Partial<HandlerParts> = { pseudonyms: nothing };
  const { sendToKafka } = await sendToKafkaHandlers(settings, {
    parts,
    extras: { transport: () => memoryTransport(new MemoryTopic()), serverName: "this host" },
  });
  return (section: SendToKafkaHandlerSettings) => {
    topics.push(section);
    return sendToKafka(section);
  };
}

/** Mistakes that are the user's to mend: in the configuration, or about a file that cannot be read. */
function isUsers(error: unknown): boolean {
  return error instanceof ConfigError || error instanceof SyntaxError ||
    Object.values(Deno.errors).some((kind) => error instanceof kind);
}

/** Errors of the configuration tell the file themselves, and so do those of the system, which may be about another file. */
function placed(error: unknown): string {
  return error instanceof ConfigError || error instanceof SyntaxError ? reason(error) : `cannot read: ${reason(error)}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
