import type { TransactionReference } from "../../detectors/mod.ts";
import type { StoredTransaction, TransactionReader } from "../../store/mod.ts";

/** A transaction that shows a finding, and the transaction itself where it is still kept. */
export interface FoundEvidence {
  readonly reference: TransactionReference;
  readonly transaction: StoredTransaction | undefined;
}

/** Finds the transactions that show a finding. */
export async function foundEvidence(
  reader: Pick<TransactionReader, "transactionAt">,
  references: readonly TransactionReference[],
): Promise<FoundEvidence[]> {
  return await Promise.all(references.map(async (reference) => {
    const isTime = Number.isSafeInteger(reference.receivedAt);
    return { reference, transaction: isTime ? await reader.transactionAt(reference) : undefined };
  }));
}
