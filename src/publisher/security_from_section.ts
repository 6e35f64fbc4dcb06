import type { SecuritySettings } from "../config/mod.ts";
import type { ClusterSecurity, SaslSettings, SecurityInput, TlsSettings } from "../kafka/security.ts";
import { readPem, readSecret, readVariable, type SecretSources } from "./secret_sources.ts";

/**
 * TLS and SASL as a section asks for them, `undefined` when it asks for neither. Nothing is read before a transport asks, and
 * everything is read anew each time, so that renewed secrets need no restart.
 */
export function securityFrom(
  section: Partial<SecuritySettings>,
  sources: SecretSources = {},
): SecurityInput | undefined {
  const { securityProtocol = "plaintext" } = section;
  if (securityProtocol === "plaintext") return undefined;
  return async (): Promise<ClusterSecurity> => ({
    ...(securityProtocol.endsWith("ssl") ? { tls: await tlsFrom(section, sources) } : {}),
    ...(securityProtocol.startsWith("sasl") ? { sasl: await saslFrom(section, sources) } : {}),
  });
}

async function tlsFrom(section: Partial<SecuritySettings>, sources: SecretSources): Promise<TlsSettings | true> {
  const { tlsCaFile, tlsCertificateFile, tlsKeyFile, tlsKeyPassphraseFile, tlsServerName } = section;
  const tls: TlsSettings = {
    ...(tlsCaFile === undefined ? {} : { ca: await readPem(["tlsCaFile", tlsCaFile], sources) }),
    ...(tlsCertificateFile === undefined
      ? {}
      : { certificate: await readPem(["tlsCertificateFile", tlsCertificateFile], sources) }),
    ...(tlsKeyFile === undefined ? {} : { key: await readPem(["tlsKeyFile", tlsKeyFile], sources) }),
    ...(tlsKeyPassphraseFile === undefined
      ? {}
      : { keyPassphrase: await readSecret(["tlsKeyPassphraseFile", tlsKeyPassphraseFile], sources) }),
    ...(tlsServerName === undefined ? {} : { serverName: tlsServerName }),
  };
  return Object.keys(tls).length === 0 ? true : tls;
}

async function saslFrom(section: Partial<SecuritySettings>, sources: SecretSources): Promise<SaslSettings> {
  const { saslMechanism: mechanism, saslUsername: username, saslTokenFile } = section;
  if (mechanism === "oauthbearer") {
    const file = named("saslTokenFile", saslTokenFile);
    return { mechanism, token: () => readSecret(file, sources) };
  }
  const [, checked] = named("saslMechanism", mechanism), [, user] = named("saslUsername", username);
  return { mechanism: checked, username: user, password: await passwordFrom(section, sources) };
}

async function passwordFrom(section: Partial<SecuritySettings>, sources: SecretSources): Promise<string> {
  const { saslPasswordFile, saslPasswordVariable } = section;
  if (saslPasswordVariable !== undefined) return readVariable("saslPasswordVariable", saslPasswordVariable, sources);
  return await readSecret(named("saslPasswordFile", saslPasswordFile), sources);
}

/** A setting that has to be there; in one that was read from a configuration it is. */
function named<T extends string>(property: string, value: T | undefined): [string, T] {
  if (value === undefined) throw new TypeError(`the security of the section is not whole without ${property}`);
  return [property, value];
}
