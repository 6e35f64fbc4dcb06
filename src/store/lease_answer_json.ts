import { Duid, IPv6Address, messageTypeName } from "../dhcpv6/mod.ts";
import { toHex, u32At } from "../wire/mod.ts";
import { leaseText } from "./lease_event.ts";
import { leaseEnd, type LeaseInterval } from "./lease_interval.ts";
import { textOf } from "./read_transaction.ts";
import { NEVER } from "./record_place.ts";
import { timeText } from "./time_text.ts";
import type { StoredClient, StoredTransaction } from "./transaction_store.ts";
import type { Doubt, Holding, LeaseAnswer } from "./who_held.ts";

/** The JSON form of a {@linkcode LeaseAnswer}: names in kebab case, times as ISO 8601 in UTC, bytes as hexadecimal digits. */
export function leaseAnswerJson(answer: LeaseAnswer): Record<string, unknown> {
  const { lease, at, verdict, holder, others, within, hasMoreWithin, before, doubts } = answer;
  return {
    lease: leaseText(lease),
    at: timeText(at),
    verdict,
    holder: holder ? holdingJson(holder) : null,
    others: others.map(holdingJson),
    within: within.map(holdingJson),
    "more-within": hasMoreWithin,
    before: before ? holdingJson(before) : null,
    doubts: doubts.map(doubtJson),
  };
}

function holdingJson({ interval, client, server, confirmedAt, confirmedBy, openedBy, endedBy }: Holding) {
  return {
    lease: leaseText(interval.lease),
    client: client ? clientJson(client) : null,
    server: server?.name ?? null,
    iaid: interval.iaid,
    association: `ia-${interval.association}`,
    from: timeText(interval.startedAt),
    until: timeText(leaseEnd(interval)),
    ending: endingOf(interval),
    "valid-until": timeText(interval.validUntil),
    "confirmed-at": timeText(confirmedAt),
    proof: {
      opened: openedBy ? transactionJson(openedBy) : null,
      confirmed: confirmedBy ? transactionJson(confirmedBy) : null,
      ended: endedBy ? transactionJson(endedBy) : null,
    },
  };
}

/** How a lease ended or will end: by an answer, by its lifetime, or never. */
function endingOf({ ending, validUntil }: LeaseInterval): string {
  return ending ?? (validUntil === NEVER ? "never" : "expired");
}

function clientJson({ duid, interfaceId, remoteId, clientAddress, macAddress, hostName, vendorClass }: StoredClient) {
  return {
    duid: duid.length > 0 ? String(new Duid(duid)) : null,
    "mac-address": macAddress ?? null,
    "client-address": clientAddress ? String(IPv6Address.from(clientAddress)) : null,
    "interface-id": interfaceId.length > 0 ? textOf(interfaceId) : null,
    "remote-id": remoteId.length > 0 ? remoteIdText(remoteId) : null,
    "host-name": hostName || null,
    "vendor-class": vendorClass || null,
  };
}

/** A Remote-ID as `9:Gi0/1`, or `9:0x…` where it is no text; its enterprise number stands in the first four bytes. */
export function remoteIdText(remoteId: Uint8Array): string {
  return remoteId.length < 4 ? textOf(remoteId) : `${u32At(remoteId, 0)}:${textOf(remoteId.subarray(4))}`;
}

function transactionJson(transaction: StoredTransaction) {
  const { place, server, receivedAt, duration, requestType, responseType, request, response } = transaction;
  return {
    record: { topic: place.topic, partition: place.partition, offset: String(place.offset) },
    server,
    "received-at": timeText(receivedAt),
    "duration-ms": duration / 1000,
    request: requestType ? messageTypeName(requestType) : null,
    response: responseType ? messageTypeName(responseType) : null,
    "request-bytes": request ? toHex(request) : null,
    "response-bytes": response ? toHex(response) : null,
  };
}

function doubtJson(doubt: Doubt): Record<string, unknown> {
  switch (doubt.why) {
    case "gap": {
      const { topic, partition, fromOffset, toOffset, from, to } = doubt.gap;
      const offsets = { "from-offset": String(fromOffset), "to-offset": String(toOffset) };
      return { why: doubt.why, topic, partition, ...offsets, from: timeText(from), to: timeText(to) };
    }
    case "not-read-yet": {
      const { topic, partition, coveredUntil } = doubt.position;
      return { why: doubt.why, topic, partition, "read-until": timeText(coveredUntil) };
    }
    case "forgotten":
      return { why: doubt.why, before: timeText(doubt.before) };
    case "nothing-read":
      return { why: doubt.why };
  }
}
