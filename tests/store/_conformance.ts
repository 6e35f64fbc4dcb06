import { clientConformance } from "./_conformance_clients.ts";
import { contentConformance } from "./_conformance_content.ts";
import { gapConformance } from "./_conformance_gaps.ts";
import { lateEventConformance } from "./_conformance_late_events.ts";
import { journalConformance } from "./_conformance_journal.ts";
import { leaseConformance } from "./_conformance_leases.ts";
import { pagingConformance } from "./_conformance_paging.ts";
import { relayConformance } from "./_conformance_relays.ts";
import { searchConformance } from "./_conformance_search.ts";
import { sharingConformance } from "./_conformance_sharing.ts";
import { sweepingConformance } from "./_conformance_sweeping.ts";
import { trafficConformance } from "./_conformance_traffic.ts";
import { transactionConformance } from "./_conformance_transactions.ts";
import { writingConformance } from "./_conformance_writing.ts";
import type { StoreKind } from "./_store_kind.ts";

/** What has to be true of every store. */
export function conformance(kind: StoreKind): void {
  writingConformance(kind);
  contentConformance(kind);
  transactionConformance(kind);
  clientConformance(kind);
  leaseConformance(kind);
  lateEventConformance(kind);
  sharingConformance(kind);
  gapConformance(kind);
  sweepingConformance(kind);
  trafficConformance(kind);
  relayConformance(kind);
  pagingConformance(kind);
  searchConformance(kind);
  journalConformance(kind);
}
