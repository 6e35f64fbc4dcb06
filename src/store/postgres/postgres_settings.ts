/** Which database, and who this program is there. */
export interface PostgresSettings {
  /** Host name or address, or the folder of the server's Unix socket. Default: `localhost`. */
  readonly host?: string;
  /** Port. Default: 5432. */
  readonly port?: number;
  /** The database; it has to be there. */
  readonly database: string;
  /** The user. */
  readonly user: string;
  /**
   * Gives the user's password each time a connection is made. Default: what `PGPASSWORD` says, otherwise the line for this server in
   * the file that `PGPASSFILE` names. There is no setting for the password itself, so that none ends up in a file of settings or a log.
   */
  readonly password?: () => string | Promise<string>;
  /** TLS, with the server's certificate checked; `true` trusts the authorities that the system trusts. Default: in the clear. */
  readonly tls?: boolean | PostgresTls;
  /** Schema that the tables are in; made if it is not there. Default: `dhcpkit`. */
  readonly schema?: string;
  /** What the server calls this program in its lists. Default: `dhcpkit-kafka`. */
  readonly applicationName?: string;
  /** Milliseconds until a server that does not answer counts as away. Default: 10,000. */
  readonly connectTimeoutMs?: number;
  /** Connections for reading, opened as they are needed. Default: 4. */
  readonly readConnections?: number;
}

/** What to check a server by, and what to show it. */
export interface PostgresTls {
  /** Certificates of trusted authorities, PEM. Default: those of the system. */
  readonly ca?: string;
  /** This client's certificate and what stands behind it, PEM. */
  readonly certificate?: string;
  /** The private key of the certificate, PEM. */
  readonly key?: string;
  /** What protects the private key. */
  readonly keyPassphrase?: string;
  /** The name that the server's certificate has to have. Default: the host. */
  readonly serverName?: string;
}

/** The settings with everything in them that has a default. */
export type FullSettings = PostgresSettings & Required<Omit<PostgresSettings, "password" | "tls">>;

/**
 * Fills in defaults.
 *
 * @throws {RangeError} Where a setting cannot be what it is.
 */
export function fullSettings(settings: PostgresSettings): FullSettings {
  const full = {
    ...settings,
    host: settings.host ?? "localhost",
    port: settings.port ?? 5432,
    schema: settings.schema ?? "dhcpkit",
    applicationName: settings.applicationName ?? "dhcpkit-kafka",
    connectTimeoutMs: settings.connectTimeoutMs ?? 10_000,
    readConnections: settings.readConnections ?? 4,
  };
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(full.schema) || full.schema.startsWith("pg_")) {
    throw new RangeError(
      "the name of a schema has lower-case letters, digits and underscores, at most 63, and does not begin with a digit or pg_",
    );
  }
  if (!Number.isInteger(full.port) || full.port < 1 || full.port > 65535) {
    throw new RangeError("a port is a number from 1 to 65535");
  }
  if (full.database === "" || full.user === "") throw new RangeError("name the database and the user");
  return full;
}

/**
 * Reads `postgres://USER@HOST:PORT/DATABASE`, with `?sslmode=disable` or `?sslmode=verify-full` where one of the two is to be said; the
 * first is the default. A password in it is refused, since such addresses are shown in lists of processes and logs.
 *
 * @throws {RangeError} Where the text is none; it is not repeated, for the sake of what may be in it.
 */
export function parsePostgresUrl(text: string): PostgresSettings {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new RangeError("that is no address of a database; write postgres://USER@HOST:PORT/DATABASE");
  }
  if (url.protocol !== "postgres:" && url.protocol !== "postgresql:") {
    throw new RangeError("the address of a database begins with postgres://");
  }
  if (url.password !== "") {
    throw new RangeError("leave the password out of the address; put it into the file that PGPASSFILE names");
  }
  for (const name of url.searchParams.keys()) {
    if (name !== "sslmode") throw new RangeError(`an address of a database can say sslmode, and not ${name}`);
  }
  const mode = url.searchParams.get("sslmode") ?? "disable";
  if (mode !== "disable" && mode !== "verify-full") throw new RangeError("sslmode is disable or verify-full");
  const database = decodeURIComponent(url.pathname.slice(1)), user = decodeURIComponent(url.username);
  if (database === "" || user === "") throw new RangeError("the address has to name the user and the database");
  return {
    ...(url.hostname === "" ? {} : { host: decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, "$1") }),
    ...(url.port === "" ? {} : { port: Number(url.port) }),
    database,
    user,
    tls: mode === "verify-full",
  };
}
