import { type Observation, storedObservation } from "@dhcpkit/kafka/detectors";
import { Message } from "@dhcpkit/kafka/dhcpv6";
import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import type { OutgoingRecord } from "@dhcpkit/kafka/publisher";
import { platformaticTransport } from "@dhcpkit/kafka/publisher/platformatic";
import type { NewTransaction } from "@dhcpkit/kafka/store";
import { detect } from "../detectors/_detect.ts";
import { HOUR, START } from "../detectors/_exchange.ts";
import { faultyDay, SETTINGS } from "../detectors/_faulty_day.ts";

/** A day on which everything goes wrong once, moved to before now, and the ids of what is to be found. */
export interface FaultyYesterday {
  readonly records: readonly OutgoingRecord[];
  readonly observations: readonly Observation[];
  readonly findings: readonly string[];
}

/**
 * A day that has been over for an hour, or nearly two, whatever time it is now: nothing of it is waited for any more. It has so many
 * clients that have no trouble. What stores cannot tell, a wrong clock, is left out.
 */
export function faultyYesterday(clients: number, now: number = Date.now()): FaultyYesterday {
  const later = (Math.floor((now * 1000 - START) / HOUR) - 25) * HOUR;
  const all = faultyDay(clients).network.partitions().flat().filter(({ transaction }) =>
    transaction.server !== "dhcp07"
  )
    .sort((a, b) => a.recordedAt! - b.recordedAt!);
  const observations = all.map(({ transaction }) => moved(transaction, later));
  const { findings } = detect([observations], SETTINGS, observations, now * 1000);
  return {
    records: all.map(({ transaction, recordedAt }) => ({
      key: transaction.client.duid as Uint8Array<ArrayBuffer>,
      value: valueOf(transaction, later),
      timestamp: (recordedAt! + later) / 1000,
    })),
    observations,
    findings: findings.map(({ id }) => id).toSorted(),
  };
}

/** Publishes records in their order. */
export async function publish(bootstrap: string, topic: string, records: readonly OutgoingRecord[]): Promise<void> {
  const transport = platformaticTransport({ brokers: [bootstrap], topic });
  await transport.connect();
  for (let at = 0; at < records.length; at += 1000) {
    const results = await transport.send(records.slice(at, at + 1000));
    const failed = results.find(({ status }) => status !== "delivered");
    if (failed) throw new Error(`not delivered: ${JSON.stringify(failed)}`);
  }
  await transport.disconnect();
}

function moved(transaction: NewTransaction, later: number): Observation {
  const receivedAt = transaction.receivedAt + later, recordedAt = transaction.recordedAt + later;
  return storedObservation({ ...transaction, receivedAt, recordedAt, id: 0, serverId: 0, clientId: 0 });
}

function valueOf({ server, receivedAt, duration, request, response }: NewTransaction, later: number): Uint8Array {
  return new DHCPKafkaMessage({
    serverName: server,
    timestampIn: (receivedAt + later) / 1e6,
    timestampOut: (receivedAt + later + duration) / 1e6,
    ...(request === undefined ? {} : { messageIn: Message.parse(request) }),
    ...(response === undefined ? {} : { messageOut: Message.parse(response) }),
  }).save();
}
