/**
 * What each version of the schema adds to the one before, the first version first. Once released, a step is never changed.
 *
 * Times are microseconds since 1970, lease keys the 17 bytes of their text, outcomes and the like places in the lists of `stored_rows.ts`.
 * Transactions are partitioned by day (`_partitions.ts`); what proves a lease moves to `proofs` before its day is dropped.
 */
export const SCHEMA_STEPS: readonly string[] = [
  `
  create table logs (
    id integer generated always as identity primary key,
    topic text collate "C" not null,
    partition integer not null,
    next bigint,
    covered_until bigint not null default 0,
    unique (topic, partition)
  ) with (fillfactor = 20);

  create table servers (
    id integer generated always as identity primary key,
    name text collate "C" not null,
    -- SHA-256, since a name may be longer than what an index takes.
    digest bytea not null unique,
    first_seen bigint not null,
    last_seen bigint not null
  ) with (fillfactor = 20);

  -- Every batch changes the rows of its clients: they are short. Details change seldom; the hashes tell whether they do.
  create table clients (
    id bigint generated always as identity primary key,
    first_seen bigint not null,
    last_seen bigint not null,
    address_hash integer not null,
    mac_hash integer not null,
    host_hash integer not null,
    vendor_hash integer not null,
    identity bytea not null unique
  ) with (fillfactor = 50);
  create table client_details (
    id bigint primary key,
    duid bytea not null,
    interface_id bytea not null,
    remote_id bytea not null,
    interface_text text collate "C" not null,
    remote_text text collate "C" not null,
    client_address bytea,
    mac_address text collate "C",
    host_name text collate "C" not null,
    host_name_lower text collate "C" not null,
    vendor_class text collate "C" not null,
    vendor_class_lower text collate "C" not null
  ) with (fillfactor = 90);
  create index clients_by_duid on client_details using hash (duid);
  create index clients_by_address on client_details using hash (client_address);
  create index clients_by_mac on client_details (mac_address);

  -- Numbers come in thousands: a batch takes as many as it may need.
  create sequence transaction_ids start 1 increment 1000;
  create table transactions (
    id bigint not null,
    received_at bigint not null,
    client_id bigint not null,
    kafka_offset bigint not null,
    duration bigint not null,
    log_id integer not null,
    server_id integer not null,
    digest integer not null,
    transaction_id integer not null,
    request_type smallint not null,
    response_type smallint not null,
    outcome smallint not null,
    reason text collate "C",
    request bytea,
    response bytea
  ) partition by range (received_at);
  create unique index on transactions (client_id, received_at, server_id, digest);
  create index on transactions (server_id, received_at, id);
  create index on transactions (id);
  create index on transactions using brin (received_at) with (pages_per_range = 32);
  create table transactions_default partition of transactions default;

  create table proofs (like transactions);
  create unique index on proofs (client_id, received_at, server_id, digest);
  create index on proofs (server_id, received_at, id);
  create index on proofs (id);
  create view kept_transactions as select * from transactions union all select * from proofs;

  create table leases (
    id bigint generated always as identity primary key,
    client_id bigint not null,
    started_at bigint not null,
    confirmed_at bigint not null,
    renew_at bigint not null,
    rebind_at bigint not null,
    valid_until bigint not null,
    ended_at bigint,
    opened_by bigint not null,
    confirmed_by bigint not null,
    ended_by bigint,
    changed_at bigint not null,
    kafka_offset bigint not null,
    iaid bigint not null,
    server_id integer not null,
    partition integer not null,
    grants integer not null,
    association smallint not null,
    ending smallint,
    lease bytea not null
  ) with (fillfactor = 80);
  create index leases_by_lease on leases (lease, client_id, started_at);
  create index leases_by_client on leases (client_id, started_at);

  create table gaps (
    log_id integer not null,
    from_offset bigint not null,
    to_offset bigint not null,
    from_time bigint not null,
    to_time bigint not null,
    primary key (log_id, from_offset, to_offset)
  );

  create table quarantine (
    id bigint generated always as identity primary key,
    log_id integer not null,
    kafka_offset bigint not null,
    recorded_at bigint not null,
    reason text collate "C" not null,
    key bytea,
    value bytea,
    unique (log_id, kafka_offset)
  );

  -- One row: the longest lifetime ever granted, the time before which days were dropped, and what the last sweep by count did.
  create table facts (
    longest_lifetime bigint not null default 0,
    swept_until bigint not null default 0,
    counted_until bigint not null default 0,
    counted_per_client bigint not null default 9007199254740991
  );
  insert into facts default values;
  `,
  `
  -- How far records were ever counted, however often they are read again.
  alter table logs add counted bigint not null default 0;
  alter table logs add counted_until bigint not null default 0;
  update logs set counted = next, counted_until = covered_until where next is not null;

  -- Counted while writing: rows are few, and most of them change with every batch for a while and then never again.
  create table tallies (
    kind smallint not null,
    at bigint not null,
    server_id integer not null,
    part integer not null,
    body bytea not null,
    primary key (kind, at, server_id, part)
  ) with (fillfactor = 50);
  alter table tallies alter body set storage main;
  alter table facts add covered_from bigint not null default 0;
  alter table facts add fine_from bigint not null default 0;
  update facts set (covered_from, fine_from) = (
    select since, since from (
      select coalesce(max(covered_until) / 60000000 + 1, 0) * 60000000 as since from logs where next is not null
    ) as logs
  );

  -- Number 0 stands for no link-address.
  create table relays (
    id integer primary key generated by default as identity,
    link_address bytea not null unique,
    seen bigint not null
  );
  insert into relays values (0, '', 9007199254740991);
  alter table facts add relays_swept bigint not null default 0;
  alter table clients add relay_id integer;
  create index clients_by_relay on clients (relay_id);
  -- Its beginning: an index does not take all that a relay agent may say.
  create index clients_by_port on client_details (
    substring(interface_id from 1 for 256), substring(remote_id from 1 for 256)
  );

  create table findings (
    id text collate "C" primary key,
    detector text collate "C" not null,
    severity text collate "C" not null,
    subject_kind text collate "C" not null,
    subject text collate "C" not null,
    since bigint not null,
    last_seen bigint not null,
    until bigint,
    occurrences bigint not null,
    detail text collate "C" not null
  );
  create index findings_by_time on findings (since, id);
  create index findings_open on findings (since, id) where until is null;
  create index findings_by_subject on findings using hash (subject);

  create table audit (
    id bigint generated always as identity primary key,
    at bigint not null,
    who text collate "C" not null,
    what text collate "C" not null,
    detail text collate "C" not null
  );
  `,
  `
  -- Kafka's time of a record, in microseconds after it was received.
  alter table transactions add recorded_after bigint;
  alter table proofs add recorded_after bigint;
  create or replace view kept_transactions as select * from transactions union all select * from proofs;

  -- Transactions that findings rest on.
  create table evidence (
    finding_id text collate "C" not null references findings on delete cascade,
    server_id integer not null,
    received_at bigint not null,
    partition integer not null,
    kafka_offset bigint not null,
    primary key (finding_id, received_at, server_id, partition, kafka_offset)
  );
  create index findings_by_kind on findings (subject_kind, since, id);
  `,
  `
  -- What detection knows, for the next one to go on from: compressed already.
  create table detection (piece integer primary key, body bytea not null);
  alter table detection alter column body set storage external;
  `,
  `
  -- From when on leases are whole: those that ended before were deleted.
  alter table facts add leases_from bigint not null default 0;
  -- A topic that was made anew has the same offsets again.
  alter table quarantine drop constraint quarantine_log_id_kafka_offset_key,
    add unique (log_id, kafka_offset, recorded_at);
  `,
];
