import type { NewTransaction } from "../store/mod.ts";
import { type KeptReference, keptReference, referenceOf } from "./_kept_reference.ts";
import { type TransactionReference, transactionReference } from "./finding.ts";

const KEPT = 5;

/** What happened since a finding was told of the last time: how often, and a few transactions of it. */
export class EvidenceRing {
  #count = 0;
  #kept: TransactionReference[] = [];

  add(transaction: NewTransaction): void {
    this.#count++;
    if (this.#kept.length < KEPT) this.#kept.push(transactionReference(transaction));
  }

  take(): { count: number; evidence: readonly TransactionReference[] } {
    const taken = { count: this.#count, evidence: this.#kept };
    if (this.#count > 0) {
      this.#count = 0;
      this.#kept = [];
    }
    return taken;
  }

  toJSON(): KeptRing {
    return [this.#count, this.#kept.map(keptReference)];
  }

  load([count, references]: KeptRing): void {
    this.#count = count;
    this.#kept = references.map(referenceOf);
  }
}

/** What is kept of one. */
export type KeptRing = readonly [count: number, references: readonly KeptReference[]];
