import { assert, assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { parsePostgresUrl, postgresReader, postgresStore, PostgresStoreError } from "@dhcpkit/kafka/collector/postgres";
import { trafficTotal } from "@dhcpkit/kafka/store";
import { passwordInFile } from "../../src/store/postgres/_password.ts";
import { postgresAdmin, postgresDatabase, PostgresServer, psql } from "../support/postgres_server.ts";
import { uniqueSchema } from "../support/shared_postgres.ts";
import { CertificateAuthority } from "../support/certificates.ts";
import { eventually } from "../support/eventually.ts";
import { freePorts } from "../support/free_port.ts";
import { testWith } from "../support/requirements.ts";
import { createPostgresPlace } from "./_postgres_kind.ts";
import { ALL, batch, HOUR, leasesOf, leasing, position, range, T0, transaction, write } from "./_transactions.ts";

const needs = ["postgres"] as const, page = { limit: 1000 }, DAY = 24 * HOUR;

async function refusal(opening: Promise<unknown>): Promise<string> {
  const error = await assertRejects(() => opening, PostgresStoreError);
  assert(!error.message.includes("\n"), "one line");
  return error.message;
}

testWith({
  name: "what is wrong with a database is told in one line, with the remedy",
  needs,
  async fn() {
    const access = ["host all nobody 127.0.0.1/32 scram-sha-256", "host all banned 127.0.0.1/32 reject"];
    await using server = await PostgresServer.start({ access });
    await server.sql("create role nobody login password 'right'; create role guest login; create role banned login");
    const { host, port } = server.address, base = { host, port, database: postgresDatabase };
    const secret = "wrong-and-secret", password = () => secret;
    const wrong = await refusal(postgresStore({ ...base, user: "nobody", password }));
    assertStringIncludes(wrong, "does not let nobody in with this password; correct it where it comes from");
    assert(!wrong.includes(secret));
    const banned = await refusal(postgresStore({ ...base, user: "banned" }));
    assertStringIncludes(banned, "add the role, or a line to pg_hba.conf");
    const guest = await refusal(postgresStore({ ...base, user: "guest" }));
    assertStringIncludes(guest, "GRANT CREATE ON DATABASE dhcpkit TO guest");
    const unknown = await refusal(postgresStore({ ...base, user: postgresAdmin, database: "dhcp" }));
    assertStringIncludes(unknown, "has no database dhcp; create it: createdb --owner postgres dhcp");
    const [free] = freePorts(1);
    const away = await refusal(postgresStore({ ...base, port: free, user: postgresAdmin }));
    assertStringIncludes(away, `nobody listens at 127.0.0.1:${free}; start PostgreSQL there`);
    const clear = await refusal(postgresStore({ ...base, user: postgresAdmin, tls: true }));
    assertStringIncludes(clear, "does not speak TLS; set ssl = on there");
    const early = await refusal(postgresReader({ ...base, user: postgresAdmin }));
    assertStringIncludes(early, "has no tables; start the collector of this release first");

    await using _store = await postgresStore({ ...base, user: postgresAdmin });
    await server.pause();
    try {
      const silent = await refusal(postgresStore({ ...base, user: postgresAdmin, connectTimeoutMs: 300 }));
      assertStringIncludes(silent, "no answer from 127.0.0.1");
    } finally {
      await server.resume();
    }
  },
});

testWith({
  name: "TLS and a password lead to a store, and a certificate that is not trusted does not",
  needs: ["postgres", "openssl"],
  async fn() {
    await using authority = await CertificateAuthority.create("Test CA");
    const tls = await authority.issue({ name: "postgres", alternativeNames: ["IP:127.0.0.1"] });
    const access = ["hostssl all secured all scram-sha-256", "host all secured all reject"];
    await using server = await PostgresServer.start({ tls, access });
    await server.sql("create role secured login password 'right'; grant create on database dhcpkit to secured");
    const { host, port } = server.address, ca = authority.certificate;
    const settings = { host, port, database: postgresDatabase, user: "secured", password: () => "right" };
    {
      await using store = await postgresStore({ ...settings, tls: { ca } });
      assertEquals(await write(store, transaction(0)), { stored: 1, duplicates: 0 });
      assertEquals((await store.transactions({}, page)).length, 1);
    }
    assertStringIncludes(await refusal(postgresStore({ ...settings, tls: true })), "is not trusted");
    const misnamed = await refusal(postgresStore({ ...settings, tls: { ca, serverName: "db.example.com" } }));
    assertStringIncludes(misnamed, "is not trusted");
    assertStringIncludes(await refusal(postgresStore(settings)), "pg_hba.conf");
  },
});

testWith({
  name: "two collectors that start at once make the tables once, and those of a newer release are refused",
  needs,
  async fn() {
    await using schema = await uniqueSchema();
    const { host, port } = schema.server;
    const settings = { host, port, database: postgresDatabase, user: postgresAdmin, schema: schema.name };
    const stores = await Promise.all(range(0, 4).map(() => postgresStore(settings)));
    assertEquals(await write(stores[0], transaction(0)), { stored: 1, duplicates: 0 });
    for (const store of stores) await store.close();
    await psql(schema.server, `update ${schema.name}.schema_version set version = 99`, postgresDatabase);
    for (const open of [postgresStore, postgresReader]) {
      assertStringIncludes(await refusal(open(settings)), "is of a newer release (version 99");
    }
  },
});

testWith({
  name: "a reader cannot write, whatever its user may do",
  needs,
  async fn() {
    await using place = await createPostgresPlace();
    await using store = await place.open();
    await using reader = await place.openReader();
    await write(store, transaction(0));
    assertEquals((await reader.transactions({}, page)).length, 1);
    assertEquals(Object.keys(reader).filter((name) => /write|move|sweep/.test(name)), []);
  },
});

testWith({
  name: "two collectors that both believe to own a partition neither double nor lose anything",
  needs,
  async fn() {
    await using place = await createPostgresPlace();
    await using one = await place.open();
    await using two = await place.open();
    const record = (partition: number) => (offset: number) =>
      leasing(offset, `2001:db8::${offset % 9}`, {
        partition,
        client: `${offset % 5}`,
        digest: partition * 1e6 + offset,
      });
    const run = async (store: typeof one, size: number, own: number) => {
      let stored = 0;
      for (let start = 0; start < 1200; start += size) {
        const offsets = range(start, start + size);
        stored += (await store.write(batch([...offsets.map(record(0)), ...offsets.map(record(own))]))).stored;
      }
      return stored;
    };
    const stored = await Promise.all([run(one, 100, 1), run(two, 60, 2)]);
    assertEquals(stored[0] + stored[1], 3600);
    assertEquals((await one.coverage()).map(({ next }) => next), [1200n, 1200n, 1200n]);
    const grants = await Promise.all(range(0, 5).map((name) => leasesOf(one, `${name}`)));
    assertEquals(grants.flat().reduce((sum, { grants }) => sum + grants, 0), 3600);
  },
});

testWith({
  name: "a store goes on after its server was restarted, without being opened again",
  needs,
  async fn() {
    await using server = await PostgresServer.start();
    const { host, port } = server.address;
    await using store = await postgresStore({ host, port, database: postgresDatabase, user: postgresAdmin });
    await write(store, transaction(0));
    await server.stop();
    await assertRejects(() => write(store, transaction(1)), PostgresStoreError);
    await assertRejects(() => store.servers(), PostgresStoreError);
    await server.restart();
    assertEquals(await write(store, transaction(1)), { stored: 1, duplicates: 0 });
    assertEquals((await store.transactions({}, page)).length, 2);
  },
});

testWith({
  name: "days are dropped whole, but for what proves leases, and are not stored twice when they are read again",
  needs,
  async fn() {
    await using place = await createPostgresPlace();
    await using store = await place.open();
    const days = (partition: number) =>
      range(0, 5).map((day) =>
        leasing(day, `2001:db8::${day}`, {
          partition,
          receivedAt: T0 + day * DAY,
          event: { validUntil: T0 + 99 * DAY },
        })
      );
    const others = range(5, 10).map((day) => transaction(day, { receivedAt: T0 + (day - 5) * DAY + HOUR }));
    await write(store, ...days(0), ...others);
    const retention = { ...ALL, transactionsFrom: T0 + 3 * DAY, transactionsPerClient: 100 };
    assertEquals((await store.sweep(retention)).transactions, 3);
    const schema = place.settings.schema!, { host, port } = place.settings;
    const tables =
      `select tablename from pg_tables where schemaname = '${schema}' and tablename like 'transactions_2%'`;
    const left = await psql({ folder: "", host: host!, port: port! }, `${tables} order by 1`, postgresDatabase);
    assertEquals(left, "transactions_20260104\ntransactions_20260105");
    assertEquals((await store.transactions({}, page)).length, 7);
    assertEquals(await write(store, ...days(1)), { stored: 0, duplicates: 5 });
    assertEquals((await leasesOf(store, "a")).map(({ grants }) => grants), [1, 1, 1, 1, 1]);
  },
});

testWith({
  name: "wrong clocks, far in the past and the future, do not make a partition each without end",
  needs,
  async fn() {
    await using place = await createPostgresPlace();
    await using store = await place.open();
    const records = range(0, 450).map((offset) => transaction(offset, { receivedAt: T0 + (offset - 200) * 97 * DAY }));
    assertEquals(await write(store, ...records), { stored: 450, duplicates: 0 });
    assertEquals((await store.transactions({}, page)).length, 450);
  },
});

Deno.test("an address of a database is read, and one with a password is refused without repeating it", () => {
  assertEquals(parsePostgresUrl("postgres://collector@[2001:db8::1]:5433/dhcp?sslmode=verify-full"), {
    host: "2001:db8::1",
    port: 5433,
    database: "dhcp",
    user: "collector",
    tls: true,
  });
  const error = assertThrows(() => parsePostgresUrl("postgres://collector:hush@db/dhcp"), RangeError);
  assertStringIncludes(error.message, "PGPASSFILE");
  assert(!error.message.includes("hush"));
});

Deno.test("the password is that of the first line that fits", () => {
  const text = "# comment\nother:*:*:*:a\n*:5432:dhcp:me:b\\:c\\\\\n*:*:*:*:d\n";
  const at = { host: "db", port: 5432, database: "dhcp", user: "me" };
  assertEquals(passwordInFile(text, at), "b:c\\");
  assertEquals(passwordInFile(text, { ...at, port: 1 }), "d");
  assertEquals(passwordInFile("localhost:*:*:*:s", { ...at, host: "/run/postgresql" }), "s");
  assertEquals(passwordInFile("", at), "");
});

testWith({
  name: "a server that says nothing any more does not keep a store from being closed",
  needs,
  async fn() {
    await using server = await PostgresServer.start();
    const settings = { ...server.address, database: postgresDatabase, user: postgresAdmin, connectTimeoutMs: 1000 };
    const store = await postgresStore(settings);
    await write(store, transaction(0));
    await server.pause();
    try {
      const late = write(store, transaction(1)), sweep = store.sweep(ALL), audit = { at: T0, who: "a", what: "b" };
      const journal = store.writeAudit({ ...audit, detail: "" });
      await Promise.all([
        ...[late, sweep, journal].map((one) => assertRejects(() => one, PostgresStoreError)),
        store.close(),
      ]);
    } finally {
      await server.resume();
    }
  },
});

testWith({
  name: "of tables that were written before traffic was counted, the past is unknown, and told as such",
  needs,
  async fn() {
    await using place = await createPostgresPlace();
    const minute = 60_000_000, hour = { from: T0, to: T0 + HOUR }, { host, port, schema } = place.settings;
    {
      await using store = await place.open();
      await write(store, ...range(0, 100).map((offset) => transaction(offset)));
    }
    const back = `set search_path = ${schema}; drop table detection, evidence, tallies, relays, findings, audit;
      alter table logs drop counted, drop counted_until; alter table clients drop relay_id; drop index clients_by_port;
      alter table facts drop covered_from, drop fine_from, drop relays_swept, drop leases_from;
      alter table quarantine drop constraint quarantine_log_id_kafka_offset_recorded_at_key, add unique (log_id, kafka_offset);
      drop view kept_transactions; alter table transactions drop recorded_after; alter table proofs drop recorded_after;
      create view kept_transactions as select * from transactions union all select * from proofs; update schema_version set version = 1`;
    await psql({ folder: "", host: host!, port: port! }, back, postgresDatabase);
    assertStringIncludes(await refusal(place.openReader()), "is of an older release");
    assertStringIncludes(await refusal(place.openJournal()), "is of an older release");
    await using store = await place.open();
    assertEquals((await store.transactions({}, { limit: 1 }))[0].recordedAt, undefined);
    assertEquals(await store.trafficCoverage(), { from: T0 + 2 * minute, fineFrom: T0 + 2 * minute });
    assertEquals(await store.traffic({ ...hour, step: minute }), []);
    await store.sweep({ ...ALL, transactionsPerClient: 1 });
    await store.moveTo([position(0)]);
    await write(store, ...range(0, 130).map((offset) => transaction(offset)));
    const points = await store.traffic({ ...hour, step: minute });
    assertEquals(points.map((point) => [(point.at - T0) / minute, trafficTotal(point)]), [[1, 20], [2, 10]]);
  },
});

testWith({
  name: "a turn to look for trouble ends with its connection: that is told, and somebody else may have it",
  needs,
  async fn() {
    await using place = await createPostgresPlace();
    const { host, port, schema } = place.settings,
      settings = { ...place.settings, applicationName: `turn of ${schema}` };
    await using store = await postgresStore(settings);
    await using other = await place.open();
    await using first = store.watchTurn();
    await using second = other.watchTurn();
    assertEquals([await first.isMine(), await second.isMine()], [true, false]);
    const end = `select pg_terminate_backend(pid) from pg_locks join pg_stat_activity using (pid)
      where locktype = 'advisory' and application_name = '${settings.applicationName}'`;
    await psql({ folder: "", host: host!, port: port! }, end, postgresDatabase);
    await eventually("it is the other one's", () => second.isMine());
    await assertRejects(() => first.isMine(), PostgresStoreError);
    await eventually("it asks on a new connection", async () => await first.isMine() === false);
    await second[Symbol.asyncDispose]();
    assertEquals(await first.isMine(), true);
  },
});
