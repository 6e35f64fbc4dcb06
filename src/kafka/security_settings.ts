import type { ClusterSecurity, SaslSettings, TlsSettings } from "./security.ts";

/** How to get in, as configurations and command lines say it: secrets are named, not given. */
export interface SecuritySettings {
  /** What the brokers' port speaks. Default: what the other settings need. */
  readonly securityProtocol?: "plaintext" | "ssl" | "sasl-plaintext" | "sasl-ssl" | undefined;
  /** File with certificates of trusted authorities, PEM. Default: those of the system. */
  readonly tlsCaFile?: string | undefined;
  /** File with this client's certificate, PEM. */
  readonly tlsCertificateFile?: string | undefined;
  /** File with the private key of the certificate, PEM. */
  readonly tlsKeyFile?: string | undefined;
  /** File with what protects the private key. */
  readonly tlsKeyPassphraseFile?: string | undefined;
  /** The name that the brokers' certificates have to bear. */
  readonly tlsServerName?: string | undefined;
  /** How to say who this client is. */
  readonly saslMechanism?: SaslSettings["mechanism"] | undefined;
  /** The user. */
  readonly saslUsername?: string | undefined;
  /** File with the user's password. */
  readonly saslPasswordFile?: string | undefined;
  /** Environment variable with the user's password. */
  readonly saslPasswordVariable?: string | undefined;
  /** File with a token that is valid now, written anew by whoever renews it. */
  readonly saslTokenFile?: string | undefined;
}

/** Where secrets are. */
export interface SecretReader {
  /** Reads a file as text. Default: `Deno.readTextFile`. */
  readonly readFile?: (path: string) => Promise<string> | string;
  /** Reads a variable of the environment. Default: `Deno.env.get`. */
  readonly variable?: (name: string) => string | undefined;
}

/**
 * What gives the security of these settings; files and variables are read each time that it is called, so that renewed secrets are used
 * without a restart. `undefined` without any security.
 *
 * Throws `TypeError` for settings that do not go together.
 */
export function securityFrom(
  settings: SecuritySettings,
  { readFile = Deno.readTextFile, variable = (name) => Deno.env.get(name) }: SecretReader = {},
): (() => Promise<ClusterSecurity>) | undefined {
  const { tls, sasl } = wanted(settings);
  if (!tls && !sasl) return undefined;
  const read = async (key: string, path: string | undefined) => {
    if (path === undefined) return undefined;
    try {
      return await readFile(path);
    } catch (error) {
      if (error instanceof Deno.errors.NotCapable) throw error;
      // Not the whole message: it may quote what is in the file.
      throw new TypeError(`cannot read ${path} (${key}): ${error instanceof Error ? error.name : "unknown error"}`);
    }
  };
  const secret = async (key: string, path: string | undefined) => (await read(key, path))?.replace(/\r?\n$/, "");
  return async () => ({
    ...(tls ? { tls: await readTls(settings, read, secret) } : {}),
    ...(sasl ? { sasl: await readSasl(settings, sasl, secret, variable) } : {}),
  });
}

type ReadFile = (key: string, path: string | undefined) => Promise<string | undefined>;

async function readTls(settings: SecuritySettings, read: ReadFile, secret: ReadFile): Promise<TlsSettings> {
  const found = {
    ca: await read("tls-ca-file", settings.tlsCaFile),
    certificate: await read("tls-certificate-file", settings.tlsCertificateFile),
    key: await read("tls-key-file", settings.tlsKeyFile),
    keyPassphrase: await secret("tls-key-passphrase-file", settings.tlsKeyPassphraseFile),
    serverName: settings.tlsServerName,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

async function readSasl(
  settings: SecuritySettings,
  mechanism: SaslSettings["mechanism"],
  secret: ReadFile,
  variable: (name: string) => string | undefined,
): Promise<SaslSettings> {
  if (mechanism === "oauthbearer") {
    return { mechanism, token: async () => (await secret("sasl-token-file", settings.saslTokenFile))?.trim() ?? "" };
  }
  const { saslUsername: username = "", saslPasswordFile, saslPasswordVariable = "" } = settings;
  const password = await secret("sasl-password-file", saslPasswordFile) ?? variable(saslPasswordVariable);
  if (password === undefined) {
    throw new TypeError(`the variable ${saslPasswordVariable} is not set (sasl-password-variable)`);
  }
  return { mechanism, username, password };
}

function wanted(settings: SecuritySettings): { tls: boolean; sasl: SaslSettings["mechanism"] | undefined } {
  const { securityProtocol: protocol, saslMechanism: mechanism } = settings;
  const given = (prefix: string) =>
    Object.entries(settings).some(([key, value]) => key.startsWith(prefix) && value !== undefined);
  const tls = protocol ? protocol.endsWith("ssl") : given("tls"),
    isSasl = protocol ? protocol.startsWith("sasl") : given("sasl");
  const complain = (what: string) => {
    throw new TypeError(what);
  };
  if (!tls && given("tls")) complain(`settings of TLS have no effect with security-protocol ${protocol}`);
  if (!isSasl && given("sasl")) complain(`settings of SASL have no effect with security-protocol ${protocol}`);
  if (!isSasl) return { tls, sasl: undefined };
  if (mechanism === undefined) {
    return complain("sasl-mechanism is missing: plain, scram-sha-256, scram-sha-512 or oauthbearer") as never;
  }
  if (mechanism === "oauthbearer") {
    if (settings.saslTokenFile === undefined) complain("oauthbearer takes a sasl-token-file");
  } else {
    if (!settings.saslUsername) complain(`${mechanism} takes a sasl-username`);
    const sources = [settings.saslPasswordFile, settings.saslPasswordVariable].filter((one) => one !== undefined);
    if (sources.length !== 1) complain(`${mechanism} takes one of sasl-password-file and sasl-password-variable`);
  }
  return { tls, sasl: mechanism };
}
