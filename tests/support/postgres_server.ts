import { runCommand } from "./command.ts";
import { eventually, GivingUp } from "./eventually.ts";
import { freePorts } from "./free_port.ts";
import { supportFolder } from "./paths.ts";
import { endProcess, isRunning, signalProcess, waitUntilGone } from "./pid.ts";

/** The database that a server of tests has from the start. */
export const postgresDatabase = "dhcpkit";
/** The user that may do everything, without a password. */
export const postgresAdmin = "postgres";

/** How a server is to be. */
export interface PostgresServerOptions {
  /** Server certificate and key, PEM: TLS is offered. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** Lines of pg_hba.conf in front of the one that lets everybody in. */
  readonly access?: readonly string[];
  /** Settings on top of the usual ones, such as `{ max_connections: "10" }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Where a server is. */
export interface PostgresAddress {
  /** Folder with everything of it; its Unix socket is there as well. */
  readonly folder: string;
  readonly host: string;
  readonly port: number;
}

/** A PostgreSQL server of its own for one test, to use and to ill-treat; data is written as safely as it always is. */
export class PostgresServer implements AsyncDisposable {
  readonly address: PostgresAddress;
  #pid: number | undefined;

  private constructor(address: PostgresAddress, pid: number) {
    this.address = address;
    this.#pid = pid;
  }

  /** Makes a server and returns when it answers. */
  static async start(options: PostgresServerOptions = {}): Promise<PostgresServer> {
    const folder = await Deno.makeTempDir({ prefix: "dhcpkit-postgres-" });
    const { port, pid } = await makePostgres(folder, options);
    return new PostgresServer({ folder, host: "127.0.0.1", port }, pid);
  }

  /** Process id of the postmaster, the parent of all others; absent while the server is down. */
  get pid(): number | undefined {
    return this.#pid;
  }

  /** Runs statements as the user who may do everything, and returns what they print. */
  async sql(text: string, database: string = postgresDatabase): Promise<string> {
    return await psql(this.address, text, database);
  }

  /** SIGKILL for all of its processes: nothing is written that was not, and nobody is told. */
  async kill(): Promise<void> {
    const pid = this.#taken();
    // With its parent stopped, no process of it can be born or replaced meanwhile.
    signalProcess(pid, "SIGSTOP");
    const all = [...await childrenOf(pid), pid];
    for (const each of all) signalProcess(each, "SIGKILL");
    for (const each of all) await waitUntilGone(each);
  }

