import { withFileLock } from "./file_lock.ts";
import { isRunning } from "./pid.ts";
import { makePostgres, type PostgresAddress, postgresDatabase, psql } from "./postgres_server.ts";
import { tempRoot } from "./temp_folder.ts";

interface State {
  readonly pid: number;
  readonly port: number;
}

/**
 * The server that all tests of this process share: started by the first that asks, stopped when the process ends (by
 * `kafka/run_while.sh`). Use a {@linkcode uniqueSchema} in each test.
 */
export async function sharedPostgres(): Promise<PostgresAddress> {
  const folder = `${tempRoot}/dhcpkit-kafka-shared-postgres-${Deno.pid}`;
  const { port } = await withFileLock(`${folder}/lock`, async () => await existing(folder) ?? await make(folder));
  return { folder, host: "127.0.0.1", port };
}

/** A schema for one test, which is dropped when it is disposed of. */
export async function uniqueSchema(): Promise<
  AsyncDisposable & { readonly name: string; readonly server: PostgresAddress }
> {
  const server = await sharedPostgres(), name = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  const drop = async () => {
    await psql(server, `set client_min_messages = error; drop schema if exists ${name} cascade`, postgresDatabase);
  };
  return { name, server, [Symbol.asyncDispose]: drop };
}

/** Test files run in isolates of their own, so what they share is a file. */
async function existing(folder: string): Promise<State | undefined> {
  const text = await Deno.readTextFile(`${folder}/state.json`).catch(() => undefined);
  const state: State | undefined = text === undefined ? undefined : JSON.parse(text);
  return state && await isRunning(state.pid) ? state : undefined;
}

async function make(folder: string): Promise<State> {
  await Deno.remove(`${folder}/data`, { recursive: true }).catch(() => {});
  const state: State = await makePostgres(folder);
  await Deno.writeTextFile(`${folder}/state.json`, JSON.stringify(state));
  return state;
}
