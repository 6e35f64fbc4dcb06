import type { NewTransaction, StoreBatch, TransactionWriter, WriteOutcome } from "../store/mod.ts";

/** A batch without content: whether a store takes it tells whether the store or the content is to blame. */
const NOTHING: StoreBatch = { transactions: [], quarantined: [], positions: [], gaps: [] };

/**
 * Writes a batch of which the store may refuse single transactions: these are kept aside, the others written. Positions and gaps are
 * written last, so that nothing is left out when this is interrupted.
 *
 * Rejects when the store refuses an empty batch as well: then it is not for a transaction's sake.
 */
export async function writeAround(
  store: TransactionWriter,
  batch: StoreBatch,
  now: () => number,
): Promise<WriteOutcome> {
  await store.write(NOTHING);
  let stored = 0, duplicates = 0;
  const refused: { readonly transaction: NewTransaction; readonly error: unknown }[] = [];

  const add = (outcome: WriteOutcome) => {
    stored += outcome.stored;
    duplicates += outcome.duplicates;
  };

  async function attempt(transactions: readonly NewTransaction[]): Promise<void> {
    try {
      add(await store.write({ ...NOTHING, transactions }));
    } catch (error) {
      if (transactions.length > 1) {
        const half = transactions.length >> 1;
        await attempt(transactions.slice(0, half));
        await attempt(transactions.slice(half));
      } else {
        await again(transactions, error);
      }
    }
  }

  /** A connection that was lost just then is nobody's fault: what is refused is refused twice, and empty batches are not. */
  async function again(transactions: readonly NewTransaction[], error: unknown): Promise<void> {
    await store.write(NOTHING);
    try {
      add(await store.write({ ...NOTHING, transactions }));
    } catch {
      await store.write(NOTHING);
      refused.push(...transactions.map((transaction) => ({ transaction, error })));
    }
  }

  if (batch.transactions.length > 0) await attempt([...batch.transactions]);
  const kept = refused.map(({ transaction: { place, request, response }, error }) => ({
    place,
    recordedAt: now() * 1000,
    reason: `the store refuses it: ${error instanceof Error ? error.message : String(error)}`,
    key: request,
    value: response,
  }));
  const { positions, gaps } = batch;
  await store.write({ transactions: [], quarantined: [...batch.quarantined, ...kept], positions, gaps });
  return { stored, duplicates };
}
