import { searchText } from "../client_texts.ts";
import type { ClientSearch, Page, StoredClient } from "../transaction_store.ts";
import type { Database, SqlValue } from "./database.ts";
import { clientsByLease } from "./lease_clients.ts";
import { CLIENT, clientOf } from "./rows.ts";

/** Clients behind a link-address. */
const BEHIND = "relay_id = (SELECT id FROM relay WHERE link_address = ? AND id > 0)";

/** Clients whose MAC address begins like one of an array: each is looked for by the index. */
const BEGINNING = `
  SELECT own.id FROM json_each(?) AS block CROSS JOIN client AS own INDEXED BY client_by_mac
  ON own.mac_address >= block.value AND own.mac_address < block.value || char(0x10ffff)`;

/** What a client has to be, in SQL, with the values in it. */
interface Condition {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** See `TransactionReader`. The numbers are sorted first, so that rows are read only of the clients on the page. */
export function searchClients(
  db: Database,
  search: ClientSearch,
  page: Page<Pick<StoredClient, "id" | "lastSeen">>,
): StoredClient[] {
  if (search.by === "lease") return clientsByLease(db, search.lease, page);
  const { limit, after } = page, { sql, values } = conditionOf(search);
  const behind = after === undefined ? "" : "AND (last_seen, client.id) < (?, ?)";
  const key = after === undefined ? [] : [after.lastSeen, after.id];
  return db.all(
    `SELECT ${CLIENT} FROM (
       SELECT client.id FROM client JOIN client_seen ON client_seen.id = client.id
       WHERE ${sql} ${behind} ORDER BY last_seen DESC, client.id DESC LIMIT ?
     ) AS page JOIN client ON client.id = page.id JOIN client_seen ON client_seen.id = page.id
     ORDER BY last_seen DESC, client.id DESC`,
    ...values,
    ...key,
    limit,
  ).map(clientOf);
}

/** See `TransactionReader`. Times are in a table of their own, which is looked through whole: no index could keep up with them. */
export function clientsByLastSeen(
  db: Database,
  { limit, after }: Page<Pick<StoredClient, "id" | "lastSeen">>,
): StoredClient[] {
  const behind = after === undefined ? "true" : "(last_seen, id) < (?, ?)";
  return db.all(
    `SELECT ${CLIENT} FROM (
       SELECT id FROM client_seen WHERE ${behind} ORDER BY last_seen DESC, id DESC LIMIT ?
     ) AS page JOIN client ON client.id = page.id JOIN client_seen ON client_seen.id = page.id
     ORDER BY last_seen DESC, client.id DESC`,
    ...after === undefined ? [] : [after.lastSeen, after.id],
    limit,
  ).map(clientOf);
}

function conditionOf(search: Exclude<ClientSearch, { by: "lease" }>): Condition {
  switch (search.by) {
    case "duid":
      return { sql: "duid = ?", values: [search.bytes] };
    case "clientAddress":
      return { sql: "client_address = ?", values: [search.bytes] };
    case "linkAddress":
      return { sql: `client.id IN (SELECT client_id FROM client_relay WHERE ${BEHIND})`, values: [search.bytes] };
    case "port":
      return {
        sql: "client.id IN (SELECT id FROM client INDEXED BY client_by_port WHERE interface_id = ? AND remote_id = ?)",
        values: [search.port.interfaceId, search.port.remoteId],
      };
    case "macAddress":
      return beginningWith(searchText(search.text));
    case "macBlocks":
      return { sql: `client.id IN (${BEGINNING})`, values: [JSON.stringify(search.texts.map(searchText))] };
    case "interfaceId":
      return containing("interface_text", search.text);
    case "remoteId":
      return containing("remote_text", search.text);
    case "hostName":
      return containing("host_text", search.text);
    case "vendorClass":
      return containing("vendor_text", search.text);
  }
}

/** The empty text is in every text. */
function containing(column: string, text: string): Condition {
  const form = searchText(text);
  return form === "" ? { sql: "true", values: [] } : { sql: `instr(${column}, ?) > 0`, values: [form] };
}

/** MAC addresses are ASCII: what sorts behind all that begin so begins so, and goes on with the last character of Unicode. */
function beginningWith(text: string): Condition {
  return { sql: "mac_address >= ? AND mac_address < ?", values: [text, `${text}\u{10ffff}`] };
}
