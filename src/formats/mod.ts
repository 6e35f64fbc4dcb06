/**
 * Formats for everybody else's tools: transactions as JSON, CloudEvents, CSV, and who has which address or prefix.
 *
 * @module
 */
export { transactionFromJson, type TransactionJson, transactionToJson } from "./transaction_json.ts";
export { type LeaseChangeJson, type TransactionFacts, transactionFacts } from "./transaction_facts.ts";
export { type OtherRecordJson, type RecordAsJson, recordFromJson, recordToJson } from "./record_json.ts";
export {
  type CloudEventAttributes,
  type CloudEventInit,
  type TransactionEvent,
  transactionEvent,
  transactionEventHeaders,
  type TransactionEventInit,
} from "./cloud_event_json.ts";
export { csvLine, type TableRow } from "./csv.ts";
export { transactionColumns, transactionRow } from "./transaction_row.ts";
export { transactionJsonSchema } from "./transaction_schema.ts";
export { CurrentLeases, type CurrentLeasesInit, type LeaseChange } from "./current_leases.ts";
export { leaseRecord, restoreLease } from "./lease_topic.ts";
export { leaseJsonSchema } from "./lease_schema.ts";
export type { HoldingJson, LeaseEndedJson, LeaseHolder, LeaseRecordJson } from "./lease_record.ts";
export {
  type HeaderOfRecord,
  type JsonRecordInit,
  type RecordOfTopic,
  toBinaryRecord,
  toJsonRecord,
  type Transcoded,
} from "./topic_record.ts";
export { ndjsonLine, type PlacedRecord, recordFromNdjson, type RecordJson } from "./ndjson.ts";
