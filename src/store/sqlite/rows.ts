import type { PartitionPosition, StoredClient, StoredQuarantine } from "../transaction_store.ts";
import type { Row } from "./database.ts";

/** Columns of a client, of tables `client` and `client_seen`. */
export const CLIENT = `client.id, duid, interface_id, remote_id, client_address, mac_address, host_name, vendor_class,
  first_seen, last_seen,
  (SELECT link_address FROM client_relay JOIN relay ON relay.id = relay_id WHERE client_id = client.id) AS link_address`;

/** Columns of a transaction, in any of its tables; offsets as texts, since not all of them are numbers of JavaScript. */
export const TRANSACTION = `t.id, topic.name AS topic, partition, CAST(offset AS TEXT) AS offset, server_id,
  server.name AS server, client_id, received_at, duration, request_type, response_type, transaction_id, outcome, reason,
  digest, recorded_after, request, response`;

/** What a transaction's names are in. */
export const TRANSACTION_NAMES = "JOIN topic ON topic.id = t.topic_id JOIN server ON server.id = t.server_id";

/** Columns of a lease, of tables `lease` and `lease_state`. */
export const LEASE =
  `lease.id, lease, client_id, server_id, iaid, association, started_at, confirmed_at, renew_at, rebind_at,
  valid_until, ended_at, ending, grants, opened_by, confirmed_by, ended_by, changed_at, partition,
  CAST(offset AS TEXT) AS offset`;

/** Where the columns of a lease are, by the index that leads to those wanted. */
export function leasesBy(index: "lease_by_key" | "lease_by_client"): string {
  return `lease INDEXED BY ${index} CROSS JOIN lease_state ON lease_state.id = lease.id`;
}

/** The client in a row of {@linkcode CLIENT}. */
export function clientOf(row: Row): StoredClient {
  return {
    id: row.id,
    duid: row.duid,
    interfaceId: row.interface_id,
    remoteId: row.remote_id,
    clientAddress: row.client_address ?? undefined,
    macAddress: row.mac_address ?? undefined,
    linkAddress: row.link_address?.length > 0 ? row.link_address : undefined,
    hostName: row.host_name,
    vendorClass: row.vendor_class,
    firstSeen: row.first_seen,
    lastSeen: row.last_seen,
  };
}

/** The position in a row of `position`, its offset a text. */
export function positionOf({ topic, partition, next, covered_until }: Row): PartitionPosition {
  return { topic, partition, next: BigInt(next), coveredUntil: covered_until };
}

/** The record in a row of `quarantine`, its offset a text. */
export function quarantineOf({ id, topic, partition, offset, recorded_at, reason, key, value }: Row): StoredQuarantine {
  return {
    id,
    place: { topic, partition, offset: BigInt(offset) },
    recordedAt: recorded_at,
    reason,
    key: key ?? undefined,
    value: value ?? undefined,
  };
}
