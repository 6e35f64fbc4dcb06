import type { TransactionReference } from "../../detectors/mod.ts";
import type { RecordPlace, StoredServer, StoredTransaction, TransactionReader } from "../../store/mod.ts";

/** A transaction that shows a finding, and the transaction itself where it is still kept. */
export interface FoundEvidence {
  readonly reference: TransactionReference;
  readonly transaction: StoredTransaction | undefined;
}

/** Transactions of one server in the same microsecond that are looked at. */
const MOST_AT_ONCE = 1000;

/**
 * Finds the transactions that show a finding. They are looked for by server and time, which stores have an index for, and told from others
 * by the place of their record.
 */
export async function foundEvidence(
  reader: Pick<TransactionReader, "transactions">,
  references: readonly TransactionReference[],
  servers: readonly StoredServer[],
): Promise<FoundEvidence[]> {
  return await Promise.all(references.map(async (reference) => {
    const server = servers.find(({ name }) => name === reference.server), { receivedAt: from } = reference;
    if (server === undefined || !Number.isSafeInteger(from)) return { reference, transaction: undefined };
    const filter = { serverId: server.id, from, to: from + 1 };
    const found = await reader.transactions(filter, { limit: MOST_AT_ONCE });
    return { reference, transaction: found.find(({ place }) => isSame(place, reference.place)) };
  }));
}

function isSame(a: RecordPlace, b: RecordPlace): boolean {
  return a.topic === b.topic && a.partition === b.partition && a.offset === b.offset;
}
