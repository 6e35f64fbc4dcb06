import {
  ConfigError,
  type Environment,
  parseSendToKafka,
  type SecuritySettings,
  sendToKafkaSection,
  type SendToKafkaSettings,
  variableOf,
} from "../config/mod.ts";
import { type BrokerAddress, brokerText } from "../kafka/broker_address.ts";
import { reason, UserError } from "./_terminal.ts";

/** Options of a command that are keys of a `<send-to-kafka>` section, too. */
export interface PublishingFlags extends Partial<SecuritySettings> {
  readonly brokers?: readonly BrokerAddress[];
  readonly sourceAddress?: string;
  readonly topic?: string;
}

/** What else the settings are made of. */
export interface OtherSources {
  /** The configuration with the section that the options take the place of. */
  readonly config?: string | undefined;
  /** Variables that take the place of keys. Default: none. */
  readonly environment?: Environment;
}

/**
 * The settings that options ask for, checked as those of a configuration are. Without `securityProtocol` and without a configuration, the
 * protocol is what the other options need. Throws `UserError`.
 */
export function settingsFrom(
  flags: PublishingFlags,
  { config, environment = {} }: OtherSources = {},
): SendToKafkaSettings {
  const { brokers, ...others } = flags;
  const given = new Map<string, string>(brokers ? [["broker", brokers.map(brokerText).join(",")]] : []);
  for (const key of Object.keys(sendToKafkaSection.keys)) {
    const value = (others as Record<string, unknown>)[propertyOf(key)];
    if (typeof value === "string") given.set(key, value);
  }
  const protocol = neededProtocol([...given.keys()]);
  if (config === undefined && protocol !== undefined && !given.has("security-protocol")) {
    given.set("security-protocol", protocol);
  }
  const variables = Object.fromEntries([...given].map(([key, value]) => [variableOf(sendToKafkaSection, key)!, value]));
  try {
    const text = config === undefined ? "<send-to-kafka/>" : Deno.readTextFileSync(config);
    return parseSendToKafka(text, config ?? "command line", {
      readFile: Deno.readTextFileSync,
      environment: { ...environment, ...variables },
    });
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    throw new UserError(error instanceof ConfigError ? withOptions(error.message, given) : reason(error), {
      cause: error,
    });
  }
}

/** The property that an option's value has: `tls-ca-file` is `tlsCaFile`. */
function propertyOf(key: string): string {
  return key.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function neededProtocol(keys: readonly string[]): SecuritySettings["securityProtocol"] | undefined {
  const tls = keys.some((key) => key.startsWith("tls-")), sasl = keys.some((key) => key.startsWith("sasl-"));
  return sasl ? tls ? "sasl-ssl" : "sasl-plaintext" : tls ? "ssl" : undefined;
}

/** A message in which variables that options stand behind are called as the options are. */
function withOptions(message: string, given: ReadonlyMap<string, string>): string {
  let text = message;
  for (const key of given.keys()) text = text.replaceAll(`${variableOf(sendToKafkaSection, key)}`, `--${key}`);
  return text;
}
