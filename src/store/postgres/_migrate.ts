import { PostgresStoreError } from "./_postgres_error.ts";
import { SCHEMA_STEPS } from "./_schema.ts";
import type { PostgresSession } from "./_session.ts";
import type { FullSettings } from "./postgres_settings.ts";

/** Makes the schema, or brings it up to date. Of several collectors that start at once, one does it and the others wait. */
export async function migrate(session: PostgresSession, settings: FullSettings): Promise<void> {
  await session.transaction(async () => {
    await session.query(`select pg_advisory_xact_lock(hashtextextended('dhcpkit migrate ' || $1::text, 0))`, [
      settings.schema,
    ]);
    let version = await versionOf(session, settings);
    if (version === undefined) {
      // IF NOT EXISTS would ask for the right to create even where nothing is to be created.
      if (!await isThere(session, `select 1 from pg_namespace where nspname = $1`, settings.schema)) {
        await session.query(`create schema "${settings.schema}"`);
      }
      await session.query(`create table schema_version (version integer not null)`);
      await session.query(`insert into schema_version values (0)`);
      version = 0;
    }
    checkNotNewer(version, settings);
    if (version === SCHEMA_STEPS.length) return;
    for (const step of SCHEMA_STEPS.slice(version)) await session.query(step);
    await session.query(`update schema_version set version = $1::integer`, [SCHEMA_STEPS.length]);
  });
}

/** Throws where the schema is not the one that this program reads. */
export async function checkSchema(session: PostgresSession, settings: FullSettings): Promise<void> {
  const version = await versionOf(session, settings);
  if (version === SCHEMA_STEPS.length) return;
  if (version !== undefined) checkNotNewer(version, settings);
  const what = version === undefined ? "has no tables" : "is of an older release";
  throw new PostgresStoreError(
    `the schema ${settings.schema} of the database ${settings.database} ${what}; start the collector of this release first`,
    undefined,
  );
}

async function versionOf(session: PostgresSession, { schema }: FullSettings): Promise<number | undefined> {
  const table = `select 1 from pg_tables where schemaname = $1 and tablename = 'schema_version'`;
  if (!await isThere(session, table, schema)) return undefined;
  const [row] = await session.query<{ version: number }>(`select version from schema_version`);
  return row.version;
}

async function isThere(session: PostgresSession, query: string, name: string): Promise<boolean> {
  return (await session.query(query, [name])).length > 0;
}

function checkNotNewer(version: number, { schema, database }: FullSettings): void {
  if (version <= SCHEMA_STEPS.length) return;
  throw new PostgresStoreError(
    `the schema ${schema} of the database ${database} is of a newer release (version ${version}, and this one knows ` +
      `${SCHEMA_STEPS.length}); update this program`,
    undefined,
  );
}
