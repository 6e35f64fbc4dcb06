import { shown, visible } from "./_quote.ts";

/** What a {@linkcode ConfigError} says, and about which place. */
export interface ConfigErrorDetails {
  /** The file that holds the mistake. */
  readonly fileName: string;
  /** The line of the mistake in that file; the first line is 1. */
  readonly line: number;
  /** The environment variable that holds the mistake; file and line are then those of the section that it is for. */
  readonly variable?: string;
  /** The key that it is about, in lower case. */
  readonly key?: string;
  /** The type of the section that it is about or that holds the key, in lower case. */
  readonly section?: string;
  /** What is wrong. */
  readonly problem: string;
  /** What to write instead. */
  readonly remedy?: string;
}

/** The options of an error, with the text of its message when that is not derived from the details. */
export interface ConfigErrorOptions extends ErrorOptions {
  /** The message, when it is more than the details tell. */
  readonly message?: string;
}

/**
 * A mistake in a configuration: file, line, key, section, what is wrong and what to write instead.
 *
 * @example
 * ```ts
 * import { ConfigError } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * const error = new ConfigError({
 *   fileName: "dhcpd.conf",
 *   line: 12,
 *   key: "topic",
 *   section: "send-to-kafka",
 *   problem: '"a b" holds a space at position 2',
 *   remedy: "a topic name has only A-Z a-z 0-9 . _ -",
 * });
 * assertEquals(
 *   error.message,
 *   'dhcpd.conf:12: topic in <send-to-kafka>: "a b" holds a space at position 2; ' +
 *     "a topic name has only A-Z a-z 0-9 . _ -",
 * );
 * ```
 */
export class ConfigError extends Error implements ConfigErrorDetails {
  /** `ConfigError`, or `ConfigErrors` for several in one. */
  override readonly name: string = "ConfigError";

  /** The file that holds the mistake. */
  readonly fileName: string;

  /** The line of the mistake in that file; the first line is 1. */
  readonly line: number;

  /** The environment variable that holds the mistake; file and line are then those of the section that it is for. */
  readonly variable?: string;

  /** The key that it is about, in lower case. */
  readonly key?: string;

  /** The type of the section that it is about or that holds the key, in lower case. */
  readonly section?: string;

  /** What is wrong. */
  readonly problem: string;

  /** What to write instead. */
  readonly remedy?: string;

  /** Makes the error and its message from the details. */
  constructor(details: ConfigErrorDetails, options: ConfigErrorOptions = {}) {
    super(options.message ?? describe(details), "cause" in options ? { cause: options.cause } : undefined);
    this.fileName = details.fileName;
    this.line = details.line;
    this.problem = details.problem;
    if (details.variable !== undefined) this.variable = details.variable;
    if (details.key !== undefined) this.key = details.key;
    if (details.section !== undefined) this.section = details.section;
    if (details.remedy !== undefined) this.remedy = details.remedy;
  }
}

/**
 * Several mistakes of one configuration, so that a person can mend them all at once.
 *
 * It is a {@linkcode ConfigError} itself, with the details of the first mistake and one line of message for each, so
 * who only wants to show a message catches `ConfigError` and prints it.
 *
 * @example
 * ```ts
 * import { ConfigError, ConfigErrors, parseSendToKafka } from "@dhcpkit/kafka/config";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const text = "<send-to-kafka>\n  topic a b\n  acks two\n</send-to-kafka>";
 * const error = assertThrows(() => parseSendToKafka(text, "dhcpd.conf"), ConfigErrors);
 * assertEquals(error.errors.map((one: ConfigError) => one.line), [2, 3]);
 * assertEquals(error.message.split("\n").length, 2);
 * ```
 */
export class ConfigErrors extends ConfigError {
  /** Always `ConfigErrors`. */
  override readonly name: string = "ConfigErrors";

  /** Every mistake, in the order of the files and their lines. */
  readonly errors: readonly ConfigError[];

  /** Puts mistakes together; there must be at least one. */
  constructor(errors: readonly [ConfigError, ...ConfigError[]]) {
    super(errors[0], { message: listed(errors) });
    this.errors = errors;
  }
}

/**
 * Throws what was collected: nothing for none, the error itself for one, {@linkcode ConfigErrors} for more, sorted by
 * file (in the order in which they were first seen) and line.
 *
 * @example
 * ```ts
 * import { ConfigError, throwCollected } from "@dhcpkit/kafka/config";
 * import { assertThrows } from "@std/assert";
 *
 * throwCollected([]);
 * const error = new ConfigError({ fileName: "dhcpd.conf", line: 1, problem: "is empty" });
 * assertThrows(() => throwCollected([error]), ConfigError, "dhcpd.conf:1: is empty");
 * ```
 */
export function throwCollected(errors: readonly ConfigError[]): void {
  const files = new Map<string, number>();
  for (const error of errors) {
    if (!files.has(error.fileName)) files.set(error.fileName, files.size);
  }
  const order = (error: ConfigError): number => files.get(error.fileName) ?? 0;
  const [first, ...others] = [...errors].sort((a, b) => order(a) - order(b) || a.line - b.line);
  if (first === undefined) return;
  throw others.length === 0 ? first : new ConfigErrors([first, ...others]);
}

const MESSAGES_SHOWN = 20;

function listed(errors: readonly ConfigError[]): string {
  const lines = errors.slice(0, MESSAGES_SHOWN).map((error) => error.message);
  const left = errors.length - lines.length;
  if (left > 0) lines.push(`and ${left} more`);
  return lines.join("\n");
}

function describe(details: ConfigErrorDetails): string {
  const section = details.section === undefined ? undefined : `<${shown(details.section)}>`;
  const key = details.key === undefined ? undefined : shown(details.key);
  const subject = key === undefined ? section : section === undefined ? key : `${key} in ${section}`;
  const what = details.remedy === undefined ? details.problem : `${details.problem}; ${details.remedy}`;
  const place = details.variable ?? `${details.fileName}:${details.line}`;
  return visible(`${place}: ${subject === undefined ? "" : `${subject}: `}${what}`);
}
