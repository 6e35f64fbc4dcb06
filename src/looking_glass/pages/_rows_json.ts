import { IPv6Address, messageTypeName } from "../../dhcpv6/mod.ts";
import {
  leaseEnd,
  type LeaseInterval,
  leaseText,
  type LogGap,
  NEVER,
  type PartitionPosition,
  type StoredClient,
  type StoredQuarantine,
  type StoredServer,
  type StoredTransaction,
} from "../../store/mod.ts";
import { toHex } from "../../wire/mod.ts";
import { sentenceText } from "../story/sentence.ts";
import type { StoryEvent } from "../story/story_event.ts";
import type { ExportRow } from "../frame/export.ts";
import { interfaceIdText, shownRemoteId } from "../present/identifier.ts";
import { isoTime } from "../present/times.ts";

const iso = (at: number): string | null => isoTime(at) ?? null;

/** Missing records in JSON, and as a row of a list. */
export function gapJson({ topic, partition, fromOffset, toOffset, from, to }: LogGap): ExportRow {
  return {
    topic,
    partition,
    "from-offset": String(fromOffset),
    "to-offset": String(toOffset),
    "from": from === 0 ? null : iso(from),
    "to": iso(to),
  };
}

/** A server in JSON. */
export function serverJson({ id, name, firstSeen, lastSeen }: StoredServer): ExportRow {
  return { id, name, "first-seen": iso(firstSeen), "last-seen": iso(lastSeen) };
}

/** A client in JSON, and as a row of a list. */
export function clientJson(client: StoredClient): ExportRow {
  const { id, duid, macAddress, clientAddress, hostName, vendorClass, firstSeen, lastSeen } = client;
  return {
    id,
    "duid": toHex(duid) || null,
    "mac-address": macAddress ?? null,
    "interface-id": interfaceIdText(client.interfaceId) || null,
    "remote-id": shownRemoteId(client.remoteId).whole || null,
    "client-address": clientAddress?.length === 16 ? String(IPv6Address.from(clientAddress)) : null,
    "host-name": hostName || null,
    "vendor-class": vendorClass || null,
    "first-seen": iso(firstSeen),
    "last-seen": iso(lastSeen),
  };
}

/** A transaction as a row of a list: without its packets. */
export function transactionRow(transaction: StoredTransaction): ExportRow {
  const { id, server, serverId, clientId, receivedAt, recordedAt, duration, outcome, reason, place } = transaction;
  const { requestType, responseType, transactionId } = transaction;
  return {
    id,
    "received-at": iso(receivedAt),
    server,
    "server-id": serverId,
    "client-id": clientId,
    "request": requestType === 0 ? null : messageTypeName(requestType),
    "response": responseType === 0 ? null : messageTypeName(responseType),
    outcome,
    "reason": reason || null,
    "duration-ms": duration / 1000,
    "transaction-id": transactionId.toString(16).padStart(6, "0"),
    "recorded-at": recordedAt === undefined ? null : iso(recordedAt),
    "record": `${place.topic}[${place.partition}]@${place.offset}`,
  };
}

/** A lease of a client in JSON. */
export function leaseJson(interval: LeaseInterval): ExportRow {
  const { lease, association, iaid, startedAt, validUntil, ending } = interval, end = leaseEnd(interval);
  return {
    "lease": leaseText(lease),
    "association": `ia-${association}`,
    iaid,
    "from": iso(startedAt),
    "until": iso(end),
    "valid-until": iso(validUntil),
    "ending": ending ?? (validUntil === NEVER ? "never" : "expired"),
  };
}

/** An event of a client's story in JSON. */
export function eventJson({ kind, at, until, sentence, tone, transactions }: StoryEvent): Record<string, unknown> {
  const ids = transactions.map(({ id }) => id);
  return { kind, "at": iso(at), "until": iso(until), "sentence": sentenceText(sentence), tone, "transactions": ids };
}

/** How far a partition was read, in JSON. */
export function positionJson({ topic, partition, next, coveredUntil }: PartitionPosition): ExportRow {
  return { topic, partition, "next-offset": String(next), "read-until": iso(coveredUntil) };
}

/** A quarantined record in JSON; its bytes are for admins. */
export function quarantineJson(
  { id, place, recordedAt, reason, key, value }: StoredQuarantine,
  withBytes: boolean,
): ExportRow {
  return {
    id,
    "record": `${place.topic}[${place.partition}]@${place.offset}`,
    "recorded-at": iso(recordedAt),
    reason,
    "bytes": value?.length ?? null,
    ...(withBytes ? { "key": key ? toHex(key) : null, "value": value ? toHex(value) : null } : {}),
  };
}
