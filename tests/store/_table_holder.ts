import { PostgresSession } from "../../src/store/postgres/_session.ts";
import { fullSettings, type PostgresSettings } from "../../src/store/postgres/postgres_settings.ts";

/** Somebody who holds a table of a store, so that whoever reads it waits, and who sees how many do. */
export class TableHolder implements AsyncDisposable {
  private constructor(
    readonly name: string,
    private readonly holding: PostgresSession,
    /** What the server does is seen once in a transaction, so this needs another session. */
    private readonly watching: PostgresSession,
  ) {}

  /** Holds a table; readers are told by the `applicationName` of the settings. */
  static async hold(table: string, settings: PostgresSettings & { applicationName: string }): Promise<TableHolder> {
    const full = { ...fullSettings(settings), applicationName: "holder" };
    const [holding, watching] = [await PostgresSession.open(full), await PostgresSession.open(full)];
    await holding.query("begin");
    await holding.query(`lock table ${table} in access exclusive mode`);
    return new TableHolder(settings.applicationName, holding, watching);
  }

  /** How many queries of readers the server is busy with. */
  async busy(): Promise<number> {
    const text =
      "select count(*)::int as n from pg_stat_activity where application_name = $1::text and state = 'active'";
    const [{ n }] = await this.watching.query<{ n: number }>(text, [this.name]);
    return n;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.holding.close(), this.watching.close()]);
  }
}
