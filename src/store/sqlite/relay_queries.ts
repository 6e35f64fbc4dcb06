import type { PortKey, RelayQuestion, RelayTraffic, StoredPort } from "../relay.ts";
import { busiestRelays, relayCounts, wholeHours } from "../tally/tally_answers.ts";
import { RELAYS } from "../tally/tally.ts";
import type { Page } from "../transaction_store.ts";
import type { Database, SqlValue } from "./database.ts";
import { talliesOf } from "./tally_queries.ts";

const RELAY = `
  SELECT link_address, (SELECT count(*) FROM client_relay WHERE relay_id = relay.id) AS clients FROM relay WHERE id = ?`;

/** See `TransactionReader`. */
export function relays(db: Database, question: RelayQuestion): RelayTraffic[] {
  const counts = relayCounts(talliesOf(db, RELAYS, wholeHours(question), question.serverId));
  return busiestRelays(counts, question).flatMap(([id, counted]) => {
    const row = db.get(RELAY, id);
    if (row === undefined) return [];
    const linkAddress = id === 0 ? undefined : row.link_address;
    return [{ id, linkAddress, clients: row.clients, ...counted }];
  });
}

/** See `TransactionReader`. */
export function ports(
  db: Database,
  linkAddress: Uint8Array | "all",
  { limit, after }: Page<PortKey>,
): StoredPort[] {
  const isAll = linkAddress === "all";
  const behind = after === undefined ? "true" : "(interface_id, remote_id) > (?, ?)";
  const key: SqlValue[] = after === undefined ? [] : [after.interfaceId, after.remoteId];
  const chosen = isAll
    ? `client INDEXED BY client_by_port LEFT JOIN client_relay ON client_id = client.id WHERE true`
    : `client_relay CROSS JOIN client ON client.id = client_id
       WHERE relay_id = (SELECT id FROM relay WHERE link_address = ? AND id > 0)`;
  return db.all(
    `SELECT interface_id AS interfaceId, remote_id AS remoteId, count(*) AS clients,
       count(DISTINCT nullif(relay_id, 0)) AS linkAddresses
     FROM ${chosen} AND ${behind} GROUP BY interface_id, remote_id ORDER BY interface_id, remote_id LIMIT ?`,
    ...isAll ? [] : [linkAddress],
    ...key,
    limit,
  ).map((row) => ({ ...row }));
}
