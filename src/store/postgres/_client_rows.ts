import { clientTexts, searchText } from "../client_texts.ts";
import { storedText } from "../stored_text.ts";
import type { ClientRow } from "./_client_batch.ts";
import { ByteColumn, numberArray, PlaceColumn, textArray } from "./_columns.ts";
import { PostgresStoreError } from "./_postgres_error.ts";
import type { BatchRelays } from "./_relay_rows.ts";
import type { PostgresSession } from "./_session.ts";

/** What the database has of a client that a batch is about. */
interface KnownRow {
  readonly id: number;
  readonly digest: string;
  readonly last_seen: number;
  readonly address_hash: number;
  readonly mac_hash: number;
  readonly host_hash: number;
  readonly vendor_hash: number;
}

/** A new client came in from another collector at the same time; the batch has to be written again. */
export class ClientRace extends PostgresStoreError {
  constructor() {
    super("another collector has stored a new client at the same time; write the batch again", "40001");
  }
}

/**
 * Brings the clients of a batch up to date, adds those that are new, and locks them all. Those that are there are locked first, in the
 * order of digests, then those that are new are added in that order, which waits for nobody but others who do that: so nobody waits in a
 * circle.
 *
 * What a client has told counts when nothing later is known of it, and where nothing else is known.
 */
export async function writeClients(
  session: PostgresSession,
  rows: readonly ClientRow[],
  relays: BatchRelays,
): Promise<void> {
  const found = new Map<string, KnownRow>();
  for (const known of await session.query<KnownRow>(UPDATE, updateParameters(rows, relays))) {
    found.set(known.digest, known);
  }
  const unknown: ClientRow[] = [], news: ClientRow[] = [];
  for (const row of rows) {
    const known = found.get(row.digest);
    if (known === undefined) {
      unknown.push(row);
      continue;
    }
    row.id = known.id;
    if (tellsNews(row, known)) news.push(row);
  }
  if (unknown.length > 0) await insert(session, unknown, relays);
  if (news.length > 0) await updateDetails(session, news);
}

const UPDATE = `
  update clients set first_seen = least(first_seen, t.first), last_seen = greatest(last_seen, t.last),
    relay_id = case when t.relay > 0 and (t.last >= last_seen or coalesce(relay_id, 0) = 0) then t.relay
      else coalesce(relay_id, t.relay) end
  from unnest($2::integer[], $3::bigint[], $4::bigint[], $5::integer[]) as t (place, first, last, relay)
  where clients.identity = substring($1::bytea from t.place for 32)
  returning id, encode(identity, 'hex') as digest, last_seen, address_hash, mac_hash, host_hash, vendor_hash`;

function updateParameters(rows: readonly ClientRow[], relays: BatchRelays): [Uint8Array, ...string[]] {
  return [
    identities(rows),
    numberArray(rows.map((_, index) => index * 32 + 1)),
    numberArray(rows.map(({ first }) => first)),
    numberArray(rows.map(({ last }) => last)),
    numberArray(rows.map(({ link }) => relays.id(link))),
  ];
}

function identities(rows: readonly ClientRow[]): Uint8Array {
  return Uint8Array.fromHex(rows.map(({ digest }) => digest).join(""));
}

/** Leaves in the row what the database does not have yet. */
function tellsNews(row: ClientRow, known: KnownRow): boolean {
  const isLast = row.last >= known.last_seen;
  const isNew = (ours: number, theirs: number) => ours !== 0 && (theirs === 0 || (isLast && ours !== theirs));
  if (!isNew(hashOfBytes(row.address), known.address_hash)) row.address = undefined;
  if (!isNew(hashOf(row.mac ?? ""), known.mac_hash)) row.mac = undefined;
  if (!isNew(hashOf(row.hostName), known.host_hash)) row.hostName = "";
  if (!isNew(hashOf(row.vendorClass), known.vendor_hash)) row.vendorClass = "";
  return row.address !== undefined || row.mac !== undefined || row.hostName !== "" || row.vendorClass !== "";
}

const DETAILS =
  `$4::integer[], $5::integer[], $6::text[], $7::integer[], $8::text[], $9::text[], $10::integer[], $11::text[],
    $12::text[], $13::integer[]`;
const DETAIL_NAMES = `address, address_hash, mac, mac_hash, host_name, host_name_lower, host_hash, vendor_class,
    vendor_class_lower, vendor_hash`;

const INSERT = `
  insert into clients (identity, first_seen, last_seen, relay_id, address_hash, mac_hash, host_hash, vendor_hash)
  select substring($1::bytea from place for 32), first, last, relay, address_hash, mac_hash, host_hash, vendor_hash
  from unnest(
    $2::integer[], $3::bigint[], $4::bigint[], $5::integer[], $6::integer[], $7::integer[], $8::integer[], $9::integer[]
  ) as t (place, first, last, relay, address_hash, mac_hash, host_hash, vendor_hash)
  on conflict do nothing returning id, encode(identity, 'hex') as digest`;

