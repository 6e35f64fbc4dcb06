/**
 * What is kept of transactions, and who had which address or prefix when.
 *
 * @module
 */
export type * from "./transaction_store.ts";
export type * from "./retention.ts";
export type * from "./transaction_filter.ts";
export type * from "./relay.ts";
export type * from "./finding.ts";
export type * from "./audit.ts";
export type * from "./watch_keeping.ts";
export {
  bucketBounds,
  durationBucket,
  type DurationCount,
  durationQuantile,
  mergeTraffic,
  type Traffic,
  type TrafficCount,
  type TrafficCoverage,
  type TrafficPoint,
  type TrafficQuestion,
  trafficTotal,
} from "./traffic.ts";
export { type Grain, type TrafficSteps, trafficSteps } from "./traffic_steps.ts";
export type {
  ClientIdentity,
  NewTransaction,
  Outcome,
  QuarantinedRecord,
  TransactionFacts,
  TransactionList,
} from "./new_transaction.ts";
export {
  type LeaseEvent,
  type LeaseEventKind,
  type LeaseKey,
  leaseKey,
  leasePrefix,
  leaseText,
} from "./lease_event.ts";
export {
  applyLeaseEvent,
  leaseEnd,
  type LeaseEventSource,
  type LeaseInterval,
  needsWholeHistory,
} from "./lease_interval.ts";
export { leaseAnswerJson } from "./lease_answer_json.ts";
export { type Microseconds, NEVER, type RecordPlace } from "./record_place.ts";
export {
  answerTime,
  checkTransaction,
  readPackets,
  readTransaction,
  type TransactionEnvelope,
} from "./read_transaction.ts";
export { type LeasesWithin, MOST_LEASES_WITHIN } from "./leases_within.ts";
export { type Doubt, type Holding, type LeaseAnswer, whoHeld, type WhoHeldOptions } from "./who_held.ts";
export { readLeaseEvents } from "./read_lease_events.ts";
export { type ClientTexts, clientTexts, searchText } from "./client_texts.ts";
export { StoreBusyError } from "./store_busy.ts";
export { storedText } from "./stored_text.ts";
