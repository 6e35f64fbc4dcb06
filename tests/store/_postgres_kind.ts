import {
  postgresJournal,
  postgresReader,
  type PostgresSettings,
  postgresStore,
} from "@dhcpkit/kafka/collector/postgres";
import { postgresAdmin, postgresDatabase } from "../support/postgres_server.ts";
import { uniqueSchema } from "../support/shared_postgres.ts";
import type { StoreKind, StorePlace } from "./_store_kind.ts";

/** PostgreSQL: a place is a schema on a server that all tests of a process share. */
export const postgresKind: StoreKind = {
  name: "postgres",
  needs: ["postgres"],
  lasts: true,
  create: createPostgresPlace,
};

/** A place for a store, and the settings that lead to it. */
export async function createPostgresPlace(): Promise<StorePlace & { readonly settings: PostgresSettings }> {
  const schema = await uniqueSchema(), { host, port } = schema.server;
  const settings = { host, port, database: postgresDatabase, user: postgresAdmin, schema: schema.name };
  return {
    settings,
    open: () => postgresStore(settings),
    openReader: () => postgresReader(settings),
    openJournal: () => postgresJournal(settings),
    [Symbol.asyncDispose]: () => schema[Symbol.asyncDispose](),
  };
}
