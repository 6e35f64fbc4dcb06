import type { Microseconds } from "../record_place.ts";
import type { Retention } from "../retention.ts";
import { COARSE, spanOf, type TallyKind } from "../tally/tally.ts";
import type { Database } from "./database.ts";
import type { Sweeping } from "./sweeper.ts";
import type { Writer } from "./writer.ts";

const AT_ONCE = 2000;
const DELETE_TALLIES = `
  DELETE FROM tally WHERE (kind, at, server_id, part) IN (
    SELECT kind, at, server_id, part FROM tally WHERE kind = ? AND at <= ? LIMIT ${AT_ONCE})`;
const COVERED = `
  UPDATE tally_since SET covered_from = max(covered_from, ?), fine_from = max(fine_from, ?)`;
/** Those that nobody is behind any more, and that no tally can tell of. */
const DELETE_RELAYS = `
  DELETE FROM relay WHERE id > ? AND id <= ? AND seen < ?
    AND NOT EXISTS (SELECT 1 FROM client_relay WHERE relay_id = relay.id)`;
const DELETE_FINDINGS = `
  DELETE FROM finding WHERE id IN (SELECT id FROM finding WHERE coalesce(until, last_seen) < ? LIMIT ${AT_ONCE})`;
const DELETE_AUDIT = `DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < ? LIMIT ${AT_ONCE})`;
const DAY: Microseconds = 86_400_000_000;

/** Deletes old tallies, link-addresses that are in none any more, findings and the audit. */
export function* sweepAside(db: Database, writer: Writer, retention: Retention): Sweeping {
  const { trafficFrom, fineTrafficFrom, findingsFrom, auditFrom } = retention;
  db.run(COVERED, trafficFrom, Math.max(trafficFrom, fineTrafficFrom));
  for (const { kind } of db.all("SELECT DISTINCT kind FROM tally") as { kind: TallyKind }[]) {
    const from = kind === COARSE ? trafficFrom : Math.max(trafficFrom, fineTrafficFrom);
    yield* inParts(() => db.run(DELETE_TALLIES, kind, from - spanOf(kind)), writer);
  }
  const last = db.get("SELECT max(id) AS id FROM relay").id;
  for (let id = 0; id < last; id += AT_ONCE) {
    if (db.run(DELETE_RELAYS, id, id + AT_ONCE, fineTrafficFrom - 2 * DAY) > 0) writer.talliesDeleted();
    yield {};
  }
  yield* inParts(() => db.run(DELETE_FINDINGS, findingsFrom));
  yield* inParts(() => db.run(DELETE_AUDIT, auditFrom));
}

function* inParts(deleted: () => number, writer?: Writer): Sweeping {
  while (deleted() > 0) {
    writer?.talliesDeleted();
    yield {};
  }
}
