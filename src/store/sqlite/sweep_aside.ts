import type { Microseconds } from "../record_place.ts";
import type { Retention } from "../retention.ts";
import { COARSE, spanOf, type TallyKind } from "../tally/tally.ts";
import type { Database } from "./database.ts";
import { deleteProofs } from "./sweep_leases.ts";
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
const OLD_FINDINGS = "SELECT id FROM finding WHERE coalesce(until, last_seen) < ? LIMIT 100";
/** Whose transactions show a finding: those that are in lists go with their time. */
const SHOWN = `
  SELECT DISTINCT client_id FROM evidence JOIN proof USING (received_at, server_id, partition, offset) WHERE finding_id = ?`;
const DELETE_AUDIT = `DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < ? LIMIT ${AT_ONCE})`;
const DAY: Microseconds = 86_400_000_000;

/** Deletes old tallies, link-addresses that are in none any more, findings and the audit. */
export function* sweepAside(db: Database, writer: Writer, retention: Retention): Sweeping {
  const { trafficFrom, fineTrafficFrom, findingsFrom, auditFrom } = retention;
  const fineFrom = Math.max(trafficFrom, fineTrafficFrom);
  yield () => {
    db.run(COVERED, trafficFrom, fineFrom);
    return {};
  };
  for (const { kind } of db.all("SELECT DISTINCT kind FROM tally") as { kind: TallyKind }[]) {
    const from = kind === COARSE ? trafficFrom : fineFrom;
    yield* inParts(() => db.run(DELETE_TALLIES, kind, from - spanOf(kind)), () => writer.talliesDeleted());
  }
  const last = db.get("SELECT max(id) AS id FROM relay").id;
  for (let id = 0; id < last; id += AT_ONCE) {
    yield () => {
      if (db.run(DELETE_RELAYS, id, id + AT_ONCE, fineTrafficFrom - 2 * DAY) > 0) writer.talliesDeleted();
      return {};
    };
  }
  yield* sweepFindings(db, writer, findingsFrom);
  yield* inParts(() => db.run(DELETE_AUDIT, auditFrom));
}

/** Deletes old findings, and the transactions that were kept for them alone. */
function* sweepFindings(db: Database, writer: Writer, findingsFrom: Microseconds): Sweeping {
  while (db.get(OLD_FINDINGS, findingsFrom) !== undefined) {
    yield () => {
      let transactions = 0;
      for (const { id } of db.all(OLD_FINDINGS, findingsFrom)) {
        const clients = db.all(SHOWN, id);
        db.run("DELETE FROM evidence WHERE finding_id = ?", id);
        db.run("DELETE FROM finding WHERE id = ?", id);
        for (const { client_id } of clients) transactions += deleteProofs(db, client_id);
      }
      writer.deleted("transaction", transactions);
      return { transactions };
    };
  }
}

function* inParts(deleted: () => number, after: () => void = () => {}): Sweeping {
  for (let isMore = true; isMore;) {
    yield () => {
      isMore = deleted() > 0;
      if (isMore) after();
      return {};
    };
  }
}