  /** An orderly shutdown, which ends connections. */
  async stop(): Promise<void> {
    await endProcess(this.#taken(), "SIGINT", 20_000);
  }

  /** SIGSTOP for all of its processes: connections stay open and nothing answers. */
  async pause(): Promise<void> {
    for (const pid of await this.#all()) signalProcess(pid, "SIGSTOP");
  }

  /** Ends {@linkcode pause}. */
  async resume(): Promise<void> {
    for (const pid of await this.#all()) signalProcess(pid, "SIGCONT");
  }

  /** Starts it again, with the same port and data; returns when it has recovered and answers. */
  async restart(): Promise<void> {
    this.#pid = await startPostgres(this.address);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#pid !== undefined) await endProcess(this.#taken(), "SIGQUIT");
    await Deno.remove(this.address.folder, { recursive: true });
  }

  async #all(): Promise<number[]> {
    const pid = this.#pid!;
    return [pid, ...await childrenOf(pid)];
  }

  #taken(): number {
    const pid = this.#pid;
    if (pid === undefined) throw new Error(`the server on port ${this.address.port} is not running`);
    this.#pid = undefined;
    return pid;
  }
}

/** Fills a folder with a new server and starts it; `owner` is the process that it ends with. */
export async function makePostgres(
  folder: string,
  options: PostgresServerOptions = {},
  owner: number = Deno.pid,
): Promise<{ port: number; pid: number }> {
  const data = `${folder}/data`;
  await Deno.mkdir(data, { recursive: true });
  await Deno.chmod(folder, 0o755);
  if (Deno.uid() === 0) await runCommand(["chown", postgresAdmin, folder, data]);
  const init = [`${await programFolder()}/initdb`, "--pgdata", data, "--username", postgresAdmin, "--no-sync"];
  await runCommand([...asPostgres(), ...init, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"], {
    cwd: "/",
    timeoutMs: 60_000,
  });
  for (let attempt = 1;; attempt++) {
    const [port] = freePorts(1);
    await configure(folder, port, options);
    try {
      const address = { folder, host: "127.0.0.1", port };
      const pid = await startPostgres(address, owner);
      await psql(address, `create database ${postgresDatabase}`, "postgres");
      return { port, pid };
    } catch (error) {
      if (!(error instanceof GivingUp && /Address already in use/.test(error.message)) || attempt === 5) throw error;
    }
  }
}

/** Runs statements and returns what they print, a row a line. */
export async function psql({ host, port }: PostgresAddress, text: string, database: string): Promise<string> {
  const connect = ["--host", host, "--port", `${port}`, "--username", postgresAdmin, "--dbname", database];
  const { stdout } = await runCommand(
    ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "-v", "ON_ERROR_STOP=1", ...connect],
    { stdin: text },
  );
  return stdout.trim();
}

async function configure(folder: string, port: number, options: PostgresServerOptions): Promise<void> {
  const { tls, access = [], settings = {} } = options, data = `${folder}/data`;
  const lines: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    port: `${port}`,
    unix_socket_directories: folder,
    ...(tls ? { ssl: "on" } : {}),
    ...settings,
  };
  const text = Object.entries(lines).map(([name, value]) => `${name} = '${value}'\n`).join("");
  await Deno.writeTextFile(`${data}/postgresql.auto.conf`, text);
  await Deno.writeTextFile(
    `${data}/pg_hba.conf`,
    [...access, "local all all trust", "host all all all trust", ""].join("\n"),
  );
  if (!tls) return;
  await Deno.writeTextFile(`${data}/server.crt`, tls.certificate);
  await Deno.writeTextFile(`${data}/server.key`, tls.key);
  await Deno.chmod(`${data}/server.key`, 0o600);
  if (Deno.uid() === 0) await runCommand(["chown", postgresAdmin, `${data}/server.key`, `${data}/server.crt`]);
}

async function startPostgres(address: PostgresAddress, owner = Deno.pid): Promise<number> {
  const { folder } = address, pidFile = `${folder}/pid`, log = `${folder}/log`;
  await Deno.remove(pidFile).catch(() => {});
  const { success, code } = await new Deno.Command("setsid", {
    args: [
      "--fork",
      `${supportFolder}kafka/run_while.sh`,
      ...[`${owner}`, pidFile, log, folder],
      ...[...asPostgres(), `${await programFolder()}/postgres`, "-D", `${folder}/data`],
    ],
    env: { RUN_WHILE_SIGNAL: "QUIT" },
    cwd: "/",
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn().status;
  if (!success) throw new Error(`setsid: exit code ${code}`);
  const pid = await eventually("the server's process id", async () => Number(await Deno.readTextFile(pidFile)));
  await eventually("the server's answer", async () => {
    if (!await isRunning(pid)) {
      throw new GivingUp(`PostgreSQL did not start:\n${(await Deno.readTextFile(log)).slice(-3000)}`);
    }
    return await psql(address, "select 1", "postgres");
  }, { timeoutMs: 30_000, everyMs: 50 });
  return pid;
}

/** PostgreSQL does not run as root. */
function asPostgres(): string[] {
  return Deno.uid() === 0 ? ["setpriv", "--reuid", postgresAdmin, "--regid", postgresAdmin, "--clear-groups"] : [];
}

/** The newest release's programs, which Debian keeps out of the path. */
export async function programFolder(): Promise<string> {
  const releases: number[] = [];
  try {
    for await (const { name } of Deno.readDir("/usr/lib/postgresql")) releases.push(Number(name));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  if (releases.length === 0) throw new Error("PostgreSQL is missing: apt-get install postgresql");
  return `/usr/lib/postgresql/${Math.max(...releases)}/bin`;
}

async function childrenOf(pid: number): Promise<number[]> {
  const text = await Deno.readTextFile(`/proc/${pid}/task/${pid}/children`);
  return text.split(" ").filter(Boolean).map(Number);
}
