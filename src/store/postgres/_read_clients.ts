import { searchText } from "../client_texts.ts";
import type { ClientSearch, Page, StoredClient } from "../transaction_store.ts";
import { bytesOf, Parameters, rowLimit, type RunQuery } from "./_reading.ts";
import { prefixesAround, rangeWithin } from "./_lease_keys.ts";
import { textArray } from "./_columns.ts";

interface ClientRow {
  readonly id: number;
  readonly duid: Uint8Array;
  readonly interface_id: Uint8Array;
  readonly remote_id: Uint8Array;
  readonly client_address: Uint8Array | null;
  readonly mac_address: string | null;
  readonly link_address: Uint8Array | null;
  readonly host_name: string;
  readonly vendor_class: string;
  readonly first_seen: number;
  readonly last_seen: number;
}

const SELECT =
  `select id, duid, interface_id, remote_id, client_address, mac_address, host_name, vendor_class, first_seen,
  last_seen, (select link_address from relays where relays.id = relay_id and relay_id > 0) as link_address
  from clients join client_details using (id)`;

/** A client by its number. */
export async function readClient(run: RunQuery, id: number): Promise<StoredClient | undefined> {
  if (!Number.isSafeInteger(id)) return undefined;
  const [row] = await run<ClientRow>(`${SELECT} where id = $1::bigint`, [id]);
  return row && clientOf(row);
}

/** A page of the clients that are found. */
export async function readClients(
  run: RunQuery,
  search: ClientSearch,
  { limit, after }: Page<Pick<StoredClient, "id" | "lastSeen">>,
): Promise<StoredClient[]> {
  const parameters = new Parameters(), conditions = [condition(search, parameters)];
  if (after !== undefined) {
    conditions.push(
      `(last_seen, id) < (${parameters.add(after.lastSeen, "bigint")}, ${parameters.add(after.id, "bigint")})`,
    );
  }
  const rows = await run<ClientRow>(
    `${SELECT} where ${conditions.join(" and ")} order by last_seen desc, id desc limit ${rowLimit(limit)}`,
    parameters.values,
  );
  return rows.map(clientOf);
}

/** A page of all clients, the one seen last first. Their details are read of those on the page alone. */
export async function readClientsByLastSeen(
  run: RunQuery,
  { limit, after }: Page<Pick<StoredClient, "id" | "lastSeen">>,
): Promise<StoredClient[]> {
  const parameters = new Parameters();
  const behind = after === undefined
    ? "true"
    : `(last_seen, id) < (${parameters.add(after.lastSeen, "bigint")}, ${parameters.add(after.id, "bigint")})`;
  const page = `select id from clients where ${behind} order by last_seen desc, id desc limit ${rowLimit(limit)}`;
  const rows = await run<ClientRow>(
    `${SELECT} where id in (${page}) order by last_seen desc, id desc`,
    parameters.values,
  );
  return rows.map(clientOf);
}

function condition(search: ClientSearch, parameters: Parameters): string {
  const within = (column: string, text: string) =>
    `${column} like ${parameters.add(`%${escaped(searchText(text))}%`, "text")}`;
  switch (search.by) {
    case "duid":
      return `duid = ${parameters.add(search.bytes, "bytea")}`;
    case "clientAddress":
      return `client_address = ${parameters.add(search.bytes, "bytea")}`;
    case "linkAddress": {
      const link = parameters.add(search.bytes, "bytea");
      return `relay_id = (select id from relays where link_address = ${link} and relays.id > 0)`;
    }
    case "port": {
      const columns = [["interface_id", search.port.interfaceId], ["remote_id", search.port.remoteId]] as const;
      // The index has the beginnings alone.
      return columns.map(([column, bytes]) =>
        `substring(${column} from 1 for 256) = ${parameters.add(bytes.subarray(0, 256), "bytea")}
         and ${column} = ${parameters.add(bytes, "bytea")}`
      ).join(" and ");
    }
    case "macAddress":
      return `mac_address like ${parameters.add(`${escaped(searchText(search.text))}%`, "text")}`;
    case "macBlocks": {
      const beginnings = parameters.add(textArray(search.texts.map(searchText)), "text");
      return `id in (
        select own.id from unnest(${beginnings}::text[]) as block (beginning) join client_details own
        on own.mac_address >= beginning collate "C" and own.mac_address < (beginning || chr(1114111)) collate "C"
      )`;
    }
    case "interfaceId":
      return within("interface_text", search.text);
    case "remoteId":
      return within("remote_text", search.text);
    case "hostName":
      return within("host_name_lower", search.text);
    case "vendorClass":
      return within("vendor_class_lower", search.text);
    case "lease": {
      const { first, last } = rangeWithin(search.lease);
      const around = parameters.add(textArray(prefixesAround(search.lease)), "text");
      return `id in (
        select client_id from leases where lease in (select decode(unnest(${around}::text[]), 'hex'))
        union all select client_id from leases
        where lease >= decode(${parameters.add(first, "text")}, 'hex') and lease <= decode(${
        parameters.add(last, "text")
      }, 'hex')
      )`;
    }
  }
}

/** For LIKE: what stands for anything stands for itself. */
function escaped(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

function clientOf(row: ClientRow): StoredClient {
  return {
    id: row.id,
    duid: bytesOf(row.duid),
    interfaceId: bytesOf(row.interface_id),
    remoteId: bytesOf(row.remote_id),
    clientAddress: row.client_address === null ? undefined : bytesOf(row.client_address),
    macAddress: row.mac_address ?? undefined,
    linkAddress: row.link_address === null ? undefined : bytesOf(row.link_address),
    hostName: row.host_name,
    vendorClass: row.vendor_class,
    firstSeen: row.first_seen,
    lastSeen: row.last_seen,
  };
}
