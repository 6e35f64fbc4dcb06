import type { LeaseKey, Microseconds, NewTransaction, TransactionPlace } from "../store/mod.ts";
import { toHex } from "../wire/mod.ts";

/** How bad a finding is: `warning`, something is degraded; `failing`, clients go without. */
export type FindingSeverity = "warning" | "failing";

/** A client as findings name it, the first 130 bytes of each as hexadecimal digits; what is not known is empty. */
export interface ClientReference {
  /** Its DUID. */
  readonly duid: string;
  /** Interface-Id of its port. */
  readonly interfaceId: string;
  /** Remote-ID of its port, the enterprise number in the first four bytes. */
  readonly remoteId: string;
}

/** What a finding is about. */
export type FindingSubject =
  | { readonly kind: "client"; readonly client: ClientReference }
  | { readonly kind: "port"; readonly interfaceId: string; readonly remoteId: string; readonly linkAddress: string }
  | { readonly kind: "server"; readonly server: string }
  | { readonly kind: "servers"; readonly servers: readonly string[] }
  | { readonly kind: "server-duid"; readonly duid: string }
  | { readonly kind: "relay"; readonly linkAddress: string; readonly peerAddress: string }
  | { readonly kind: "lease"; readonly lease: LeaseKey; readonly client: ClientReference }
  | { readonly kind: "network" };

/** What a number of a finding counts: `s` are seconds, `%` are parts of a hundred. */
export type MeasureUnit = "s" | "%" | "count" | "bits";

/** A number that backs a finding. */
export interface Measure {
  /** What was measured, in kebab case. */
  readonly name: string;
  /** The number. */
  readonly value: number;
  /** Its unit. */
  readonly unit: MeasureUnit;
  /** What the number was compared with, in the same unit. */
  readonly threshold?: number;
}

/** A transaction that proves a finding. */
export interface TransactionReference extends TransactionPlace {
  /** Whose it is. */
  readonly client: ClientReference;
}

/** Something that is wrong, with what proves it. It is data: texts are made of it by {@linkcode findingText}. */
export interface Finding {
  /** The same for the same finding, whenever it is found: made of detector, subject and start. */
  readonly id: string;
  /** Id of the detector. */
  readonly detector: string;
  /** How bad it has been at its worst. */
  readonly severity: FindingSeverity;
  /** What it is about. */
  readonly subject: FindingSubject;
  /** When it began. */
  readonly since: Microseconds;
  /** When it was seen last. */
  readonly lastSeen: Microseconds;
  /** When it had not been seen for so long that it is over; `undefined` while it lasts. */
  readonly until: Microseconds | undefined;
  /** How often it came back after it had been over. */
  readonly reopened: number;
  /** Numbers of the last time that it was seen. */
  readonly measures: readonly Measure[];
  /** How many transactions show it. */
  readonly count: number;
  /** The first transactions that show it, then the last ones; {@linkcode Finding.count} tells how many there are between. */
  readonly evidence: readonly TransactionReference[];
}

/** What became of a finding. */
export interface FindingChange {
  /** `updated`: it was seen again; `reopened`: it is back, soon after it had recovered. */
  readonly kind: "opened" | "updated" | "recovered" | "reopened";
  /** When, in the time of transactions. */
  readonly at: Microseconds;
  /** The finding as it is now. */
  readonly finding: Finding;
}

/** The client of a transaction. */
export function clientReference({ client: { duid, interfaceId, remoteId } }: NewTransaction): ClientReference {
  return { duid: hex(duid), interfaceId: hex(interfaceId), remoteId: hex(remoteId) };
}

/** An identifier may have 64 kB, and a DUID has no more than these bytes (RFC 9915 section 11.1). */
function hex(bytes: Uint8Array): string {
  return toHex(bytes.length > 130 ? bytes.subarray(0, 130) : bytes);
}

/** A transaction as evidence: it holds none of its packets. */
export function transactionReference(transaction: NewTransaction): TransactionReference {
  const { place, receivedAt, server } = transaction;
  return { place, receivedAt, server, client: clientReference(transaction) };
}

/** A number of a finding by its name; 0 where it has none such. */
export function measureOf({ measures }: Pick<Finding, "measures">, name: string): number {
  return measures.find((measure) => measure.name === name)?.value ?? 0;
}

/** What the subject is told by: the same for the same subject. */
export function subjectKey(subject: FindingSubject): string {
  switch (subject.kind) {
    case "client":
      return `client ${subject.client.duid}`;
    case "port":
      return `port ${subject.interfaceId} ${subject.remoteId} ${subject.linkAddress}`;
    case "server":
      return `server ${subject.server}`;
    case "servers":
      return `servers ${JSON.stringify(subject.servers)}`;
    case "server-duid":
      return `server-duid ${subject.duid}`;
    case "relay":
      return `relay ${subject.linkAddress} ${subject.peerAddress}`;
    case "lease":
      return `lease ${subject.lease} ${subject.client.duid}`;
    case "network":
      return "network";
  }
}
