import {
  CurrentLeases,
  type LeaseChange,
  leaseRecord,
  type LeaseRecordJson,
  type RecordOfTopic,
  restoreLease,
} from "@dhcpkit/kafka/formats";

/** A lease topic that is compacted at once. */
export class LeaseTopic {
  readonly #records: Map<string, RecordOfTopic> = new Map();
  /** Who has what by the records that are no tombstones. */
  readonly records: Map<string, LeaseRecordJson> = new Map();

  /** Writes changes. */
  write(changes: readonly LeaseChange[]): void {
    for (const change of changes) {
      this.#records.set(change.key, leaseRecord(change));
      if (change.value) this.records.set(change.key, through(change.value));
      else this.records.delete(change.key);
    }
  }

  /** What a new process makes of the topic. */
  restored(): CurrentLeases {
    const leases = new CurrentLeases();
    for (const record of this.#records.values()) restoreLease(leases, record);
    return leases;
  }
}

/** What comes out of JSON as text. */
export function through<T>(json: T): T {
  return JSON.parse(JSON.stringify(json));
}
