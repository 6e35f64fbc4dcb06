import { Message } from "../dhcpv6/mod.ts";
import { DHCPKafkaMessage } from "../messages/kafka_message.ts";
import { type Microseconds, readTransaction, type StoredTransaction } from "../store/mod.ts";
import type { Observation } from "./observation.ts";

/**
 * A transaction out of a store, to detect in the past: the same as when it was read from its topic, but for two things that stores do
 * not keep. Kafka's time is unknown, so that clocks are not judged, and the order of transactions that one server got in the same
 * microsecond may be another.
 */
export function storedObservation(stored: StoredTransaction): Observation {
  const { server, receivedAt, duration, request, response, place } = stored;
  const value = new DHCPKafkaMessage({
    serverName: server,
    timestampIn: seconds(receivedAt),
    timestampOut: seconds(receivedAt + duration),
    ...(request === undefined ? {} : { messageIn: Message.parse(request) }),
    ...(response === undefined ? {} : { messageOut: Message.parse(response) }),
  }).save();
  return { transaction: readTransaction(value, place, receivedAt) };
}

function seconds(time: Microseconds): number {
  return time / 1e6;
}
