import type { FullSettings } from "./postgres_settings.ts";

/** What the server or the socket says of itself in an error. */
interface Coded extends Error {
  readonly code?: string;
  readonly severity?: string;
}

/** An error that the server has told, in the words of an operator; the original is its cause. */
export class PostgresStoreError extends Error {
  /** Always `PostgresStoreError`. */
  override readonly name = "PostgresStoreError";
  /** The code that the server or the operating system gives, such as `28P01` or `ECONNREFUSED`; `undefined` when there is none. */
  readonly code: string | undefined;

  /** `code` is the SQLSTATE, where the server gave one. */
  constructor(message: string, code: string | undefined, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** Whether the server has told the error and lives on: a FATAL one ends the connection. */
export function isStatementError(error: unknown): boolean {
  const { severity, code } = error as Coded;
  return severity === "ERROR" && typeof code === "string";
}

/** The error in the words of an operator, in one line with the remedy where one is known. */
export function describePostgresError(error: unknown, settings: FullSettings): PostgresStoreError {
  if (error instanceof PostgresStoreError) return error;
  const { code, message } = error instanceof Error ? error as Coded : { code: undefined, message: String(error) };
  const what = remedy(code, message, settings) ??
    `PostgreSQL at ${addressText(settings)}: ${message}${code === undefined ? "" : ` (${code})`}`;
  return new PostgresStoreError(what.replace(/\s*\n\s*/g, " "), code, error);
}

/** Where the server is, for people. */
export function addressText({ host, port }: Pick<FullSettings, "host" | "port">): string {
  if (host.startsWith("/")) return `${host}/.s.PGSQL.${port}`;
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function remedy(code: string | undefined, message: string, settings: FullSettings): string | undefined {
  const { user, database, schema } = settings, at = addressText(settings);
  switch (code) {
    case "ECONNREFUSED":
    case "ENOENT":
      return `nobody listens at ${at}; start PostgreSQL there, or correct host and port`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `the host name ${settings.host} cannot be resolved; correct it, or look at the name server`;
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return `there is no way to ${at}; look at the network`;
    case "CONNECT_TIMEOUT":
      return `no answer from ${at} within ${settings.connectTimeoutMs} ms; see that PostgreSQL runs there and no firewall is between`;
    case "ANSWER_TIMEOUT":
      return `PostgreSQL at ${at} has not answered a query for minutes; look at its load and locks, and at the network`;
    case "CONNECTION_CLOSED":
      return `the connection to PostgreSQL at ${at} ended; see its log if that goes on`;
    case "28P01":
      return `PostgreSQL at ${at} does not let ${user} in with this password; correct it where it comes from, PGPASSFILE ` +
        "or PGPASSWORD, or set it with ALTER ROLE";
    case "28000":
      return `PostgreSQL at ${at} does not let ${user} in: ${message}; add the role, or a line to pg_hba.conf`;
    case "3D000":
      return `PostgreSQL at ${at} has no database ${database}; create it: createdb --owner ${user} ${database}`;
    case "42501":
      return `${user} may not do that in the database ${database} (${message}); GRANT CREATE ON DATABASE ${database} TO ${user}, ` +
        `or make ${user} the owner of the schema ${schema}`;
    case "25006":
      return `the database ${database} can only be read here (${message}); connect to the primary server, as a user who may write`;
    case "53100":
      return `the disk of PostgreSQL at ${at} is full; make room there, or keep less`;
    case "53300":
      return `PostgreSQL at ${at} has no connection left; raise max_connections, or end others`;
    case "57P03":
      return `PostgreSQL at ${at} does not take connections yet: ${message}; try again`;
  }
  if (/NotCapable|Requires net access/.test(message)) {
    return `${message} (the server has to be allowed: --allow-net=${at})`;
  }
  if (/certificate|self.signed|altnames|UnknownIssuer|NotValidForName/i.test(message)) {
    return `the certificate of PostgreSQL at ${at} is not trusted: ${message}; trust its authority, or correct the host`;
  }
  if (/does not speak TLS/.test(message)) {
    return `PostgreSQL at ${at} does not speak TLS; set ssl = on there, or do without TLS here`;
  }
}
