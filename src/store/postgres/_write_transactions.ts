import type { NewTransaction } from "../new_transaction.ts";
import { storedText } from "../stored_text.ts";
import type { ClientBatch } from "./_client_batch.ts";
import { OUTCOMES } from "../stored_rows.ts";
import { ByteColumn, numberArray, PlaceColumn, textArray } from "./_columns.ts";
import type { Logs } from "./_logs.ts";
import type { BatchServers } from "./_server_rows.ts";
import type { PostgresSession } from "./_session.ts";

/** Numbers that other rows of a batch have. */
export interface BatchIds {
  readonly logs: Logs;
  readonly clients: ClientBatch;
  readonly servers: BatchServers;
}

/** A transaction that was stored. */
export interface StoredRow {
  readonly transaction: NewTransaction;
  /** Its number. */
  readonly id: number;
  /** Number of its client. */
  readonly clientId: number;
}

/** So many bytes of packets go into one statement, or a little more. */
const MOST_BYTES = 32 << 20;
/** What `transaction_ids` counts by. */
const BLOCK = 1000;

/** Columns of transactions that need no other row, ready to be sent. */
export class TransactionColumns {
  readonly transactions: readonly NewTransaction[];
  readonly parts: readonly {
    readonly start: number;
    readonly end: number;
    readonly parameters: (Uint8Array | string)[];
  }[];

  constructor(transactions: readonly NewTransaction[]) {
    this.transactions = transactions;
    this.parts = Array.from(partsOf(transactions), ([start, end]) => {
      return { start, end, parameters: columns(transactions.slice(start, end)) };
    });
  }
}

/** Writes transactions, and returns those that are new, in order. Their clients have to be locked. */
export async function writeTransactions(
  session: PostgresSession,
  { transactions, parts }: TransactionColumns,
  { logs, clients, servers }: BatchIds,
): Promise<StoredRow[]> {
  const first = transactions.reduce((least, { receivedAt }) => Math.min(least, receivedAt), Infinity);
  const [{ starts, again }] = await session.query<{ starts: string; again: boolean }>(
    `select (select string_agg(nextval('transaction_ids')::text, ',') from generate_series(1, $1::integer)) as starts,
       swept_until > $2::bigint as again from facts`,
    [Math.ceil(transactions.length / BLOCK), first],
  );
  const blocks = starts.split(",").map(Number).sort((a, b) => a - b);
  const rows = transactions.map((transaction, index) => ({
    transaction,
    id: blocks[Math.floor(index / BLOCK)] + index % BLOCK,
    clientId: clients.id(index),
  }));
  const stored = new Set<number>();
  for (const { start, end, parameters } of parts) {
    const part = rows.slice(start, end);
    const added = await session.query<{ id: number }>(again ? INSERT_UNLESS_PROOF : INSERT, [
      ...parameters,
      numberArray(part.map(({ id }) => id)),
      numberArray(part.map(({ clientId }) => clientId)),
      numberArray(part.map(({ transaction }) => logs.id(transaction.place))),
      numberArray(part.map(({ transaction }) => servers.id(transaction.server))),
    ]);
    for (const { id } of added) stored.add(id);
  }
  return stored.size === rows.length ? rows : rows.filter(({ id }) => stored.has(id));
}

function* partsOf(transactions: readonly NewTransaction[]): Generator<[number, number]> {
  let start = 0, size = 0;
  for (let i = 0; i < transactions.length; i++) {
    const { request, response } = transactions[i];
    size += (request?.length ?? 0) + (response?.length ?? 0);
    if (size < MOST_BYTES && i < transactions.length - 1) continue;
    yield [start, i + 1];
    start = i + 1;
    size = 0;
  }
}

function columns(transactions: readonly NewTransaction[]): (Uint8Array | string)[] {
  const bytes = new ByteColumn(), requests = new PlaceColumn(bytes), responses = new PlaceColumn(bytes);
  for (const { request, response } of transactions) {
    requests.push(request);
    responses.push(response);
  }
  return [
    bytes.all(),
    ...requests.parameters(),
    ...responses.parameters(),
    numberArray(transactions.map(({ receivedAt }) => receivedAt)),
    numberArray(transactions.map(({ place }) => place.offset)),
    numberArray(transactions.map(({ duration }) => duration)),
    numberArray(transactions.map(({ digest }) => digest | 0)),
    numberArray(transactions.map(({ transactionId }) => transactionId)),
    numberArray(transactions.map(({ requestType }) => requestType)),
    numberArray(transactions.map(({ responseType }) => responseType)),
    numberArray(transactions.map(({ outcome }) => OUTCOMES.indexOf(outcome))),
    numberArray(transactions.map(({ recordedAt, receivedAt }) => recordedAt - receivedAt)),
    textArray(transactions.map(({ reason }) => reason === "" ? undefined : storedText(reason))),
  ];
}

const insertUnless = (others: string) => `
  insert into transactions (
    id, received_at, client_id, kafka_offset, duration, log_id, server_id, digest, transaction_id,
    request_type, response_type, outcome, recorded_after, reason, request, response
  )
  select id, received_at, client_id, kafka_offset, duration, log_id, server_id, digest, transaction_id,
    request_type, response_type, outcome, recorded_after, reason,
    substring($1::bytea from request for request_length), substring($1::bytea from response for response_length)
  from unnest(
    $2::integer[], $3::integer[], $4::integer[], $5::integer[], $6::bigint[], $7::bigint[], $8::bigint[], $9::integer[],
    $10::integer[], $11::smallint[], $12::smallint[], $13::smallint[], $14::bigint[],
    $15::text[], $16::bigint[], $17::bigint[], $18::integer[], $19::integer[]
  ) as t (
    request, request_length, response, response_length, received_at, kafka_offset, duration, digest, transaction_id,
    request_type, response_type, outcome, recorded_after, reason, id, client_id, log_id, server_id
  ) ${others}
  on conflict (client_id, received_at, server_id, digest) do nothing returning id`;

const INSERT = insertUnless("");
/** Where days were dropped, a transaction may be among the proofs. */
const INSERT_UNLESS_PROOF = insertUnless(`
  where not exists (
    select from proofs p where p.client_id = t.client_id and p.received_at = t.received_at and p.server_id = t.server_id
      and p.digest = t.digest
  )`);
