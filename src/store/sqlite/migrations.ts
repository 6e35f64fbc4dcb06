import type { Database } from "./database.ts";

/** Marks a database as one of this module: "dhcK". */
const APPLICATION_ID = 0x6468634b;

/**
 * The steps from nothing to the newest database. Each is done once, in order; one that was released never changes.
 *
 * The tables stand in the order in which a record fills them. What changes with every record is narrow and apart from what
 * rarely does (`client_seen`, `lease_state`), since a page is written as a whole. Transactions are found by client through blocks of 8192
 * (`transaction_by_client`): what is added stays within a few pages however many clients there are, and a client's history
 * takes one look for each block.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE position (
    topic TEXT NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL, covered_until INTEGER NOT NULL,
    PRIMARY KEY (topic, partition)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE gap (
    topic TEXT NOT NULL, partition INTEGER NOT NULL, from_offset INTEGER NOT NULL, to_offset INTEGER NOT NULL,
    from_time INTEGER NOT NULL, to_time INTEGER NOT NULL,
    PRIMARY KEY (topic, partition, from_offset, to_offset)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE topic (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

  CREATE TABLE server (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE client (
    id INTEGER PRIMARY KEY, duid BLOB NOT NULL, interface_id BLOB NOT NULL, remote_id BLOB NOT NULL,
    client_address BLOB, mac_address TEXT, host_name TEXT NOT NULL, vendor_class TEXT NOT NULL,
    interface_text TEXT NOT NULL, remote_text TEXT NOT NULL, host_text TEXT NOT NULL, vendor_text TEXT NOT NULL,
    UNIQUE (duid, interface_id, remote_id)
  ) STRICT;
  CREATE INDEX client_by_address ON client (client_address) WHERE client_address IS NOT NULL;
  CREATE INDEX client_by_mac ON client (mac_address) WHERE mac_address IS NOT NULL;
  CREATE TABLE client_seen (id INTEGER PRIMARY KEY, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL) STRICT;

  CREATE TABLE transactions (
    id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL,
    server_id INTEGER NOT NULL, client_id INTEGER NOT NULL, received_at INTEGER NOT NULL, duration INTEGER NOT NULL,
    request_type INTEGER NOT NULL, response_type INTEGER NOT NULL, transaction_id INTEGER NOT NULL,
    outcome INTEGER NOT NULL, reason TEXT NOT NULL, digest INTEGER NOT NULL, request BLOB, response BLOB
  ) STRICT;
  CREATE UNIQUE INDEX transaction_by_time ON transactions (received_at, client_id, server_id, digest);
  CREATE INDEX transaction_by_client ON transactions (id >> 13, client_id, received_at, server_id);

  CREATE TABLE proof (
    id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL,
    server_id INTEGER NOT NULL, client_id INTEGER NOT NULL, received_at INTEGER NOT NULL, duration INTEGER NOT NULL,
    request_type INTEGER NOT NULL, response_type INTEGER NOT NULL, transaction_id INTEGER NOT NULL,
    outcome INTEGER NOT NULL, reason TEXT NOT NULL, digest INTEGER NOT NULL, request BLOB, response BLOB
  ) STRICT;
  CREATE UNIQUE INDEX proof_by_client ON proof (client_id, received_at, server_id, digest);

  CREATE TABLE lease (
    id INTEGER PRIMARY KEY, lease TEXT NOT NULL, client_id INTEGER NOT NULL, started_at INTEGER NOT NULL,
    opened_by INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE lease_state (
    id INTEGER PRIMARY KEY, server_id INTEGER NOT NULL, iaid INTEGER NOT NULL, association INTEGER NOT NULL,
    confirmed_at INTEGER NOT NULL, renew_at INTEGER NOT NULL, rebind_at INTEGER NOT NULL, valid_until INTEGER NOT NULL,
    ended_at INTEGER, ending INTEGER, grants INTEGER NOT NULL, confirmed_by INTEGER NOT NULL, ended_by INTEGER,
    changed_at INTEGER NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX lease_by_key ON lease (lease, started_at);
  CREATE INDEX lease_by_client ON lease (client_id, started_at);
  CREATE TABLE lease_length (length INTEGER PRIMARY KEY) STRICT;
  CREATE TABLE longest_lifetime (id INTEGER PRIMARY KEY CHECK (id = 1), microseconds INTEGER NOT NULL) STRICT;

  CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY, topic TEXT NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL, reason TEXT NOT NULL, key BLOB, value BLOB,
    UNIQUE (topic, partition, offset, recorded_at)
  ) STRICT;

  CREATE TABLE counter (
    name TEXT PRIMARY KEY, last_id INTEGER NOT NULL, row_count INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO counter VALUES ('client', 0, 0), ('transaction', 0, 0), ('lease', 0, 0), ('quarantine', 0, 0);
  `,
  `
  -- How far records were ever counted, however often they are read again; and since when: what was read before is not counted.
  CREATE TABLE counted (
    topic TEXT NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL, covered_until INTEGER NOT NULL,
    PRIMARY KEY (topic, partition)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO counted SELECT * FROM position;
  CREATE TABLE tally (
    kind INTEGER NOT NULL, at INTEGER NOT NULL, server_id INTEGER NOT NULL, part INTEGER NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (kind, at, server_id, part)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE tally_since (
    id INTEGER PRIMARY KEY CHECK (id = 1), covered_from INTEGER NOT NULL, fine_from INTEGER NOT NULL
  ) STRICT;
  INSERT INTO tally_since SELECT 1, since, since FROM (
    SELECT coalesce(max(covered_until) / 60000000 + 1, 0) * 60000000 AS since FROM position);

  CREATE TABLE relay (
    id INTEGER PRIMARY KEY AUTOINCREMENT, link_address BLOB NOT NULL UNIQUE, seen INTEGER NOT NULL
  ) STRICT;
  INSERT INTO relay VALUES (0, x'', 9007199254740991);
  CREATE TABLE client_relay (client_id INTEGER PRIMARY KEY, relay_id INTEGER NOT NULL) STRICT;
  CREATE INDEX client_by_relay ON client_relay (relay_id);
  CREATE INDEX client_by_port ON client (interface_id, remote_id);

  CREATE TABLE finding (
    id TEXT PRIMARY KEY, detector TEXT NOT NULL, severity TEXT NOT NULL, subject_kind TEXT NOT NULL, subject TEXT NOT NULL,
    since INTEGER NOT NULL, last_seen INTEGER NOT NULL, until INTEGER, occurrences INTEGER NOT NULL, detail TEXT NOT NULL
  ) STRICT;
  CREATE INDEX finding_by_time ON finding (since, id);
  CREATE INDEX finding_open ON finding (since, id) WHERE until IS NULL;
  CREATE INDEX finding_by_subject ON finding (subject, since, id);

  CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL
  ) STRICT;

  -- Counts what the writers of records do, so that they tell each other apart from those who write findings and the audit.
  INSERT INTO counter VALUES ('write', 0, 0);
  `,
  `
  -- Kafka's time of a record, in microseconds after it was received: few bytes.
  ALTER TABLE transactions ADD COLUMN recorded_after INTEGER;
  ALTER TABLE proof ADD COLUMN recorded_after INTEGER;

  -- Transactions that findings rest on.
  CREATE TABLE evidence (
    finding_id TEXT NOT NULL, server_id INTEGER NOT NULL, received_at INTEGER NOT NULL, partition INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    PRIMARY KEY (finding_id, received_at, server_id, partition, offset)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX evidence_by_time ON evidence (received_at);
  CREATE INDEX proof_by_time ON proof (received_at);
  CREATE INDEX finding_by_kind ON finding (subject_kind, since, id);
  `,
  `
  -- What detection knows, for the next one to go on from.
  CREATE TABLE detection (piece INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
  `,
  `
  -- What sweeps did: from when on leases are whole, and up to which number transactions were counted, for how many of each client.
  CREATE TABLE swept (
    id INTEGER PRIMARY KEY CHECK (id = 1), leases_from INTEGER NOT NULL, counted_until INTEGER NOT NULL,
    counted_per_client INTEGER NOT NULL
  ) STRICT;
  INSERT INTO swept VALUES (1, 0, 0, 9007199254740991);
  `,
];

/** Brings a database up to date. Throws when it is of a newer version, or no store. */
export function migrate(db: Database): void {
  if (versionOf(db) === MIGRATIONS.length) return;
  db.transaction(() => {
    const version = versionOf(db);
    if (version === 0) {
      db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
      db.exec("CREATE TABLE migration (version INTEGER PRIMARY KEY, at TEXT NOT NULL) STRICT");
    }
    for (let next = version; next < MIGRATIONS.length; next++) {
      db.exec(MIGRATIONS[next]);
      db.run("INSERT INTO migration VALUES (?, ?)", next + 1, new Date().toISOString());
    }
  });
}

/** Throws unless a database is of this very version: for those that may not change it. */
export function expectNewest(db: Database): void {
  const version = versionOf(db);
  if (version === MIGRATIONS.length) return;
  throw new Error(
    `The store ${db.path} is of version ${version}, this program reads ${MIGRATIONS.length}: ` +
      "a collector of this version brings it up to date when it starts",
  );
}

/** How many migrations a database has had. */
function versionOf(db: Database): number {
  const { tables } = db.get("SELECT count(*) AS tables FROM sqlite_schema");
  if (tables === 0) return 0;
  if (db.get("PRAGMA application_id").application_id !== APPLICATION_ID) {
    throw new Error(`The store ${db.path} is a database of another program: name another file`);
  }
  const { version } = db.get("SELECT max(version) AS version FROM migration");
  if (version > MIGRATIONS.length) {
    throw new Error(
      `The store ${db.path} is of version ${version}, newer than the ${MIGRATIONS.length} that this program knows: ` +
        "update the program",
    );
  }
  return version;
}
