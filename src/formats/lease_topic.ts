import { JsonError } from "../dhcpv6/mod.ts";
import { decodeUtf8, encodeUtf8 } from "../wire/mod.ts";
import type { CurrentLeases, LeaseChange } from "./current_leases.ts";
import { parsedJson, type RecordOfTopic } from "./topic_record.ts";

/** The header of a tombstone that says who had the lease last, and what ended it. */
const LEASE_ENDED = "lease-ended";

/**
 * The record of a lease topic that tells a change: the address or prefix as its key, and who has it as JSON. A tombstone says in a
 * header `lease-ended` who had it last, as {@linkcode LeaseChange.ended} does.
 *
 * @example
 * ```ts
 * import { CurrentLeases, leaseRecord, restoreLease } from "@dhcpkit/kafka/formats";
 * import { assertEquals } from "@std/assert";
 *
 * const record = leaseRecord({ key: "2001:db8::12", value: null, ended: undefined }), leases = new CurrentLeases();
 * assertEquals([new TextDecoder().decode(record.key!), record.value], ["2001:db8::12", null]);
 * restoreLease(leases, record);
 * assertEquals(leases.size, 0);
 * ```
 */
export function leaseRecord({ key, value, ended }: LeaseChange): RecordOfTopic {
  const headers = value
    ? [{ name: "content-type", value: "application/json" }]
    : ended
    ? [{ name: LEASE_ENDED, value: JSON.stringify(ended) }]
    : [];
  return { key: encodeUtf8(key), value: value && encodeUtf8(JSON.stringify(value)), headers };
}

/**
 * Has `leases` know what a record of a lease topic says: see {@linkcode CurrentLeases.restore}. Throws `JsonError` for what is no such
 * record.
 */
export function restoreLease(leases: CurrentLeases, { key, value, headers = [] }: RecordOfTopic): void {
  if (key === null) throw new JsonError("it has no key");
  const ended = headers.find(({ name }) => name === LEASE_ENDED);
  leases.restore(decodeUtf8(key), value && parsedJson(value), ended && parsedJson(ended.value));
}