const INSERT_DETAILS = `
  insert into client_details (
    id, duid, interface_id, remote_id, interface_text, remote_text, client_address, mac_address,
    host_name, host_name_lower, vendor_class, vendor_class_lower
  )
  select client, substring($1::bytea from duid for duid_length),
    substring($1::bytea from interface for interface_length), substring($1::bytea from remote for remote_length),
    interface_text, remote_text, substring($1::bytea from address for 16), mac,
    host_name, host_name_lower, vendor_class, vendor_class_lower
  from unnest(
    $2::integer[], $3::bigint[], ${DETAILS}, $14::integer[], $15::integer[], $16::integer[], $17::integer[],
    $18::integer[], $19::integer[], $20::text[], $21::text[]
  ) as t (
    place, client, ${DETAIL_NAMES}, duid, duid_length, interface, interface_length, remote, remote_length,
    interface_text, remote_text
  )`;

async function insert(session: PostgresSession, rows: readonly ClientRow[], relays: BatchRelays): Promise<void> {
  const added = await session.query<{ id: number; digest: string }>(INSERT, [
    ...updateParameters(rows, relays),
    numberArray(rows.map(({ address }) => hashOfBytes(address))),
    numberArray(rows.map(({ mac }) => hashOf(mac ?? ""))),
    numberArray(rows.map(({ hostName }) => hashOf(hostName))),
    numberArray(rows.map(({ vendorClass }) => hashOf(vendorClass))),
  ]);
  if (added.length < rows.length) throw new ClientRace();
  const ids = new Map(added.map(({ id, digest }) => [digest, id]));
  for (const row of rows) row.id = ids.get(row.digest)!;
  const bytes = new ByteColumn(), duids = new PlaceColumn(bytes), interfaces = new PlaceColumn(bytes);
  const remotes = new PlaceColumn(bytes), addresses = new PlaceColumn(bytes);
  for (const { identity, address } of rows) {
    duids.push(identity.duid);
    interfaces.push(identity.interfaceId);
    remotes.push(identity.remoteId);
    addresses.push(address);
  }
  const texts = rows.map(({ identity }) => clientTexts(identity));
  await session.query(INSERT_DETAILS, [
    bytes.all(),
    numberArray(rows.map((_, index) => index)),
    numberArray(rows.map(({ id }) => id)),
    ...detailParameters(rows, addresses),
    ...duids.parameters(),
    ...interfaces.parameters(),
    ...remotes.parameters(),
    textArray(texts.map(({ interfaceId }) => interfaceId)),
    textArray(texts.map(({ remoteId }) => remoteId)),
  ]);
}

const UPDATE_DETAILS = `
  with t as materialized (
    select * from unnest($2::integer[], $3::bigint[], ${DETAILS}) as t (place, client, ${DETAIL_NAMES})
  ), hashes as (
    update clients set
      address_hash = case when t.address_hash = 0 then clients.address_hash else t.address_hash end,
      mac_hash = case when t.mac_hash = 0 then clients.mac_hash else t.mac_hash end,
      host_hash = case when t.host_hash = 0 then clients.host_hash else t.host_hash end,
      vendor_hash = case when t.vendor_hash = 0 then clients.vendor_hash else t.vendor_hash end
    from t where clients.id = t.client
  )
  update client_details as c set
    client_address = coalesce(substring($1::bytea from address for 16), c.client_address),
    mac_address = coalesce(mac, c.mac_address),
    host_name = case when host_hash = 0 then c.host_name else t.host_name end,
    host_name_lower = case when host_hash = 0 then c.host_name_lower else t.host_name_lower end,
    vendor_class = case when vendor_hash = 0 then c.vendor_class else t.vendor_class end,
    vendor_class_lower = case when vendor_hash = 0 then c.vendor_class_lower else t.vendor_class_lower end
  from t where c.id = t.client`;

async function updateDetails(session: PostgresSession, rows: readonly ClientRow[]): Promise<void> {
  const bytes = new ByteColumn(), addresses = new PlaceColumn(bytes);
  for (const { address } of rows) addresses.push(address);
  await session.query(UPDATE_DETAILS, [
    bytes.all(),
    numberArray(rows.map((_, index) => index)),
    numberArray(rows.map(({ id }) => id)),
    ...detailParameters(rows, addresses),
  ]);
}

function detailParameters(rows: readonly ClientRow[], addresses: PlaceColumn): string[] {
  const names = rows.map(({ hostName }) => storedText(hostName));
  const classes = rows.map(({ vendorClass }) => storedText(vendorClass));
  return [
    addresses.parameters()[0],
    numberArray(rows.map(({ address }) => hashOfBytes(address))),
    textArray(rows.map(({ mac }) => mac)),
    numberArray(rows.map(({ mac }) => hashOf(mac ?? ""))),
    textArray(names),
    textArray(names.map(searchText)),
    numberArray(rows.map(({ hostName }) => hashOf(hostName))),
    textArray(classes),
    textArray(classes.map(searchText)),
    numberArray(rows.map(({ vendorClass }) => hashOf(vendorClass))),
  ];
}

/** 32 bits of a text (FNV-1a), signed; 0 for the empty text alone. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return text === "" ? 0 : hash || 1;
}

function hashOfBytes(bytes: Uint8Array | undefined): number {
  if (bytes === undefined) return 0;
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash || 1;
}
