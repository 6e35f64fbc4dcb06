import type { Retention, Swept } from "../retention.ts";
import type { Database } from "./database.ts";
import { sweepAside } from "./sweep_aside.ts";
import { pruneClients } from "./sweep_clients.ts";
import { sweepLeases } from "./sweep_leases.ts";
import { sweepByAge, sweepByCount } from "./sweep_transactions.ts";
import type { Writer } from "./writer.ts";

/** What is deleted in one transaction of the database, of some milliseconds. */
export type SweepStep = () => Partial<Swept>;
/** One part of a sweep: its steps, and `undefined` where it has only looked for so long that others should have their turn. */
export type Sweeping = Generator<SweepStep | undefined, void, undefined>;

const SWEEP_QUARANTINE =
  "DELETE FROM quarantine WHERE id IN (SELECT id FROM quarantine WHERE recorded_at < ? LIMIT 500)";
/** Free pages are given back when they are more than this part of the file; fewer are soon used again. */
const FREE_PART = 0.25, PAGES_AT_ONCE = 1000;

/** Deletes what need not be kept, with a turn of the event loop after each step, until done or `stopped`. */
export async function sweep(
  db: Database,
  writer: Writer,
  retention: Retention,
  stopped: () => boolean,
): Promise<Swept> {
  const swept = { transactions: 0, leases: 0, clients: 0, quarantined: 0 };
  const steps = everything(db, writer, retention);
  while (!stopped()) {
    const { done, value: step } = steps.next();
    if (done) break;
    const some = step ? writer.change(step) : {};
    for (const name of Object.keys(swept) as (keyof Swept)[]) swept[name] += some[name] ?? 0;
    await new Promise((resolve) => setTimeout(resolve));
  }
  while (!stopped() && hasMuchFree(db)) {
    db.all(`PRAGMA incremental_vacuum(${PAGES_AT_ONCE})`);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return swept;
}

/** Leases first, since their proofs go with them; clients when it is known who has nothing else. */
function* everything(db: Database, writer: Writer, retention: Retention): Sweeping {
  const last = db.get("SELECT max(id) AS id FROM transactions").id ?? 0;
  yield* sweepLeases(db, writer, retention);
  yield* sweepByAge(db, writer, retention);
  yield* sweepByCount(db, writer, retention, last);
  yield* pruneClients(db, writer, retention, last);
  yield* sweepQuarantine(db, writer, retention);
  yield* sweepAside(db, writer, retention);
}

function* sweepQuarantine(db: Database, writer: Writer, { quarantineFrom }: Retention): Sweeping {
  for (let quarantined = 1; quarantined > 0;) {
    yield () => {
      quarantined = db.run(SWEEP_QUARANTINE, quarantineFrom);
      writer.deleted("quarantine", quarantined);
      return { quarantined };
    };
  }
}

function hasMuchFree(db: Database): boolean {
  const { freelist_count } = db.get("PRAGMA freelist_count"), { page_count } = db.get("PRAGMA page_count");
  return freelist_count > Math.max(PAGES_AT_ONCE, page_count * FREE_PART);
}
