import type { QueryParameter } from "./_session.ts";
import { transactionOf, type TransactionRow } from "../stored_rows.ts";
import type { StoredTransaction } from "../transaction_store.ts";

/** Runs a query on a connection that is free; ends it when `signal` aborts. */
export type RunQuery = <Row>(
  text: string,
  parameters?: readonly QueryParameter[],
  signal?: AbortSignal,
) => Promise<Row[]>;

/** Parameters of a query that is put together. */
export class Parameters {
  readonly values: QueryParameter[] = [];

  /** Adds one, and returns what stands for it, such as `$1::bigint`. */
  add(value: QueryParameter, type: "bigint" | "bytea" | "text"): string {
    return `$${this.values.push(value)}::${type}`;
  }
}

/** How many rows a page has, at most 1000. */
export function rowLimit(limit: number): number {
  return Math.max(0, Math.min(1000, Math.trunc(limit)));
}

/** Bytes of their own, whatever buffer a library had them in. */
export function bytesOf(value: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(value);
}

/** A query for the transactions that another one chooses, the latest first unless told otherwise. */
export function transactionQuery(chosen: string, order = "t.received_at desc, t.id desc"): string {
  return `select t.id, logs.topic, logs.partition, t.kafka_offset::text as "offset", t.server_id, servers.name as server,
      t.client_id, t.received_at, t.duration, t.request_type, t.response_type, t.transaction_id, t.outcome, t.reason, t.digest,
      t.recorded_after, t.request, t.response
    from (${chosen}) as t join logs on logs.id = t.log_id join servers on servers.id = t.server_id
    order by ${order}`;
}

/** Runs a {@linkcode transactionQuery}. */
export async function readTransactions(
  run: RunQuery,
  query: string,
  parameters: readonly QueryParameter[],
): Promise<StoredTransaction[]> {
  const rows = await run<TransactionRow>(query, parameters);
  return rows.map(({ request, response, ...row }) =>
    transactionOf({ ...row, request: request && bytesOf(request), response: response && bytesOf(response) })
  );
}
