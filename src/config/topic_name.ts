import { quote, strayCharacter } from "./_quote.ts";
import type { Datatype } from "./datatype.ts";
import { ValueError } from "./value_error.ts";

/** The longest name that the documented system accepts. */
const LONGEST = 255;

/** The longest name that Kafka makes a topic of. */
const LONGEST_IN_KAFKA = 249;

const RULE = "a topic name has only A-Z a-z 0-9 . _ -";

/**
 * Checks the name of a Kafka topic and returns it.
 *
 * @throws {ValueError} when it is empty, `.` or `..`; longer than 255 characters; or holds anything but
 * `A-Z a-z 0-9 . _ -`. Each of the three has a text of its own.
 *
 * @example
 * ```ts
 * import { topicName } from "@dhcpkit/kafka/config";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(topicName("dhcpkit.messages"), "dhcpkit.messages");
 * assertThrows(() => topicName("dhcpkit messages"), RangeError, "holds a space at position 8");
 * ```
 */
export function topicName(value: string): string {
  if (value === "" || value === "." || value === "..") {
    throw new ValueError(`${quote(value)} is not a topic name`, 'a topic name is not empty, "." or ".."');
  }
  if (value.length > LONGEST) {
    throw new ValueError(
      `${quote(value)} has ${value.length} characters`,
      `a topic name has at most ${LONGEST}, and Kafka takes no more than ${LONGEST_IN_KAFKA}`,
    );
  }
  const stray = strayCharacter(value, /^[A-Za-z0-9._-]$/);
  if (stray !== undefined) throw new ValueError(stray, RULE);
  return value;
}

/**
 * Why a name that {@linkcode topicName} accepts is no use to a broker: Kafka makes no topics with names over 249
 * characters, which the documented limit of 255 lets pass. Undefined for all other names.
 *
 * @example
 * ```ts
 * import { topicNameWarning } from "@dhcpkit/kafka/config";
 * import { assertEquals, assertStringIncludes } from "@std/assert";
 *
 * assertEquals(topicNameWarning("dhcpkit.messages"), undefined);
 * assertStringIncludes(topicNameWarning("t".repeat(250)) ?? "", "250 characters");
 * ```
 */
export function topicNameWarning(value: string): string | undefined {
  if (value.length <= LONGEST_IN_KAFKA) return undefined;
  return `the topic name has ${value.length} characters, and Kafka accepts at most ${LONGEST_IN_KAFKA}`;
}

/** The name of a Kafka topic, checked by {@linkcode topicName}. */
export const topic: Datatype<string> = {
  name: "topic name",
  prose: `1 to ${LONGEST} of the characters A-Z a-z 0-9 . _ -, and not "." or ".."; Kafka itself accepts at most ` +
    `${LONGEST_IN_KAFKA} characters`,
  parse: (text: string): string => topicName(text),
};
