import { UnknownKafkaMessage } from "../messages/mod.ts";
import type { BrokerAddress } from "../kafka/broker_address.ts";
import { explainKafkaError } from "../kafka/kafka_error.ts";
import { writeOne, type Written } from "../kafka/kafkajs_write.ts";
import { question } from "./_doctor_broker.ts";
import type { Expectations } from "./_doctor_cluster.ts";
import { failure, type Finding } from "./_finding.ts";

/** Of no meaning to collectors, which tell that they do not know it. */
const TEST_MESSAGE_TYPE = 255;

/** Clocks further apart than this confuse whoever compares times. */
const SKEW_MS = 2000;

/** Writes a record to the topic, which is the only way to learn what time it is at the broker. */
export async function* examineByWriting(broker: BrokerAddress, around: Expectations): AsyncGenerator<Finding> {
  const { topic, security, sourceAddress, timeoutMs } = around;
  const record = new UnknownKafkaMessage({
    messageType: TEST_MESSAGE_TYPE,
    messageData: new TextEncoder().encode("written by dhcpkit-kafka doctor --write-test"),
  });
  const from = sourceAddress === undefined ? {} : { sourceAddress };
  const init = { brokers: [broker], connectTimeoutMs: timeoutMs, requestTimeoutMs: timeoutMs, ...from };
  try {
    const written = await writeOne(topic, record.save(), init, security);
    const found = `a record was written to ${topic} within ${written.answeredMs - written.sentMs} ms`;
    yield { check: "write", status: "ok", found };
    yield clock(written, topic);
  } catch (error) {
    yield failure("write", (await explainKafkaError(error, question(broker, around))).message);
    yield { check: "clock", status: "skipped", found: "nothing could be written" };
  }
}

function clock({ brokerTimeMs, sentMs, answeredMs }: Written, topic: string): Finding {
  if (brokerTimeMs === undefined) {
    return {
      check: "clock",
      status: "skipped",
      found: `the broker does not stamp the records of ${topic} (message.timestamp.type is CreateTime)`,
    };
  }
  // The record was stamped at some moment between the two.
  const behind = sentMs - brokerTimeMs, ahead = brokerTimeMs - answeredMs, apart = Math.max(behind, ahead, 0);
  const found = apart === 0
    ? "the broker's clock agrees with the one here (by the time that it wrote the record)"
    : `the broker's clock is ${apart / 1000} s ${behind > 0 ? "behind" : "ahead of"} the one here`;
  return apart <= SKEW_MS
    ? { check: "clock", status: "ok", found }
    : { check: "clock", status: "warning", found, remedy: "let both hosts follow the same time servers (NTP)" };
}
