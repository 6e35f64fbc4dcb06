import { CurrentLeases, type LeaseChange, type LeaseEndedJson, type LeaseRecordJson } from "@dhcpkit/kafka/formats";

/** A lease topic that is compacted at once, with what the header of each tombstone says. */
export class LeaseTopic {
  readonly records: Map<string, LeaseRecordJson> = new Map();
  readonly tombstones: Map<string, LeaseEndedJson | undefined> = new Map();

  /** Writes changes, as JSON as text. */
  write(changes: readonly LeaseChange[]): void {
    for (const { key, value, ended } of changes) {
      if (value) {
        this.records.set(key, through(value));
        this.tombstones.delete(key);
      } else {
        this.records.delete(key);
        this.tombstones.set(key, ended && through(ended));
      }
    }
  }

  /** What a new process makes of the topic. */
  restored(): CurrentLeases {
    const leases = new CurrentLeases();
    for (const [key, value] of this.records) leases.restore(key, value);
    for (const [key, ended] of this.tombstones) leases.restore(key, null, ended);
    return leases;
  }
}

/** What comes out of JSON as text. */
export function through<T>(json: T): T {
  return JSON.parse(JSON.stringify(json));
}
