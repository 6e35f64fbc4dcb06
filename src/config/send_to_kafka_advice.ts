import { sendToKafkaSection, type SendToKafkaSettings } from "./send_to_kafka.ts";
import { topicNameWarning } from "./topic_name.ts";

/** Something that works, but that few people would want if they knew. */
export interface Advice {
  /** The key that it is about. */
  readonly key: string;
  /** What comes of it. */
  readonly problem: string;
  /** What to write instead. */
  readonly remedy: string;
}

/**
 * What is unwise in settings that are right: logins in the clear, acknowledgements that nobody waits for, limits that can
 * never be reached. No text of it holds a secret.
 *
 * @example
 * ```ts
 * import { parseSendToKafka, sendToKafkaAdvice } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * const settings = parseSendToKafka("<send-to-kafka>\n  acks 0\n</send-to-kafka>");
 * assertEquals(sendToKafkaAdvice(settings).map(({ key }) => key), ["acks"]);
 * assertEquals(sendToKafkaAdvice(parseSendToKafka("<send-to-kafka/>")), []);
 * ```
 */
export function sendToKafkaAdvice(settings: SendToKafkaSettings): Advice[] {
  return [...aboutSecrets(settings), ...aboutDelivery(settings), ...aboutTimes(settings)];
}

function* aboutSecrets(settings: SendToKafkaSettings): Generator<Advice> {
  const { securityProtocol, saslMechanism, bridgeUrl, bridgeAuthorizationFile } = settings;
  if (securityProtocol === "sasl-plaintext") {
    const inTheClear = saslMechanism === "plain"
      ? "the password crosses the network in the clear"
      : saslMechanism === "oauthbearer"
      ? "the token crosses the network in the clear"
      : "the messages cross the network in the clear, and whoever records the login can guess at the password";
    yield { key: "security-protocol", problem: `sasl-plaintext: ${inTheClear}`, remedy: "write sasl-ssl" };
  }
  if (bridgeAuthorizationFile !== undefined && bridgeUrl?.toLowerCase().startsWith("http:")) {
    const problem = "the header Authorization crosses the network in the clear";
    yield { key: "bridge-url", problem, remedy: "use a bridge that is reached by https" };
  }
}

function* aboutDelivery({ topic, acks }: SendToKafkaSettings): Generator<Advice> {
  const long = topicNameWarning(topic);
  if (long !== undefined) yield { key: "topic", problem: long, remedy: "choose a shorter name" };
  if (acks === 0) {
    const problem = "0: messages count as delivered when they are sent, so losses are not noticed";
    yield { key: "acks", problem, remedy: "write acks all or acks 1" };
  }
}

/** Inner times that outer ones cut short, by their properties. */
const NESTED_TIMES = [["connectTimeoutMs", "connectDeadlineMs"], ["requestTimeoutMs", "sendDeadlineMs"]] as const;

function* aboutTimes(settings: SendToKafkaSettings): Generator<Advice> {
  for (const [inner, outer] of NESTED_TIMES) {
    if (settings[inner] <= settings[outer]) continue;
    const problem = `${settings[inner]} ms never pass: ${keyOf(outer)} ends the attempt after ${settings[outer]} ms`;
    yield { key: keyOf(inner), problem, remedy: `make ${keyOf(outer)} the longer one` };
  }
}

function keyOf(property: string): string {
  const found = Object.entries(sendToKafkaSection.keys).find(([, schema]) => schema.property === property);
  return found?.[0] ?? property;
}
